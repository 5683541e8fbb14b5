package dev.pilothouse.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Work that several sessions of a host do together for one intention. It survives a restart of the host.
 *
 * @param project the directory that it is about; may be empty
 * @param request who started it, and when; its session is the one that it is about, if there is one
 * @param notes the newest remarks of the host, oldest first
 * @param facts what its kind shows of it, by name
 */
public record Run(
        RunId runId,
        RunKind kind,
        String title,
        String project,
        JobRequest request,
        RunStatus status,
        List<RunMember> members,
        List<RunNote> notes,
        Map<String, String> facts) {
    public static final int MAX_MEMBERS = 20;
    public static final int MAX_NOTES = 20;
    /** Facts of a run, and of a member. */
    public static final int MAX_FACTS = 16;
    /** Characters of a fact. */
    public static final int MAX_FACT = 2_000;

    public static final int MAX_TITLE = 120;

    public Run {
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(status, "status");
        members = List.copyOf(members);
        notes = List.copyOf(notes);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Writes values as the parameters of a run or an action: a JSON object. */
    public static String parameters(Map<String, String> values) {
        StringBuilder json = new StringBuilder("{");
        new TreeMap<>(values)
                .forEach((name, value) -> json.append(json.length() == 1 ? "" : ",")
                        .append(quoted(name))
                        .append(':')
                        .append(quoted(value)));
        return json.append('}').toString();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
            }
        }
        return quoted.append('"').toString();
    }

    public RunState state() {
        return status.state();
    }

    public Optional<RunMember> member(String key) {
        return members.stream().filter(member -> member.key().equals(key)).findFirst();
    }

    /** The tokens and the cost of all turns of its members. */
    public UsageReport.Total spend() {
        return members.stream().map(RunMember::spend).reduce(UsageReport.Total.NONE, UsageReport.Total::plus);
    }

    /** @return empty if there is none of that name */
    public String fact(String name) {
        return facts.getOrDefault(name, "");
    }
}
