package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.StopReason;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the prompt of a last turn that did not finish, while it can be sent again: nothing runs, starts, or is queued.
 * Stateless; any thread.
 */
final class UnansweredPrompt {
    private static final Set<StopReason> UNFINISHED =
            EnumSet.of(StopReason.FAILED, StopReason.INTERRUPTED, StopReason.CANCELLED);

    private UnansweredPrompt() {}

    static Optional<Item.UserItem> of(SessionView view) {
        SessionState state = view.state();
        Activity activity = state.activity();
        boolean atRest = activity != null
                && activity.turn() == null
                && activity.phase() != SessionPhase.STARTING
                && state.queue().isEmpty()
                && view.unconfirmed().stream().noneMatch(pending -> pending.intent() instanceof Intent.Prompt);
        return atRest ? lastUnfinished(state.transcript().items()) : Optional.empty();
    }

    private static Optional<Item.UserItem> lastUnfinished(List<Item> items) {
        boolean ended = false;
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i) instanceof Item.UserItem prompt) {
                return ended ? Optional.of(prompt) : Optional.empty();
            }
            if (items.get(i) instanceof Item.TurnEndItem end && !ended) {
                if (!UNFINISHED.contains(end.reason())) {
                    return Optional.empty();
                }
                ended = true;
            }
        }
        return Optional.empty();
    }
}
