package dev.pilothouse.desktop.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.git.GitRunner;
import dev.pilothouse.desktop.job.JobRegistry;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.question.Questions;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.PullRequestStatus;
import dev.pilothouse.model.PullRequestTrouble;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.NamedThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pull requests of a real repository, through the stand-in for {@code gh} and a forge in this process. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class PullRequestServiceIT {
    private static final SessionId SESSION = new SessionId("s1");

    @TempDir
    Path work;

    private final ScheduledExecutorService timer = NamedThreads.timer(NamedThreads.numbered("test-timer"));
    private final GitRunner git = new GitRunner(ProcessRegistry.none(), "test", System::getenv);
    private final LinkedBlockingQueue<Job> ended = new LinkedBlockingQueue<>();
    private TestForge server;
    private TestRepository repository;
    private JobRegistry jobs;
    private PullRequestService service;

    private static final class NoQuestions implements Questions {
        @Override
        public void register(String kind, QuestionHandler handler) {}

        @Override
        public void ask(QuestionRequest request) {}

        @Override
        public void withdraw(String asker) {}
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestForge();
        repository = TestRepository.at(work.resolve("shop"));
        Path bare = work.resolve("shop.git");
        repository.git("clone", "--quiet", "--bare", repository.root().toString(), bare.toString());
        repository.git("remote", "add", "origin", "https://" + TestForge.GITHUB + "/pilot/shop.git");
        repository.git("config", "url." + bare + ".insteadOf", "https://" + TestForge.GITHUB + "/pilot/shop.git");
        repository.git("fetch", "--quiet", "origin");
        repository.git("remote", "set-head", "origin", "main");
        repository.git("switch", "--quiet", "--create", "fix/login-race");
        repository.commit("login.txt", "fixed\n");
        ForgeStandIn.install(work.resolve("programs"));
        open(work.resolve("programs"));
    }

    private void open(Path programs) throws Exception {
        Map<String, String> environment = server.environment(work.resolve("home"), programs);
        jobs = JobRegistry.open(work.resolve("jobs.jsonl"), Clock.systemUTC(), timer, new NoQuestions());
        service = new PullRequestService(
                git,
                jobs,
                new PullRequestService.Programs(ProcessRegistry.none(), "test", work, () -> environment),
                Clock.systemUTC(),
                session -> Optional.of(repository.root()));
        jobs.listen(new JobRegistry.Listener() {
            @Override
            public void onState(Job job) {
                if (job.state().isOver()) {
                    ended.add(job);
                }
            }
        });
        jobs.start();
    }

    @AfterEach
    void stop() {
        jobs.close();
        service.close();
        git.close();
        server.close();
        timer.shutdownNow();
    }

    private void push() throws Exception {
        repository.git("push", "--quiet", "origin", "fix/login-race");
    }

    private PullRequestStatus status() throws Exception {
        CompletableFuture<HostMessage> answer = new CompletableFuture<>();
        service.read(new ClientMessage.ReadPullRequest(new RequestId("r1"), SESSION), answer::complete);
        return ((HostMessage.PullRequest) answer.get(60, TimeUnit.SECONDS)).status();
    }

    private Job create(String id, String title, String body) throws Exception {
        service.create(
                new ClientMessage.CreatePullRequest(
                        new RequestId("r2"), new JobId(id), SESSION, "fix/login-race", "main", title, body, false),
                new JobRequest(new DeviceId("d1"), "Test", Scope.STEER, SESSION, Instant.EPOCH));
        Job job = ended.poll(60, TimeUnit.SECONDS);
        assertThat(job).isNotNull();
        return job;
    }

    @Test
    void aPullRequestIsProposedFromTheOnlyCommitOfTheBranch() throws Exception {
        PullRequestStatus status = status();

        assertThat(status.place().repository()).isEqualTo(TestForge.GITHUB + "/pilot/shop");
        assertThat(status.place().branch()).isEqualTo("fix/login-race");
        assertThat(status.place().pushed()).isFalse();
        assertThat(status.proposal().base()).isEqualTo("main");
        assertThat(status.proposal().title()).isEqualTo("Change login.txt");
        assertThat(status.proposal().comparePage())
                .isEqualTo("https://" + TestForge.GITHUB + "/pilot/shop/compare/main...fix/login-race?expand=1");
        assertThat(status.pullRequest()).isNull();
        assertThat(status.problem().trouble()).isEqualTo(PullRequestTrouble.NONE);
    }

    @Test
    void theTemplateOfTheRepositoryIsTheProposedText() throws Exception {
        Files.createDirectories(repository.root().resolve(".github"));
        Files.writeString(repository.root().resolve(".github/PULL_REQUEST_TEMPLATE.md"), "## Why\n\n## How\n");
        repository.commit("two.txt", "two\n");

        assertThat(status().proposal().body()).isEqualTo("## Why\n\n## How\n");
        assertThat(status().proposal().title()).isEqualTo("Fix/login race");
    }

    @Test
    void severalCommitsAreListedIfThereIsNoTemplate() throws Exception {
        repository.commit("two.txt", "two\n");

        assertThat(status().proposal().body()).isEqualTo("- Change login.txt\n- Change two.txt");
    }

    @Test
    void aBranchThatIsNotPushedGetsNoPullRequest() throws Exception {
        Job job = create("j1", "Fix", "");

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("not pushed");
        assertThat(server.pulls()).isEmpty();
    }

    @Test
    void aPullRequestIsCreatedWithItsTextAndItsAddressIsInTheOutcome() throws Exception {
        push();
        String body = "line\n".repeat(3_000);
        Job job = create("j1", "Fix the “login” race", body);

        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(job.kind()).isEqualTo(JobKind.PULL_REQUEST_CREATE);
        assertThat(job.status().evidence())
                .containsEntry("number", "1")
                .containsEntry("url", "https://" + TestForge.GITHUB + "/pilot/shop/pull/1");
        JsonObject pull = server.pulls().get(0);
        assertThat(pull.get("title").getAsString()).isEqualTo("Fix the “login” race");
        assertThat(pull.get("body").getAsString()).isEqualTo(body);
        assertThat(status().pullRequest())
                .extracting(PullRequestInfo::number, PullRequestInfo::state)
                .containsExactly(1, PullRequestState.OPEN);
    }

    @Test
    void aBranchNeverGetsASecondPullRequest() throws Exception {
        push();
        create("j1", "Fix", "");
        Job again = create("j2", "Fix again", "");

        assertThat(again.state()).isEqualTo(JobState.DONE);
        assertThat(again.status().text()).contains("already");
        assertThat(server.pulls()).hasSize(1);
    }

    @Test
    void aPullRequestThatSomebodyCreatesMeanwhileIsTheOutcome() throws Exception {
        push();
        server.addPull("fix/login-race", "c1");
        server.hidesLists(1);
        Job job = create("j1", "Fix", "");

        assertThat(job.state()).isEqualTo(JobState.DONE);
        assertThat(job.status().sentence().text()).contains("already");
        assertThat(server.pulls()).hasSize(1);
    }

    @Test
    void anAnswerThatIsLostIsSettledByAskingTheForge() throws Exception {
        push();
        server.losesAnswers(true);
        Job job = create("j1", "Fix", "");

        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(job.status().evidence()).containsEntry("number", "1");
        assertThat(server.pulls()).hasSize(1);
    }

    @Test
    void aKillAfterTheRequestIsSettledByTheNextStartWithoutASecondOne() throws Exception {
        push();
        // The journal of a host that was killed while it created the pull request.
        create("j1", "Fix", "");
        jobs.close();
        service.close();
        String journal = Files.readString(work.resolve("jobs.jsonl"));
        List<String> lines = journal.lines()
                .filter(line -> !line.contains("\"state\":\"done\""))
                .toList();
        assertThat(String.join("\n", lines)).contains(PullRequestCreateRunner.CREATING);
        Files.writeString(work.resolve("jobs.jsonl"), String.join("\n", lines) + "\n");
        open(work.resolve("programs"));

        Job settled = ended.poll(60, TimeUnit.SECONDS);
        assertThat(settled).isNotNull();
        assertThat(settled.state()).isEqualTo(JobState.DONE);
        assertThat(settled.status().evidence()).containsEntry("number", "1");
        assertThat(server.pulls()).hasSize(1);
    }

    @Test
    void aMissingProgramIsNamedAndTheBrowserRemains() throws Exception {
        jobs.close();
        service.close();
        open(work.resolve("no-programs"));
        PullRequestStatus status = status();

        assumeTrue(status.problem().trouble() == PullRequestTrouble.NO_PROGRAM, "gh is installed here");
        assertThat(status.problem().sentence().text()).contains("gh");
        assertThat(status.proposal().comparePage()).isNotEmpty();
    }

    @Test
    void checksAreCountedAndTheLinesOfAFailedOneAreText() throws Exception {
        push();
        server.addPull("fix/login-race", "c1");
        server.addCheck("c1", 11, "build", "success");
        server.addCheck("c1", 12, "test", "failure");

        PullRequestStatus status = status();
        CompletableFuture<HostMessage> answer = new CompletableFuture<>();
        service.failedChecks(new ClientMessage.ReadFailedChecks(new RequestId("r3"), SESSION), answer::complete);

        assertThat(status.failed()).containsExactly("test");
        assertThat(status.pullRequest().checks()).isEqualTo(new PullRequestInfo.Checks(0, 1, 1));
        assertThat(((HostMessage.FailedChecks) answer.get(60, TimeUnit.SECONDS)).text())
                .startsWith("test (https://")
                .contains("FAIL LoginTest\nexpected 200 but was 500");
    }
}
