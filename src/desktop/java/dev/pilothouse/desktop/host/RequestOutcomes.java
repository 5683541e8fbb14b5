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
 * The outcomes of a session's requests. A repeated request gets its first outcome and has no second effect. Rebuilt
 * from the journal, where each update contains its cause.
 *
 * <p>Owns a bounded map; the oldest outcomes are dropped first. Written by the session's lane, read on any thread.
 */
final class RequestOutcomes {
    private static final int MAX = 4096;

    /**
     * @param seq of the request's first update
     * @param digest of the intent; empty if an earlier version wrote it
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

    /** Adds an update of the journal. The first update of a request determines its outcome. */
    synchronized void add(JournaledUpdate update) {
        Cause cause = update.cause();
        if (cause != null) {
            done.putIfAbsent(key(cause), new Done(outcome(update, cause), update.seq(), cause.digest()));
        }
    }

    private static IntentResult.Outcome outcome(JournaledUpdate update, Cause cause) {
        boolean queued = update.update() instanceof SessionUpdate.QueueChanged change
                && change.queue().stream()
                        .anyMatch(prompt -> key(prompt.cause()).equals(key(cause)));
        return queued ? IntentResult.Outcome.QUEUED : IntentResult.Outcome.ACCEPTED;
    }

    private static Key key(Cause cause) {
        return new Key(cause.deviceId(), cause.requestId());
    }
}
