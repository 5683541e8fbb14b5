package dev.pilothouse.ui.status;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.text.Texts;
import java.time.Instant;

/**
 * The health of the path from this device to a host and its agents. The first hop has a round trip. The second is
 * silent if the host's watchdog reports it. Immutable.
 *
 * @param line the hops as text; names the broken one
 * @param state the worst state of the hops
 */
public record HostHealth(String name, String line, State state) {

    public enum State {
        LIVE,
        /** The host answers, but one of its agents does not. */
        SILENT,
        BROKEN,
        /** Neither live nor broken, for instance while connecting. */
        OTHER
    }

    public static HostHealth of(HostLink link, Instant now) {
        HostView host = link.reader().host();
        String name = link.local() ? Texts.text("hosts.thisMachine") : host.hostName();
        String way = ConnectionText.brief(host.connection(), link.local(), now);
        if (host.connection() instanceof ConnectionState.Lost || host.connection() instanceof ConnectionState.Refused) {
            return new HostHealth(name, way, State.BROKEN);
        }
        if (!(host.connection() instanceof ConnectionState.Live)) {
            return new HostHealth(name, way, State.OTHER);
        }
        long silent = host.sessions().stream()
                .filter(session ->
                        session.activity().phase() == SessionPhase.WORKING && session.label() != WatchLabel.NONE)
                .count();
        return silent == 0
                ? new HostHealth(name, way, State.LIVE)
                : new HostHealth(name, way + " \u00b7 " + Texts.counted("health.silent", silent), State.SILENT);
    }

    /** The style class of its dot. */
    public String tone() {
        return tone(state);
    }

    public static String tone(State state) {
        return switch (state) {
            case LIVE -> "health-live";
            case SILENT -> "health-silent";
            case BROKEN -> "health-broken";
            case OTHER -> "health-other";
        };
    }
}
