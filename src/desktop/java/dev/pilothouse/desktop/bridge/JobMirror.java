package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.protocol.HostMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The jobs that one client has been sent. Confined to the connection's writer thread. There is nothing to close. */
final class JobMirror {
    /** Characters of one message, about. A flood of output is then divided, and a frame never too large. */
    static final int MAX_CHARACTERS = 200_000;
    /** Lines of a job that is over when the client connects. */
    static final int LINES_OF_FINISHED = 20;

    private static final int JOB = 500;

    private final Map<JobId, Job> sent = new HashMap<>();
    private boolean begun;
    private boolean more;

    /** The next message for the client; empty if it has everything. @param now the same instance for the same state */
    Optional<HostMessage> next(List<Job> now) {
        List<Job> changed = new ArrayList<>();
        Set<JobId> present = new HashSet<>();
        int room = MAX_CHARACTERS;
        more = false;
        for (Job job : now) {
            present.add(job.jobId());
            Job before = sent.get(job.jobId());
            if (before == job) {
                continue;
            }
            if (room <= 0) {
                more = true;
                continue;
            }
            Job part = job.with(job.output()
                    .after(
                            before == null ? 0 : before.output().end(),
                            before == null && job.state().isOver() ? LINES_OF_FINISHED : JobOutput.MAX_LINES));
            changed.add(part);
            sent.put(job.jobId(), job);
            room -= JOB
                    + part.output().lines().stream().mapToInt(JobMirror::size).sum();
        }
        List<JobId> removed =
                sent.keySet().stream().filter(id -> !present.contains(id)).toList();
        removed.forEach(sent::remove);
        if (changed.isEmpty() && removed.isEmpty()) {
            return Optional.empty();
        }
        boolean first = !begun;
        begun = true;
        return Optional.of(new HostMessage.JobsChanged(first, changed, removed));
    }

    /** Whether the last message left something out. */
    boolean hasMore() {
        return more;
    }

    /** A sentence is sent as a line, and again with its code and arguments. */
    private static int size(HostText line) {
        return line.code().equals(HostText.Code.NONE)
                ? line.text().length()
                : 4 * line.text().length() + line.code().word().length();
    }
}
