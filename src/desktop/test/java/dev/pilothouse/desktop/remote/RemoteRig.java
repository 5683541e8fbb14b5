package dev.pilothouse.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.KeptStore;
import dev.pilothouse.desktop.git.WorkingTree;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.question.Questions;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.pulse.NamedThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A bare repository, two clones of it, and the jobs of a host over the first clone, with real git. */
final class RemoteRig implements AutoCloseable {
    static final SessionId SESSION = new SessionId("s1");

    private static final Map<String, String> ALONE =
            Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1");

    final Path folder;
    final Path bare;
    final Path mine;
    final Path theirs;
    /** The session whose agent is said to work in the directory. */
    volatile Optional<String> turn = Optional.empty();

    private final ScheduledExecutorService timer = NamedThreads.timer(NamedThreads.factory("test-timer"));
    private final BlockingQueue<Job> changes = new LinkedBlockingQueue<>();
    private final Map<String, String> environment = new HashMap<>(System.getenv());
    private GitRunner git;
    private JobRegistry jobs;
    private RemoteService service;

    RemoteRig(Path folder) throws Exception {
        this.folder = folder.toRealPath();
        bare = this.folder.resolve("shop.git");
        mine = this.folder.resolve("mine");
        theirs = this.folder.resolve("theirs");
        TestRepository first = TestRepository.at(this.folder.resolve("first"));
        TestRepository.git(
                this.folder, "clone", "--quiet", "--bare", first.root().toString(), bare.toString());
        for (Path clone : new Path[] {mine, theirs}) {
            TestRepository.git(this.folder, "clone", "--quiet", bare.toString(), clone.toString());
            TestRepository.git(clone, "config", "user.name", "Ada");
            TestRepository.git(clone, "config", "user.email", "ada@example.org");
        }
        Path home = Files.createDirectory(this.folder.resolve("home"));
        environment.put("HOME", home.toString());
        environment.keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("XDG_"));
        environment.putAll(ALONE);
        open();
    }

    void open() throws Exception {
        git = new GitRunner(ProcessRegistry.none(), "test", () -> environment);
        jobs = JobRegistry.open(journal(), Clock.systemUTC(), timer, new NoQuestions());
        jobs.listen(new JobRegistry.Listener() {
            @Override
            public void onState(Job job) {
                changes.add(job);
            }

            @Override
            public void onShown() {
                jobs.shown().forEach(changes::add);
            }
        });
        service = new RemoteService(
                git,
                jobs,
                new KeptStore(git, folder.resolve("kept"), Clock.systemUTC()),
                session -> WorkingTree.containing(mine),
                directory -> turn);
        jobs.start();
    }

    Path journal() {
        return folder.resolve("jobs.jsonl");
    }

    /** Ends the host as an orderly stop does: jobs that run stay in the journal. */
    void stop() {
        jobs.close();
        git.close();
    }

    GitRunner git() {
        return git;
    }

    JobRegistry jobs() {
        return jobs;
    }

    RemoteService service() {
        return service;
    }

    /** Commits a file in a clone. */
    String commit(Path clone, String file, String text) throws Exception {
        Files.writeString(clone.resolve(file), text);
        TestRepository.git(clone, "add", "--all");
        TestRepository.git(clone, "commit", "--quiet", "--message", "Change " + file);
        return TestRepository.git(clone, "rev-parse", "HEAD");
    }

    /** Commits a file in the other clone and pushes it. */
    String commitTheirs(String file, String text) throws Exception {
        TestRepository.git(theirs, "pull", "--quiet", "--rebase");
        String commit = commit(theirs, file, text);
        TestRepository.git(theirs, "push", "--quiet");
        return commit;
    }

    void hookOfRemote(String name, String script) throws Exception {
        hook(bare.resolve("hooks"), name, script);
    }

    void hook(String name, String script) throws Exception {
        hook(mine.resolve(".git/hooks"), name, script);
    }

    private static void hook(Path hooks, String name, String script) throws Exception {
        Path hook = Files.createDirectories(hooks).resolve(name);
        Files.writeString(hook, "#!/bin/sh\n" + script + "\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
    }

    RemoteState state() throws Exception {
        return new RemoteReader(git).read(WorkingTree.containing(mine).orElseThrow(), turn.orElse(""), () -> false);
    }

    Job fetch() throws Exception {
        JobId id = newId();
        service.fetch(new ClientMessage.FetchRemote(new RequestId("r"), id, SESSION), requester());
        return over(id);
    }

    Job pull(PullMode method) throws Exception {
        return over(startPull(method, false));
    }

    JobId startPull(PullMode method, boolean afterTurn) throws Exception {
        JobId id = newId();
        service.pull(new ClientMessage.PullRemote(new RequestId("r"), id, SESSION, method, afterTurn), requester());
        return id;
    }

    Job abort() throws Exception {
        JobId id = newId();
        service.abort(new ClientMessage.AbortPull(new RequestId("r"), id, SESSION), requester());
        return over(id);
    }

    Job push(PushOrder order) throws Exception {
        return over(startPush(order));
    }

    JobId startPush(PushOrder order) throws Exception {
        JobId id = newId();
        service.push(new ClientMessage.PushRemote(new RequestId("r"), id, SESSION, order), requester());
        return id;
    }

    private static JobId newId() {
        return new JobId(UUID.randomUUID().toString());
    }

    static JobRequest requester() {
        return new JobRequest(new DeviceId("d1"), "Desk", Scope.STEER, null, Instant.now());
    }

    Job over(JobId id) throws InterruptedException {
        return await(id, "the end", job -> job.state().isOver());
    }

    Job await(JobId id, String what, Predicate<Job> wanted) throws InterruptedException {
        while (true) {
            Optional<Job> now = jobs.find(id).filter(wanted);
            if (now.isPresent()) {
                return now.get();
            }
            assertThat(changes.poll(60, TimeUnit.SECONDS))
                    .as("%s of %s", what, jobs.find(id))
                    .isNotNull();
        }
    }

    String remoteCommit(String branch) throws Exception {
        return TestRepository.git(bare, "rev-parse", "refs/heads/" + branch);
    }

    @Override
    public void close() {
        stop();
        timer.shutdownNow();
    }

    /** These jobs ask nobody. */
    private static final class NoQuestions implements Questions {
        @Override
        public void register(String kind, QuestionHandler handler) {
            // There is nothing to answer.
        }

        @Override
        public void ask(QuestionRequest request) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void withdraw(String asker) {
            // There is nothing to withdraw.
        }
    }
}
