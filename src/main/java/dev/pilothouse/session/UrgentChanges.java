package dev.pilothouse.session;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionUpdate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides which changes a person must see in the next pulse and which may be delayed. Stateless and thread-safe. */
final class UrgentChanges {

    private UrgentChanges() {}

    /**
     * Whether a turn ended, a question was asked or answered, the agent ended or requires a login, or the host reports
     * an error.
     */
    static boolean of(List<JournaledUpdate> updates) {
        for (JournaledUpdate journaled : updates) {
            if (isUrgent(journaled.update())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUrgent(SessionUpdate update) {
        return update instanceof SessionUpdate.TurnEnded
                || update instanceof SessionUpdate.PendingAsked
                || update instanceof SessionUpdate.PendingAnswered
                || update instanceof SessionUpdate.AgentExited
                || update instanceof SessionUpdate.LoginNeeded
                || (update instanceof SessionUpdate.Note note && note.level() == NoteLevel.ERROR);
    }

    /** The same check for two entries of the overview; {@code before} is null for a new session. */
    static boolean between(@Nullable SessionSummary before, SessionSummary after) {
        if (before == null) {
            return false;
        }
        SessionPhase phase = after.activity().phase();
        boolean ended = phase != before.activity().phase()
                && (phase == SessionPhase.FAILED || phase == SessionPhase.NEEDS_LOGIN || phase == SessionPhase.GONE);
        return ended
                || before.label() != after.label()
                || !before.open().equals(after.open())
                || !Objects.equals(before.lastTurn(), after.lastTurn());
    }
}
