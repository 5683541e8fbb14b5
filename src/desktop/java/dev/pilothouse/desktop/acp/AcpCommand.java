package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sends an agent one request that belongs to no running session, in a process used only for it. Blocks until the agent
 * has answered, until the limit, or until the thread is interrupted. Stateless; any thread.
 */
public final class AcpCommand {
    private final String name;
    private final String login;
    private final Deadlines deadlines;
    private final Duration limit;
    private final int protocol;

    /**
     * @param name the agent's name in sentences
     * @param login its login command; may be empty
     * @param limit the time limit for all answers together
     * @param protocol the newest version of ACP that the agent is offered
     */
    public AcpCommand(String name, String login, Deadlines deadlines, Duration limit, int protocol) {
        this.name = name;
        this.login = login;
        this.deadlines = deadlines;
        this.limit = limit;
        this.protocol = protocol;
    }

    /**
     * Deletes a session that the agent has stored ({@code session/delete}). May be repeated: a session that the agent
     * no longer has counts as deleted.
     *
     * @return why it is not deleted; empty if it is
     */
    public Optional<HostText> deleteSession(AgentPipe.Starter starter, String agentSessionId) {
        JsonObject params = new JsonObject();
        params.addProperty("sessionId", agentSessionId);
        return run(
                starter,
                answer -> AcpMessages.support(answer).deletes(),
                HostText.of(HostTextCode.DELETE_UNSUPPORTED, name),
                new Request("session/delete", params, error -> error.code() == RpcError.RESOURCE_NOT_FOUND));
    }

    /**
     * Lets the agent forget its login ({@code logout}). May be repeated: an agent that needs a login counts as logged out.
     *
     * @return why it has not; empty if it has
     */
    public Optional<HostText> logout(AgentPipe.Starter starter) {
        return run(
                starter,
                answer -> answer.object("agentCapabilities")
                        .flatMap(offers -> offers.object("auth"))
                        .flatMap(auth -> auth.object("logout"))
                        .isPresent(),
                HostText.of(HostTextCode.LOGOUT_UNSUPPORTED, name),
                new Request("logout", new JsonObject(), AcpLogin::isNeeded));
    }

    /** @param fulfils whether an error means that nothing was left to do */
    private record Request(String method, JsonObject params, Predicate<RpcError> fulfils) {}

    private Optional<HostText> run(
            AgentPipe.Starter starter, Predicate<JsonFields> offered, HostText unsupported, Request request) {
        try (AcpCall call = new AcpCall(deadlines, limit, protocol)) {
            Optional<AgentPipe.Start.Failed> failed = call.open(starter);
            if (failed.isPresent()) {
                return Optional.of(failed.get().sentence());
            }
            RpcOutcome greeting = call.request("initialize", AcpMessages.initialize());
            if (!(greeting instanceof RpcOutcome.Result answer)) {
                return failureOf(greeting, call, error -> false);
            }
            return offered.test(JsonFields.of(answer.value()))
                    ? failureOf(call.request(request.method(), request.params()), call, request.fulfils())
                    : Optional.of(unsupported);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(HostText.of(HostTextCode.HOST_ENDING));
        }
    }

    private Optional<HostText> failureOf(RpcOutcome outcome, AcpCall call, Predicate<RpcError> fulfils) {
        return outcome.match(
                result -> Optional.empty(),
                error -> fulfils.test(error) ? Optional.empty() : Optional.of(refusal(error)),
                lost -> Optional.of(HostText.of(HostTextCode.COMMAND_LOST, name, call.lossOf(lost))));
    }

    private HostText refusal(RpcError error) {
        if (!AcpLogin.isNeeded(error)) {
            return HostText.of(HostTextCode.COMMAND_REFUSED, name, AcpMessages.describe(error));
        }
        return login.isEmpty()
                ? HostText.of(HostTextCode.LIST_NEEDS_LOGIN, name)
                : HostText.of(HostTextCode.LIST_NEEDS_LOGIN_BY, name, login);
    }
}
