package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts an agent, sends {@code initialize} and ends it again. No session is made, so it needs no login and leaves
 * nothing behind. Blocks until the agent has answered, until the limit, or until the
 * thread is interrupted.
 */
public final class AcpTrial {
    private static final int MAX_CAPABILITIES = 40;
    private static final int MAX_LOGINS = 10;
    private static final int MAX_TEXT = 300;

    private final List<String> command;
    private final Deadlines deadlines;
    private final Duration limit;
    private final int protocol;

    /**
     * @param command of the agent, which its login in a terminal extends
     * @param protocol the newest version of ACP that the agent is offered
     */
    public AcpTrial(List<String> command, Deadlines deadlines, Duration limit, int protocol) {
        this.command = List.copyOf(command);
        this.deadlines = deadlines;
        this.limit = limit;
        this.protocol = protocol;
    }

    public AgentTrial run(AgentPipe.Starter starter) {
        long began = System.nanoTime();
        try (AcpCall call = new AcpCall(deadlines, limit, protocol)) {
            Optional<AgentPipe.Start.Failed> failed = call.open(starter);
            if (failed.isPresent()) {
                return AgentTrial.failed(failed.get().sentence());
            }
            RpcOutcome outcome = call.request("initialize", AcpMessages.initialize());
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            return outcome.match(
                    answer -> answered(JsonFields.of(answer), call.version(), millis),
                    error -> AgentTrial.failed(HostText.of(HostTextCode.TRIAL_REFUSED, AcpMessages.describe(error))),
                    lost -> AgentTrial.failed(
                            call.isLate()
                                    ? HostText.of(HostTextCode.TRIAL_TIMED_OUT, limit.toSeconds())
                                    : call.lossOf(lost)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return AgentTrial.failed(HostText.of(HostTextCode.HOST_ENDING));
        }
    }

    private AgentTrial answered(JsonFields answer, int spoken, long millis) {
        long protocol = answer.number("protocolVersion").orElse(0);
        Optional<JsonFields> info = answer.object("agentInfo");
        String version = info.map(agent ->
                        (agent.text("title").or(() -> agent.text("name")).orElse("") + " "
                                + agent.text("version").orElse("")))
                .orElse("");
        List<String> capabilities = new ArrayList<>();
        answer.object("agentCapabilities").ifPresent(offered -> collect("", offered.json(), capabilities));
        return new AgentTrial(
                protocol == AcpMessages.VERSION,
                protocol == AcpMessages.VERSION
                        ? HostText.NONE
                        : HostText.of(HostTextCode.TRIAL_OTHER_PROTOCOL, protocol, AcpMessages.VERSION),
                line(version),
                protocol == AcpMessages.VERSION ? spoken : (int) protocol,
                capabilities,
                answer.objects("authMethods").stream()
                        .limit(MAX_LOGINS)
                        .map(this::login)
                        .toList(),
                millis);
    }

    /** The names of what is offered, such as {@code promptCapabilities.image}. */
    private static void collect(String path, JsonObject offered, List<String> names) {
        for (Map.Entry<String, JsonElement> member : offered.entrySet()) {
            String name = path + member.getKey();
            JsonElement value = member.getValue();
            if (names.size() >= MAX_CAPABILITIES || member.getKey().startsWith("_")) {
                continue;
            }
            if (value instanceof JsonObject object) {
                int before = names.size();
                collect(name + ".", object, names);
                boolean flags = object.entrySet().stream()
                        .anyMatch(flag -> flag.getValue().isJsonPrimitive());
                if (names.size() == before && !flags && !path.isEmpty()) {
                    names.add(line(name));
                }
            } else if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean() && value.getAsBoolean()) {
                names.add(line(name));
            }
        }
    }

    private AgentTrial.LoginMethod login(JsonFields method) {
        return new AgentTrial.LoginMethod(
                line(method.text("id").orElse("")),
                line(method.text("name").orElse("")),
                line(method.text("description").orElse("")),
                AcpLogin.command(command, List.of(method), ""));
    }

    private static String line(String text) {
        return TextCutter.line(PlainText.line(text), MAX_TEXT);
    }
}
