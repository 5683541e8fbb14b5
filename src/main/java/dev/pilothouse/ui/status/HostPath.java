package dev.pilothouse.ui.status;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path from this device to a host and its agents, hop by hop, with the evidence for each. The round trip of the
 * first hop is measured. For the second hop the host reports the last activity of its agents and the silent ones.
 * Immutable.
 *
 * @param retries whether an immediate retry is useful
 */
public record HostPath(String name, List<Hop> hops, boolean retries) {
    /** The most silent sessions that are named. */
    private static final int NAMED = 3;

    public HostPath {
        hops = List.copyOf(hops);
    }

    /**
     * @param words the evidence for the state
     * @param state the state that the dot shows
     */
    public record Hop(String title, String words, HostHealth.State state) {}

    /** @param news the time of the host's last update in this run of the app; null if there was none */
    public static HostPath of(HostLink link, @Nullable Instant news, Instant now) {
        HostView host = link.reader().host();
        String name = link.local() ? Texts.text("hosts.thisMachine") : host.hostName();
        List<Hop> hops = new ArrayList<>();
        hops.add(toHost(link, host, now));
        hops.add(toAgents(host, now));
        hops.add(new Hop(
                Texts.text("way.news"),
                news == null
                        ? Texts.text("way.noNews")
                        : Texts.text("way.newsAt", TimeFormatter.clockSeconds(news), TimeFormatter.age(news, now)),
                HostHealth.State.OTHER));
        return new HostPath(name, hops, host.connection() instanceof ConnectionState.Lost);
    }

    private static Hop toHost(HostLink link, HostView host, Instant now) {
        String title = link.local() ? Texts.text("way.local") : Texts.text("way.toHost", host.hostName());
        if (host.connection() instanceof ConnectionState.Live live) {
            String words = link.local()
                    ? Texts.text("way.localWords")
                    : live.roundTrip() == null
                            ? Texts.text("way.notMeasured", ConnectionText.since(live.since(), now))
                            : Texts.text(
                                    "way.roundTrip",
                                    live.roundTrip().toMillis(),
                                    ConnectionText.since(live.since(), now));
            return new Hop(title, words, HostHealth.State.LIVE);
        }
        boolean broken = host.connection() instanceof ConnectionState.Lost
                || host.connection() instanceof ConnectionState.Refused;
        return new Hop(
                title,
                ConnectionText.wait(host.connection(), now),
                broken ? HostHealth.State.BROKEN : HostHealth.State.OTHER);
    }

    private static Hop toAgents(HostView host, Instant now) {
        String title = Texts.text("way.toAgents");
        if (!(host.connection() instanceof ConnectionState.Live)) {
            return new Hop(title, Texts.text("way.agentsUnknown"), HostHealth.State.OTHER);
        }
        List<SessionSummary> working = host.sessions().stream()
                .filter(session -> session.activity().phase() == SessionPhase.WORKING)
                .toList();
        List<SessionSummary> silent = working.stream()
                .filter(session -> session.label() != WatchLabel.NONE)
                .sorted(Comparator.comparing(SessionText::quietSince))
                .toList();
        if (working.isEmpty()) {
            return new Hop(title, Texts.text("way.agentsIdle"), HostHealth.State.OTHER);
        }
        if (silent.isEmpty()) {
            Instant heard = working.stream()
                    .map(SessionSummary::lastActive)
                    .max(Comparator.naturalOrder())
                    .orElse(now);
            return new Hop(
                    title,
                    Texts.counted("way.agentsHeard", working.size()) + " "
                            + Texts.text("way.heardLast", TimeFormatter.age(heard, now)),
                    HostHealth.State.LIVE);
        }
        StringBuilder words = new StringBuilder();
        for (SessionSummary session : silent.subList(0, Math.min(NAMED, silent.size()))) {
            words.append(words.isEmpty() ? "" : "\n")
                    .append(Texts.text(
                            "way.silent", session.name(), TimeFormatter.age(SessionText.quietSince(session), now)));
        }
        if (silent.size() > NAMED) {
            words.append('\n').append(Texts.counted("way.moreSilent", silent.size() - NAMED));
        }
        return new Hop(title, words.toString(), HostHealth.State.SILENT);
    }
}
