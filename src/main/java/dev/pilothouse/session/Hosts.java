package dev.pilothouse.session;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The hosts that this device is paired with. Non-blocking; may be called on any thread. Stages and listeners run on the
 * client-state lane.
 */
public interface Hosts {

    /** All links in the order of pairing, with the local host first. Immutable. */
    List<HostLink> links();

    /** Adds a listener until the subscription is closed. Calls it once at the start with the current links. */
    Subscription listen(Listener listener);

    /**
     * Pairs with the host of a ticket and keeps the link. While the host waits for approval, the stage is incomplete
     * and {@link Listener#pairing} receives the code to compare.
     *
     * <p>A host that is already paired under another key keeps that key. The stage then
     * completes with {@link PairingResult.OtherKey}, so that the person can decide, unless the ticket's key is
     * {@code acceptedKey}.
     *
     * @param acceptedKey the fingerprint of the ticket's key, if the person has accepted it, else empty
     */
    CompletionStage<PairingResult> pair(String ticketText, String acceptedKey);

    /** Removes a host and its key; does nothing for the local host. */
    CompletionStage<Boolean> forget(HostId hostId);

    /** Retries lost links at once. For use after the device woke up or its network changed. */
    void retryNow();

    sealed interface PairingResult {
        record Paired(HostLink link) implements PairingResult {}

        /** @param sentence with the action to take */
        record Failed(ErrorCode code, HostText sentence) implements PairingResult {
            public Failed(ErrorCode code, String text) {
                this(code, HostText.untranslated(text));
            }

            /** In English. */
            public String text() {
                return sentence.text();
            }
        }

        /**
         * This host is already paired under another key. Nothing was sent and nothing changed.
         *
         * @param hostName the host's name on this device
         * @param knownKey the fingerprint of the pinned key
         * @param ticketKey the fingerprint of the ticket's key
         */
        record OtherKey(String hostName, String knownKey, String ticketKey) implements PairingResult {}
    }

    interface Listener {
        /** A link was added or removed. */
        void linksChanged(List<HostLink> links);

        /** Forwards {@link StoreListener#hostChanged} of a host. */
        void hostChanged(HostId hostId, boolean critical);

        /** Forwards {@link StoreListener#sessionChanged} of a host. */
        void sessionChanged(HostId hostId, SessionId sessionId, boolean critical);

        /** A pairing waits for approval on the host. */
        void pairing(String hostName, String code);
    }

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
