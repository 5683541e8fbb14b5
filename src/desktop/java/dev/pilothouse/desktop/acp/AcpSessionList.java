package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.ExternalListing;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks an agent for its stored sessions ({@code session/list}), in a process used only for this request. Blocks until the agent has answered, until the limit, or until the thread is interrupted.
 * After a timeout it returns the sessions received so far and reports that there are more.
 */
public final class AcpSessionList {
    static final int MAX_SESSIONS = 200;
    private static final int MAX_PAGES = 10;
    private static final int MAX_ID = 500;
    private static final int MAX_TITLE = 300;

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
    public AcpSessionList(String name, String login, Deadlines deadlines, Duration limit, int protocol) {
        this.name = name;
        this.login = login;
        this.deadlines = deadlines;
        this.limit = limit;
        this.protocol = protocol;
    }

    /** A page was refused or lost. */
    private static final class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient ExternalListing.Refused refused;

        NoAnswerException(ErrorCode code, HostText text) {
            super(text.text());
            this.refused = new ExternalListing.Refused(code, text);
        }
    }

    /** @param cwd lists only sessions of this directory; empty for all */
    public ExternalListing ask(AgentPipe.Starter starter, String cwd) {
        try (AcpCall call = new AcpCall(deadlines, limit, protocol)) {
            Optional<AgentPipe.Start.Failed> failed = call.open(starter);
            return failed.isPresent()
                    ? new ExternalListing.Refused(
                            failed.get().code(), failed.get().sentence())
                    : ask(call, cwd);
        } catch (NoAnswerException e) {
            return e.refused;
        }
    }

    private ExternalListing ask(AcpCall call, String cwd) throws NoAnswerException {
        JsonFields capabilities = request(call, "initialize", AcpMessages.initialize())
                .object("agentCapabilities")
                .orElse(new JsonFields(new JsonObject()));
        Optional<JsonFields> offered = capabilities.object("sessionCapabilities");
        boolean resumes = capabilities.flag("loadSession")
                || offered.filter(offer -> offer.has("resume")).isPresent();
        if (offered.filter(offer -> offer.has("list")).isEmpty() || !resumes) {
            return new ExternalListing.Refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.LIST_UNSUPPORTED, name));
        }
        List<ExternalSession> found = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MAX_PAGES && found.size() < MAX_SESSIONS; page++) {
            JsonObject params = new JsonObject();
            if (!cwd.isEmpty()) {
                params.addProperty("cwd", cwd);
            }
            if (!cursor.isEmpty()) {
                params.addProperty("cursor", cursor);
            }
            JsonFields result;
            try {
                result = request(call, "session/list", params);
            } catch (NoAnswerException lost) {
                if (page == 0 || lost.refused.code() == ErrorCode.SHUTTING_DOWN) {
                    throw lost;
                }
                // Keep the pages received so far; the cursor marks that there are more.
                break;
            }
            result.objects("sessions").forEach(session -> read(session).ifPresent(found::add));
            cursor = result.text("nextCursor").orElse("");
            if (cursor.isEmpty()) {
                break;
            }
        }
        boolean more = !cursor.isEmpty() || found.size() > MAX_SESSIONS;
        return new ExternalListing.Listed(found.subList(0, Math.min(found.size(), MAX_SESSIONS)), more);
    }

    private JsonFields request(AcpCall call, String method, JsonObject params) throws NoAnswerException {
        RpcOutcome outcome = await(call, method, params);
        List<NoAnswerException> failure = new ArrayList<>(1);
        JsonFields result = outcome.match(
                JsonFields::of,
                error -> {
                    failure.add(
                            AcpLogin.isNeeded(error)
                                    ? new NoAnswerException(
                                            ErrorCode.NEEDS_LOGIN,
                                            login.isEmpty()
                                                    ? HostText.of(HostTextCode.LIST_NEEDS_LOGIN, name)
                                                    : HostText.of(HostTextCode.LIST_NEEDS_LOGIN_BY, name, login))
                                    : new NoAnswerException(
                                            ErrorCode.AGENT_FAILED,
                                            HostText.of(HostTextCode.LIST_REFUSED, name, AcpMessages.describe(error))));
                    return null;
                },
                lost -> {
                    failure.add(new NoAnswerException(
                            ErrorCode.AGENT_FAILED, HostText.of(HostTextCode.LIST_LOST, name, call.lossOf(lost))));
                    return null;
                });
        if (!failure.isEmpty()) {
            throw failure.get(0);
        }
        return result;
    }

    /** An interrupt ends the request and the process: the host is closing. */
    private static RpcOutcome await(AcpCall call, String method, JsonObject params) throws NoAnswerException {
        try {
            return call.request(method, params);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException(ErrorCode.SHUTTING_DOWN, HostText.of(HostTextCode.HOST_ENDING));
        }
    }

    /** Sessions without a usable id are left out. */
    private static Optional<ExternalSession> read(JsonFields session) {
        return session.text("sessionId")
                .filter(id -> !id.isBlank() && id.length() <= MAX_ID)
                .map(id -> new ExternalSession(
                        id,
                        head(session.text("title").orElse(""), MAX_TITLE),
                        head(session.text("cwd").orElse(""), 4 * MAX_TITLE),
                        session.text("updatedAt").map(AcpSessionList::time).orElse(null)));
    }

    private static String head(String text, int length) {
        String line = text.strip();
        return line.length() <= length ? line : line.substring(0, length - 1) + "…";
    }

    private static @Nullable Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException odd) {
            return null;
        }
    }
}
