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
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The hosts of a demo: only the recorded one, reached by the same client that reaches real hosts. Nothing of it is
 * stored, and it cannot see stored data of real hosts.
 *
 * <p>Owns the recorded host and the client. The methods of {@link Hosts} and {@link #close()} may be called on any
 * thread. Ends with {@link #close()}; the caller closes both lanes.
 */
public final class DemoHosts implements Hosts, AutoCloseable {

    private final RecordedHost host;
    private final PairedHosts hosts;
    private final Supplier<String> refusal;

    /**
     * Creates the client and connects it.
     *
     * @param setup with the lane of the client
     * @param playing the lane of the recorded host
     * @param refusal the sentence for requests that were not recorded, in the person's language
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

    /** Refuses: pairing would add a real host beside the recorded one. */
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

    /** Closes the client, then the host. Idempotent; does not wait. */
    @Override
    public void close() {
        hosts.close();
        host.close();
    }

    /** The recorded host as a paired host of this device. */
    private record OnlyHost(List<PairedHost> hosts) implements PairedHostStore {

        OnlyHost(RecordedHost host) {
            // A paired host needs a key, although none is verified within one process.
            this(List.of(new PairedHost(
                    host.hostId(), host.hostName(), Identity.generate().publicKey(), List.of(), Instant.EPOCH)));
        }

        @Override
        public void save(PairedHost learned) {
            // The recorded host does not change.
        }

        @Override
        public boolean remove(HostId hostId) {
            return false;
        }
    }
}
