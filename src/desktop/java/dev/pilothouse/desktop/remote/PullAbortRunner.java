package dev.pilothouse.desktop.remote;

import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.KeptTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RemoteState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Aborts a rebase or a merge, after a snapshot of what was resolved so far. Stateless; any thread. */
final class PullAbortRunner extends RemoteRunner {
    private final KeptStore kept;

    PullAbortRunner(GitRunner git, KeptStore kept, Function<Path, Optional<String>> turns) {
        super(git, turns);
        this.kept = kept;
    }

    @Override
    public boolean isQuick() {
        return true;
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        return in(run, place -> {
            RemoteState.Pull pull = place.reading().state().pull();
            if (!pull.turn().isEmpty()) {
                return RemoteCommands.failed(HostTextCode.REMOTE_TURN, pull.turn());
            }
            if (pull.operation() != GitActivity.REBASE && pull.operation() != GitActivity.MERGE) {
                return RemoteCommands.failed(HostTextCode.PULL_NOTHING_TO_ABORT);
            }
            try {
                KeptTree snapshot = kept.keep(new KeptStore.Request(
                                place.tree().root(),
                                KeptTree.Reason.REQUEST,
                                run.parameter(PullRunner.SESSION),
                                Long.MAX_VALUE,
                                run::isCancelled))
                        .snapshot();
                run.record("snapshot", snapshot.id());
            } catch (KeptException e) {
                return RemoteCommands.failed(HostTextCode.REMOTE_NOT_KEPT, e.text());
            } finally {
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedException();
                }
            }
            if (run.isCancelled()) {
                return JobResult.stopped(HostText.NONE);
            }
            run.begin("aborting");
            GitResult aborted = abort(place, pull.operation());
            return aborted.succeeded()
                    ? RemoteCommands.done(HostTextCode.PULL_ABORTED)
                    : RemoteCommands.failed(
                            HostTextCode.REMOTE_FAILED, place.commands().redacted(aborted.message()));
        });
    }

    /** Puts the branch, the index and the files back. Not ended halfway by a cancellation. */
    static GitResult abort(Place place, GitActivity operation) throws InterruptedException {
        return place.commands().local(false, operation == GitActivity.REBASE ? "rebase" : "merge", "--abort");
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        return run.step().isEmpty()
                ? run(run)
                : in(
                        run,
                        place -> place.reading().state().pull().operation() == GitActivity.NONE
                                ? RemoteCommands.done(HostTextCode.PULL_ABORTED)
                                : run(run));
    }
}
