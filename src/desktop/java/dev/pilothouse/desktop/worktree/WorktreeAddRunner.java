package dev.pilothouse.desktop.worktree;

import dev.pilothouse.desktop.git.GitRequest;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.trust.WorktreePreparer;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PullRequestSource;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Creates worktrees. The place must not exist when the job begins: whatever is there after an interrupted run, if git
 * has not finished it, is the rest of that run and is removed before the next attempt. Stateless; any thread.
 */
final class WorktreeAddRunner implements JobRunner {
    static final String REPOSITORY = "repository";
    static final String PLACE = "place";
    static final String BRANCH = "branch";
    static final String BASE = "base";
    /** The full name of the branch that it starts from; may be missing. */
    static final String FROM = "from";

    /** The worktree is being created at a place where nothing was before. */
    static final String ADDING = "adding";

    /** The worktree is complete. */
    static final String LOCKING = "locking";

    /** Git's own reason while a checkout is not finished. */
    static final String INITIALIZING = "initializing";

    private static final Duration TIME = Duration.ofMinutes(30);
    private final GitRunner git;

    private final WorktreePreparer preparer;

    WorktreeAddRunner(GitRunner git, WorktreePreparer preparer) {
        this.git = git;
        this.preparer = preparer;
    }

    /** The reason for which a session's worktree is locked. */
    static String reason(SessionId sessionId) {
        return "pilothouse " + sessionId;
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        Path place = Path.of(run.parameter(PLACE));
        if (exists(place)) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_IN_THE_WAY, place));
        }
        Optional<GitRepository> repository = repository(run);
        if (repository.isEmpty()) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_NO_REPOSITORY, run.parameter(REPOSITORY)));
        }
        Optional<PullRequestSource> pullRequest = PullRequestReader.of(run);
        if (pullRequest.isPresent()) {
            return addFetched(run, repository.get(), place, pullRequest.get());
        }
        run.begin(ADDING);
        return add(run, repository.get(), place, run.parameter(BASE));
    }

    /** Creates a worktree from a pull request. Its commit is known once it is fetched. */
    private JobResult addFetched(JobRun run, GitRepository repository, Path place, PullRequestSource pullRequest)
            throws IOException, InterruptedException {
        Optional<String> known = PullRequestReader.fetched(run, repository);
        if (known.isEmpty()) {
            run.begin(PullRequestReader.FETCHING);
            PullRequestReader.Outcome fetched = PullRequestReader.fetch(run, repository, pullRequest);
            endIfInterrupted();
            if (fetched.commit().isEmpty()) {
                return fetched.problem().map(JobResult::failed).orElseGet(() -> JobResult.stopped(HostText.NONE));
            }
            known = Optional.of(fetched.commit());
        }
        run.begin(ADDING);
        JobResult added = add(run, repository, place, known.get());
        if (repository.commitOfBranch(run.parameter(BRANCH)).isEmpty()) {
            // Otherwise another attempt needs the commit at which the branch was created.
            PullRequestReader.forget(run, repository);
        }
        return added;
    }

    private Optional<GitRepository> repository(JobRun run) {
        return GitRepository.of(git, Path.of(run.parameter(REPOSITORY)));
    }

    private static boolean exists(Path place) {
        return Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    }

    private JobResult add(JobRun run, GitRepository repository, Path place, String base)
            throws IOException, InterruptedException {
        String branch = run.parameter(BRANCH);
        Path folder = place.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        List<String> arguments = new ArrayList<>(List.of("worktree", "add", "--no-track"));
        Optional<String> made = repository.commitOfBranch(branch);
        if (made.isEmpty()) {
            arguments.addAll(List.of("-b", branch, place.toString(), base));
        } else if (made.get().equals(base)) {
            // An interrupted run has created the branch.
            arguments.remove("--no-track");
            arguments.addAll(List.of(place.toString(), branch));
        } else {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_BRANCH_EXISTS, branch));
        }
        GitResult added = repository.change(GitRequest.of(repository.main(), arguments)
                .withTime(TIME)
                .withCancelled(run::isCancelled)
                .withProgress(run::print));
        if (added.succeeded()) {
            return lock(run, repository, place);
        }
        endIfInterrupted();
        run.record("exitCode", String.valueOf(added.code()));
        if (added.outcome() == GitResult.Outcome.ENDED && isComplete(repository, place, branch)) {
            // The checkout is complete; a hook that runs after it has failed.
            run.print(HostText.of(HostTextCode.JOB_HOOK_FAILED, added.message()));
            return lock(run, repository, place);
        }
        HostText rest = discard(repository, place, branch, true);
        if (added.outcome() == GitResult.Outcome.CANCELLED) {
            return JobResult.stopped(rest);
        }
        return JobResult.failed(failure(added.message()).then(rest));
    }

    /** @throws InterruptedException if the host ends, so that the next start continues */
    private static void endIfInterrupted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedException();
        }
    }

    private static HostText failure(String message) {
        String text = message.strip();
        return text.isEmpty()
                ? HostText.of(HostTextCode.WORKTREE_FAILED_SILENTLY)
                : HostText.of(HostTextCode.WORKTREE_FAILED, text.endsWith(".") ? text : text + ".");
    }

    private JobResult lock(JobRun run, GitRepository repository, Path place) throws IOException, InterruptedException {
        run.begin(LOCKING);
        SessionId session = run.request().sessionId();
        if (session != null) {
            lock(run, repository, place, session);
            endIfInterrupted();
        }
        PullRequestReader.of(run).ifPresent(source -> {
            PullRequestReader.record(run, repository, run.parameter(BRANCH), source);
            run.record("pullRequest", source.label());
            // The branch has its commit now.
            PullRequestReader.forget(run, repository);
        });
        if (!run.parameter(FROM).isEmpty()) {
            recordBase(run, repository);
        }
        run.record("path", place.toString());
        return prepare(run, repository, place);
    }

    /** So that the changes are compared with the branch from which this one was made. */
    private static void recordBase(JobRun run, GitRepository repository) {
        GitResult written = repository.change(GitRequest.of(
                repository.main(),
                "config",
                "--local",
                RepositoryReader.baseKey(run.parameter(BRANCH)),
                run.parameter(FROM)));
        if (!written.succeeded()) {
            run.print(HostText.of(HostTextCode.JOB_BASE_NOT_RECORDED, written.message()));
        }
    }

    private JobResult prepare(JobRun run, GitRepository repository, Path place)
            throws IOException, InterruptedException {
        return preparer.prepare(
                run,
                new WorktreePreparer.Target(
                        place,
                        repository.main(),
                        run.parameter(BRANCH),
                        Optional.ofNullable(run.request().sessionId())));
    }

    /** Locks the worktree of a session, so that other tools do not remove it. */
    static void lock(JobRun run, GitRepository repository, Path place, SessionId session) {
        GitResult locked = repository.change(
                GitRequest.of(repository.main(), "worktree", "lock", "--reason", reason(session), place.toString()));
        if (!locked.succeeded()
                && repository.tree(place).filter(GitRepository.Tree::locked).isEmpty()) {
            run.print(HostText.of(HostTextCode.JOB_NOT_LOCKED, locked.message()));
        }
    }

    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        Path place = Path.of(run.parameter(PLACE));
        Optional<GitRepository> repository = repository(run);
        if (run.step().isEmpty() || run.step().equals(PullRequestReader.FETCHING)) {
            return run(run);
        }
        if (repository.isEmpty()) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_NO_REPOSITORY, run.parameter(REPOSITORY)));
        }
        if (WorktreePreparer.isPreparing(run.step()) && Files.isDirectory(place)) {
            return prepare(run, repository.get(), place);
        }
        if (isComplete(repository.get(), place, run.parameter(BRANCH))) {
            return lock(run, repository.get(), place);
        }
        if (run.step().equals(LOCKING) || WorktreePreparer.isPreparing(run.step())) {
            return JobResult.failed(HostText.of(HostTextCode.WORKTREE_GONE, place));
        }
        run.print(HostText.of(HostTextCode.JOB_REMOVES_REST));
        HostText rest = discard(repository.get(), place, run.parameter(BRANCH), false);
        endIfInterrupted();
        if (!rest.isEmpty()) {
            return JobResult.failed(
                    HostText.of(HostTextCode.WORKTREE_NOT_CREATED).then(rest));
        }
        if (run.isCancelled()) {
            PullRequestReader.of(run).ifPresent(source -> PullRequestReader.forget(run, repository.get()));
            return JobResult.stopped(HostText.NONE);
        }
        Optional<PullRequestSource> pullRequest = PullRequestReader.of(run);
        return pullRequest.isPresent()
                ? addFetched(run, repository.get(), place, pullRequest.get())
                : add(run, repository.get(), place, run.parameter(BASE));
    }

    private static boolean isComplete(GitRepository repository, Path place, String branch) {
        return repository
                .tree(place)
                .filter(tree -> !tree.prunable()
                        && Files.isDirectory(place)
                        && tree.branch().equals(branch)
                        && !(tree.locked() && tree.reason().equals(INITIALIZING)))
                .isPresent();
    }

    /**
     * Removes a worktree that was begun. No agent has worked in it.
     *
     * @param branch its branch; a worktree with another one is not removed, because it belongs to somebody else
     * @param own whether this run has created it, so that it may be complete
     * @return a sentence if something remains
     */
    static HostText discard(GitRepository repository, Path place, String branch, boolean own) throws IOException {
        Optional<GitRepository.Tree> tree = repository.tree(place);
        if (tree.isPresent()) {
            boolean ours = tree.get().branch().equals(branch);
            boolean initializing = tree.get().locked() && tree.get().reason().equals(INITIALIZING);
            boolean incomplete = tree.get().prunable()
                    || initializing && (ours || tree.get().branch().isEmpty())
                    || own && ours;
            if (!incomplete) {
                return HostText.of(HostTextCode.WORKTREE_OTHER_THERE, place);
            }
            repository.change(
                    GitRequest.of(repository.main(), "worktree", "remove", "--force", "--force", place.toString())
                            .withTime(TIME));
        }
        if (!exists(place)) {
            return HostText.NONE;
        }
        if (isOnlyBegun(place)) {
            Files.deleteIfExists(place.resolve(".git"));
            Files.deleteIfExists(place);
            return HostText.NONE;
        }
        return HostText.of(HostTextCode.WORKTREE_FILES_THERE, place);
    }

    /** Whether the directory has nothing but the link of a worktree whose creation was interrupted. */
    private static boolean isOnlyBegun(Path place) throws IOException {
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.allMatch(
                    file -> file.endsWith(".git") && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        }
    }
}
