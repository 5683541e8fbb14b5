package dev.pilothouse.desktop.host;

import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.IntentResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests a session has carried out, so that a repeated one gets its old outcome and has no second effect.
 * Filled from the journal, where each effect names its cause.
 *
 * <p>Owns a bounded map; the oldest outcomes go first. Written by the session's lane, read on any thread.
 */
final class RequestOutcomes {
    private static final int MAX = 4096;

    /**
     * @param seq of the update that the request made
     * @param digest of the intent; empty in what an earlier host has written
     */
    record Done(IntentResult.Outcome outcome, long seq, String digest) {}

    private record Key(DeviceId deviceId, RequestId requestId) {}

    private final Map<Key, Done> done = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Done> eldest) {
            return size() > MAX;
        }
    };

    synchronized Optional<Done> find(Cause cause) {
        return Optional.ofNullable(done.get(key(cause)));
    }

    /** Learns from an update of the journal. The first update of a request tells its outcome. */
    synchronized void learn(JournaledUpdate update) {
        if (update.cause() != null) {
            done.putIfAbsent(
                    key(update.cause()),
                    new Done(outcome(update), update.seq(), update.cause().digest()));
        }
    }

    private static IntentResult.Outcome outcome(JournaledUpdate update) {
        boolean queued = update.update() instanceof SessionUpdate.QueueChanged change
                && change.queue().stream()
                        .anyMatch(prompt -> key(prompt.cause()).equals(key(update.cause())));
        return queued ? IntentResult.Outcome.QUEUED : IntentResult.Outcome.ACCEPTED;
    }

    private static Key key(Cause cause) {
        return new Key(cause.deviceId(), cause.requestId());
    }
}
