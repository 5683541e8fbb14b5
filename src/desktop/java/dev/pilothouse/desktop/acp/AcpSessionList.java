package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.ExternalListing;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.rpc.RpcHandler;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.desktop.rpc.RpcRequest;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks an agent for its stored sessions ({@code session/list}), in a process used only for this request. Owns the
 * process until it returns. Blocks until the agent has answered, until the limit, or until the thread is interrupted.
 * After a timeout it returns the sessions received so far and reports that there are more.
 */
public final class AcpSessionList {
    static final int MAX_SESSIONS = 200;
    private static final int MAX_PAGES = 10;
    private static final long EXIT_SECONDS = 2;
    private static final int MAX_ID = 500;
    private static final int MAX_TITLE = 300;

    private final String name;
    private final String login;
    private final Deadlines deadlines;
    private final Duration limit;
    private final AcpV2Translator translator;
    private final CompletableFuture<HostText> exited = new CompletableFuture<>();
    private final CompletableFuture<Void> late = new CompletableFuture<>();
    private volatile @Nullable AgentPipe pipe;

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
        this.translator = new AcpV2Translator(protocol, this::write);
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
        JsonRpcPeer peer = new JsonRpcPeer(translator::write, new Deaf(), deadlines);
        AgentPipe.Start start = starter.start(new ProcessListener() {
            @Override
            public void onLine(Line line) {
                translator.accept(line, peer::accept);
            }

            @Override
            public void onExit(ProcessExit exit) {
                exited.complete(exit.text());
                peer.close(exit.text());
            }
        });
        if (start instanceof AgentPipe.Start.Failed failed) {
            return new ExternalListing.Refused(failed.code(), failed.sentence());
        }
        pipe = ((AgentPipe.Start.Open) start).pipe();
        Runnable callOff = deadlines.after(limit, () -> late.complete(null));
        try {
            return ask(peer, cwd);
        } catch (NoAnswerException e) {
            return e.refused;
        } finally {
            callOff.run();
            pipe.close();
        }
    }

    private WriteResult write(String line) {
        AgentPipe open = pipe;
        return open == null ? WriteResult.CLOSED : open.writeLine(line);
    }

    private ExternalListing ask(JsonRpcPeer peer, String cwd) throws NoAnswerException {
        JsonFields capabilities = request(peer, "initialize", AcpMessages.initialize())
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
                result = request(peer, "session/list", params);
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

    private JsonFields request(JsonRpcPeer peer, String method, JsonObject params) throws NoAnswerException {
        CompletableFuture<RpcOutcome> tooLate = late.thenApply(over -> new RpcOutcome.TimedOut(method, limit));
        RpcOutcome outcome =
                await(peer.request(method, params, Optional.empty()).applyToEither(tooLate, Function.identity()));
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
                            ErrorCode.AGENT_FAILED,
                            HostText.of(HostTextCode.LIST_LOST, name, late.isDone() ? lost : stderrExcerpt(lost))));
                    return null;
                });
        if (!failure.isEmpty()) {
            throw failure.get(0);
        }
        return result;
    }

    /** If a request could not even be sent, the process is ending; its exit carries more information. */
    private HostText stderrExcerpt(HostText otherwise) {
        return exited.completeOnTimeout(otherwise, EXIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** An interrupt ends the request and the process: the host is closing. */
    private RpcOutcome await(CompletableFuture<RpcOutcome> answer) throws NoAnswerException {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAnswerException(ErrorCode.SHUTTING_DOWN, HostText.of(HostTextCode.HOST_ENDING));
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
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

    /** Ignores the agent's own requests and notifications. */
    private static final class Deaf implements RpcHandler {
        @Override
        public boolean onRequest(RpcRequest request) {
            return false;
        }

        @Override
        public void onNotification(String method, JsonObject params) {
            // Not needed here.
        }

        @Override
        public void onMalformed(String line, String why) {
            // For example a banner; the answer may still follow.
        }
    }
}
