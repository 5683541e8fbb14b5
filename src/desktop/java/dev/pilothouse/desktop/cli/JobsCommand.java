package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.JobCodec;
import dev.pilothouse.protocol.WireEnum;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the jobs of the host, prints the output of one, or cancels or repeats it. */
@Command(
        name = "jobs",
        description = {
            "Lists the jobs of the host, such as making a worktree.",
            "With JOB: prints its output and outcome, or cancels it or runs it again."
        })
final class JobsCommand implements Callable<Integer> {

    /** The outcome in the list, in UTF-16 units. The whole text is printed with a single job. */
    private static final int LONGEST_OUTCOME = 120;

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "JOB", arity = "0..1", description = "The job's id.")
    private @Nullable String job;

    @ArgGroup
    private @Nullable Change change;

    /** At most one of the two. */
    static final class Change {
        @Option(names = "--cancel", description = "Cancels the job.")
        private boolean cancel;

        @Option(names = "--retry", description = "Runs a job again that did not succeed.")
        private boolean retry;
    }

    @Override
    public Integer call() throws CommandFailure {
        JobId jobId = id();
        Change wanted = change;
        if (jobId == null && wanted != null) {
            throw CommandFailure.usage("Which job? 'pilothouse ctl jobs' lists them.");
        }
        try (HostConnection host = ctl.connect()) {
            if (jobId != null && wanted != null) {
                host.value(
                        wanted.cancel
                                ? host.client().host().cancelJob(jobId)
                                : host.client().host().retryJob(jobId));
                ctl.done("jobId", jobId.value(), wanted.cancel ? "Cancelled." : "Runs again.");
                return 0;
            }
            print(host.value(host.client().host().jobs(jobId)), jobId != null);
            return 0;
        }
    }

    private @Nullable JobId id() throws CommandFailure {
        if (job == null) {
            return null;
        }
        try {
            return new JobId(job);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a job's id: " + job);
        }
    }

    private void print(List<Job> jobs, boolean withOutput) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            jobs.forEach(each -> array.add(JobCodec.JOB.encode(each)));
            ctl.terminal().json(array);
            return;
        }
        if (jobs.isEmpty()) {
            ctl.terminal().note("There are no jobs.");
            return;
        }
        Table table = new Table("JOB", "KIND", "STATE", "SINCE", "ABOUT", "OUTCOME");
        for (Job each : jobs) {
            table.row(
                    each.jobId().value(),
                    WireEnum.toWire(each.kind()),
                    WireEnum.toWire(each.state()),
                    each.request().at().toString(),
                    String.join(" ", each.arguments()),
                    withOutput ? "" : TextCutter.excerpt(each.status().text(), LONGEST_OUTCOME));
        }
        table.print(ctl.terminal());
        if (withOutput) {
            for (Job each : jobs) {
                each.output().texts().forEach(ctl.terminal()::line);
                if (!each.status().text().isEmpty()) {
                    ctl.terminal().line(each.status().text());
                }
            }
        }
    }
}
