package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.protocol.HostMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The runs that one client has been sent. Confined to the connection's writer thread. There is nothing to close. */
final class RunMirror {
    /** Characters of one message, about; one run may have as many. */
    static final int MAX_CHARACTERS = 200_000;

    /** Characters of a list of all runs, about; a frame has room for them in any script. */
    static final int MAX_LIST = 1_000_000;

    private static final int RUN = 500;
    private static final int MEMBER = 400;

    private final Map<RunId, Run> sent = new HashMap<>();
    private boolean begun;
    private boolean more;

    /** The next message for the client; empty if it has everything. @param now the same instance for the same state */
    Optional<HostMessage> next(List<Run> now) {
        List<Run> changed = new ArrayList<>();
        Set<RunId> present = new HashSet<>();
        int room = MAX_CHARACTERS;
        more = false;
        for (Run run : now) {
            present.add(run.runId());
            if (sent.get(run.runId()) == run) {
                continue;
            }
            int size = size(run);
            if (!changed.isEmpty() && size > room) {
                more = true;
                continue;
            }
            changed.add(run);
            sent.put(run.runId(), run);
            room -= size;
        }
        List<RunId> removed =
                sent.keySet().stream().filter(id -> !present.contains(id)).toList();
        removed.forEach(sent::remove);
        if (changed.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        boolean first = !begun;
        begun = true;
        return Optional.of(new HostMessage.RunsChanged(first, changed, removed));
    }

    /** The newest runs that one message has room for. @param all the newest first */
    static List<Run> fitting(List<Run> all) {
        List<Run> fitting = new ArrayList<>();
        int room = MAX_LIST;
        for (Run run : all) {
            room -= size(run);
            if (room < 0) {
                break;
            }
            fitting.add(run);
        }
        return fitting;
    }

    private static int size(Run run) {
        int size = RUN + texts(run.facts());
        for (RunMember member : run.members()) {
            size += MEMBER
                    + texts(member.facts())
                    + 2 * member.sentence().text().length();
        }
        return size
                + run.notes().stream()
                        .mapToInt(note -> 2 * note.sentence().text().length())
                        .sum();
    }

    private static int texts(Map<String, String> facts) {
        return facts.values().stream().mapToInt(String::length).sum();
    }

    /** Whether the last message left something out. */
    boolean hasMore() {
        return more;
    }
}
