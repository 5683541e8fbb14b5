package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.Organisation;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import java.time.Instant;
import java.util.Locale;

/**
 * All properties of a session that determine its position in the list. While it stays equal, a change of the session
 * moves no row and needs no sorting. Immutable.
 *
 * @param words the text that a filter searches, in lower case
 * @param time since when it waits or works, or its last activity
 */
record SessionSortKey(
        SessionKey key,
        Organisation organisation,
        String directory,
        String agent,
        SessionStatus standing,
        String name,
        String words,
        Instant time) {

    static SessionSortKey of(SessionKey key, SessionSummary session, SessionStatus standing, String hostName) {
        boolean lasting = standing.isWaiting() || standing.group() == SessionStatus.Group.WORKING;
        return new SessionSortKey(
                key,
                session.organisation(),
                session.cwd(),
                session.agentName(),
                standing,
                session.name(),
                String.join(
                                "\n",
                                session.name(),
                                session.agentName(),
                                SessionText.directory(session.cwd()),
                                session.modeName(),
                                session.organisation().group(),
                                hostName)
                        .toLowerCase(locale()),
                lasting ? since(session) : session.lastActive());
    }

    private static Locale locale() {
        return Texts.formats();
    }

    /** The typed text in the form of {@link #words}. */
    static String searchText(String typed) {
        return typed.strip().toLowerCase(locale());
    }

    static Instant since(SessionSummary session) {
        if (!session.open().isEmpty()) {
            return session.open().get(0).since();
        }
        Instant turn = session.activity().turnStartedAt();
        return turn != null ? turn : session.activity().since();
    }

    boolean isWaiting() {
        return standing.isWaiting();
    }

    /** Whether the session is listed. An archived session is listed while it waits for the person. */
    boolean matches(SessionListOptions choices, String wanted) {
        boolean inArchive = organisation.archived() && !isWaiting();
        boolean shown = !wanted.isEmpty() || inArchive == choices.archived();
        return shown
                && (choices.states().isEmpty() || choices.states().contains(standing.group()))
                && (choices.agents().isEmpty() || choices.agents().contains(agent))
                && (choices.hosts().isEmpty() || choices.hosts().contains(key.hostId()))
                && (wanted.isEmpty() || words.contains(wanted));
    }
}
