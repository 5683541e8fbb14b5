package dev.pilothouse.session;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The hosts that this device is paired with. May be called on any thread and never blocks; stages and listeners run on
 * the client-state lane.
 */
public interface Hosts {

    /** All links in the order of pairing, the local host first. Immutable. */
    List<HostLink> links();

    /** Told until closed; told once at once. */
    Subscription listen(Listener listener);

    /**
     * Pairs with the host that a ticket names and keeps the link. While the host's person is asked, the stage waits and
     * {@link Listener#pairing} tells the code to compare.
     *
     * @param ticketText {@code pilothouse://pair#…}; white space around it is passed over
     */
    default CompletionStage<PairingResult> pair(String ticketText) {
        return pair(ticketText, "");
    }

    /**
     * The same. A host that is paired already under another key keeps that key, and {@link PairingResult.OtherKey} asks the
     * person, unless the person has accepted this one before.
     *
     * @param acceptedKey the fingerprint of the ticket's key, if the person has accepted it, else empty
     */
    CompletionStage<PairingResult> pair(String ticketText, String acceptedKey);

    /** Drops a host and its key; does nothing for the local one. */
    CompletionStage<Boolean> forget(HostId hostId);

    /** Tries lost links at once: after the device woke up or its network changed. */
    void retryNow();

    sealed interface PairingResult {
        record Paired(HostLink link) implements PairingResult {}

        /** @param text a sentence that says what to do */
        record Failed(ErrorCode code, String text) implements PairingResult {}

        /**
         * Nothing was sent and nothing has changed: this host is paired under another key.
         *
         * @param hostName as this device knows the host
         * @param knownKey the fingerprint of the key that is pinned
         * @param ticketKey the fingerprint of the ticket's key
         */
        record OtherKey(String hostName, String knownKey, String ticketKey) implements PairingResult {}
    }

    interface Listener {
        /** A link came or went. */
        void linksChanged(List<HostLink> links);

        /** {@link StoreListener#hostChanged} of one of them. */
        void hostChanged(HostId hostId, boolean critical);

        /** {@link StoreListener#sessionChanged} of one of them. */
        void sessionChanged(HostId hostId, SessionId sessionId, boolean critical);

        /** A pairing waits for the host's person. */
        void pairing(String hostName, String code);
    }

    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
