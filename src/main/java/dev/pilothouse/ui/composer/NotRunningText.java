package dev.pilothouse.ui.composer;

import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Optional;

/** The sentences above the composer on an agent that is not running, and on a message that waits for it. Stateless. */
final class NotRunningText {
    private NotRunningText() {}

    /** Empty while the agent runs, or starts without a queued message. */
    static Optional<String> of(SessionState session, Activity activity) {
        String agent = session.info() == null ? "" : session.info().agentName();
        boolean waits = !session.queue().isEmpty();
        String why = switch (activity.phase()) {
            case STARTING -> waits ? Texts.text("composer.starting", agent) : "";
            case GONE -> waits ? Texts.text("composer.notRunning", agent) : Texts.text("composer.gone", agent);
            case FAILED, NEEDS_LOGIN ->
                isShownElsewhere(session, activity) ? Texts.text("composer.failed") : SessionText.evidence(activity);
            case IDLE, WORKING, WAITING -> "";
        };
        if (why.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                waits && activity.phase() != SessionPhase.STARTING ? why + " " + Texts.text("composer.waits") : why);
    }

    /**
     * Returns whether the end of the conversation, directly above, already shows why the session failed. The composer
     * then does not repeat it.
     */
    private static boolean isShownElsewhere(SessionState session, Activity activity) {
        List<Item> items = session.transcript().items();
        String why = activity.detail();
        String begin = why.endsWith("\u2026") ? why.substring(0, why.length() - 1) : why;
        return activity.phase() == SessionPhase.FAILED
                && !begin.isEmpty()
                && !items.isEmpty()
                && items.get(items.size() - 1) instanceof Item.TurnEndItem end
                && end.text().strip().startsWith(begin);
    }
}
