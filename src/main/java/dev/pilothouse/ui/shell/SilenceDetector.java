package dev.pilothouse.ui.shell;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds silences of agents during a turn that have become long enough for a notice. Each silence is returned once.
 *
 * <p>Owns the reported silences, at most one per session. Confined to the FX thread. Ends with the shell.
 */
final class SilenceDetector {
    private final Map<SessionKey, Instant> told = new HashMap<>();

    /** @param least the shortest silence to return; zero for never */
    List<SessionEventDetector.Happening> longer(List<HostLink> links, Duration least, Instant now) {
        List<SessionEventDetector.Happening> found = new ArrayList<>();
        Map<SessionKey, Instant> quiet = new HashMap<>();
        for (HostLink link : links) {
            HostView host = link.reader().host();
            if (!(host.connection() instanceof ConnectionState.Live)) {
                // An unreachable host has its old state. Its reported silences stay, so that a reconnect does not
                // repeat them.
                told.forEach((key, since) -> {
                    if (key.hostId().equals(link.hostId())) {
                        quiet.put(key, since);
                    }
                });
                continue;
            }
            for (SessionSummary session : host.sessions()) {
                SessionKey key = new SessionKey(link.hostId(), session.sessionId());
                Optional<String> words = SessionText.watchText(session, now);
                if (words.isEmpty() || session.evidence() == null) {
                    continue;
                }
                Instant since = session.evidence().quietSince();
                boolean before = since.equals(told.get(key));
                boolean enough = !least.isZero() && !since.plus(least).isAfter(now);
                if (before || enough) {
                    quiet.put(key, since);
                }
                if (enough && !before) {
                    found.add(new SessionEventDetector.Happening(key, Notice.Tone.QUIET, session.name(), words.get()));
                }
            }
        }
        told.clear();
        told.putAll(quiet);
        return found;
    }
}
