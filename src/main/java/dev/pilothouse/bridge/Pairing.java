package dev.pilothouse.bridge;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Hosts.PairingResult;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A running pairing. Waits until the host accepts or refuses this device, cannot be reached, or does not answer in
 * time. Owns the entry until then. Confined to the client-state lane; reports its outcome once and ends.
 */
final class Pairing {

    /** Number of lost connections after which the host counts as unreachable; allows for a single loss. */
    private static final int ATTEMPTS = 3;

    private final HostEntry entry;
    private final PairedHost host;
    private final @Nullable PairedHost before;
    private final CompletableFuture<PairingResult> result;
    private final BiFunction<Pairing, PairingResult, PairingResult> over;
    private final Cancellable deadline;
    private String shownCode = "";
    private int losses;
    private boolean ended;

    /**
     * Starts the timeout.
     *
     * @param host the ticket's host
     * @param before the stored host that a successful pairing may replace
     * @param over receives the outcome, and returns the result to complete with
     */
    Pairing(
            ClientSetup setup,
            HostEntry entry,
            PairedHost host,
            @Nullable PairedHost before,
            CompletableFuture<PairingResult> result,
            BiFunction<Pairing, PairingResult, PairingResult> over) {
        this.entry = entry;
        this.host = host;
        this.before = before;
        this.result = result;
        this.over = over;
        this.deadline = setup.lane()
                .schedule(
                        BridgeClient.APPROVAL_TIMEOUT,
                        () -> fail(ErrorCode.UNREACHABLE, HostText.of(HostTextCode.PAIRING_NO_ANSWER)));
    }

    HostEntry entry() {
        return entry;
    }

    PairedHost host() {
        return host;
    }

    /** The previously stored host. */
    @Nullable
    PairedHost before() {
        return before;
    }

    /** Whether this code has not been shown yet; stores it as shown. */
    boolean isChanged(ConnectionState.AwaitingApproval awaiting) {
        boolean news = !awaiting.code().equals(shownCode);
        shownCode = awaiting.code();
        return news;
    }

    void connection(ConnectionState connection) {
        if (connection instanceof ConnectionState.Live) {
            end(new PairingResult.Paired(entry.link()));
        } else if (connection instanceof ConnectionState.Refused refused) {
            fail(refused.code(), refused.sentence());
        } else if (connection instanceof ConnectionState.Lost lost && ++losses >= ATTEMPTS && shownCode.isEmpty()) {
            fail(ErrorCode.UNREACHABLE, HostText.of(HostTextCode.PAIRING_UNREACHABLE, lost.sentence()));
        }
    }

    void abandon() {
        fail(ErrorCode.UNREACHABLE, HostText.of(HostTextCode.APP_WAS_CLOSED));
    }

    private void fail(ErrorCode code, HostText text) {
        end(new PairingResult.Failed(code, text));
    }

    private void end(PairingResult outcome) {
        if (ended) {
            return;
        }
        ended = true;
        deadline.cancel();
        result.complete(over.apply(this, outcome));
    }
}
