package dev.pilothouse.desktop.commit;

import dev.pilothouse.desktop.agent.AgentAdapter;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.AgentLauncher;
import dev.pilothouse.desktop.commit.SuggestTurn.Answered;
import dev.pilothouse.desktop.git.GitResult;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.git.RepositoryReader.Reference;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.job.JobRunner;
import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.desktop.usage.TurnUsage;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitFile.Staging;
import dev.pilothouse.model.CommitSuggestion;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.Usage;
import dev.pilothouse.pulse.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the agent of a session for the message of a commit, outside of that session: in a process of its own or a place
 * in the shared one, in an empty folder, with the change in the prompt and every permission refused. What it uses is in
 * the ledger, as a turn of the session.
 *
 * <p>Owns the agents while they answer, and their folders. Thread-safe. Ends with {@link #close()}.
 */
final class SuggestRunner implements JobRunner, AutoCloseable {
    static final int AT_A_TIME = 2;
    static final String DIRECTORY = "directory";
    private static final String AGENT = "agent";

    /** Followed by the milliseconds since 1970, which are the id of the turn in the ledger. */
    private static final String ASKED = "asked:";

    private static final String ENDED = "ended";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(8);
    private static final int LANE = 64;
    private static final long LOOK_MILLIS = 100;
    private static final int SUBJECTS = 8;
    /** More than a prompt takes. */
    private static final int MAX_READ = 4 * SuggestPrompt.MAX_PATCH;

    private static final Logger LOG = LoggerFactory.getLogger(SuggestRunner.class);

    private final RepositoryReader repositories;
    private final CommitReader commits;
    private final CommitService.MessageAgents agents;
    private final Path folder;
    private final Duration limit;

    // Guarded by this.
    private int running;
    private boolean closing;

    /** @param folder private to the host */
    SuggestRunner(
            RepositoryReader repositories, CommitReader commits, CommitService.MessageAgents agents, Path folder) {
        this(repositories, commits, agents, folder, LIMIT);
    }

    /** @param limit for the start of the agent and its answer */
    SuggestRunner(
            RepositoryReader repositories,
            CommitReader commits,
            CommitService.MessageAgents agents,
            Path folder,
            Duration limit) {
        this.repositories = repositories;
        this.commits = commits;
        this.agents = agents;
        this.folder = folder;
        this.limit = limit;
        // A killed host has left it.
        delete(folder);
    }

    static Map<String, String> parameters(Path directory, AgentId agentId) {
        return Map.of(DIRECTORY, directory.toString(), AGENT, agentId.value());
    }

    /** The agent's name for people; its id if it is unknown. */
    String nameOf(AgentId agentId) {
        return agents.launcher().agents().stream()
                .filter(info -> info.agentId().equals(agentId))
                .map(AgentInfo::name)
                .findFirst()
                .orElse(agentId.value());
    }

    @Override
    public JobResult run(JobRun run) throws IOException, InterruptedException {
        begins();
        try {
            JobResult result = suggest(run);
            // A person who runs it again asks the agent again.
            run.begin(ENDED);
            return result;
        } catch (UnreadableException unreadable) {
            return JobResult.failed(unreadable.sentence());
        } finally {
            ends();
        }
    }

    /** Nobody waits any more for the answer to a host that has ended. */
    @Override
    public JobResult recover(JobRun run) throws IOException, InterruptedException {
        if (run.step().startsWith(ASKED)) {
            Optional<WorkingTree> tree = WorkingTree.containing(Path.of(run.parameter(DIRECTORY)));
            count(run, project(run, tree), "", TokenCount.NONE, Usage.UNKNOWN);
            run.begin(ENDED);
            return JobResult.failed(HostText.of(HostTextCode.SUGGEST_INTERRUPTED));
        }
        return run.isAllowed()
                ? run(run)
                : JobResult.failed(
                        HostText.of(HostTextCode.JOB_NOT_ALLOWED, run.request().deviceName()));
    }

    private synchronized void begins() throws InterruptedException {
        throwIfClosing();
        running++;
    }

    private synchronized void ends() {
        running--;
        notifyAll();
    }

    private synchronized void throwIfClosing() throws InterruptedException {
        if (closing) {
            throw new InterruptedException("the host ends");
        }
    }

    private JobResult suggest(JobRun run) throws IOException, InterruptedException, UnreadableException {
        if (run.isCancelled()) {
            return JobResult.stopped(HostText.NONE);
        }
        AgentId agentId = new AgentId(run.parameter(AGENT));
        WorkingTree tree = WorkingTree.containing(Path.of(run.parameter(DIRECTORY)))
                .orElseThrow(() -> new UnreadableException(HostText.of(HostTextCode.NO_REPOSITORY_HERE)));
        String project = project(run, Optional.of(tree));
        if (agents.usage().isReached(session(run), () -> project)) {
            return JobResult.failed(HostText.of(HostTextCode.SUGGEST_BUDGET));
        }
        List<CommitFile> all = commits.read(tree, run::isCancelled).files();
        if (all.isEmpty()) {
            return JobResult.failed(HostText.of(HostTextCode.COMMIT_NOTHING));
        }
        List<CommitFile> staged =
                all.stream().filter(file -> file.staging() != Staging.NONE).toList();
        SuggestTurn turn = new SuggestTurn(
                SuggestPrompt.of(staged.isEmpty() ? all : staged, subjects(tree), patch(tree, !staged.isEmpty(), run)));
        PrivateFolders.create(folder);
        Path place = Files.createTempDirectory(folder, "agent");
        try {
            return ask(run, agentId, place, turn);
        } finally {
            if (turn.isSent()) {
                count(run, project, turn.model(), turn.tokens(), turn.usage());
            }
            delete(place);
        }
    }

    private static SessionId session(JobRun run) {
        SessionId sessionId = run.request().sessionId();
        return sessionId == null ? new SessionId(run.jobId().value()) : sessionId;
    }

    private static String project(JobRun run, Optional<WorkingTree> tree) {
        return tree.map(found -> found.mainCheckout().toString()).orElse(run.parameter(DIRECTORY));
    }

    private String subjects(WorkingTree tree) {
        GitResult result = commits.git().read(tree.request("log", "-" + SUBJECTS, "--no-merges", "--format=%s"));
        return result.succeeded() ? PlainText.note(result.text()) : "";
    }

    /** @return empty if it is too large */
    private String patch(WorkingTree tree, boolean staged, JobRun run) {
        try {
            Reference head = repositories.resolve(tree, ComparisonTarget.HEAD, run::isCancelled);
            byte[] bytes = staged
                    ? repositories.stagedPatch(tree, head, run::isCancelled)
                    : repositories
                            .patch(tree, head, "", path -> false, run::isCancelled)
                            .bytes();
            return PlainText.exact(new String(bytes, 0, Math.min(bytes.length, MAX_READ), StandardCharsets.UTF_8));
        } catch (UnreadableException tooLarge) {
            LOG.debug("A message is asked for without the patch: {}", tooLarge.toString());
            return "";
        }
    }

    private JobResult ask(JobRun run, AgentId agentId, Path place, SuggestTurn turn)
            throws IOException, InterruptedException {
        String name = nameOf(agentId);
        Lane lane = openLane();
        try {
            AgentInbox inbox = new AgentInbox(lane, turn);
            // The id of no session, so that the agent gets no tools that the host has for one.
            AgentLauncher.Launch launch = agents.launcher()
                    .launch(
                            new AgentLauncher.LaunchRequest(
                                    new SessionId("message-" + UUID.randomUUID()), agentId, place, null, null, null),
                            inbox);
            if (launch instanceof AgentLauncher.Launch.Refused refused) {
                return JobResult.failed(refused.sentence());
            }
            AgentAdapter adapter = ((AgentLauncher.Launch.Prepared) launch).adapter();
            try {
                run.begin(ASKED + agents.clock().millis());
                turn.begins(adapter);
                lane.execute(adapter::start);
                return await(run, name, turn);
            } catch (RejectedExecutionException ending) {
                throw new InterruptedException("the host ends");
            } finally {
                end(adapter, inbox);
            }
        } finally {
            lane.close();
        }
    }

    private Lane openLane() throws InterruptedException {
        try {
            return agents.lanes().open("commit-message", LANE);
        } catch (RejectedExecutionException ending) {
            throw new InterruptedException("the host ends");
        }
    }

    /** Ends the process, also if the host ends. */
    private static void end(AgentAdapter adapter, AgentInbox inbox) {
        boolean interrupted = Thread.interrupted();
        adapter.close();
        inbox.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private JobResult await(JobRun run, String name, SuggestTurn turn) throws InterruptedException {
        long began = System.nanoTime();
        while (System.nanoTime() - began <= limit.toNanos()) {
            throwIfClosing();
            if (run.isCancelled()) {
                return JobResult.stopped(HostText.NONE);
            }
            try {
                return result(run, name, turn.answered().get(LOOK_MILLIS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException notYet) {
                continue;
            } catch (ExecutionException bug) {
                throw new IllegalStateException(bug);
            }
        }
        return JobResult.failed(HostText.of(HostTextCode.SUGGEST_TIMED_OUT, name, limit.toSeconds()));
    }

    private static JobResult result(JobRun run, String name, Answered answered) {
        if (answered.failure().isPresent()) {
            return JobResult.failed(HostText.of(
                    HostTextCode.SUGGEST_ENDED, name, answered.failure().get()));
        }
        Optional<String> message = SuggestedMessage.of(answered.text());
        if (message.isEmpty()) {
            return JobResult.failed(HostText.of(HostTextCode.SUGGEST_UNUSABLE, name));
        }
        run.recordText(CommitSuggestion.MESSAGE, message.get());
        return JobResult.done(HostText.of(HostTextCode.SUGGEST_MADE, name));
    }

    /** Writes the line of the ledger. A repetition after a kill has the same id, and is not counted again. */
    private void count(JobRun run, String project, String model, TokenCount tokens, Usage usage) {
        long asked = Long.parseLong(run.step().substring(ASKED.length()));
        Optional<HostText> unused = agents.usage()
                .add(new TurnUsage(
                        session(run),
                        new TurnId(asked),
                        Instant.ofEpochMilli(asked),
                        new AgentId(run.parameter(AGENT)),
                        model,
                        project,
                        tokens,
                        usage.cost(),
                        usage.cost() < 0 ? "" : usage.currency(),
                        ""));
    }

    /** Deletes a folder as far as possible. Follows no links. */
    private static void delete(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path each, @Nullable IOException failure) throws IOException {
                    Files.delete(each);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException left) {
            LOG.debug("The next start deletes {}", path, left);
        }
    }

    /** Ends the agents. Waits for a limited time. */
    @Override
    public synchronized void close() {
        closing = true;
        long deadline = System.nanoTime() + CLOSE_LIMIT.toNanos();
        try {
            while (running > 0 && System.nanoTime() < deadline) {
                wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
