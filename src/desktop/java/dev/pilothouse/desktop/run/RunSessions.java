package dev.pilothouse.desktop.run;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionPhase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions of the host, for its runs. Thread-safe. */
public interface RunSessions {
    /**
     * A session at one moment.
     *
     * @param turn the open turn; null if none runs
     * @param lastTurn the newest turn that has ended; null if none has
     * @param failed whether the phase comes from a failed turn, so that the agent may still run
     * @param detail about the phase, one line; may be empty
     * @param queued prompts that wait for the end of a turn or for the agent
     * @param waits whether a question to a person is open, of the agent or of the host
     * @param overBudget whether one of them is about a budget
     * @param asked the questions about commands that can be allowed for a run
     */
    record Observation(
            SessionPhase phase,
            @Nullable TurnId turn,
            @Nullable TurnId lastTurn,
            boolean failed,
            HostText detail,
            int queued,
            boolean waits,
            boolean overBudget,
            List<Asked> asked) {
        public Observation {
            asked = List.copyOf(asked);
        }

        /** Asks about no command that can be allowed. */
        public Observation(
                SessionPhase phase,
                @Nullable TurnId turn,
                @Nullable TurnId lastTurn,
                boolean failed,
                HostText detail,
                int queued,
                boolean waits,
                boolean overBudget) {
            this(phase, turn, lastTurn, failed, detail, queued, waits, overBudget, List.of());
        }
    }

    /**
     * An open question about a command.
     *
     * @param command see {@link dev.pilothouse.model.Pending#plainCommand}
     * @param option the one that allows it once
     */
    record Asked(PendingId pendingId, String command, String option) {}

    /**
     * A turn that has ended.
     *
     * @param cause the request that began it; null if unknown
     */
    record EndedTurn(
            TurnId turnId,
            StopReason reason,
            HostText sentence,
            String message,
            @Nullable RequestId cause,
            long durationMillis,
            Instant at) {}

    /** Carries out an intent, once for each cause. @param reply called once, on any thread */
    void submit(Intent intent, Cause cause, Consumer<IntentResult> reply);

    /** @return empty if there is no such session */
    Optional<Observation> observe(SessionId sessionId);

    /**
     * The place of the first prompt that waits in the queue of a session. May read the disk.
     *
     * @param causes the requests of the prompts
     * @return its id in the queue; empty if none of them waits there
     */
    Optional<Long> queued(SessionId sessionId, Set<RequestId> causes);

    /** The turns that have ended and began after another one, in order. May read the disk. @param after null for all */
    List<EndedTurn> endedTurns(SessionId sessionId, @Nullable TurnId after);
}
