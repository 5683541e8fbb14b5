package dev.pilothouse.desktop.usage;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionId;
import java.util.Optional;
import java.util.function.Supplier;

/** Records the usage of turns, and says whether a session may start another. Thread-safe. */
public interface UsageRecorder {
    /** The kind of the asker of questions about budgets. */
    String ASKER = "budget";

    /** Records nothing, and has no budgets. */
    UsageRecorder NONE = new UsageRecorder() {
        @Override
        public Optional<HostText> add(TurnUsage turn) {
            return Optional.empty();
        }

        @Override
        public boolean isReached(SessionId sessionId, Supplier<String> project) {
            return false;
        }

        @Override
        public Optional<HostText> reachedByCost(
                SessionId sessionId, Supplier<String> project, double cost, String currency) {
            return Optional.empty();
        }

        @Override
        public void ask(SessionId sessionId, String project) {}
    };

    /**
     * Records a turn. May block for one write.
     *
     * @return a warning for its session if a budget is nearly used
     */
    Optional<HostText> add(TurnUsage turn);

    /**
     * Whether a budget of the session is reached, so that no turn may start.
     *
     * @param project called only if there are budgets
     */
    boolean isReached(SessionId sessionId, Supplier<String> project);

    /**
     * Whether a budget that cancels turns is reached, together with the cost of the running turn.
     *
     * @param project called only if there are such budgets
     * @param cost so far of the running turn; negative if unknown
     * @return the limit
     */
    Optional<HostText> reachedByCost(SessionId sessionId, Supplier<String> project, double cost, String currency);

    /** Asks in the session whether to raise its budget. Does nothing if none is reached. Not on a lane. */
    void ask(SessionId sessionId, String project);
}
