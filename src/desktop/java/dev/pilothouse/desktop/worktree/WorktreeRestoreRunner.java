package dev.pilothouse.desktop.worktree;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptException;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.KeptTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.trust.WorktreePreparer;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings removed worktrees back: the branch, the commit, and the changes of the snapshot. Stateless; any thread. */
final class WorktreeRestoreRunner implements JobRunner {
    static final String REPOSITORY = "repository";
    static final String SNAPSHOT = "snapshot";

    static final String ADDING = "adding";
    static final String RESTORING = "restoring";

    private static final String HEADS = "refs/heads/";
    private static final Duration TIME = Duration.ofMinutes(30);

    private final GitRunner git;
    private final KeptStore kept;
    private final WorktreeSessions owners;

    private final WorktreePreparer preparer;

    WorktreeRestoreRunner(GitRunner git, KeptStore kept, WorktreeSessions owners, WorktreePreparer preparer) {
        this.preparer = preparer;
        this.git = git;
        this.kept = kept;
        this.owners = owners;
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        Path main = Path.of(run.parameter(REPOSITORY));
        Optional<GitRepository> repository = GitRepository.of(git, main);
        try {
            Optional<KeptTree> found = find(run);
            if (repository.isEmpty() || found.isEmpty()) {
                return JobResult.failed(HostText.of(HostTextCode.SNAPSHOT_MISSING));
            }
            Path place = found.get().directory();
            if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                return JobResult.failed(HostText.of(HostTextCode.WORKTREE_PLACE_TAKEN, place));
            }
            run.begin(ADDING);
            return add(run, repository.get(), found.get());
        } catch (KeptException e) {
            return JobResult.failed(e.sentence());
        }
    }

    private Optional<KeptTree> find(JobRun run) throws KeptException {
        return kept.list(Path.of(run.parameter(REPOSITORY))).stream()
                .filter(each -> each.id().equals(run.parameter(SNAPSHOT)))
                .findFirst();
    }

    private JobResult add(JobRun run, GitRepository repository, KeptTree snapshot)
            throws IOException, InterruptedException, KeptException {
        Path place = snapshot.directory();
        Path folder = place.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        List<String> arguments = new ArrayList<>(List.of("worktree", "add"));
        String branch = branch(snapshot);
        Optional<String> now = branch.isEmpty() ? Optional.empty() : repository.commitOfBranch(branch);
        boolean used = repository.trees().orElse(List.of()).stream()
                .anyMatch(tree -> tree.branch().equals(branch));
        if (!branch.isEmpty() && now.isEmpty()) {
            arguments.addAll(List.of("--no-track", "-b", branch, place.toString(), snapshot.head()));
        } else if (now.isPresent() && now.get().equals(snapshot.head()) && !used) {
            arguments.addAll(List.of(place.toString(), branch));
        } else {
            run.print(HostText.of(HostTextCode.JOB_BRANCH_HAS_MOVED));
            arguments.addAll(List.of("--detach", place.toString(), snapshot.head()));
        }
        GitResult added = repository.change(
                GitRequest.of(repository.main(), arguments).withTime(TIME).withProgress(run::print));
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
        if (!added.succeeded()) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_FAILED, added.sentence()));
        }
        run.begin(RESTORING);
        return restore(run, repository, snapshot);
    }

    private static String branch(KeptTree snapshot) {
        return snapshot.branch().startsWith(HEADS) ? snapshot.branch().substring(HEADS.length()) : "";
    }

    private JobResult restore(JobRun run, GitRepository repository, KeptTree snapshot)
            throws IOException, InterruptedException, KeptException {
        Optional<SessionSummary> owner =
                owners.in(snapshot.directory()).stream().findFirst();
        if (owner.isPresent()) {
            WorktreeAddRunner.lock(
                    run, repository, snapshot.directory(), owner.get().sessionId());
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
        }
        KeptStore.Restored restored = kept.restore(
                snapshot.directory(), snapshot.id(), snapshot.directory().toString());
        restored.left().forEach(left -> run.print(HostText.of(HostTextCode.JOB_NOT_AS_IT_WAS, left.path())));
        run.record("path", snapshot.directory().toString());
        return prepare(run, repository, snapshot);
    }

    private JobResult prepare(JobRun run, GitRepository repository, KeptTree snapshot)
            throws IOException, InterruptedException {
        return preparer.prepare(
                run,
                new WorktreePreparer.Target(
                        snapshot.directory(),
                        repository.main(),
                        branch(snapshot),
                        owners.in(snapshot.directory()).stream().findFirst().map(SessionSummary::sessionId)));
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        Optional<GitRepository> repository = GitRepository.of(git, Path.of(run.parameter(REPOSITORY)));
        if (run.step().isEmpty() || repository.isEmpty()) {
            return run(run);
        }
        try {
            Optional<KeptTree> found = find(run);
            if (found.isEmpty()) {
                return JobResult.failed(HostText.of(HostTextCode.WORKTREE_SNAPSHOT_EXPIRED));
            }
            KeptTree snapshot = found.get();
            if (WorktreePreparer.isPreparing(run.step()) && Files.isDirectory(snapshot.directory())) {
                return prepare(run, repository.get(), snapshot);
            }
            Optional<GitRepository.Tree> tree = repository.get().tree(snapshot.directory());
            boolean complete = tree.isPresent()
                    && !tree.get().prunable()
                    && Files.isDirectory(snapshot.directory())
                    && !tree.get().reason().equals(WorktreeAddRunner.INITIALIZING);
            if (complete) {
                run.begin(RESTORING);
                return restore(run, repository.get(), snapshot);
            }
            HostText rest = WorktreeAddRunner.discard(repository.get(), snapshot.directory(), branch(snapshot), false);
            return rest.isEmpty()
                    ? add(run, repository.get(), snapshot)
                    : JobResult.failed(
                            HostText.of(HostTextCode.WORKTREE_NOT_BACK).then(rest));
        } catch (KeptException e) {
            return JobResult.failed(e.sentence());
        }
    }
}
