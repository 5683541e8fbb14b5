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
import dev.pilothouse.model.JobState;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes worktrees. A snapshot is taken first, and nothing is removed that the snapshot does not hold, except ignored
 * files. The branch stays. Stateless; any thread.
 */
final class WorktreeRemoveRunner implements JobRunner {
    static final String REPOSITORY = "repository";
    static final String PLACE = "place";
    static final String HEAD = "head";
    static final String FOREIGN = "foreign";

    /** A snapshot is being taken. */
    static final String KEEPING = "keeping";

    /** The snapshot is complete, and git removes the directory. */
    static final String REMOVING = "removing";

    private static final HostText NOTHING_REMOVED = HostText.of(HostTextCode.WORKTREE_NOTHING_REMOVED);
    private static final String OURS = "pilothouse ";
    private static final int ATTEMPTS = 3;
    private static final int SHOWN = 3;
    private static final Duration TIME = Duration.ofMinutes(30);

    private final GitRunner git;
    private final KeptStore kept;
    private final WorktreeSessions owners;

    private final WorktreePreparer preparer;

    WorktreeRemoveRunner(GitRunner git, KeptStore kept, WorktreeSessions owners, WorktreePreparer preparer) {
        this.preparer = preparer;
        this.git = git;
        this.kept = kept;
        this.owners = owners;
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(NOTHING_REMOVED);
        }
        Path place = Path.of(run.parameter(PLACE));
        Optional<GitRepository> repository = GitRepository.of(git, Path.of(run.parameter(REPOSITORY)));
        if (repository.isEmpty()) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_NO_REPOSITORY, run.parameter(REPOSITORY)));
        }
        HostText fault = fault(run, repository.get(), place);
        if (!fault.isEmpty()) {
            return JobResult.failed(fault.then(NOTHING_REMOVED));
        }
        Optional<JobResult> notKept = keepOrFail(run, place);
        if (notKept.isPresent()) {
            return notKept.get();
        }
        JobResult tornDown = preparer.tearDown(run, target(repository.get(), place));
        if (tornDown.state() != JobState.DONE) {
            return tornDown;
        }
        // The commands, or somebody who did not answer at once, may have changed files.
        Optional<JobResult> notKeptAgain = keepOrFail(run, place);
        if (notKeptAgain.isPresent()) {
            return notKeptAgain.get();
        }
        HostText later = fault(run, repository.get(), place);
        if (!later.isEmpty()) {
            return JobResult.failed(later.then(NOTHING_REMOVED));
        }
        if (run.isCancelled()) {
            return JobResult.stopped(NOTHING_REMOVED);
        }
        run.begin(REMOVING);
        return remove(run, repository.get(), place);
    }

    private WorktreePreparer.Target target(GitRepository repository, Path place) {
        return new WorktreePreparer.Target(
                place,
                repository.main(),
                repository.tree(place).map(GitRepository.Tree::branch).orElse(""),
                owners.in(place).stream().findFirst().map(SessionSummary::sessionId));
    }

    /** @return empty if a snapshot holds everything */
    private Optional<JobResult> keepOrFail(JobRun run, Path place) throws IOException, InterruptedException {
        if (!WorktreePreparer.isTearingDown(run.step())) {
            run.begin(KEEPING);
        }
        try {
            Optional<HostText> changed = keep(run, place);
            endIfInterrupted();
            return changed.map(text -> JobResult.failed(text.then(NOTHING_REMOVED)));
        } catch (KeptException e) {
            endIfInterrupted();
            return Optional.of(JobResult.failed(
                    HostText.of(HostTextCode.WORKTREE_NO_SNAPSHOT, e.sentence()).then(NOTHING_REMOVED)));
        }
    }

    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    /** @return the reason why the worktree must stay; empty if there is none */
    private HostText fault(JobRun run, GitRepository repository, Path place) {
        Optional<List<GitRepository.Tree>> trees = repository.trees();
        if (trees.isEmpty()) {
            return HostText.of(HostTextCode.WORKTREES_NOT_LISTED, repository.main());
        }
        if (trees.get().get(0).place().equals(place)) {
            return HostText.of(HostTextCode.WORKTREE_IS_MAIN);
        }
        Optional<GitRepository.Tree> tree =
                trees.get().stream().filter(each -> each.place().equals(place)).findFirst();
        if (tree.isEmpty() || tree.get().prunable()) {
            return HostText.of(HostTextCode.WORKTREE_NO_MORE, place);
        }
        if (!tree.get().head().equals(run.parameter(HEAD))) {
            return HostText.of(HostTextCode.WORKTREE_OTHER_COMMITS);
        }
        boolean own = isOurs(tree.get());
        if (tree.get().locked() && !own) {
            return tree.get().reason().isEmpty()
                    ? HostText.of(HostTextCode.WORKTREE_LOCKED)
                    : HostText.of(HostTextCode.WORKTREE_LOCKED_WHY, tree.get().reason());
        }
        if (!own && run.parameter(FOREIGN).isEmpty()) {
            return HostText.of(HostTextCode.WORKTREE_FOREIGN);
        }
        Optional<HostText> running = runningFault(place);
        if (running.isPresent()) {
            return running.get();
        }
        GitResult status = git.read(place, "status", "--porcelain", "-z");
        return status.succeeded() ? HostText.NONE : HostText.of(HostTextCode.WORKTREE_CHANGES_UNKNOWN);
    }

    private Optional<HostText> runningFault(Path place) {
        return owners.running(place).map(running -> HostText.of(HostTextCode.WORKTREE_AGENT_RUNS, running.name()));
    }

    /**
     * Takes snapshots until one holds everything.
     *
     * @return the reason why the worktree must stay; empty if it is kept
     */
    private Optional<HostText> keep(JobRun run, Path place) throws KeptException {
        KeptStore.Request request = new KeptStore.Request(
                place, KeptTree.Reason.REMOVAL, place.toString(), Long.MAX_VALUE, run::isCancelled);
        KeptTree last = kept.keep(request).snapshot();
        for (int attempt = 1; kept.keep(request).fresh(); attempt++) {
            if (attempt == ATTEMPTS) {
                return Optional.of(HostText.of(HostTextCode.WORKTREE_STILL_CHANGING));
            }
        }
        List<String> left = last.left().stream()
                .filter(each -> each.why() != KeptTree.Why.FILTERED)
                .limit(SHOWN)
                .map(KeptTree.Left::path)
                .toList();
        if (!left.isEmpty()) {
            return Optional.of(HostText.of(HostTextCode.WORKTREE_SNAPSHOT_CANNOT, String.join(", ", left)));
        }
        run.record("snapshot", last.id());
        run.record("path", place.toString());
        return Optional.empty();
    }

    private JobResult remove(JobRun run, GitRepository repository, Path place) throws InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("worktree", "remove", "--force"));
        if (repository.tree(place).filter(WorktreeRemoveRunner::isOurs).isPresent()) {
            // In spite of the host's lock, which other tools see until the directory is gone.
            arguments.add("--force");
        }
        arguments.add(place.toString());
        GitResult removed = repository.change(
                GitRequest.of(repository.main(), arguments).withTime(TIME).withProgress(run::print));
        endIfInterrupted();
        if (removed.succeeded()) {
            preparer.removed(run, place);
        }
        return removed.succeeded()
                ? JobResult.done(HostText.NONE)
                : JobResult.failed(HostText.of(HostTextCode.WORKTREE_REMOVE_FAILED, removed.sentence()));
    }

    private static boolean isOurs(GitRepository.Tree tree) {
        return tree.reason().startsWith(OURS);
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        Path place = Path.of(run.parameter(PLACE));
        Optional<GitRepository> repository = GitRepository.of(git, Path.of(run.parameter(REPOSITORY)));
        if (!run.step().equals(REMOVING) || repository.isEmpty()) {
            return run(run);
        }
        Optional<GitRepository.Tree> tree = repository.get().tree(place);
        boolean there = Files.exists(place, LinkOption.NOFOLLOW_LINKS);
        if (tree.isEmpty()) {
            return there
                    ? JobResult.unknown(HostText.of(HostTextCode.WORKTREE_FORGOTTEN, place))
                    : JobResult.done(HostText.NONE);
        }
        if (!tree.get().head().equals(run.parameter(HEAD))) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_OTHER_BY_NOW, place));
        }
        if (there) {
            HostText fault = laterFault(run, repository.get(), place);
            endIfInterrupted();
            if (!fault.isEmpty()) {
                return JobResult.failed(fault.then(HostText.of(HostTextCode.WORKTREE_NOTHING_MORE_REMOVED)));
            }
        }
        return remove(run, repository.get(), place);
    }

    /**
     * Somebody may have worked in the directory since the removal was interrupted or has failed.
     *
     * @return the reason why the rest must stay; empty if the snapshot holds all of it
     */
    private HostText laterFault(JobRun run, GitRepository repository, Path place) throws IOException {
        Optional<HostText> running = runningFault(place);
        if (running.isPresent()) {
            return running.get();
        }
        try {
            Optional<KeptTree> snapshot = kept.list(repository.main()).stream()
                    .filter(each -> each.reason() == KeptTree.Reason.REMOVAL
                            && each.directory().equals(place)
                            && each.head().equals(run.parameter(HEAD)))
                    .reduce((first, second) -> second);
            if (snapshot.isEmpty() || !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
                return HostText.of(HostTextCode.WORKTREE_FILES_NOT_KEPT, place);
            }
            link(place, snapshot.get().gitDirectory());
            boolean changed = kept.preview(place, snapshot.get().id(), run::isCancelled).stream()
                    .anyMatch(change -> change.kind() != 'A');
            return changed ? HostText.of(HostTextCode.WORKTREE_FILES_CHANGED, place) : HostText.NONE;
        } catch (KeptException e) {
            return e.sentence();
        }
    }

    /** Git removes the link to the repository at any moment of a removal. Without it, the rest cannot be compared. */
    private static void link(Path place, Path gitDirectory) throws IOException {
        Path link = place.resolve(".git");
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
            Files.writeString(link, "gitdir: " + gitDirectory + "\n", StandardOpenOption.CREATE_NEW);
        }
    }
}
