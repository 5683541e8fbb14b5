package dev.pilothouse.desktop.agent;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.rpc.Deadlines;
import dev.pilothouse.desktop.agent.rpc.JsonFields;
import dev.pilothouse.desktop.agent.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.agent.rpc.RpcError;
import dev.pilothouse.desktop.agent.rpc.RpcHandler;
import dev.pilothouse.desktop.agent.rpc.RpcOutcome;
import dev.pilothouse.desktop.agent.rpc.RpcRequest;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessTable;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.model.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of an agent and the connection to it, for one session or for several. Owns the pipe, starts it for the first
 * member that opens it, asks it {@code initialize} once, and gives to each member what is said about its session. Ends when
 * the process does, and ends the process when the last member has left: at once if it is not shared or not to be trusted
 * with more, else after {@link #GRACE}, so that closing a session and opening the next does not start it anew.
 *
 * <p>Lines are decoded on the thread that reads the process. It waits for a member that is behind, and with it waits the
 * process, and so every other member: what is not read cannot be sorted. Everything else is safe on any thread; its monitor
 * guards who is here and whether it is over.
 */
final class AcpConnection {
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(AcpConnection.class);

    /** So many malformed lines are told one by one; after that only the 32nd, the 64th and so on. */
    private static final int TOLD_SINGLY = 20;

    private final Object life = new Object();
    private final String name;
    private final String directory;
    private final AgentPipe.Starter starter;
    private final Deadlines deadlines;
    private final boolean shared;
    private final AcpRoutes routes;
    private final JsonRpcPeer peer;
    private final CompletableFuture<Opening> opening = new CompletableFuture<>();
    /** So that nothing is heard of a process before it can be answered. */
    private final CountDownLatch launched = new CountDownLatch(1);

    private volatile Optional<AgentPipe> pipe = Optional.empty();
    private volatile Optional<String> garbage = Optional.empty();
    private volatile boolean closesSessions;
    private boolean started;
    private boolean spoiled;
    private boolean over;
    private Runnable grace = () -> {};

    /** Confined to the thread that reads. */
    private long malformed;

    private long characters;

    /**
     * @param name the agent's name in sentences
     * @param directory where the process is started
     * @param shared whether several sessions may be in it
     */
    AcpConnection(String name, String directory, AgentPipe.Starter starter, Deadlines deadlines, boolean shared) {
        this.name = name;
        this.directory = directory;
        this.starter = starter;
        this.deadlines = deadlines;
        this.shared = shared;
        this.routes = new AcpRoutes(shared);
        this.peer = new JsonRpcPeer(this::write, new Inbound(), deadlines);
    }

    /**
     * Port: a session in the process. Hears what is said about it on the thread that reads, and may wait there, which holds
     * up the process; of an end it hears on any thread.
     */
    interface Member {
        /** @param characters how much it is */
        void onRequest(RpcRequest request, long characters);

        void onNotification(String method, JsonObject params, long characters);

        /** The process has written something that is no message; all members hear of it. */
        void onMalformed(long count, String excerpt);

        /** The process has ended; nothing follows. */
        void onExit(ProcessExit exit);

        /** It has left, and the process goes on; nothing follows. */
        void onLeft();
    }

    /** Port: where a session finds its process. */
    interface Source {
        AcpSeat join(Member member);
    }

    /** What came of opening. */
    sealed interface Opening {
        /** The answer to {@code initialize}. */
        record Answered(RpcOutcome outcome) implements Opening {}

        /** There is no process. */
        record Failed(ErrorCode code, String text) implements Opening {}
    }

    /** Takes a member in, who has to {@link #open} it and to leave. @return empty if it takes nobody more */
    synchronized Optional<AcpSeat> join(Member member) {
        if (over || spoiled || (started && !shared)) {
            return Optional.empty();
        }
        grace.run();
        routes.add(member);
        return Optional.of(new AcpSeat(this, member));
    }

    /** Whether nobody can join any more. */
    synchronized boolean isClosed() {
        return over || spoiled;
    }

    /** Starts the process unless a member has done that, and gives what came of it, on any thread. */
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
            // Whatever it is, a session must not stay in its start for ever.
            log.error("{} could not be started", name, bug);
            start = new AgentPipe.Start.Failed(
                    ErrorCode.AGENT_FAILED, name + " could not be started. The host's log says more.");
        }
        if (start instanceof AgentPipe.Start.Failed failed) {
            synchronized (this) {
                spoiled = true;
            }
            launched.countDown();
            opening.complete(new Opening.Failed(failed.code(), failed.text()));
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
     * A member goes. It hears of the process's exit before this returns if the process ends with it, else that it has left,
     * and the agent that its session is over. Does nothing for one that has left a process which others are in.
     *
     * @param spoils whether nobody else is to join: the process is in no state that a new session would get along with
     */
    void leave(AcpSeat seat, boolean spoils) {
        AcpConnection.Member member = seat.member();
        boolean ends;
        boolean leaves;
        List<String> unowned = List.of();
        synchronized (this) {
            boolean here = routes.has(member);
            spoiled |= spoils && here;
            boolean last = here && routes.members().size() == 1;
            // Whoever comes a second time waits for the end that the first has begun.
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
            seat.forget();
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
        // Ending takes seconds, which other deadlines must not wait for.
        Thread end = new Thread(() -> pipe.ifPresent(AgentPipe::close), "agent-end");
        end.setDaemon(true);
        end.start();
    }

    /** Ends the process, whoever is in it. Blocks for a bounded time. */
    void end() {
        synchronized (this) {
            over = true;
            grace.run();
        }
        pipe.ifPresent(AgentPipe::close);
    }

    // ---- for seats

    JsonRpcPeer peer() {
        return peer;
    }

    AcpRoutes routes() {
        return routes;
    }

    /** Whether the agent can end single sessions. Known once it is open. */
    boolean closesSessions() {
        return closesSessions;
    }

    /** Stands for the process where the process itself is of no interest. */
    Object life() {
        return life;
    }

    boolean isShared() {
        return shared;
    }

    String directory() {
        return directory;
    }

    String lastWords() {
        return pipe.map(AgentPipe::lastWords).orElse("");
    }

    /** The first line that was no message, shortened. */
    Optional<String> garbage() {
        return garbage;
    }

    /** The pipe, unless its processes may be of several sessions. */
    Optional<AgentPipe> ownPipe() {
        return shared ? Optional.empty() : pipe;
    }

    /** What the processes use, told to one member only, so that nothing is counted twice. */
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

    /** What the process says, on its own threads. */
    private final class PipeListener implements ProcessListener {
        @Override
        public void onLine(Line line) {
            awaitLaunch();
            characters = line.match(text -> (long) text.text().length(), tooLong -> 0L);
            peer.accept(line);
        }

        @Override
        public void onExit(ProcessExit exit) {
            awaitLaunch();
            List<Member> left;
            synchronized (AcpConnection.this) {
                over = true;
                left = routes.clear();
            }
            peer.close(exit.sentence());
            left.forEach(member -> member.onExit(exit));
        }
    }

    /** Sorts what the agent sends of its own accord by the session that it names. On the thread that reads. */
    private final class Inbound implements RpcHandler {
        @Override
        public boolean onRequest(RpcRequest request) {
            if (!AcpInbound.knows(request.method())) {
                log.info("{}: the request {} is not known", name, request.method());
                return false;
            }
            String sessionId = sessionOf(request.params());
            long size = characters;
            routes.route(new AcpRoutes.Message(
                    sessionId,
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
            if (method.equals("$/cancel_request")) {
                // It names a question, of which only its session knows.
                routes.members().forEach(member -> member.onNotification(method, params, size));
            } else if (method.equals("session/update")) {
                String sessionId = sessionOf(params);
                routes.route(new AcpRoutes.Message(
                        sessionId,
                        size,
                        member -> member.onNotification(method, params, size),
                        () -> log.debug("{}: an update of a session that is not here was passed over", name)));
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
            if (malformed <= TOLD_SINGLY || Long.bitCount(malformed) == 1) {
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
