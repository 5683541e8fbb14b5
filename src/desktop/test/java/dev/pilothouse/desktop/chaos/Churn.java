package dev.pilothouse.desktop.chaos;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.WhenBusy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Creates and ends sessions one after the other, as a client does: create, prompt, read, close, delete. Owns its
 * threads, which run as long as {@link #run}.
 */
final class Churn {
    /** Waits for a condition, for a bounded time. */
    interface Patience {
        void until(String what, BooleanSupplier condition) throws InterruptedException;
    }

    private static final long PATIENCE_SECONDS = 90;

    /**
     * @param prompt the text of each prompt
     * @param prompts the number of prompts
     * @param atOnce the number of sessions at a time
     */
    record Life(AgentId agent, String prompt, int prompts, int atOnce) {}

    private final Supplier<HostLink> link;
    private final Patience patience;

    private final Life life;

    Churn(Supplier<HostLink> link, Patience patience, Life life) {
        this.link = link;
        this.patience = patience;
        this.life = life;
    }

    /** Runs so many sessions. Blocks until the last one is deleted; throws the first failure. */
    void run(int sessions, String cwd) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(life.atOnce(), task -> {
            Thread thread = new Thread(task, "churn");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> lives = new ArrayList<>();
            for (int i = 0; i < sessions; i++) {
                lives.add(workers.submit(() -> {
                    live(cwd);
                    return null;
                }));
            }
            for (Future<?> life : lives) {
                life.get();
            }
        } finally {
            workers.shutdownNow();
        }
    }

    private void live(String cwd) throws Exception {
        SessionId session = accepted(new Intent.CreateSession(life.agent(), cwd, null, null, null))
                .sessionId();
        try (SessionGateway.Subscription ignored = link.get().sessions().open(session)) {
            for (int n = 1; n <= life.prompts(); n++) {
                int prompts = n;
                accepted(new Intent.Prompt(session, life.prompt(), WhenBusy.QUEUE));
                patience.until(
                        "turn " + n + " of " + session,
                        () -> state(session)
                                .filter(state -> isDone(state, prompts))
                                .isPresent());
            }
            accepted(new Intent.CloseSession(session));
            patience.until(
                    "the end of the agent of " + session,
                    () -> state(session)
                            .filter(state -> state.activity().phase() == SessionPhase.GONE)
                            .isPresent());
        }
        accepted(new Intent.DeleteSession(session));
    }

    /** Whether each prompt was started once, and the last one has been answered. */
    private static boolean isDone(SessionState state, int prompts) {
        long taken = state.transcript().items().stream()
                .filter(Item.UserItem.class::isInstance)
                .count();
        if (taken > prompts) {
            throw new IllegalStateException(taken + " prompts are there, of " + prompts);
        }
        return taken == prompts
                && state.activity().turn() == null
                && state.lastTurn() != null
                && state.lastTurn().reason() == StopReason.END_TURN;
    }

    private Optional<SessionState> state(SessionId sessionId) {
        return link.get().reader().session(sessionId).map(SessionView::state);
    }

    private IntentResult.Accepted accepted(Intent intent) throws Exception {
        IntentResult result =
                link.get().sessions().submit(intent).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result instanceof IntentResult.Accepted accepted) {
            return accepted;
        }
        throw new IllegalStateException(result.toString());
    }
}
