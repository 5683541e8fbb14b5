package dev.pilothouse.ui;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Several {@link FakeHost}s. Listeners are called on the thread that changes a host. */
public final class FakeHosts implements Hosts {
    private int retries;
    private final List<FakeHost> hosts = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<String> tickets = new ArrayList<>();
    private CompletableFuture<PairingResult> pairing = new CompletableFuture<>();

    public FakeHost add(FakeHost host) {
        hosts.add(host);
        host.listen(
                () -> listeners.forEach(listener -> listener.hostChanged(host.hostId(), false)),
                (SessionId session, Boolean critical) ->
                        listeners.forEach(listener -> listener.sessionChanged(host.hostId(), session, critical)));
        listeners.forEach(listener -> listener.linksChanged(links()));
        return host;
    }

    /** Tickets that the user entered, in order. */
    public List<String> tickets() {
        return tickets;
    }

    public void askForCode(String hostName, String code) {
        listeners.forEach(listener -> listener.pairing(hostName, code));
    }

    public void failPairing(ErrorCode code, String text) {
        pairing.complete(new PairingResult.Failed(code, text));
    }

    /** The host of the ticket is already paired with another key. */
    public void askForKey(String hostName, String knownKey, String ticketKey) {
        pairing.complete(new PairingResult.OtherKey(hostName, knownKey, ticketKey));
    }

    public void finishPairing(FakeHost host) {
        add(host);
        pairing.complete(new PairingResult.Paired(host.link()));
    }

    @Override
    public List<HostLink> links() {
        return hosts.stream().map(FakeHost::link).toList();
    }

    @Override
    public Subscription listen(Listener listener) {
        listeners.add(listener);
        listener.linksChanged(links());
        return () -> listeners.remove(listener);
    }

    @Override
    public CompletionStage<PairingResult> pair(String ticketText, String acceptedKey) {
        tickets.add(acceptedKey.isEmpty() ? ticketText : ticketText + " accepted " + acceptedKey);
        pairing = new CompletableFuture<>();
        return pairing;
    }

    @Override
    public CompletionStage<Boolean> forget(HostId hostId) {
        boolean removed = hosts.removeIf(host -> host.hostId().equals(hostId));
        listeners.forEach(listener -> listener.linksChanged(links()));
        return CompletableFuture.completedFuture(removed);
    }

    @Override
    public void retryNow() {
        retries++;
    }

    /** How often an immediate retry of lost links was requested. */
    public int retries() {
        return retries;
    }
}
