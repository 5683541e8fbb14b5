package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.check.CheckService;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.SessionSummary;
import java.util.Optional;

/** The turns of the host's sessions, for checks that wait for one. Stateless; any thread. */
record CheckSessions(SessionRegistry sessions) implements CheckService.Sessions {
    @Override
    public Optional<CheckService.Turn> of(SessionId sessionId) {
        return sessions.feed(sessionId).map(feed -> {
            SessionSummary now = feed.head().summary();
            LastTurn last = now.lastTurn();
            return new CheckService.Turn(
                    now.activity().turn() != null,
                    last == null ? 0 : last.turn().started());
        });
    }

    @Override
    public void noted(SessionId sessionId, NoteLevel level, HostText result) {
        sessions.note(sessionId, level, "check", result);
    }
}
