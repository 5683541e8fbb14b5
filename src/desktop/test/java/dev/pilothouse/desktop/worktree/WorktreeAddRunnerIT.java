package dev.pilothouse.desktop.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.git.RepositoryReader;
import dev.pilothouse.desktop.job.JobQuestion;
import dev.pilothouse.desktop.job.JobResult;
import dev.pilothouse.desktop.job.JobRun;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.trust.TestPreparer;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupted and failing checkouts of real git. */
class WorktreeAddRunnerIT {
    @TempDir
    Path work;

    private final GitRunner git = new GitRunner(ProcessRegistry.none(), "test", System::getenv);
    private WorktreeAddRunner runner;
    private TestRepository repository;
    private Path place;

    @BeforeEach
    void create() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
        place = repository.worktrees().resolve("fix");
        runner = new WorktreeAddRunner(git, TestPreparer.at(work, git));
    }

    @AfterEach
    void close() {
        git.close();
    }

    private Run run(String step) throws Exception {
        return new Run(
                Map.of(
                        WorktreeAddRunner.REPOSITORY, repository.root().toString(),
                        WorktreeAddRunner.PLACE, place.toString(),
                        WorktreeAddRunner.BRANCH, "fix",
                        WorktreeAddRunner.BASE, repository.git("rev-parse", "HEAD")),
                step);
    }

    /** A run for pull request 7 of a remote on the disk. */
    private Run pullRequest(String step) throws Exception {
        Path forge = work.resolve("forge.git");
        if (!Files.exists(forge)) {
            repository.git("clone", "--quiet", "--bare", repository.root().toString(), forge.toString());
            repository.commit("later.txt", "later\n");
            repository.git("push", "--quiet", forge.toString(), "HEAD:refs/pull/7/head");
            repository.git("reset", "--quiet", "--hard", "HEAD~1");
            repository.git("remote", "add", "origin", forge.toString());
        }
        return new Run(
                Map.of(
                        WorktreeAddRunner.REPOSITORY, repository.root().toString(),
                        WorktreeAddRunner.PLACE, place.toString(),
                        WorktreeAddRunner.BRANCH, "fix",
                        WorktreeAddRunner.BASE, "",
                        PullRequestReader.REMOTE, "origin",
                        PullRequestReader.NUMBER, "7",
                        PullRequestReader.MERGE, ""),
                step);
    }

    @Test
    void aKillWhileAPullRequestIsFetchedIsFinishedByTheNextStart() throws Exception {
        assertThat(runner.recover(pullRequest(PullRequestReader.FETCHING)).state())
                .isEqualTo(JobState.DONE);

        assertThat(place.resolve("later.txt")).exists();
        assertThat(repository
                        .git("config", RepositoryReader.pullRequestHeadKey("fix"))
                        .strip())
                .isEqualTo(repository.git("rev-parse", "fix").strip());
        assertThat(repository.git("config", "branch.fix." + RemoteFinder.PULL_REQUEST_KEY))
                .isEqualTo("#7");
        assertThat(repository.git("for-each-ref", "refs/pilothouse")).isEmpty();
    }

    @Test
    void aPullRequestThatMovesAfterAKillStillStartsAtTheCommitThatWasFetched() throws Exception {
        Run run = pullRequest(WorktreeAddRunner.ADDING);
        repository.git("fetch", "--quiet", "origin", "refs/pull/7/head:refs/pilothouse/fetched/j1");
        String fetched = repository.git("rev-parse", "refs/pilothouse/fetched/j1");
        repository.git("branch", "fix", fetched);
        TestRepository.git(work.resolve("forge.git"), "update-ref", "refs/pull/7/head", "main");

        assertThat(runner.recover(run).state()).isEqualTo(JobState.DONE);
        assertThat(TestRepository.git(place, "rev-parse", "HEAD")).isEqualTo(fetched);
    }

    /** A run of a job without a journal. */
    static final class Run implements JobRun {
        private final Map<String, String> parameters;
        private final List<String> lines = new ArrayList<>();
        private String step;
        private Callable<Void> onBegin = () -> null;

        Run(Map<String, String> parameters, String step) {
            this.parameters = parameters;
            this.step = step;
        }

        @Override
        public JobId jobId() {
            return new JobId("j1");
        }

        @Override
        public JobRequest request() {
            return new JobRequest(new DeviceId("d1"), "Test", Scope.STEER, new SessionId("s1"), Instant.EPOCH);
        }

        @Override
        public String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        @Override
        public String step() {
            return step;
        }

        @Override
        public void begin(String next) throws IOException {
            step = next;
            try {
                onBegin.call();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }

        @Override
        public synchronized void print(HostText line) {
            lines.add(line.text());
        }

        @Override
        public void record(String name, String value) {}

        @Override
        public void recordText(String name, String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public JobResult ask(JobQuestion question) {
            throw new UnsupportedOperationException("nobody is asked");
        }

        @Override
        public Optional<QuestionAnswer> answer(String key) {
            return Optional.empty();
        }

        @Override
        public boolean isAllowed() {
            return true;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }

    /** Leaves the worktree as git does when it is killed during the checkout. */
    private void interruptCheckout() throws Exception {
        repository.git("worktree", "add", "--quiet", "--no-checkout", "-b", "fix", place.toString());
        Files.writeString(repository.root().resolve(".git/worktrees/fix/locked"), "initializing");
        Files.writeString(place.resolve("half.txt"), "half");
    }

    @Test
    void anInterruptedCheckoutIsRemovedAndDoneAgain() throws Exception {
        interruptCheckout();

        JobResult result = runner.recover(run(WorktreeAddRunner.ADDING));

        assertThat(result.state()).isEqualTo(JobState.DONE);
        assertThat(place.resolve("readme.txt")).exists();
        assertThat(place.resolve("half.txt")).doesNotExist();
        assertThat(repository.git("worktree", "list", "--porcelain")).contains("locked pilothouse s1");
    }

    @Test
    void aBranchWithoutItsWorktreeIsUsed() throws Exception {
        repository.git("branch", "fix");

        assertThat(runner.recover(run(WorktreeAddRunner.ADDING)).state()).isEqualTo(JobState.DONE);
        assertThat(TestRepository.git(place, "branch", "--show-current")).isEqualTo("fix");
    }

    @Test
    void aCompleteWorktreeIsOnlyLocked() throws Exception {
        repository.git("worktree", "add", "--quiet", "-b", "fix", place.toString());
        Files.writeString(place.resolve("mine.txt"), "mine");

        assertThat(runner.recover(run(WorktreeAddRunner.ADDING)).state()).isEqualTo(JobState.DONE);
        assertThat(place.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void aWorktreeThatAppearsAtThePlaceMeanwhileIsNotRemoved() throws Exception {
        Run run = run("");
        run.onBegin = () -> {
            repository.git("worktree", "add", "--quiet", "-b", "other", place.toString());
            Files.writeString(place.resolve("mine.txt"), "mine");
            return null;
        };

        assertThat(runner.run(run).state()).isEqualTo(JobState.FAILED);
        assertThat(place.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void filesThatTheHostHasNotPutThereAreLeftAlone() throws Exception {
        Files.createDirectories(place);
        Files.writeString(place.resolve("mine.txt"), "mine");

        assertThat(runner.run(run("")).state()).isEqualTo(JobState.FAILED);
        JobResult recovered = runner.recover(run(WorktreeAddRunner.ADDING));

        assertThat(recovered.state()).isEqualTo(JobState.FAILED);
        assertThat(recovered.text()).contains(place.toString());
        assertThat(place.resolve("mine.txt")).hasContent("mine");
    }

    @Test
    void aHookThatFailsAfterTheCheckoutIsReportedAndTheWorktreeIsUsed() throws Exception {
        repository.hook("post-checkout", "echo no such tool >&2; exit 3");
        Run run = run("");

        assertThat(runner.run(run).state()).isEqualTo(JobState.DONE);
        assertThat(place.resolve("readme.txt")).exists();
        assertThat(run.lines).anyMatch(line -> line.contains("post-checkout"));
    }
}
