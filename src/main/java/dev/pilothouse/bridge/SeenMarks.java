package dev.pilothouse.bridge;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import java.util.Map;
import java.util.Optional;

/**
 * The seq up to which the person has seen each session on this device, stored across restarts. Confined to the
 * client-state lane.
 */
public interface SeenMarks {

    /** Stores nothing; for clients without unread marks. */
    SeenMarks NONE = new SeenMarks() {
        @Override
        public Optional<Map<SessionId, Long>> load(HostId hostId) {
            return Optional.empty();
        }

        @Override
        public void save(HostId hostId, Map<SessionId, Long> marks) {
            // Stores nothing.
        }

        @Override
        public void remove(HostId hostId) {
            // Stores nothing.
        }
    };

    /** Empty if this device has not shown the host before, or if the stored marks cannot be read. */
    Optional<Map<SessionId, Long>> load(HostId hostId);

    /** Replaces the stored marks. Logs failures instead of throwing, because marks are not essential. */
    void save(HostId hostId, Map<SessionId, Long> marks);

    void remove(HostId hostId);
}
