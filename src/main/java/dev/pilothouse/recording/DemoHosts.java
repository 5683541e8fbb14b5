package dev.pilothouse.recording;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.PairedHostStore;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.secure.DeviceIdentity;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The hosts of a demo: the recorded one, reached by the very client that reaches real ones, and no other. Nothing of it is
 * kept, and nothing that is kept of real hosts is seen by it.
 *
 * <p>Owns the recorded host and the client. The methods of {@link Hosts} and {@link #close()} may be called on any thread.
 * Ends with {@link #close()}; both lanes stay their makers' to close.
 */
public final class DemoHosts implements Hosts, AutoCloseable {

    private final RecordedHost host;
    private final PairedHosts hosts;
    private final Supplier<String> refusal;

    /**
     * Makes the client and connects it.
     *
     * @param setup with the lane of the client
     * @param playing the lane of the recorded host
     * @param refusal the sentence for what was not recorded, in the person's language
     * @throws IllegalStateException if this build's recording cannot be read
     */
    public DemoHosts(ClientSetup setup, Lane playing, Supplier<String> refusal) {
        this.refusal = refusal;
        host = new RecordedHost(playing, setup.clock(), setup.deviceName(), refusal);
        hosts = new PairedHosts(setup, new OnlyHost(host), known -> InProcessTransport.to(host), SeenMarks.NONE, null);
        hosts.start();
    }

    @Override
    public List<HostLink> links() {
        return hosts.links();
    }

    @Override
    public Subscription listen(Listener listener) {
        return hosts.listen(listener);
    }

    /** Pairing would put a real host beside the recorded one. */
    @Override
    public CompletionStage<PairingResult> pair(String ticketText, String acceptedKey) {
        return CompletableFuture.completedFuture(new PairingResult.Failed(ErrorCode.FORBIDDEN, refusal.get()));
    }

    @Override
    public CompletionStage<Boolean> forget(HostId hostId) {
        return CompletableFuture.completedFuture(false);
    }

    @Override
    public void retryNow() {
        hosts.retryNow();
    }

    /** Ends the client, then the host. Idempotent; does not wait. */
    @Override
    public void close() {
        hosts.close();
        host.close();
    }

    /** The recorded host as if this device were paired with it. */
    private record OnlyHost(List<PairedHost> hosts) implements PairedHostStore {

        OnlyHost(RecordedHost host) {
            // Nobody proves a key in one process, but a paired host has one.
            this(List.of(new PairedHost(
                    host.hostId(), host.hostName(), DeviceIdentity.generate().publicKey(), List.of(), Instant.EPOCH)));
        }

        @Override
        public void save(PairedHost learned) {
            // It is as it was recorded.
        }

        @Override
        public boolean remove(HostId hostId) {
            return false;
        }
    }
}
