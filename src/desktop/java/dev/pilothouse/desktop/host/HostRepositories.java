package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.SessionRepositories;
import dev.pilothouse.desktop.forge.PullRequestWatch;
import dev.pilothouse.desktop.git.GitFolder;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.RepositoryWatch;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.desktop.remote.RemoteReader;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The git working trees of the host's sessions: summaries for those that a device looks at, and answers to requests.
 *
 * <p>Owns up to {@value #THREADS} threads {@code git-reader-n}; {@value #WAITING} tasks wait, then a request is refused
 * as busy and a summary is read later. Thread-safe. Ends with {@link #close()}.
 */
final class HostRepositories implements SessionRepositories, AutoCloseable {
    static final int THREADS = 4;
    static final int WAITING = 128;
    private static final int MAX_PAGE = 100_000;

    private static final Logger LOG = LoggerFactory.getLogger(HostRepositories.class);

    private final Function<SessionId, Optional<SessionFeed>> sessions;
    private final AgentLauncher agents;
    private final RepositoryReader reader;
    private final RemoteReader remotes;
    private final KeptFileService kept;
    private final ThreadPoolExecutor readers;
    private final RepositoryWatch watch;
    private final PullRequestWatch pullRequests;
    private final List<Path> ownFolders;
    private final ChangeSplitter pieces = new ChangeSplitter();

    /**
     * @param timer ticks once in a second
     * @param ownFolders folders of the program itself, whose files are not shown
     */
    HostRepositories(
            Function<SessionId, Optional<SessionFeed>> sessions,
            AgentLauncher agents,
            RepositoryReader reader,
            RemoteReader remotes,
            KeptFileService kept,
            PullRequestWatch pullRequests,
            ScheduledExecutorService timer,
            List<Path> ownFolders) {
        this.ownFolders = ownFolders;
        this.sessions = sessions;
        this.agents = agents;
        this.reader = reader;
        this.remotes = remotes;
        this.kept = kept;
        this.pullRequests = pullRequests;
        this.readers = NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("git-reader"));
        this.watch = new RepositoryWatch(reader, readers, System::nanoTime);
        timer.scheduleWithFixedDelay(ServerManager.guarded(this::tick), 1, 1, TimeUnit.SECONDS);
    }

    private void tick() {
        if (watch.isWatched()) {
            watch.tick();
            pullRequests.tick();
        }
    }

    /** A session has new updates, so its files may have changed. */
    void sessionChanged(SessionId sessionId) {
        watch.touched(sessionId);
    }

    @Override
    public void watch(Object client, List<SessionId> sessionIds, Runnable onChange) {
        Map<SessionId, Path> directories = new HashMap<>();
        sessionIds.stream()
                .limit(HostGateway.MAX_WATCHED)
                .forEach(sessionId -> directory(sessionId).ifPresent(path -> directories.put(sessionId, path)));
        pullRequests.watch(client, directories, onChange);
        watch.watch(client, directories, onChange);
    }

    @Override
    public @Nullable Optional<RepositorySummary> summary(SessionId sessionId) {
        Optional<Path> directory = directory(sessionId);
        Optional<RepositorySummary> summary = directory.isEmpty() ? Optional.empty() : watch.summary(sessionId);
        return summary == null || directory.isEmpty()
                ? summary
                : summary.map(known -> pullRequests.added(directory.get(), known));
    }

    @Override
    public void changes(ClientMessage.ListChanges question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        answer(
                question,
                question.sessionId(),
                answer,
                tree -> new HostMessage.Changes(
                        question.requestId(),
                        (question.against() == ComparisonTarget.BASE || question.against() == ComparisonTarget.HEAD
                                        ? reader.changes(tree, question.against(), cancelled)
                                        : reader.since(
                                                tree,
                                                against(
                                                        tree,
                                                        question.sessionId(),
                                                        question.against(),
                                                        question.other(),
                                                        cancelled),
                                                cancelled))
                                .list()));
    }

    @Override
    public void diff(ClientMessage.ReadDiff question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        answer(question, question.sessionId(), answer, tree -> {
            if (isRefused(tree, question.path(), question.oldPath())
                    || question.page() < 0
                    || question.page() > MAX_PAGE) {
                return new HostMessage.Failure(
                        question.requestId(), ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.NO_FILE_OF_REPOSITORY));
            }
            Optional<FileDiff> sinceSeen =
                    reader.diffSince(tree, question.seen(), question.path(), question.page(), cancelled);
            if (sinceSeen.isPresent()) {
                return new HostMessage.DiffPart(question.requestId(), sinceSeen.get());
            }
            Reference against = against(tree, question.sessionId(), question.against(), question.other(), cancelled);
            return new HostMessage.DiffPart(
                    question.requestId(),
                    reader.diff(tree, against, question.path(), question.oldPath(), question.page(), cancelled));
        });
    }

    @Override
    public void change(ClientMessage.ReadChange question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        answer(question, question.sessionId(), answer, tree -> {
            boolean whole =
                    question.part() == ChangePart.PATCH && question.path().isEmpty();
            if (!whole && isRefused(tree, question.path(), question.oldPath()) || question.offset() < 0) {
                return new HostMessage.Failure(
                        question.requestId(), ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.NO_FILE_OF_REPOSITORY));
            }
            return new HostMessage.Change(
                    question.requestId(), pieces.piece(question, () -> content(tree, question, cancelled)));
        });
    }

    private RepositoryReader.Content content(
            WorkingTree tree, ClientMessage.ReadChange question, BooleanSupplier cancelled) throws UnreadableException {
        Reference against = against(tree, question.sessionId(), question.against(), null, cancelled);
        if (question.part() != ChangePart.PATCH) {
            RepositoryReader.Content content = reader.content(
                    tree,
                    against,
                    question.path(),
                    question.oldPath(),
                    question.part() == ChangePart.BEFORE,
                    cancelled);
            if (content.bytes().length > 0 && !FilePartReader.isPicture(content.bytes())) {
                throw new UnreadableException(HostText.of(HostTextCode.ONLY_PICTURES_AS_BYTES));
            }
            return content;
        }
        return reader.patch(tree, against, question.path(), path -> isOwn(tree, path), cancelled);
    }

    private Reference against(
            WorkingTree tree,
            SessionId sessionId,
            ComparisonTarget target,
            @Nullable SessionId other,
            BooleanSupplier cancelled)
            throws UnreadableException {
        return switch (target) {
            case BEFORE_TURN -> beforeTurn(tree, sessionId);
            case SESSION -> treeOf(tree, other, cancelled);
            case BASE, HEAD -> reader.resolve(tree, target, cancelled);
        };
    }

    /** The files of another session's working tree as they are now, which has the same repository. */
    private Reference treeOf(WorkingTree tree, @Nullable SessionId other, BooleanSupplier cancelled)
            throws UnreadableException {
        WorkingTree theirs = Optional.ofNullable(other)
                .flatMap(this::tree)
                .filter(found ->
                        GitFolder.of(found).common().equals(GitFolder.of(tree).common()))
                .orElseThrow(() -> new UnreadableException(HostText.of(HostTextCode.COMPARE_OTHER_REPOSITORY)));
        return new Reference("", kept.treeOf(theirs.root(), cancelled));
    }

    private boolean isRefused(WorkingTree tree, String path, String oldPath) {
        return !isPath(path) || isOwn(tree, path) || !oldPath.isEmpty() && (!isPath(oldPath) || isOwn(tree, oldPath));
    }

    @Override
    public void places(ClientMessage.PlaceComments question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        answer(
                question,
                question.sessionId(),
                answer,
                tree -> new HostMessage.CommentPlaces(
                        question.requestId(),
                        sessions.apply(question.sessionId())
                                .flatMap(feed -> feed.readState(cancelled))
                                .map(state -> new CommentPlaceReader(reader, tree, path -> isOwn(tree, path))
                                        .places(state.review(), cancelled))
                                .orElse(List.of())));
    }

    @Override
    public void remote(ClientMessage.ReadRemote question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        answer(
                question,
                question.sessionId(),
                answer,
                tree -> new HostMessage.Remote(
                        question.requestId(),
                        remotes.read(tree, kept.inTurn(tree.root()).orElse(""), cancelled)));
    }

    /** The working tree of a session. Reads the disk. */
    Optional<WorkingTree> tree(SessionId sessionId) {
        return directory(sessionId).flatMap(WorkingTree::containing);
    }

    private Reference beforeTurn(WorkingTree tree, SessionId sessionId) throws UnreadableException {
        return kept.beforeLastTurn(sessionId, tree.root())
                .map(commit -> new Reference("before the turn", commit))
                .orElseThrow(() -> new UnreadableException(HostText.of(HostTextCode.SNAPSHOT_BEFORE_TURN_MISSING)));
    }

    private static boolean isPath(String path) {
        return !path.isEmpty()
                && path.length() <= RepositoryReader.MAX_PATH
                && path.indexOf('\0') < 0
                && !path.startsWith("/")
                && !List.of(path.split("/")).contains("..");
    }

    private boolean isOwn(WorkingTree tree, String path) {
        Path file = tree.root().resolve(path).normalize();
        return ownFolders.stream().anyMatch(own -> file.startsWith(real(own)));
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException missing) {
            return folder.toAbsolutePath();
        }
    }

    private interface Reading {
        HostMessage read(WorkingTree tree) throws UnreadableException;
    }

    private void answer(
            ClientMessage.Request question, SessionId sessionId, Consumer<HostMessage> answer, Reading reading) {
        RequestId requestId = question.requestId();
        if (sessions.apply(sessionId).isEmpty()) {
            answer.accept(new HostMessage.Failure(
                    requestId, ErrorCode.NO_SUCH_SESSION, HostText.of(HostTextCode.NO_SUCH_SESSION_HERE)));
            return;
        }
        try {
            readers.execute(() -> answer.accept(read(requestId, sessionId, reading)));
        } catch (RejectedExecutionException busy) {
            answer.accept(new HostMessage.Failure(requestId, ErrorCode.BUSY, HostText.of(HostTextCode.GIT_BUSY)));
        }
    }

    private HostMessage read(RequestId requestId, SessionId sessionId, Reading reading) {
        try {
            Optional<WorkingTree> tree = tree(sessionId);
            if (tree.isEmpty()) {
                return new HostMessage.Failure(
                        requestId, ErrorCode.NO_REPOSITORY, HostText.of(HostTextCode.DIRECTORY_NO_REPOSITORY));
            }
            return reading.read(tree.get());
        } catch (UnreadableException unreadable) {
            return new HostMessage.Failure(requestId, ErrorCode.NO_REPOSITORY, unreadable.sentence());
        } catch (RuntimeException bug) {
            // The client must get a reply.
            LOG.error("A repository could not be read", bug);
            return new HostMessage.Failure(requestId, ErrorCode.INTERNAL, HostText.of(HostTextCode.REPOSITORY_DEFECT));
        }
    }

    /** Returns the session's directory; empty if its agent works on another machine. */
    Optional<Path> directory(SessionId sessionId) {
        return directory(sessions, agents, sessionId);
    }

    static Optional<Path> directory(
            Function<SessionId, Optional<SessionFeed>> sessions, AgentLauncher agents, SessionId sessionId) {
        return sessions.apply(sessionId)
                .map(SessionFeed::head)
                .filter(SessionFeed.Head::isKnown)
                .map(SessionFeed.Head::summary)
                .filter(summary -> agents.placeOf(summary.agentId()).isEmpty())
                .map(SessionSummary::cwd)
                .map(Path::of);
    }

    @Override
    public void close() {
        readers.shutdownNow();
    }
}
