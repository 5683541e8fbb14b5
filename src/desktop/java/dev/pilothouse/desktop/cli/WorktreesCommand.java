package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.KeptWorktree;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway.Worktrees;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the git worktrees of the host, removes one, or brings one back. */
@Command(
        name = "worktrees",
        description = {
            "Lists the git worktrees of the host's repositories, and the snapshots of removed ones.",
            "A session in a new worktree: new --worktree BRANCH."
        })
final class WorktreesCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @ArgGroup
    private @Nullable Change change;

    @Option(names = "--foreign", description = "With --remove: also a worktree that the host has not created.")
    private boolean foreign;

    /** At most one of the two. */
    static final class Change {
        @Option(
                names = "--remove",
                paramLabel = "DIR",
                description = "Removes the worktree in this directory, after a snapshot. Its branch stays.")
        private @Nullable String remove;

        @Option(names = "--restore", paramLabel = "ID", description = "Brings a removed worktree back.")
        private @Nullable String restore;
    }

    @Override
    public Integer call() throws CommandFailure {
        Change wanted = change;
        try (HostConnection host = ctl.connect()) {
            Worktrees all = host.value(host.client().host().worktrees());
            if (wanted == null) {
                print(all);
            } else if (wanted.remove != null) {
                String place = wanted.remove;
                WorktreeInfo worktree = all.worktrees().stream()
                        .filter(each -> each.place().equals(place))
                        .findFirst()
                        .orElseThrow(() -> none("There is no worktree at " + place + "."));
                JobId job = host.value(host.client().host().removeWorktree(worktree, foreign));
                finish(host, job, "Removed.");
            } else {
                String id = String.valueOf(wanted.restore);
                KeptWorktree snapshot = all.kept().stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> none("There is no snapshot " + id + "."));
                JobId job = host.value(host.client().host().restoreWorktree(snapshot));
                finish(host, job, "Brought back.");
            }
            return 0;
        }
    }

    /** Waits for the end of a job and prints it. */
    private void finish(HostConnection host, JobId jobId, String done) throws CommandFailure {
        Job job = host.awaitJob(jobId);
        String text = job.status().text();
        boolean waits = job.state() == JobState.WAITING_FOR_YOU;
        if (job.state() != JobState.DONE && !waits) {
            throw new CommandFailure(
                    CommandFailure.OTHER,
                    "jobFailed",
                    (text.isEmpty() ? "The job did not succeed." : text) + " (job " + jobId + ")");
        }
        if (ctl.json()) {
            JsonObject json = new JsonObject();
            json.addProperty("jobId", jobId.value());
            json.addProperty("state", WireEnum.toWire(job.state()));
            json.addProperty("text", text);
            ctl.terminal().json(json);
        } else {
            ctl.terminal()
                    .line(
                            waits
                                    ? "The host asks first: 'pilothouse ctl pending' shows the question."
                                    : (done + " " + Terminal.plainLine(text)).strip());
        }
    }

    private static CommandFailure none(String text) {
        return new CommandFailure(CommandFailure.NO_SUCH_THING, "noSuchWorktree", text);
    }

    private void print(Worktrees all) {
        if (ctl.json()) {
            JsonObject json = new JsonObject();
            JsonArray worktrees = new JsonArray();
            all.worktrees().forEach(each -> worktrees.add(json(each)));
            JsonArray kept = new JsonArray();
            for (KeptWorktree each : all.kept()) {
                JsonObject snapshot = new JsonObject();
                snapshot.addProperty("id", each.id());
                snapshot.addProperty("repository", each.repository());
                snapshot.addProperty("place", each.place());
                snapshot.addProperty("branch", each.branch());
                snapshot.addProperty("at", each.at().toString());
                kept.add(snapshot);
            }
            json.add("worktrees", worktrees);
            json.add("kept", kept);
            ctl.terminal().json(json);
            return;
        }
        if (all.worktrees().isEmpty()) {
            ctl.terminal().note("There are no worktrees.");
        } else {
            Table table = new Table("BRANCH", "STATE", "MB", "SESSIONS", "DIRECTORY");
            for (WorktreeInfo each : all.worktrees()) {
                table.row(
                        each.branch(),
                        state(each),
                        String.valueOf(each.bytes() / 1_000_000),
                        each.sessions().stream().map(SessionId::value).collect(Collectors.joining(" ")),
                        each.place());
            }
            table.print(ctl.terminal());
        }
        if (!all.kept().isEmpty()) {
            Table kept = new Table("SNAPSHOT", "BRANCH", "REMOVED", "DIRECTORY");
            for (KeptWorktree each : all.kept()) {
                kept.row(each.id(), each.branch(), each.at().toString(), each.place());
            }
            kept.print(ctl.terminal());
        }
        if (all.more()) {
            ctl.terminal().line("The host has more than it could read in time.");
        }
    }

    private static JsonObject json(WorktreeInfo worktree) {
        JsonObject json = new JsonObject();
        json.addProperty("repository", worktree.repository());
        json.addProperty("place", worktree.place());
        json.addProperty("branch", worktree.branch());
        json.addProperty("head", worktree.head());
        json.addProperty("own", worktree.own());
        if (worktree.pullRequest() > 0) {
            json.addProperty("pullRequest", worktree.pullRequest());
        }
        WorktreeInfo.Status status = worktree.status();
        if (status != null) {
            json.addProperty("changed", status.changed());
            json.addProperty("unmerged", status.unmerged());
        }
        json.addProperty("bytes", worktree.bytes());
        JsonArray sessions = new JsonArray();
        worktree.sessions().forEach(session -> sessions.add(session.value()));
        json.add("sessions", sessions);
        return json;
    }

    private static String state(WorktreeInfo worktree) {
        WorktreeInfo.Status status = worktree.status();
        if (status == null) {
            return "unknown";
        }
        return status.isMergedAndClean()
                ? "merged, clean"
                : status.changed() + " changed, " + status.unmerged() + " unmerged";
    }
}
