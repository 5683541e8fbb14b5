package dev.pilothouse.session;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionUpdate;
import java.util.List;
import java.util.Objects;

/** What a person must see in the very next pulse, and what may wait its turn. Owns nothing; any thread. */
final class Urgency {

    private Urgency() {}

    /** A turn ended, a question came or went, the agent ended or wants a login, or the host reports an error. */
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

    /** The same, told from two entries of the overview; {@code before} is null for a session that is new. */
    static boolean between(SessionSummary before, SessionSummary after) {
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
