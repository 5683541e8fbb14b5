package dev.pilothouse.desktop.bench.rig;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Hosts that count every event and, for {@link Way#EVENT}, submit a task for each. Any thread. */
final class Events implements Hosts {
    private final Hosts hosts;
    private final Runnable onEvent;
    private final AtomicLong count = new AtomicLong();

    /** @param onEvent called after the presenters' listener */
    Events(Hosts hosts, Runnable onEvent) {
        this.hosts = hosts;
        this.onEvent = onEvent;
    }

    long count() {
        return count.get();
    }

    private void event() {
        count.incrementAndGet();
        onEvent.run();
    }

    @Override
    public List<HostLink> links() {
        return hosts.links();
    }

    @Override
    public Subscription listen(Listener listener) {
        return hosts.listen(new Listener() {
            @Override
            public void linksChanged(List<HostLink> links) {
                listener.linksChanged(links);
                event();
            }

            @Override
            public void hostChanged(HostId hostId, boolean critical) {
                listener.hostChanged(hostId, critical);
                event();
            }

            @Override
            public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
                listener.sessionChanged(hostId, sessionId, critical);
                event();
            }

            @Override
            public void pairing(String hostName, String code) {
                listener.pairing(hostName, code);
                event();
            }
        });
    }

    @Override
    public CompletionStage<PairingResult> pair(String ticketText, String acceptedKey) {
        return hosts.pair(ticketText, "");
    }

    @Override
    public CompletionStage<Boolean> forget(HostId hostId) {
        return hosts.forget(hostId);
    }

    @Override
    public void retryNow() {
        hosts.retryNow();
    }
}
