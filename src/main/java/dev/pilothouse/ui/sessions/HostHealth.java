package dev.pilothouse.ui.sessions;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.text.Texts;

/**
 * How the way from this device to a host and on to its agents is: the round trip of the first hop, and whether the second
 * is silent, which the host's watchdog sees. Immutable.
 *
 * @param line the hops in words, the broken one named
 * @param state of the worst of them
 */
public record HostHealth(String name, String line, State state) {

    public enum State {
        LIVE,
        /** The host answers, but an agent of it does not. */
        SILENT,
        BROKEN,
        /** Neither: it is being connected, say. */
        OTHER
    }

    public static HostHealth of(HostLink link) {
        HostView host = link.reader().host();
        String name = link.local() ? Texts.text("hosts.thisMachine") : host.hostName();
        String way = ConnectionWords.brief(host.connection(), link.local());
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
