package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.protocol.HostMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The schedules that one client has been sent. Confined to the connection's writer thread. There is nothing to close.
 */
final class ScheduleMirror {
    private static final int BESIDE_PROMPT = 4_000;

    private final Map<ScheduleId, ScheduleStatus> sent = new HashMap<>();
    private boolean begun;
    private boolean more;

    /** The next message for the client; empty if it has everything. @param now the same instance for the same state */
    Optional<HostMessage> next(List<ScheduleStatus> now) {
        List<ScheduleStatus> changed = new ArrayList<>();
        Set<ScheduleId> present = new HashSet<>();
        int room = JobMirror.MAX_CHARACTERS;
        more = false;
        for (ScheduleStatus status : now) {
            ScheduleId id = status.schedule().id();
            present.add(id);
            if (sent.get(id) == status) {
                continue;
            }
            if (room <= 0) {
                more = true;
                continue;
            }
            changed.add(status);
            sent.put(id, status);
            room -= BESIDE_PROMPT + status.schedule().task().prompt().length();
        }
        List<ScheduleId> removed =
                sent.keySet().stream().filter(id -> !present.contains(id)).toList();
        removed.forEach(sent::remove);
        if (changed.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        boolean first = !begun;
        begun = true;
        return Optional.of(new HostMessage.SchedulesChanged(first, changed, removed));
    }

    /** Whether the last message left something out. */
    boolean hasMore() {
        return more;
    }
}
