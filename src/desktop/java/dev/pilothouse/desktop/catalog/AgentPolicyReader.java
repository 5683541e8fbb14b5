package dev.pilothouse.desktop.catalog;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentLimits;
import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.agent.ProcessSharing;
import dev.pilothouse.desktop.agent.RestartPolicy;
import dev.pilothouse.desktop.agent.TokenScope;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads {@code restart}, {@code limits}, {@code startSeconds}, {@code process}, {@code tokens}, {@code mcpServers} and
 * {@code protocol} of an entry. An invalid value is reported and replaced by the default, so that the agent can still be started. Pure.
 */
final class AgentPolicyReader {
    private static final long MEBI = 1024L * 1024;
    private static final long MAX_MEGABYTES = 1_000_000_000;
    private static final int MAX_SESSIONS = 1_000;
    private static final int MAX_START_SECONDS = 3_600;
    private static final int MAX_PROTOCOL = 2;

    private final String path;
    private final AgentsFile.Problems problems;

    private AgentPolicyReader(String path, AgentsFile.Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    /** @param path of the entry in the file */
    static AgentPolicy read(JsonFields entry, String path, AgentsFile.Problems problems) {
        AgentPolicyReader reader = new AgentPolicyReader(path, problems);
        return new AgentPolicy(
                reader.restart(entry),
                reader.limits(entry),
                reader.start(entry),
                reader.process(entry),
                reader.tokens(entry),
                reader.isolatesServers(entry),
                reader.protocol(entry));
    }

    private Optional<Duration> start(JsonFields entry) {
        OptionalLong seconds = number(entry, "startSeconds", "startSeconds", MAX_START_SECONDS);
        return seconds.isPresent() ? Optional.of(Duration.ofSeconds(seconds.getAsLong())) : Optional.empty();
    }

    private ProcessSharing process(JsonFields entry) {
        return isSecond(entry, "process", "own", "shared") ? ProcessSharing.SHARED : ProcessSharing.OWN;
    }

    private TokenScope tokens(JsonFields entry) {
        return isSecond(entry, "tokens", "turn", "session") ? TokenScope.SESSION : TokenScope.TURN;
    }

    private boolean isolatesServers(JsonFields entry) {
        return isSecond(entry, "mcpServers", "shared", "isolated");
    }

    private int protocol(JsonFields entry) {
        return (int) number(entry, "protocol", "protocol", MAX_PROTOCOL).orElse(1);
    }

    /** Returns whether the field has the second of its two words; the first one is the default. */
    private boolean isSecond(JsonFields entry, String field, String first, String second) {
        if (entry.element(field).isEmpty()) {
            return false;
        }
        String word = entry.text(field).orElse("");
        if (!word.equals(first) && !word.equals(second)) {
            problems.add(path + "." + field, HostTextCode.VALUE_NO_WORD, "\"" + first + "\", \"" + second + "\"");
        }
        return word.equals(second);
    }

    private RestartPolicy restart(JsonFields entry) {
        Optional<JsonElement> given = entry.element("restart");
        if (given.isEmpty()) {
            return RestartPolicy.standard();
        }
        Optional<JsonFields> fields = entry.object("restart");
        Optional<String> word =
                fields.isPresent() ? Optional.of(fields.get().text("onCrash").orElse("resume")) : entry.text("restart");
        if (word.filter("never"::equals).isPresent()) {
            return RestartPolicy.disabled();
        }
        if (word.filter("resume"::equals).isEmpty()) {
            problems.add(
                    path + (fields.isPresent() ? ".restart.onCrash" : ".restart"),
                    HostTextCode.VALUE_NO_WORD,
                    "\"resume\", \"never\"");
            return RestartPolicy.standard();
        }
        JsonFields object = fields.orElseGet(() -> new JsonFields(new JsonObject()));
        RestartPolicy usual = RestartPolicy.standard();
        long limit = number(object, "restart.limit", "limit", RestartPolicy.MAX_LIMIT)
                .orElse(usual.limit());
        long minutes = number(object, "restart.withinMinutes", "withinMinutes", RestartPolicy.MAX_WITHIN.toMinutes())
                .orElse(usual.within().toMinutes());
        return new RestartPolicy(true, (int) limit, Duration.ofMinutes(minutes));
    }

    private AgentLimits limits(JsonFields entry) {
        if (entry.element("limits").isEmpty()) {
            return AgentLimits.none();
        }
        Optional<JsonFields> fields = entry.object("limits");
        if (fields.isEmpty()) {
            problems.add(path + ".limits", HostTextCode.VALUE_NO_OBJECT);
            return AgentLimits.none();
        }
        OptionalLong megabytes = number(fields.get(), "limits.memoryMB", "memoryMB", MAX_MEGABYTES);
        OptionalLong sessions = number(fields.get(), "limits.sessions", "sessions", MAX_SESSIONS);
        return new AgentLimits(
                megabytes.isPresent() ? OptionalLong.of(megabytes.getAsLong() * MEBI) : OptionalLong.empty(),
                sessions.isPresent() ? OptionalInt.of((int) sessions.getAsLong()) : OptionalInt.empty());
    }

    private OptionalLong number(JsonFields object, String member, String name, long max) {
        if (object.element(name).isEmpty()) {
            return OptionalLong.empty();
        }
        OptionalLong number = object.number(name);
        if (number.isEmpty() || number.getAsLong() < 1 || number.getAsLong() > max) {
            problems.add(path + "." + member, HostTextCode.VALUE_NO_NUMBER, max);
            return OptionalLong.empty();
        }
        return number;
    }
}
