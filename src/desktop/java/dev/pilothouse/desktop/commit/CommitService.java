package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.bridge.CommitOperations;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.git.ContentReader;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.LineMerge;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingSessions;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobOrder;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.usage.UsageRecorder;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.LaneFactory;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits in the directories of sessions, and the staging and rejecting of changes there.
 *
 * <p>Owns up to {@value #THREADS} threads {@code commit-n}; {@value #WAITING} requests wait, more are refused as busy.
 * Thread-safe. Ends with {@link #close()}.
 */
public final class CommitService implements CommitOperations, AutoCloseable {
    static final int THREADS = 2;
    static final int WAITING = 32;

    /** For hooks, such as tests, and for signing. */
    private static final Duration TIME = Duration.ofMinutes(30);

    private static final int SUBJECT = 100;
    private static final Set<JobKind> PULLS = Set.of(JobKind.PULL, JobKind.PULL_ABORT);
    private static final Logger LOG = LoggerFactory.getLogger(CommitService.class);

    private final Function<SessionId, Optional<Path>> directories;
    private final WorkingSessions working;
    private final CommitReader reader;
    private final StageRunner stage;
    private final JobRegistry jobs;
    private final Function<SessionId, Optional<AgentId>> agentOf;
    private final SuggestRunner suggestions;
    private final ThreadPoolExecutor threads;

    /**
     * The agents of a host, for messages.
     *
     * @param agentOf the agent of a session; empty if there is no such session
     */
    public record MessageAgents(
            AgentLauncher launcher,
            UsageRecorder usage,
            LaneFactory lanes,
            Function<SessionId, Optional<AgentId>> agentOf,
            Clock clock) {}

    /**
     * The repositories of a host.
     *
     * @param directories the directory of a session; empty if there is no such session or its agent runs elsewhere
     * @param beforeTurn the commit with the files before the last turn of a session
     */
    public record Repositories(
            GitRunner git,
            RepositoryReader reader,
            KeptStore kept,
            Function<SessionId, Optional<Path>> directories,
            WorkingSessions working,
            BiFunction<SessionId, Path, Optional<String>> beforeTurn) {}

    /** @param folder private to the host; for files of running commands */
    public CommitService(Repositories repositories, MessageAgents agents, JobRegistry jobs, Path folder) {
        this.directories = repositories.directories();
        this.working = repositories.working();
        this.jobs = jobs;
        this.threads = NamedThreads.pool(THREADS, Duration.ofSeconds(30), WAITING, NamedThreads.numbered("commit"));
        GitRunner git = repositories.git();
        ContentReader contents = new ContentReader(git);
        LineMerge merge = new LineMerge(git, folder.resolve("merge"));
        this.reader = new CommitReader(git, repositories.reader(), working);
        this.stage = new StageRunner(git, repositories.reader(), contents, merge);
        jobs.register(JobKind.COMMIT, new CommitRunner(git, reader, folder.resolve("index"), TIME));
        this.agentOf = agents.agentOf();
        this.suggestions = new SuggestRunner(repositories.reader(), reader, agents, folder.resolve("message"));
        jobs.register(JobKind.COMMIT_SUGGEST, suggestions);
        jobs.register(
                JobKind.CHANGE_REJECT,
                new RejectRunner(new RejectRunner.Parts(
                        repositories.reader(),
                        repositories.kept(),
                        contents,
                        merge,
                        working,
                        repositories.beforeTurn())));
    }

    private interface Reading {
        HostMessage read(WorkingTree tree) throws UnreadableException, IOException;
    }

    @Override
    public void read(ClientMessage.ReadCommit question, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        RequestId requestId = question.requestId();
        answer(
                requestId,
                question.sessionId(),
                answer,
                tree -> new HostMessage.CommitInfo(requestId, reader.read(tree, cancelled)));
    }

    @Override
    public void stage(ClientMessage.StageFiles order, BooleanSupplier cancelled, Consumer<HostMessage> answer) {
        RequestId requestId = order.requestId();
        boolean valid = !order.files().isEmpty()
                && order.files().size() <= CommitState.MAX_FILES
                && (order.hunk() == null || order.files().size() == 1)
                && order.files().stream().allMatch(CommitService::isValid);
        if (!valid) {
            answer.accept(new HostMessage.Failure(
                    requestId, ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.FILE_NOT_OF_REPOSITORY)));
            return;
        }
        answer(requestId, order.sessionId(), answer, tree -> {
            Optional<HostText> refusal = order.hunk() == null
                    ? stage.files(tree, order.files(), order.staged(), cancelled)
                    : stage.hunk(tree, order.files().get(0), order.hunk(), order.staged(), cancelled);
            return refusal.<HostMessage>map(text -> new HostMessage.Failure(
                            requestId,
                            text.code().word().equals(HostTextCode.INDEX_LOCKED.word())
                                    ? ErrorCode.BUSY
                                    : ErrorCode.CONFLICT,
                            text))
                    .orElseGet(() -> state(requestId, tree, cancelled));
        });
    }

    private HostMessage state(RequestId requestId, WorkingTree tree, BooleanSupplier cancelled) {
        try {
            return new HostMessage.CommitInfo(requestId, reader.read(tree, cancelled));
        } catch (UnreadableException unreadable) {
            return new HostMessage.Failure(requestId, ErrorCode.NO_REPOSITORY, unreadable.sentence());
        }
    }

    private static boolean isValid(FileMark file) {
        return isPath(file.path()) && (file.oldPath().isEmpty() || isPath(file.oldPath()));
    }

    private static boolean isPath(String path) {
        return RepositoryReader.isShown(path)
                && !path.isEmpty()
                && !path.startsWith("/")
                && !List.of(path.split("/")).contains("..")
                && !List.of(path.split("/")).contains(".git");
    }

    private void answer(RequestId requestId, SessionId sessionId, Consumer<HostMessage> answer, Reading reading) {
        Optional<Path> directory = directories.apply(sessionId);
        if (directory.isEmpty()) {
            answer.accept(new HostMessage.Failure(
                    requestId, ErrorCode.NO_REPOSITORY, HostText.of(HostTextCode.NO_REPOSITORY_HERE)));
            return;
        }
        try {
            threads.execute(() -> answer.accept(answered(requestId, directory.get(), reading)));
        } catch (RejectedExecutionException busy) {
            answer.accept(new HostMessage.Failure(requestId, ErrorCode.BUSY, HostText.of(HostTextCode.HOST_BUSY)));
        }
    }

    private static HostMessage answered(RequestId requestId, Path directory, Reading reading) {
        try {
            Optional<WorkingTree> tree = WorkingTree.containing(directory);
            return tree.isPresent()
                    ? reading.read(tree.get())
                    : new HostMessage.Failure(
                            requestId, ErrorCode.NO_REPOSITORY, HostText.of(HostTextCode.NO_REPOSITORY_HERE));
        } catch (UnreadableException unreadable) {
            return new HostMessage.Failure(requestId, ErrorCode.NO_REPOSITORY, unreadable.sentence());
        } catch (IOException | RuntimeException bug) {
            LOG.error("A repository could not be read or staged", bug);
            return new HostMessage.Failure(requestId, ErrorCode.INTERNAL, HostText.of(HostTextCode.HOST_DEFECT));
        }
    }

    // --- jobs

    private static RefusedException refused(ErrorCode code, HostTextCode text, Object... values) {
        return new RefusedException(code, HostText.of(text, values));
    }

    /** The directory of a session in which nothing else changes files now. */
    private Path directory(JobId jobId, SessionId sessionId, boolean afterTurn) throws RefusedException {
        Path directory = directories
                .apply(sessionId)
                .orElseThrow(() -> refused(ErrorCode.NO_REPOSITORY, HostTextCode.NO_REPOSITORY_HERE));
        Optional<String> turn = afterTurn ? Optional.empty() : working.in(directory);
        if (turn.isPresent()) {
            throw refused(ErrorCode.BUSY, HostTextCode.AGENT_WORKS_HERE, turn.get());
        }
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        if (tree.isPresent()
                && jobs.find(jobId).isEmpty()
                && jobs.open(CommitRunner.DIRECTORY, PULLS).stream().anyMatch(tree.get()::isOf)) {
            throw refused(ErrorCode.BUSY, HostTextCode.REMOTE_BUSY);
        }
        return directory;
    }

    private static JobRequest of(SessionId sessionId, JobRequest requester) {
        return new JobRequest(
                requester.deviceId(), requester.deviceName(), requester.scope(), sessionId, requester.at());
    }

    @Override
    public void reject(ClientMessage.RejectChange order, JobRequest requester) throws RefusedException {
        if (order.against() == ComparisonTarget.SESSION) {
            // A difference to another session is no change of this one.
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.COMPARE_OTHER_REPOSITORY);
        }
        if (!isValid(order.file())) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.FILE_NOT_OF_REPOSITORY);
        }
        Path directory = directory(order.jobId(), order.sessionId(), order.afterTurn());
        jobs.submit(new JobOrder(
                order.jobId(),
                JobKind.CHANGE_REJECT,
                List.of(order.file().path()),
                RejectRunner.parameters(directory, order.against(), order.file(), order.hunk(), order.afterTurn()),
                of(order.sessionId(), requester)));
    }

    /** The parameters of a job that commits. Its arguments are the folder's name and the first line of the message. */
    public static Map<String, String> parameters(Path directory, CommitOrder order) {
        return CommitRunner.parameters(directory, order);
    }

    /** The first line of a message, for the list of jobs. */
    public static String subject(String message) {
        return TextCutter.line(
                PlainText.line(message.strip().lines().findFirst().orElse("")), SUBJECT);
    }

    @Override
    public void commit(ClientMessage.MakeCommit message, JobRequest requester) throws RefusedException {
        CommitOrder order = message.order();
        if (order.message().isBlank()) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.COMMIT_MESSAGE_MISSING);
        }
        if (order.message().length() > CommitOrder.MAX_MESSAGE) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.COMMIT_MESSAGE_LONG, CommitOrder.MAX_MESSAGE);
        }
        if (order.paths().size() > CommitOrder.MAX_PATHS
                || order.paths().stream().mapToInt(String::length).sum() > CommitOrder.MAX_PATH_CHARACTERS) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.COMMIT_PATHS_LONG);
        }
        boolean named = order.files() == CommitOrder.Files.NAMED;
        if (named == order.paths().isEmpty() || !order.paths().stream().allMatch(CommitService::isPath)) {
            throw refused(ErrorCode.BAD_REQUEST, HostTextCode.FILE_NOT_OF_REPOSITORY);
        }
        Path directory = directory(message.jobId(), message.sessionId(), order.afterTurn());
        jobs.submit(new JobOrder(
                message.jobId(),
                JobKind.COMMIT,
                List.of(String.valueOf(directory.getFileName()), subject(order.message())),
                CommitRunner.parameters(directory, order),
                of(message.sessionId(), requester)));
    }

    @Override
    public void suggest(ClientMessage.SuggestCommit order, JobRequest requester) throws RefusedException {
        SessionId sessionId = order.sessionId();
        Path directory = directories
                .apply(sessionId)
                .orElseThrow(() -> refused(ErrorCode.NO_REPOSITORY, HostTextCode.NO_REPOSITORY_HERE));
        AgentId agentId = agentOf.apply(sessionId)
                .orElseThrow(() -> refused(ErrorCode.NO_SUCH_SESSION, HostTextCode.NO_SUCH_SESSION_HERE));
        List<String> open = jobs.open(SuggestRunner.DIRECTORY, Set.of(JobKind.COMMIT_SUGGEST));
        if (jobs.find(order.jobId()).isEmpty()
                && (open.size() >= SuggestRunner.AT_A_TIME || open.contains(directory.toString()))) {
            throw refused(ErrorCode.BUSY, HostTextCode.SUGGEST_BUSY);
        }
        jobs.submit(new JobOrder(
                order.jobId(),
                JobKind.COMMIT_SUGGEST,
                List.of(String.valueOf(directory.getFileName()), suggestions.nameOf(agentId)),
                SuggestRunner.parameters(directory, agentId),
                of(sessionId, requester)));
    }

    /** Ends the agents that are asked for messages; the next start settles their jobs. */
    @Override
    public void close() {
        suggestions.close();
        threads.shutdownNow();
    }
}
