package dev.pilothouse.ui.many;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A prompt that was sent to several sessions. Immutable. Its stored form has a line with the time and the text, and one
 * for each recipient, with tabs between the fields.
 */
record SentPrompt(Instant at, String text, List<PromptOutcome> outcomes) {
    private static final int FIELDS = 8;

    SentPrompt {
        outcomes = List.copyOf(outcomes);
    }

    SentPrompt with(PromptOutcome changed) {
        return new SentPrompt(
                at,
                text,
                outcomes.stream()
                        .map(each -> each.requestId().equals(changed.requestId()) ? changed : each)
                        .toList());
    }

    String asText() {
        StringBuilder lines = new StringBuilder();
        lines.append(at.toEpochMilli()).append('\t').append(escaped(text)).append('\n');
        for (PromptOutcome each : outcomes) {
            lines.append(String.join(
                            "\t",
                            each.key().hostId().value(),
                            each.key().sessionId().value(),
                            each.requestId().value(),
                            each.state().name(),
                            Long.toString(each.queueId()),
                            Boolean.toString(each.withdrawing()),
                            escaped(each.name()),
                            escaped(each.reason())))
                    .append('\n');
        }
        return lines.toString();
    }

    /** Empty if the text has another form. Another version of the program may have written it. */
    static Optional<SentPrompt> of(String stored) {
        try {
            String[] lines = stored.split("\n");
            int tab = lines[0].indexOf('\t');
            List<PromptOutcome> outcomes = new ArrayList<>();
            for (int i = 1; i < lines.length; i++) {
                String[] parts = lines[i].split("\t", FIELDS);
                outcomes.add(new PromptOutcome(
                        new SessionKey(new HostId(parts[0]), new SessionId(parts[1])),
                        plain(parts[6]),
                        new RequestId(parts[2]),
                        PromptOutcome.State.valueOf(parts[3]),
                        Long.parseLong(parts[4]),
                        plain(parts[7]),
                        Boolean.parseBoolean(parts[5])));
            }
            return Optional.of(new SentPrompt(
                    Instant.ofEpochMilli(Long.parseLong(lines[0].substring(0, tab))),
                    plain(lines[0].substring(tab + 1)),
                    outcomes));
        } catch (IllegalArgumentException | IndexOutOfBoundsException otherForm) {
            return Optional.empty();
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\t", "\\t")
                .replace("\r", "\\r")
                .replace("\n", "\\n");
    }

    private static String plain(String escaped) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\' || i + 1 == escaped.length()) {
                text.append(c);
                continue;
            }
            i++;
            text.append(
                    switch (escaped.charAt(i)) {
                        case 't' -> '\t';
                        case 'r' -> '\r';
                        case 'n' -> '\n';
                        default -> escaped.charAt(i);
                    });
        }
        return text.toString();
    }
}
