package dev.pilothouse.app;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.ui.composer.ComposerPresenter;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/**
 * Deletes the drafts of sessions that their hosts no longer have, and of forgotten hosts. Sweeps only live hosts whose
 * full list of sessions has arrived, on the lane, at most once in {@link #EVERY}.
 *
 * <p>Owns its listener and one timer; its monitor guards its fields. Ends with {@link #close()}.
 */
final class DraftSweeper implements Hosts.Listener, AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(10);

    private static final String DRAFTS = "draft.";

    private final Hosts hosts;
    private final PreferencesFile kept;
    private final Lane lane;
    private final Hosts.Subscription subscription;
    private Set<HostId> linked = Set.of();
    private boolean isArmed;
    private Cancellable sweep = Cancellable.NOTHING;

    DraftSweeper(Hosts hosts, PreferencesFile kept, Lane lane) {
        this.hosts = hosts;
        this.kept = kept;
        this.lane = lane;
        this.subscription = hosts.listen(this);
    }

    @Override
    public synchronized void linksChanged(List<HostLink> links) {
        Set<HostId> now = links.stream().map(HostLink::hostId).collect(Collectors.toSet());
        for (HostId before : linked) {
            if (!now.contains(before)) {
                names(before).forEach(name -> kept.put(name, ""));
            }
        }
        linked = now;
    }

    @Override
    public synchronized void hostChanged(HostId hostId, boolean critical) {
        if (!isArmed) {
            try {
                sweep = lane.schedule(EVERY, this::sweep);
                isArmed = true;
            } catch (RejectedExecutionException closing) {
                // The next run of the app sweeps.
                isArmed = false;
            }
        }
    }

    @Override
    public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
        // A changed session still exists.
    }

    @Override
    public void pairing(String hostName, String code) {
        // A host that is not paired has no drafts.
    }

    private List<String> names(HostId hostId) {
        return kept.names(DRAFTS + hostId.value() + "/");
    }

    private void sweep() {
        synchronized (this) {
            isArmed = false;
        }
        for (HostLink link : hosts.links()) {
            List<String> drafts = names(link.hostId());
            if (drafts.isEmpty()
                    || !link.reader().overviewKnown()
                    || !(link.reader().host().connection() instanceof ConnectionState.Live)) {
                continue;
            }
            Set<String> alive = new HashSet<>();
            for (SessionSummary session : link.reader().host().sessions()) {
                alive.add(ComposerPresenter.draftName(new SessionKey(link.hostId(), session.sessionId())));
            }
            drafts.stream().filter(name -> !alive.contains(name)).forEach(name -> kept.put(name, ""));
        }
    }

    @Override
    public void close() {
        subscription.close();
        synchronized (this) {
            sweep.cancel();
        }
    }
}
