package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.CommitSuggestion;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobState;
import dev.pilothouse.protocol.JobCodec;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.HostView;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Waits for a job of the host and prints its output meanwhile. Used on the command's thread. */
final class JobWatcher {
    /** A job has limits of its own, so this is for a host that is gone. */
    private static final Duration LONGEST = Duration.ofHours(2);

    private JobWatcher() {}

    /** @return the exit code */
    static int await(CtlCommand ctl, HostConnection host, JobId jobId) throws CommandFailure {
        long printed = 0;
        boolean reached = true;
        while (true) {
            long known = printed;
            boolean before = reached;
            HostView view = host.awaitView(
                    each -> isReached(each) != before
                            || find(each, jobId)
                                    .filter(job ->
                                            job.state().isOver() || job.output().end() > known)
                                    .isPresent(),
                    LONGEST,
                    "The job did not end in time. 'pilothouse ctl jobs " + jobId + "' shows its outcome.");
            reached = isReached(view);
            if (before && !reached) {
                ctl.terminal().note("The host cannot be reached. Waiting until it is back; the job is not affected.");
            }
            Optional<Job> found = find(view, jobId);
            if (found.isEmpty()) {
                continue;
            }
            Job job = found.get();
            if (!ctl.json()) {
                List<String> lines =
                        job.output().after(known, JobOutput.MAX_LINES).texts();
                lines.forEach(ctl.terminal()::line);
            }
            printed = job.output().end();
            if (job.state().isOver()) {
                return over(ctl, job);
            }
        }
    }

    private static boolean isReached(HostView view) {
        return view.connection() instanceof ConnectionState.Live;
    }

    private static Optional<Job> find(HostView view, JobId jobId) {
        return view.jobs().stream().filter(job -> job.jobId().equals(jobId)).findFirst();
    }

    private static int over(CtlCommand ctl, Job job) throws CommandFailure {
        String suggestion = CommitSuggestion.of(job);
        String text = suggestion.isEmpty() ? job.status().text() : suggestion;
        if (ctl.json()) {
            ctl.terminal().json(JobCodec.JOB.encode(job));
        } else if (job.state() == JobState.DONE) {
            (text.isEmpty() ? "Done." : text).lines().forEach(ctl.terminal()::line);
        }
        if (job.state() == JobState.DONE) {
            return 0;
        }
        if (ctl.json()) {
            return CommandFailure.OTHER;
        }
        throw new CommandFailure(
                CommandFailure.OTHER,
                job.state().name().toLowerCase(Locale.ROOT),
                text.isEmpty() ? "The job did not succeed." : text);
    }
}
