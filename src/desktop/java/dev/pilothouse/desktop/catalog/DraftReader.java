package dev.pilothouse.desktop.catalog;

import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.runner.RemoteStart;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Converts between entries and the drafts of a form, and finds the mistakes of a draft. Stateless; any thread. */
final class DraftReader {
    private DraftReader() {}

    /** The values of variables stay on the host. */
    static AgentDraft draft(AgentEntry entry) {
        return new AgentDraft(
                entry.id(),
                entry.name(),
                entry.command().get(0),
                entry.command().subList(1, entry.command().size()),
                entry.environment().keySet().stream().sorted().toList());
    }

    /** @param stored the variables of the present entry, for lines without a value */
    static AgentEntry entry(AgentDraft draft, Map<String, String> stored) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String line : draft.environment()) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                environment.put(line.substring(0, equals), line.substring(equals + 1));
            } else if (stored.containsKey(line)) {
                environment.put(line, stored.get(line));
            }
        }
        return new AgentEntry(
                draft.agentId(),
                draft.name(),
                command(draft),
                environment,
                List.of(),
                "",
                "",
                AgentPolicy.standard(),
                Optional.empty());
    }

    /**
     * A stored value is for the program to which a person gave it. With other arguments a program such as {@code node} is
     * another one.
     *
     * @return the refusal of a draft that would give one to another program
     */
    static Optional<HostText> keptForAnother(AgentDraft draft, Optional<AgentEntry> stored) {
        if (stored.isEmpty() || stored.get().command().equals(command(draft))) {
            return Optional.empty();
        }
        List<String> kept = draft.environment().stream()
                .filter(stored.get().environment()::containsKey)
                .toList();
        return kept.isEmpty()
                ? Optional.empty()
                : Optional.of(HostText.of(HostTextCode.DRAFT_VALUES_KEPT, PlainText.line(String.join(", ", kept))));
    }

    static List<String> command(AgentDraft draft) {
        return Stream.concat(Stream.of(draft.command()), draft.arguments().stream())
                .toList();
    }

    static Optional<HostText> mistake(AgentDraft draft) {
        if (draft.name().isBlank()
                || draft.name().length() > AgentDraft.MAX_NAME
                || !PlainText.isPlainName(draft.name())) {
            return Optional.of(HostText.of(HostTextCode.DRAFT_NAME, AgentDraft.MAX_NAME));
        }
        if (draft.command().isBlank()) {
            return Optional.of(HostText.of(HostTextCode.DRAFT_COMMAND));
        }
        boolean fits = draft.arguments().size() <= AgentDraft.MAX_LINES
                && draft.environment().size() <= AgentDraft.MAX_LINES
                && Stream.of(List.of(draft.command()), draft.arguments(), draft.environment())
                        .flatMap(List::stream)
                        .allMatch(line -> line.length() <= AgentDraft.MAX_LINE
                                && line.indexOf('\0') < 0
                                && line.indexOf('\n') < 0);
        if (!fits) {
            return Optional.of(HostText.of(HostTextCode.DRAFT_TOO_LONG, AgentDraft.MAX_LINES, AgentDraft.MAX_LINE));
        }
        return draft.environment().stream()
                .map(line -> line.contains("=") ? line.substring(0, line.indexOf('=')) : line)
                .filter(name -> !RemoteStart.isName(name))
                .findFirst()
                .map(name -> HostText.of(HostTextCode.DRAFT_VARIABLE, PlainText.line(name)));
    }
}
