package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.desktop.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.rpc.RpcError;
import dev.pilothouse.desktop.rpc.RpcHandler;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.pulse.NamedThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One agent process and the connection to it, for one or several sessions. Owns the pipe. Starts the process for the
 * first member that opens it, sends {@code initialize} once, and routes messages to the members by session. Ends when
 * the process does. When the last member leaves, it ends the process: at once if it is not shared or not healthy, else
 * after {@link #GRACE}, so that a session opened right after another one closed needs no new process.
 *
 * <p>Lines are decoded on the reader thread. It blocks on a slow member, and thereby blocks the process and all other
 * members: unread messages cannot be routed. All other methods are safe on any thread. The monitor guards the members
 * and whether the connection is over.
 */
public final class AcpConnection {
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(AcpConnection.class);

    /** Number of malformed lines that are reported individually; after that only every power of two is reported. */
    private static final int LOGGED_SINGLY = 20;

    private final Object lock = new Object();
    private final String name;
    private final String directory;
    private final AgentPipe.Starter starter;
    private final Deadlines deadlines;
    private final boolean shared;
    private final AcpRouter routes;
    private final AcpV2Translator translator;
    private final JsonRpcPeer peer;
    private final CompletableFuture<Opening> opening = new CompletableFuture<>();
    /** Delays incoming messages until the process can be answered. */
    private final CountDownLatch launched = new CountDownLatch(1);

    private volatile Optional<AgentPipe> pipe = Optional.empty();
    private volatile Optional<String> garbage = Optional.empty();
    private volatile boolean closesSessions;
    private boolean started;
    private boolean spoiled;
    private boolean over;
    private Runnable grace = () -> {};

    /** Confined to the reader thread. */
    private long malformed;

    private long characters;

    /**
     * @param name the agent's name in sentences
     * @param directory the working directory of the process
     * @param shared whether several sessions may use it
     * @param protocol the newest version of ACP that the agent is offered
     */
    public AcpConnection(
            String name,
            String directory,
            AgentPipe.Starter starter,
            Deadlines deadlines,
            boolean shared,
            int protocol) {
        this.name = name;
        this.directory = directory;
        this.starter = starter;
        this.deadlines = deadlines;
        this.shared = shared;
        this.routes = new AcpRouter(shared);
        this.translator = new AcpV2Translator(protocol, this::write);
        this.peer = new JsonRpcPeer(translator::write, new Inbound(), deadlines);
    }

    /**
     * Port: a session in the process. Receives its messages on the reader thread and may block there, which holds back
     * the process. The end may be reported on any thread.
     */
    public interface Member {
        /** @param characters the size of the message */
        void onRequest(RpcRequest request, long characters);

        void onNotification(String method, JsonObject params, long characters);

        /** The process wrote a line that is not a message; sent to all members. */
        void onMalformed(long count, String excerpt);

        /** The process has exited; nothing follows. */
        void onExit(ProcessExit exit);

        /** The member has left, and the process continues; nothing follows. */
        void onLeft();
    }

    /** Port: provides a session's process. */
    public interface Source {
        /** Lets the session join a connection. May wait for another session that joins. */
        void join(AcpSession session, Member member);
    }

    /** The result of opening. */
    sealed interface Opening {
        /** The answer to {@code initialize}. */
        record Answered(RpcOutcome outcome) implements Opening {}

        /** There is no process. */
        record Failed(ErrorCode code, HostText sentence) implements Opening {}
    }

    /**
     * Adds a session, which must {@link #open} the connection and leave it.
     *
     * @return false if no more sessions are accepted
     */
    public synchronized boolean join(AcpSession session, Member member) {
        if (over || spoiled || (started && !shared)) {
            return false;
        }
        grace.run();
        routes.add(member);
        session.joined(this, member);
        return true;
    }

    /** Returns whether no one can join any more. */
    synchronized boolean isClosed() {
        return over || spoiled;
    }

    /** Starts the process unless another member has done so. The result is delivered on any thread. */
    void open(Consumer<Opening> then) {
        boolean first;
        synchronized (this) {
            first = !started;
            started = true;
        }
        if (first) {
            launch();
        }
        CompletableFuture<Void> unused = opening.thenAccept(then);
    }

    private void launch() {
        AgentPipe.Start start;
        try {
            start = starter.start(new PipeListener());
        } catch (RuntimeException bug) {
            // A session must not stay in its start forever, whatever fails.
            log.error("{} could not be started", name, bug);
            start = new AgentPipe.Start.Failed(ErrorCode.AGENT_FAILED, HostText.of(HostTextCode.START_DEFECT, name));
        }
        if (start instanceof AgentPipe.Start.Failed failed) {
            synchronized (this) {
                spoiled = true;
            }
            launched.countDown();
            opening.complete(new Opening.Failed(failed.code(), failed.sentence()));
            return;
        }
        AgentPipe opened = ((AgentPipe.Start.Open) start).pipe();
        boolean tooLate;
        synchronized (this) {
            pipe = Optional.of(opened);
            tooLate = over;
        }
        launched.countDown();
        if (tooLate) {
            opened.close();
            return;
        }
        CompletableFuture<Void> unused = peer.request("initialize", AcpMessages.initialize(), Optional.empty())
                .thenAccept(this::onInitialized);
    }

    private void onInitialized(RpcOutcome outcome) {
        if (outcome instanceof RpcOutcome.Result result) {
            closesSessions = AcpMessages.closesSessions(JsonFields.of(result.value()));
        } else {
            synchronized (this) {
                spoiled = true;
            }
        }
        opening.complete(new Opening.Answered(outcome));
    }

    /**
     * Removes a member. If the process ends with it, the member receives the exit before this returns. Otherwise it
     * receives {@code onLeft}, and the agent is asked to close its session. Does nothing for a member that has already
     * left a process which others use.
     *
     * @param spoils whether others must not join, because the process is in an unusable state
     */
    void removeSession(AcpSession seat, boolean spoils) {
        AcpConnection.Member member = seat.member();
        boolean ends;
        boolean leaves;
        List<String> unowned = List.of();
        synchronized (this) {
            boolean here = routes.has(member);
            spoiled |= spoils && here;
            boolean last = here && routes.members().size() == 1;
            // A second call waits for the end that the first one has started.
            ends = !shared || (last && (spoiled || !opening.isDone()));
            leaves = !ends && here;
            over |= ends;
            if (leaves) {
                unowned = routes.remove(member);
            }
            if (leaves && last && !over) {
                grace = deadlines.after(GRACE, this::endIfUnused);
            }
        }
        if (ends) {
            pipe.ifPresent(AgentPipe::close);
        } else if (leaves) {
            seat.completePending();
            unowned.forEach(seat::abandon);
            member.onLeft();
        }
    }

    private void endIfUnused() {
        synchronized (this) {
            if (over || !routes.members().isEmpty()) {
                return;
            }
            over = true;
        }
        // Ending takes seconds and must not delay other deadlines.
        NamedThreads.start("agent-end", () -> pipe.ifPresent(AgentPipe::close));
    }

    /** Ends the process, whatever sessions it has. Blocks for a bounded time. */
    void end() {
        synchronized (this) {
            over = true;
            grace.run();
        }
        pipe.ifPresent(AgentPipe::close);
    }

    // ---- for AcpSession

    JsonRpcPeer peer() {
        return peer;
    }

    AcpRouter routes() {
        return routes;
    }

    /** Returns whether the agent can close single sessions. Known once the connection is open. */
    boolean closesSessions() {
        return closesSessions;
    }

    /** Returns an object that identifies the process. */
    Object lock() {
        return lock;
    }

    boolean isShared() {
        return shared;
    }

    String directory() {
        return directory;
    }

    String stderrExcerpt() {
        return pipe.map(AgentPipe::stderrExcerpt).orElse("");
    }

    /** Returns the first line that was not a message, shortened. */
    Optional<String> garbage() {
        return garbage;
    }

    /** Returns the pipe, unless its processes may belong to several sessions. */
    Optional<AgentPipe> ownPipe() {
        return shared ? Optional.empty() : pipe;
    }

    /** Returns the usage of the processes, for one member only, so that nothing is counted twice. */
    Optional<ProcessUsage> usage(Member member, ProcessTable table) {
        return routes.isEldest(member) ? pipe.flatMap(open -> open.usage(table)) : Optional.empty();
    }

    private WriteResult write(String line) {
        return pipe.map(open -> open.writeLine(line)).orElse(WriteResult.CLOSED);
    }

    private void awaitLaunch() {
        try {
            launched.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Receives the output of the process, on its threads. */
    private final class PipeListener implements ProcessListener {
        @Override
        public void onLine(Line line) {
            awaitLaunch();
            translator.accept(line, this::deliver);
        }

        private void deliver(Line line) {
            characters = line.match(text -> (long) text.text().length(), tooLong -> 0L);
            peer.accept(line);
        }

        @Override
        public void onExit(ProcessExit exit) {
            awaitLaunch();
            translator.end(this::deliver);
            List<Member> left;
            synchronized (AcpConnection.this) {
                over = true;
                left = routes.clear();
            }
            peer.close(exit.text());
            left.forEach(member -> member.onExit(exit));
        }
    }

    /** Routes the agent's requests and notifications by the session that they name. On the reader thread. */
    private final class Inbound implements RpcHandler {
        @Override
        public boolean onRequest(RpcRequest request) {
            if (!AcpInbound.hasSession(request.method())) {
                log.info("{}: the request {} is not known", name, request.method());
                return false;
            }
            String sessionId = sessionOf(request.params());
            long size = characters;
            routes.route(new AcpRouter.Message(
                    sessionId,
                    new JsonFields(request.params()).number("requestId"),
                    size,
                    member -> member.onRequest(request, size),
                    () -> request.refuse(new RpcError(
                            RpcError.INVALID_PARAMS,
                            sessionId.isEmpty()
                                    ? "The request names no session."
                                    : "There is no session " + sessionId + " here."))));
            return true;
        }

        @Override
        public void onNotification(String method, JsonObject params) {
            long size = characters;
            if (method.equals("$/cancel_request") || method.equals(AcpInbound.COMPLETE)) {
                // It names a question by its id, which only its session can match.
                routes.members().forEach(member -> member.onNotification(method, params, size));
            } else if (method.equals("session/update")) {
                String sessionId = sessionOf(params);
                routes.route(new AcpRouter.Message(
                        sessionId,
                        OptionalLong.empty(),
                        size,
                        member -> member.onNotification(method, params, size),
                        () -> log.debug("{}: an update of an unknown session was ignored", name)));
            } else {
                log.debug("{}: the notification {} is not known", name, method);
            }
        }

        @Override
        public void onMalformed(String line, String why) {
            malformed++;
            if (garbage.isEmpty() && !line.isBlank()) {
                garbage = Optional.of(AcpMessages.excerpt(line.strip()));
            }
            log.debug("{}: malformed line {}: {}", name, malformed, why);
            // A program that prints nothing else must not fill the journal.
            if (malformed <= LOGGED_SINGLY || Long.bitCount(malformed) == 1) {
                String excerpt = AcpMessages.excerpt(line);
                long count = malformed;
                routes.members().forEach(member -> member.onMalformed(count, excerpt));
            }
        }

        private String sessionOf(JsonObject params) {
            JsonElement id = params.get("sessionId");
            return id != null && id.isJsonPrimitive() ? id.getAsString() : "";
        }
    }
}
