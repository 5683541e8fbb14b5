package dev.pilothouse.bridge;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import java.util.Map;
import java.util.Optional;

/** Up to where the person has seen each session on this device, kept over restarts. Confined to the client-state lane. */
public interface SeenMarks {

    /** Keeps nothing: for clients that show no unread marks. */
    SeenMarks NONE = new SeenMarks() {
        @Override
        public Optional<Map<SessionId, Long>> load(HostId hostId) {
            return Optional.empty();
        }

        @Override
        public void save(HostId hostId, Map<SessionId, Long> marks) {
            // Nothing is kept.
        }

        @Override
        public void remove(HostId hostId) {
            // Nothing was kept.
        }
    };

    /** Empty if this device has not shown the host before, or what was kept cannot be read. */
    Optional<Map<SessionId, Long>> load(HostId hostId);

    /** Replaces what is kept. What cannot be stored is logged: marks are a comfort and must not stop anything. */
    void save(HostId hostId, Map<SessionId, Long> marks);

    void remove(HostId hostId);
}
