package dev.pilothouse.desktop.worktree;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.bridge.WorktreeOperations;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.TreeCheckout;
import dev.pilothouse.desktop.job.JobOrder;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.trust.CommandFileReader;
import dev.pilothouse.desktop.trust.WorktreePreparer;
import dev.pilothouse.model.BranchName;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PullRequestReference;
import dev.pilothouse.model.PullRequestSource;
import dev.pilothouse.model.ReferenceList;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.WorktreeInfo;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.model.WorktreeSpec;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worktrees of the host's repositories. Sessions get theirs through jobs; nothing here removes a directory when a
 * session ends.
 *
 * <p>Owns the threads {@code worktree-look-n} and {@code worktree-list-n}, which read repositories. Thread-safe. Ends
 * with {@link #close()}.
 */
public final class WorktreeService implements WorktreeProvider, WorktreeOperations, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WorktreeService.class);
    private static final int THREADS = 2;
    private static final int WAITING = 32;
    private static final int LISTERS = 1;
    private static final int LISTS = 8;
    private static final int MAX_NUMBER = 99;
    private static final HostText BUSY = HostText.of(HostTextCode.GIT_BUSY);

    private final GitRunner git;
    private final JobRegistry jobs;
    private final Path dataFolder;
    private final Clock clock;
    private final ThreadPoolExecutor readers;
    /** Other ones, because a list takes seconds and a device may ask for many. */
    private final ThreadPoolExecutor listers;

    private final WorktreeLister lister;
    private final TreeCheckout copies;

    /**
     * @param dataFolder holds the worktrees of a repository whose parent directory cannot be written
     * @param sessions all sessions of the host
     */
    public WorktreeService(
            GitRunner git,
            JobRegistry jobs,
            KeptStore kept,
            WorktreePreparer preparer,
            Path dataFolder,
            Clock clock,
            Supplier<List<SessionSummary>> sessions) {
        this.git = git;
        this.jobs = jobs;
        this.dataFolder = dataFolder;
        this.copies = new TreeCheckout(git, kept, dataFolder.resolve("copies"));
        this.clock = clock;
        this.readers =
                NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("worktree-look"));
        this.listers =
                NamedThreads.pool(LISTERS, Duration.ofSeconds(30), LISTS, NamedThreads.numbered("worktree-list"));
        WorktreeSessions owners = new WorktreeSessions(sessions);
        this.lister = new WorktreeLister(git, kept, owners, jobs);
        jobs.register(JobKind.WORKTREE_ADD, new WorktreeAddRunner(git, preparer));
        jobs.register(JobKind.WORKTREE_REMOVE, new WorktreeRemoveRunner(git, kept, owners, preparer));
        jobs.register(JobKind.WORKTREE_RESTORE, new WorktreeRestoreRunner(git, kept, owners, preparer));
    }

    // --- for the dialog of a new session

    @Override
    public void references(ClientMessage.ListReferences question, Consumer<HostMessage> then) {
        look(
                () -> then.accept(new HostMessage.References(question.requestId(), references(question.path()))),
                text -> then.accept(new HostMessage.Failure(question.requestId(), ErrorCode.BUSY, text)));
    }

    private ReferenceList references(String path) {
        return absolute(path)
                .flatMap(directory -> GitRepository.of(git, directory))
                .map(repository -> {
                    String remote = repository.remoteDefault();
                    return new ReferenceList(
                            repository.main().toString(),
                            folder(repository.main()).toString(),
                            repository.branch(),
                            remote,
                            remote.isEmpty() ? 0 : repository.ahead(remote),
                            repository.branches(),
                            CommandFileReader.hasSetup(dataFolder, repository.top(), repository.main()));
                })
                .orElse(ReferenceList.NONE);
    }

    private static Optional<Path> absolute(String path) {
        try {
            Path directory = Path.of(path);
            return directory.isAbsolute() ? Optional.of(directory.normalize()) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private void look(Runnable task, Consumer<HostText> refused) {
        look(readers, task, refused);
    }

    private static void look(ThreadPoolExecutor threads, Runnable task, Consumer<HostText> refused) {
        try {
            threads.execute(() -> {
                try {
                    task.run();
                } catch (RuntimeException bug) {
                    LOG.error("A repository could not be read", bug);
                    refused.accept(HostText.of(HostTextCode.REPOSITORY_DEFECT));
                }
            });
        } catch (RejectedExecutionException e) {
            refused.accept(BUSY);
        }
    }

    /** Beside the repository, so that it is on the same disk and where people look; see decision record 25. */
    private Path folder(Path repository) {
        Path parent = repository.getParent();
        Path name = repository.getFileName();
        if (parent == null || name == null) {
            return dataFolder.resolve("worktrees");
        }
        Path beside = parent.resolve(name + ".worktrees");
        return Files.isWritable(Files.isDirectory(beside) ? beside : parent)
                ? beside
                : dataFolder.resolve("worktrees").resolve(name + "-" + hash(repository));
    }

    private static String hash(Path path) {
        return HexFormat.of().toHexDigits(path.toString().hashCode());
    }

    // --- for the page of worktrees

    @Override
    public void list(ClientMessage.ListWorktrees question, Consumer<HostMessage> answer) {
        look(
                listers,
                () -> answer.accept(lister.list(question.requestId())),
                text -> answer.accept(new HostMessage.Failure(question.requestId(), ErrorCode.BUSY, text)));
    }

    @Override
    public void remove(ClientMessage.RemoveWorktree order, JobRequest requester) throws RefusedException {
        Path place = existing(order.place());
        jobs.submit(new JobOrder(
                order.jobId(),
                JobKind.WORKTREE_REMOVE,
                List.of(String.valueOf(place.getFileName()), place.toString()),
                removal(existing(order.repository()).toString(), place.toString(), order.head(), order.foreign()),
                requester));
    }

    /** The parameters of a job that removes a worktree of the host. @param head its commit */
    public static Map<String, String> removal(String repository, String place, String head) {
        return removal(repository, place, head, false);
    }

    private static Map<String, String> removal(String repository, String place, String head, boolean foreign) {
        return Map.of(
                WorktreeRemoveRunner.REPOSITORY,
                repository,
                WorktreeRemoveRunner.PLACE,
                place,
                WorktreeRemoveRunner.HEAD,
                head,
                WorktreeRemoveRunner.FOREIGN,
                foreign ? "1" : "");
    }

    @Override
    public void restore(ClientMessage.RestoreWorktree order, JobRequest requester) throws RefusedException {
        jobs.submit(new JobOrder(
                order.jobId(),
                JobKind.WORKTREE_RESTORE,
                List.of(TextCutter.line(PlainText.line(order.branch()), 100)),
                Map.of(
                        WorktreeRestoreRunner.REPOSITORY,
                        existing(order.repository()).toString(),
                        WorktreeRestoreRunner.SNAPSHOT,
                        order.snapshot()),
                requester));
    }

    /**
     * Starts the job that removes the worktree of a session, if the host has made it, all its changes are committed to a
     * branch, and no other session works in it. Never blocks.
     */
    public void removeIfClean(SessionSummary session, JobId jobId, JobRequest requester) {
        look(
                listers,
                () -> lister.find(session)
                        .filter(worktree ->
                                worktree.own() && worktree.sessions().equals(List.of(session.sessionId())))
                        .filter(WorktreeService::losesNothing)
                        .ifPresent(worktree -> remove(jobId, worktree, requester)),
                text -> LOG.info("The worktree of {} stays: {}", session.sessionId(), text.text()));
    }

    /** Whether a session is the only one in a worktree that the host has made. Runs git on the calling thread. */
    public boolean isAlone(SessionSummary session) {
        return lister.isAlone(session);
    }

    /** The branch stays when its worktree is removed. */
    private static boolean losesNothing(WorktreeInfo worktree) {
        WorktreeInfo.Status status = worktree.status();
        return status != null && status.changed() == 0 && (!worktree.branch().isEmpty() || status.unmerged() == 0);
    }

    private void remove(JobId jobId, WorktreeInfo worktree, JobRequest requester) {
        try {
            remove(
                    new ClientMessage.RemoveWorktree(
                            new RequestId(jobId.value()),
                            jobId,
                            worktree.repository(),
                            worktree.place(),
                            worktree.head(),
                            false),
                    requester);
        } catch (RefusedException e) {
            LOG.info("The worktree {} stays: {}", worktree.place(), e.getMessage());
        }
    }

    private static Path existing(String path) throws RefusedException {
        return absolute(path)
                .filter(Files::isDirectory)
                .orElseThrow(() -> new RefusedException(
                        ErrorCode.NO_SUCH_DIRECTORY,
                        HostText.of(HostTextCode.DIRECTORY_MISSING, TextCutter.line(PlainText.line(path), 200))));
    }

    // --- for sessions

    @Override
    public void prepare(Path cwd, WorktreeRequest request, Consumer<Preparation> then) {
        look(
                () -> then.accept(prepare(cwd, request)),
                text -> then.accept(new Preparation.Refused(ErrorCode.BUSY, text)));
    }

    private Preparation prepare(Path cwd, WorktreeRequest request) {
        Optional<HostText> problem = git.problem();
        if (problem.isPresent()) {
            return refused(problem.get());
        }
        Optional<GitRepository> found = GitRepository.of(git, cwd);
        if (found.isEmpty()) {
            return refused(HostText.of(HostTextCode.WORKTREE_OUTSIDE, cwd));
        }
        GitRepository repository = found.get();
        String branch = request.branch();
        String shown = TextCutter.line(PlainText.line(branch), 100);
        if (branch.length() > WorktreeRequest.MAX_NAME || !repository.isBranchName(branch)) {
            return refused(HostText.of(HostTextCode.BRANCH_NAME_INVALID, shown));
        }
        if (request.existing()) {
            return prepareExisting(cwd, repository, branch, shown);
        }
        if (repository.commitOfBranch(branch).isPresent()) {
            return refused(HostText.of(HostTextCode.WORKTREE_BRANCH_EXISTS, shown));
        }
        Optional<PullRequestReference> pullRequest = PullRequestReference.of(request.base())
                .filter(reference -> repository.commit(request.base()).isEmpty());
        if (pullRequest.isPresent()) {
            return prepare(cwd, repository, branch, pullRequest.get());
        }
        String base = request.base().isEmpty() ? "HEAD" : request.base();
        Optional<String> commit = base.length() > WorktreeRequest.MAX_NAME ? Optional.empty() : repository.commit(base);
        if (commit.isEmpty()) {
            return refused(
                    base.equals("HEAD")
                            ? HostText.of(HostTextCode.NO_COMMIT_YET)
                            : HostText.of(HostTextCode.BASE_UNKNOWN, TextCutter.line(PlainText.line(base), 100)));
        }
        String from = repository.fullName(request.base().isEmpty() ? repository.branch() : request.base());
        return ready(cwd, repository, branch, commit.get(), from, null);
    }

    /** Checks out a branch that is checked out nowhere else. */
    private Preparation prepareExisting(Path cwd, GitRepository repository, String branch, String shown) {
        Optional<String> commit = repository.commitOfBranch(branch);
        if (commit.isEmpty()) {
            return new Preparation.Refused(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.WORKTREE_NO_BRANCH, shown));
        }
        Optional<GitRepository.Tree> other = repository.trees().orElse(List.of()).stream()
                .filter(tree -> tree.branch().equals(branch))
                .findFirst();
        return other.isPresent()
                ? new Preparation.Refused(
                        ErrorCode.BAD_REQUEST,
                        HostText.of(
                                HostTextCode.WORKTREE_BRANCH_ELSEWHERE,
                                shown,
                                other.get().place()))
                : ready(cwd, repository, branch, commit.get(), "", null);
    }

    /** Finds the remote that has a pull request. Nothing is fetched before the session is created. */
    private Preparation prepare(Path cwd, GitRepository repository, String branch, PullRequestReference pullRequest) {
        RemoteFinder remotes = RemoteFinder.of(git, repository.main());
        PullRequestReference.Repository wanted = pullRequest.repository();
        Optional<RemoteFinder.Remote> remote = wanted == null ? remotes.main() : remotes.to(wanted);
        if (remote.isEmpty()) {
            return new Preparation.Refused(
                    ErrorCode.BAD_REQUEST,
                    wanted == null
                            ? HostText.of(HostTextCode.PULL_REQUEST_NO_REMOTE, pullRequest.label())
                            : HostText.of(HostTextCode.PULL_REQUEST_ELSEWHERE, wanted));
        }
        PullRequestSource source =
                new PullRequestSource(remote.get().name(), pullRequest.number(), pullRequest.merge());
        return ready(cwd, repository, branch, "", "", source);
    }

    private Preparation ready(
            Path cwd,
            GitRepository repository,
            String branch,
            String commit,
            String from,
            @Nullable PullRequestSource source) {
        return freePlace(folder(repository.main()), branch)
                .<Preparation>map(place -> new Preparation.Ready(
                        new WorktreeSpec(repository.main().toString(), place.toString(), branch, commit, from, source),
                        place.resolve(inside(repository.top(), cwd))))
                .orElseGet(() -> refused(HostText.of(HostTextCode.BRANCH_DIRECTORIES_FULL)));
    }

    /** The part of a path below the top of its working directory. Both are compared as they really are on the disk. */
    private static Path inside(Path top, Path cwd) {
        try {
            Path real = cwd.toRealPath();
            Path realTop = top.toRealPath();
            return real.startsWith(realTop) ? realTop.relativize(real) : Path.of("");
        } catch (IOException e) {
            return Path.of("");
        }
    }

    private static Optional<Path> freePlace(Path folder, String branch) {
        String name = BranchName.folder(branch);
        for (int n = 1; n <= MAX_NUMBER; n++) {
            Path place = folder.resolve(n == 1 ? name : name + "-" + n);
            if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private static Preparation refused(HostText text) {
        return new Preparation.Refused(ErrorCode.BAD_REQUEST, text);
    }

    /** The reason why a session whose worktree was to be created cannot start; empty if the job succeeded. */
    public static HostText fault(Job job) {
        if (job.state() == JobState.DONE) {
            return HostText.NONE;
        }
        HostText reason = job.status().sentence();
        return reason.isEmpty()
                ? job.state() == JobState.STOPPED
                        ? HostText.of(HostTextCode.WORKTREE_NOT_MADE_CANCELLED)
                        : HostText.of(HostTextCode.WORKTREE_NOT_MADE)
                : HostText.of(HostTextCode.WORKTREE_NOT_MADE_WHY, reason);
    }

    private static JobId jobOf(SessionId sessionId) {
        return new JobId(TextCutter.head("worktree-" + sessionId, 64));
    }

    @Override
    public boolean provide(SessionId sessionId, WorktreeSpec spec, Cause cause) throws RefusedException {
        Optional<Job> known = jobs.find(jobOf(sessionId));
        if (known.isPresent()) {
            if (known.get().state().isOver() && known.get().state() != JobState.DONE) {
                jobs.retry(known.get().jobId());
            }
            return known.get().state() == JobState.DONE;
        }
        if (Files.isDirectory(Path.of(spec.place()))) {
            // Created so long ago that the job is forgotten.
            return true;
        }
        jobs.submit(new JobOrder(
                jobOf(sessionId),
                JobKind.WORKTREE_ADD,
                List.of(spec.branch(), spec.place()),
                parameters(spec),
                new JobRequest(cause.deviceId(), cause.deviceName(), Scope.STEER, sessionId, clock.instant())));
        return false;
    }

    private static Map<String, String> parameters(WorktreeSpec spec) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                WorktreeAddRunner.REPOSITORY, spec.repository(),
                WorktreeAddRunner.PLACE, spec.place(),
                WorktreeAddRunner.BRANCH, spec.branch(),
                WorktreeAddRunner.BASE, spec.base()));
        parameters.put(WorktreeAddRunner.FROM, spec.from());
        PullRequestSource source = spec.pullRequest();
        if (source != null) {
            parameters.put(PullRequestReader.REMOTE, source.remote());
            parameters.put(PullRequestReader.NUMBER, String.valueOf(source.number()));
            parameters.put(PullRequestReader.MERGE, source.merge() ? "1" : "");
        }
        return parameters;
    }

    /** The copies of working trees for agents that only read. */
    public TreeCheckout copies() {
        return copies;
    }

    @Override
    public boolean isCopy(Path directory) {
        return copies.contains(directory);
    }

    @Override
    public Optional<Path> originalOf(Path directory) {
        return copies.originalOf(directory);
    }

    @Override
    public void close() {
        readers.shutdownNow();
        listers.shutdownNow();
    }
}
