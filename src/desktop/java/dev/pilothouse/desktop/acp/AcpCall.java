package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.WriteResult;
import dev.pilothouse.desktop.rpc.Deadlines;
import dev.pilothouse.desktop.rpc.JsonRpcPeer;
import dev.pilothouse.desktop.rpc.RpcHandler;
import dev.pilothouse.desktop.rpc.RpcOutcome;
import dev.pilothouse.desktop.rpc.RpcRequest;
import dev.pilothouse.model.HostText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A few requests to an agent in a process of its own, outside of any session. Owns the process and the time limit for
 * all answers together; both end with {@link #close()}. Confined to the thread that opens it, which it blocks.
 */
final class AcpCall implements AutoCloseable {
    private static final long EXIT_SECONDS = 2;

    private final Deadlines deadlines;
    private final Duration limit;
    private final AcpV2Translator translator;
    private final JsonRpcPeer peer;
    private final CompletableFuture<HostText> exited = new CompletableFuture<>();
    private final CompletableFuture<Void> late = new CompletableFuture<>();
    private volatile @Nullable AgentPipe pipe;
    private Runnable callOff = () -> {};

    /** @param protocol the newest version of ACP that the agent is offered */
    AcpCall(Deadlines deadlines, Duration limit, int protocol) {
        this.deadlines = deadlines;
        this.limit = limit;
        this.translator = new AcpV2Translator(protocol, this::write);
        this.peer = new JsonRpcPeer(translator::write, new Unheard(), deadlines);
    }

    /** Starts the process. @return why it could not be started */
    Optional<AgentPipe.Start.Failed> open(AgentPipe.Starter starter) {
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
            return Optional.of(failed);
        }
        pipe = ((AgentPipe.Start.Open) start).pipe();
        callOff = deadlines.after(limit, () -> late.complete(null));
        return Optional.empty();
    }

    /** Sends a request and waits for its answer, for the limit at most. */
    RpcOutcome request(String method, JsonObject params) throws InterruptedException {
        CompletableFuture<RpcOutcome> tooLate = late.thenApply(over -> new RpcOutcome.TimedOut(method, limit));
        try {
            return peer.request(method, params, Optional.empty())
                    .applyToEither(tooLate, Function.identity())
                    .get();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
    }

    /** Returns whether the limit has passed. */
    boolean isLate() {
        return late.isDone();
    }

    /** Returns the version of ACP that the agent speaks. Known once it has answered {@code initialize}. */
    int version() {
        return translator.version();
    }

    /**
     * Returns why an answer was lost. The exit of the process says more than the request that could not be sent.
     *
     * @param otherwise the reason without an exit
     */
    HostText lossOf(HostText otherwise) {
        return isLate()
                ? otherwise
                : exited.completeOnTimeout(otherwise, EXIT_SECONDS, TimeUnit.SECONDS)
                        .join();
    }

    private WriteResult write(String line) {
        AgentPipe open = pipe;
        return open == null ? WriteResult.CLOSED : open.writeLine(line);
    }

    @Override
    public void close() {
        callOff.run();
        AgentPipe open = pipe;
        if (open != null) {
            open.close();
        }
    }

    /** Ignores the agent's own requests and notifications. */
    private static final class Unheard implements RpcHandler {
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
