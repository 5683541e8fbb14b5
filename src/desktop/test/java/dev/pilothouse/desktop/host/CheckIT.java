package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.CheckResult;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.WhenBusy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checks by a real host with real commands. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class CheckIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestRepository repository;
    private TestHost host;
    private TestClient client;
    private SessionId session;

    @BeforeEach
    void start() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
        host = TestHost.on(folder);
        client = host.local();
        session = client.session("demo", repository.root().toString());
    }

    @AfterEach
    void stop() {
        client.close();
        host.close();
    }

    private void run(String jobId, String... commands) {
        client.send(
                new ClientMessage.RunCheck(TestClient.newRequestId(), new JobId(jobId), session, List.of(commands), 0));
    }

    private Job await(String jobId, Predicate<Job> condition) {
        HostMessage.JobsChanged news = (HostMessage.JobsChanged) client.await(
                jobId,
                message -> message instanceof HostMessage.JobsChanged changed
                        && changed.changed().stream()
                                .anyMatch(job -> job.jobId().value().equals(jobId) && condition.test(job)));
        return news.changed().stream()
                .filter(job -> job.jobId().value().equals(jobId) && condition.test(job))
                .findFirst()
                .orElseThrow();
    }

    /** The job with all its output, once it is over. */
    private Job awaitEnd(String jobId) {
        await(jobId, job -> job.state().isOver());
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.ListJobs(requestId, new JobId(jobId)));
        return ((HostMessage.Jobs) client.await(
                        "the job",
                        message -> message instanceof HostMessage.Jobs jobs
                                && jobs.requestId().equals(requestId)))
                .jobs()
                .get(0);
    }

    @Test
    void typedCommandsRunInTheDirectoryOfTheSessionWithoutAQuestion() throws Exception {
        run("c1", "pwd", "echo \"$PILOTHOUSE_NONE\" > made.txt");

        Job job = awaitEnd("c1");

        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(job.output().texts()).contains(repository.root().toString());
        assertThat(repository.root().resolve("made.txt")).exists();
        CheckResult result = CheckResult.of(job);
        assertThat(result.passed()).isTrue();
        assertThat(result.exitCode()).isZero();
        assertThat(result.command()).isEmpty();
    }

    @Test
    void aCheckAfterTheTurnWaitsForItsEndAndIsNotedInTheSession() {
        client.send(new ClientMessage.RunCheck(
                TestClient.newRequestId(), new JobId("c1"), session, List.of("echo seen; exit 3"), 0, true));
        await("c1", job -> job.status().text().equals("Runs after the turn."));

        client.done(new Intent.Prompt(session, "/say hello", WhenBusy.QUEUE));

        Job job = await("c1", each -> each.state().isOver());
        assertThat(CheckResult.of(job).outcome()).isEqualTo(CheckResult.Outcome.FAILED);
        client.awaitState(session, "the note", state -> note(state).isPresent());
        Item.NoteItem note =
                note(client.awaitState(session, "the note", state -> true)).orElseThrow();
        assertThat(note.level()).isEqualTo(NoteLevel.WARNING);
        assertThat(note.text())
                .startsWith("The check did not pass: echo seen; exit 3. ")
                .contains("3");
    }

    @Test
    void aCheckAfterTheTurnRunsAtOnceIfTheTurnHasAlreadyEnded() {
        client.done(new Intent.Prompt(session, "/say hello", WhenBusy.QUEUE));
        client.awaitState(session, "the end of the turn", state -> state.lastTurn() != null);

        client.send(new ClientMessage.RunCheck(
                TestClient.newRequestId(), new JobId("c1"), session, List.of("true"), 0, true));

        assertThat(await("c1", job -> job.state().isOver()).state()).isEqualTo(JobState.DONE);
        client.awaitState(session, "the note", state -> note(state).isPresent());
    }

    @Test
    void aCheckAfterTheTurnThatIsOrderedAgainAfterItIsTheSameCheck() {
        RequestId first = TestClient.newRequestId();
        client.send(new ClientMessage.RunCheck(first, new JobId("c1"), session, List.of("true"), 0, true));
        client.ack(first);
        client.done(new Intent.Prompt(session, "/say hello", WhenBusy.QUEUE));
        await("c1", job -> job.state().isOver());

        RequestId again = TestClient.newRequestId();
        client.send(new ClientMessage.RunCheck(again, new JobId("c1"), session, List.of("true"), 0, true));
        client.ack(again);
        RequestId other = TestClient.newRequestId();
        client.send(new ClientMessage.RunCheck(other, new JobId("c1"), session, List.of("false"), 0, true));
        assertThat(client.refused(other).code()).isEqualTo(ErrorCode.CONFLICT);
    }

    private static Optional<Item.NoteItem> note(SessionState state) {
        return state.transcript().items().stream()
                .filter(item ->
                        item instanceof Item.NoteItem note && note.code().equals("check"))
                .map(Item.NoteItem.class::cast)
                .findFirst();
    }

    @Test
    void aCheckThatWaitsForATurnOfADeletedSessionEnds() {
        client.send(new ClientMessage.RunCheck(
                TestClient.newRequestId(), new JobId("c1"), session, List.of("true"), 0, true));
        await("c1", job -> job.status().text().equals("Runs after the turn."));
        client.done(new Intent.DeleteSession(session));

        Job job = await("c1", each -> each.state().isOver());
        assertThat(CheckResult.of(job).outcome()).isEqualTo(CheckResult.Outcome.NOT_RUN);
    }

    @Test
    void aFailedCommandEndsTheCheckWithItsExitCodeAndLastLines() {
        run("c1", "echo first", "echo broken; exit 3", "echo never");

        CheckResult result = CheckResult.of(awaitEnd("c1"));

        assertThat(result.outcome()).isEqualTo(CheckResult.Outcome.FAILED);
        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.command()).isEqualTo("echo broken; exit 3");
        assertThat(result.lines()).containsExactly("$ echo first", "first", "$ echo broken; exit 3", "broken");
    }

    @Test
    void theCheckOfTheRepositoryRunsAfterAPersonHasAllowedItAndChangedContentAsksAgain() throws Exception {
        repository.commit(".pilothouse.json", "{\"check\":[\"test -f ready\"]}");
        run("c1");
        Pending asked = asked("test -f ready");
        try (TestClient answering = host.device("Watch", Scope.ANSWER)) {
            assertThat(answering.refused(answering.submit(allow(asked))).code()).isEqualTo(ErrorCode.FORBIDDEN);
        }

        client.done(allow(asked));

        assertThat(CheckResult.of(awaitEnd("c1")).outcome()).isEqualTo(CheckResult.Outcome.FAILED);
        Files.writeString(repository.root().resolve("ready"), "");
        run("c2");
        assertThat(CheckResult.of(awaitEnd("c2")).passed()).isTrue();

        // As an agent could do to pass its own check.
        Files.writeString(repository.root().resolve(".pilothouse.json"), "{\"check\":[\"true\"]}");
        run("c3");
        client.done(new Intent.AnswerPending(session, asked("1  true").pendingId(), new Answer.Option("doNotAllow")));
        Job refused = awaitEnd("c3");
        assertThat(refused.status().text()).contains("not allowed");
        assertThat(CheckResult.of(refused).outcome()).isEqualTo(CheckResult.Outcome.NOT_RUN);
    }

    private Pending asked(String word) {
        client.subscribe(session);
        return client.awaitState(
                        session,
                        "a question with " + word,
                        state -> state.open().stream()
                                .anyMatch(open -> open.pending().detail().contains(word)))
                .open()
                .get(0)
                .pending();
    }

    private Intent allow(Pending pending) {
        return new Intent.AnswerPending(session, pending.pendingId(), new Answer.Option("allow"));
    }

    @Test
    void aRepositoryWithoutACheckSaysHowToNameOne() {
        run("c1");

        assertThat(awaitEnd("c1").status().text()).contains("names no check").contains(".pilothouse.json");
    }

    @Test
    void anEmptyCommandIsRefused() {
        RequestId requestId = TestClient.newRequestId();
        client.send(new ClientMessage.RunCheck(requestId, new JobId("c1"), session, List.of("true", " "), 0));

        assertThat(client.refused(requestId).code()).isEqualTo(ErrorCode.BAD_REQUEST);
    }

    @Test
    void cancellingACheckEndsItsProcessesAndTheThirdOneWaitsForIt() throws Exception {
        Path pid = work.resolve("pid");
        run("c1", "sleep 600 & echo $! > " + pid + ".new; mv " + pid + ".new " + pid + "; sleep 600");
        run("c2", "sleep 600");
        await("c2", job -> job.state() == JobState.RUNNING);
        run("c3", "true");
        await("c3", job -> job.status().text().contains("other checks"));
        while (!Files.exists(pid)) {
            Thread.onSpinWait();
        }

        client.send(new ClientMessage.CancelJob(TestClient.newRequestId(), new JobId("c1")));

        assertThat(awaitEnd("c1").state()).isEqualTo(JobState.STOPPED);
        // The system may still have the ended process in its table for a moment.
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(background ->
                        background.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        assertThat(awaitEnd("c3").state()).isEqualTo(JobState.DONE);
        client.send(new ClientMessage.CancelJob(TestClient.newRequestId(), new JobId("c2")));
        awaitEnd("c2");
    }

    @Test
    void aCheckThatTheEndOfTheHostCutsOffBeginsAgainOnce() throws Exception {
        Path ran = work.resolve("ran");
        run("c1", "echo x >> " + ran + "; test $(wc -l < " + ran + ") -gt 1 || sleep 600");
        while (!Files.exists(ran)) {
            Thread.onSpinWait();
        }

        client.close();
        host.restart();
        client = host.local();

        Job job = awaitEnd("c1");
        assertThat(job.state()).as(job.status().text()).isEqualTo(JobState.DONE);
        assertThat(Files.readAllLines(ran)).hasSize(2);
    }
}
