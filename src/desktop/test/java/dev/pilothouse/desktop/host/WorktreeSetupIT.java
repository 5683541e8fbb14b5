package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The setup and teardown of worktrees by a real host with real git and real commands. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class WorktreeSetupIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestRepository repository;
    private TestHost host;

    @BeforeEach
    void start() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
    }

    @AfterEach
    void stop() {
        if (host != null) {
            host.close();
        }
    }

    private TestClient local() {
        if (host == null) {
            host = TestHost.on(folder);
        }
        return host.local();
    }

    private void commands(String json) throws Exception {
        repository.commit(".pilothouse.json", json);
    }

    private Intent.CreateSession create(String branch, String prompt) {
        return create("demo", branch, prompt);
    }

    private Intent.CreateSession create(String agent, String branch, String prompt) {
        return new Intent.CreateSession(
                new AgentId(agent),
                repository.root().toString(),
                null,
                null,
                prompt,
                null,
                new WorktreeRequest(branch, ""));
    }

    private Path place(String branch) {
        return repository.worktrees().resolve(branch);
    }

    /** Waits for a question of the host, and returns it. */
    private static Pending asked(TestClient client, SessionId session, String word) {
        client.subscribe(session);
        return client
                .awaitState(session, "a question with " + word, state -> question(state, word) != null)
                .open()
                .stream()
                .map(open -> open.pending())
                .findFirst()
                .orElseThrow();
    }

    private static Pending question(SessionState state, String word) {
        return state.open().stream()
                .map(open -> open.pending())
                .filter(pending -> pending.host() != null && pending.title().contains(word))
                .findFirst()
                .orElse(null);
    }

    private static Intent answer(SessionId session, Pending pending, String optionId) {
        return new Intent.AnswerPending(session, pending.pendingId(), new Answer.Option(optionId));
    }

    private static void awaitTurn(TestClient client, SessionId session) {
        client.subscribe(session);
        client.awaitState(session, "a turn", state -> state.lastTurn() != null);
    }

    private static void awaitIdle(TestClient client, SessionId session) {
        client.subscribe(session);
        client.awaitState(
                session,
                "the agent",
                state -> state.activity() != null && state.activity().phase() == SessionPhase.IDLE);
    }

    @Test
    void setupIsAskedOnceWholeAndAllowedFromAPhoneBeforeTheFirstPrompt() throws Exception {
        commands("{\"setup\":[\"printf '%s %s' \\\"$PILOTHOUSE_BRANCH\\\" \\\"$PILOTHOUSE_PORT\\\" > done.txt\"]}");
        try (TestClient client = local();
                TestClient phone = host.device("Pocket", Scope.STEER);
                TestClient answering = host.device("Watch", Scope.ANSWER)) {
            SessionId session = client.done(create("fix", "/say done")).sessionId();
            Pending pending = asked(phone, session, "setup commands");
            assertThat(pending.detail()).contains("printf '%s %s'").contains("> done.txt");
            assertThat(pending.title()).contains(place("fix").toString()).contains(".pilothouse.json");
            assertThat(answering
                            .refused(answering.submit(answer(session, pending, "allow")))
                            .code())
                    .isEqualTo(ErrorCode.FORBIDDEN);
            assertThat(place("fix").resolve("done.txt")).doesNotExist();
            assertThat(phone.state(session).orElseThrow().lastTurn()).isNull();

            phone.done(answer(session, pending, "allow"));
            awaitTurn(client, session);

            assertThat(Files.readString(place("fix").resolve("done.txt")))
                    .matches("fix 2[1-9]\\d\\d0|fix 3[01]\\d\\d0");
            SessionId same = client.done(create("same", null)).sessionId();
            awaitIdle(client, same);
            assertThat(Files.readString(place("same").resolve("done.txt"))).startsWith("same ");
        }
    }

    @Test
    void changedContentIsAskedAboutAgain() throws Exception {
        commands("{\"setup\":[\"true\"]}");
        try (TestClient client = local()) {
            SessionId first = client.done(create("one", null)).sessionId();
            client.done(answer(first, asked(client, first, "setup"), "allow"));
            awaitIdle(client, first);
            commands("{\"setup\":[\"true\",\"touch new\"]}");

            SessionId second = client.done(create("two", null)).sessionId();

            assertThat(asked(client, second, "setup").detail()).contains("touch new");
            assertThat(place("two").resolve("new")).doesNotExist();
        }
    }

    @Test
    void whatChangesWhileTheQuestionIsOpenIsAskedAboutAgain() throws Exception {
        commands("{\"setup\":[\"true\"]}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", null)).sessionId();
            Pending first = asked(client, session, "setup");
            Files.writeString(place("fix").resolve(".pilothouse.json"), "{\"setup\":[\"touch evil\"]}");

            client.done(answer(session, first, "allow"));

            client.awaitState(
                    session,
                    "another question",
                    state -> !state.open().isEmpty()
                            && state.open().get(0).pending().detail().contains("touch evil"));
            assertThat(place("fix").resolve("evil")).doesNotExist();
        }
    }

    @Test
    void aRefusalIsForThisSessionAndOffersToGoOnWithout() throws Exception {
        commands("{\"setup\":[\"touch ran\"]}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", "/say done")).sessionId();
            client.done(answer(session, asked(client, session, "setup commands"), "doNotAllow"));
            Pending offered = asked(client, session, "were not allowed");

            client.done(answer(session, offered, "continueWithoutSetup"));
            awaitTurn(client, session);
            assertThat(place("fix").resolve("ran")).doesNotExist();

            SessionId other = client.done(create("other", null)).sessionId();
            asked(client, other, "setup commands");
        }
    }

    @Test
    void aFailedSetupIsShownWithItsOutputAndTriedAgain() throws Exception {
        commands("{\"setup\":[\"echo almost; cat missing.txt\",\"touch second\"]}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", "/say done")).sessionId();
            client.done(answer(session, asked(client, session, "setup commands"), "allow"));
            Pending failed = asked(client, session, "failed with exit code 1");
            assertThat(failed.detail()).contains("almost").contains("missing.txt");
            assertThat(place("fix").resolve("second")).doesNotExist();

            Files.writeString(place("fix").resolve("missing.txt"), "there");
            client.done(answer(session, failed, "retry"));
            awaitTurn(client, session);

            assertThat(place("fix").resolve("second")).exists();
        }
    }

    @Test
    void aWrongFileIsNamedWithItsLineAndTheSessionCanGoOn() throws Exception {
        commands("{\n  \"setup\": nonsense\n}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", "/say done")).sessionId();
            Pending wrong = asked(client, session, ".pilothouse.json, line 2");

            client.done(answer(session, wrong, "continueWithoutSetup"));

            awaitTurn(client, session);
        }
    }

    @Test
    void cancellingTheJobWithdrawsItsQuestion() throws Exception {
        commands("{\"setup\":[\"touch ran\"]}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", null)).sessionId();
            asked(client, session, "setup");

            client.send(new ClientMessage.CancelJob(TestClient.newRequestId(), new JobId("worktree-" + session)));

            SessionState stopped = client.awaitState(
                    session,
                    "the end",
                    state -> state.open().isEmpty() && state.activity().phase() == SessionPhase.FAILED);
            assertThat(stopped.activity().detail()).contains("cancelled");
            client.done(new Intent.ResumeSession(session));
            asked(client, session, "setup");
        }
    }

    @Test
    void cancellingTheJobEndsARunningCommandWithItsProcesses() throws Exception {
        commands("{\"setup\":[\"sleep 600 & echo $! > pid.new; mv pid.new pid; sleep 600\"]}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", null)).sessionId();
            client.done(answer(session, asked(client, session, "setup"), "allow"));
            Path pid = place("fix").resolve("pid");
            while (!Files.exists(pid)) {
                Thread.onSpinWait();
            }

            client.send(new ClientMessage.CancelJob(TestClient.newRequestId(), new JobId("worktree-" + session)));
            client.awaitState(session, "the end", state -> state.activity().phase() == SessionPhase.FAILED);

            // The system may still have the ended process in its table for a moment.
            ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                    .ifPresent(background ->
                            background.onExit().orTimeout(30, TimeUnit.SECONDS).join());
        }
    }

    @Test
    void ownCommandsRunWithoutAQuestion() throws Exception {
        commands("{\"setup\":[\"touch theirs\"]}");
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("worktrees.json"),
                "{\"repositories\":[{\"path\":\"" + repository.root() + "\",\"setup\":[\"touch mine\"]}]}");
        try (TestClient client = local()) {
            awaitTurn(client, client.done(create("fix", "/say done")).sessionId());

            assertThat(place("fix").resolve("mine")).exists();
            assertThat(place("fix").resolve("theirs")).doesNotExist();
        }
    }

    @Test
    void chosenIgnoredFilesAreCopiedWithTheirModesAndNothingElse() throws Exception {
        repository.commit(".gitignore", ".env*\nsecrets/\nnode_modules/\nlink.env\n");
        commands("{\"copy\":[\".env*\",\"secrets/*.key\",\"link.env\"]}");
        Path root = repository.root();
        Files.writeString(root.resolve(".env"), "KEY=1");
        Files.setPosixFilePermissions(root.resolve(".env"), PosixFilePermissions.fromString("rw-------"));
        Files.createDirectories(root.resolve("secrets"));
        Files.writeString(root.resolve("secrets/a.key"), "a");
        Files.writeString(root.resolve("secrets/b.txt"), "b");
        Files.createDirectories(root.resolve("node_modules"));
        Files.writeString(root.resolve("node_modules/.env"), "not this");
        Files.writeString(work.resolve("outside"), "outside");
        Files.createSymbolicLink(root.resolve("link.env"), work.resolve("outside"));
        Files.write(root.resolve(".env.large"), new byte[1024 * 1024 + 1]);
        try (TestClient client = local()) {
            awaitTurn(client, client.done(create("fix", "/say done")).sessionId());
        }

        assertThat(place("fix").resolve(".env")).hasContent("KEY=1");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(place("fix").resolve(".env"))))
                .isEqualTo("rw-------");
        assertThat(place("fix").resolve("secrets/a.key")).hasContent("a");
        assertThat(place("fix").resolve("secrets/b.txt")).doesNotExist();
        assertThat(place("fix").resolve("node_modules")).doesNotExist();
        assertThat(place("fix").resolve("link.env")).doesNotExist();
        assertThat(place("fix").resolve(".env.large")).doesNotExist();
    }

    @Test
    void theAgentGetsThePortsOfItsWorktree() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("agents.json"),
                "[{\"id\":\"shell\",\"command\":[\"sh\",\"-c\",\"env > agent.txt; exit 3\"]}]");
        try (TestClient client = local()) {
            SessionId session = client.done(create("shell", "fix", null)).sessionId();
            client.subscribe(session);
            client.awaitState(
                    session,
                    "the end",
                    state -> state.activity() != null && state.activity().phase() == SessionPhase.FAILED);

            assertThat(Files.readString(place("fix").resolve("agent.txt")))
                    .contains("PILOTHOUSE_WORKTREE=" + place("fix"))
                    .contains("PILOTHOUSE_BRANCH=fix")
                    .containsPattern("PILOTHOUSE_PORT=\\d{5}\n")
                    .contains("PILOTHOUSE_PORT_9=");
        }
    }

    private static Job remove(TestClient client, TestRepository repository, Path place, String id) throws Exception {
        client.send(new ClientMessage.RemoveWorktree(
                TestClient.newRequestId(),
                new JobId(id),
                repository.root().toString(),
                place.toString(),
                repository.git("rev-parse", "HEAD"),
                false));
        return awaitJob(client, id, JobState.DONE);
    }

    private static Job awaitJob(TestClient client, String id, JobState state) {
        HostMessage heard = client.await(
                id + " is " + state,
                message -> message instanceof HostMessage.JobsChanged jobs
                        && jobs.changed().stream()
                                .anyMatch(job -> job.jobId().value().equals(id) && job.state() == state));
        return ((HostMessage.JobsChanged) heard)
                .changed().stream()
                        .filter(job -> job.jobId().value().equals(id))
                        .findFirst()
                        .orElseThrow();
    }

    @Test
    void teardownRunsBeforeARemovalUnderTheTrustOfTheSetup() throws Exception {
        commands("{\"setup\":[\"true\"],\"teardown\":[\"pwd > '" + work + "/torn'\"]}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", "/say done")).sessionId();
            client.done(answer(session, asked(client, session, "setup"), "allow"));
            awaitTurn(client, session);
            client.done(new Intent.CloseSession(session));
            client.awaitState(session, "its end", state -> state.activity().phase() == SessionPhase.GONE);

            remove(client, repository, place("fix"), "r1");

            assertThat(work.resolve("torn")).hasContent(place("fix").toString());
            assertThat(place("fix")).doesNotExist();
            assertThat(Files.readString(folder.resolve("ports.json")))
                    .doesNotContain(place("fix").toString());
        }
    }

    @Test
    void setupRunsAgainInAWorktreeThatIsBroughtBack() throws Exception {
        repository.commit(".gitignore", "runs\n");
        commands("{\"setup\":[\"echo \\\"$PILOTHOUSE_BRANCH\\\" >> runs\"]}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", "/say done")).sessionId();
            client.done(answer(session, asked(client, session, "setup"), "allow"));
            awaitTurn(client, session);
            client.done(new Intent.CloseSession(session));
            client.awaitState(session, "its end", state -> state.activity().phase() == SessionPhase.GONE);
            Job removed = remove(client, repository, place("fix"), "r1");

            client.send(new ClientMessage.RestoreWorktree(
                    TestClient.newRequestId(),
                    new JobId("back"),
                    repository.root().toString(),
                    removed.status().evidence().get("snapshot"),
                    "fix"));
            awaitJob(client, "back", JobState.DONE);

            assertThat(place("fix").resolve("runs")).hasContent("fix\n");
        }
    }

    @Test
    void aFailingTeardownIsShownAndDoesNotBlockAPersonWhoConfirms() throws Exception {
        commands("{\"teardown\":[\"echo cannot stop; exit 7\"]}");
        try (TestClient client = local()) {
            SessionId session = client.done(create("fix", "/say done")).sessionId();
            awaitTurn(client, session);
            client.done(new Intent.CloseSession(session));
            client.awaitState(session, "its end", state -> state.activity().phase() == SessionPhase.GONE);
            client.send(new ClientMessage.RemoveWorktree(
                    TestClient.newRequestId(),
                    new JobId("r1"),
                    repository.root().toString(),
                    place("fix").toString(),
                    repository.git("rev-parse", "HEAD"),
                    false));
            client.done(answer(session, asked(client, session, "teardown commands"), "allow"));
            Pending failed = asked(client, session, "exit code 7");
            assertThat(failed.detail()).contains("cannot stop");
            assertThat(place("fix")).exists();

            client.done(answer(session, failed, "removeAnyway"));

            awaitJob(client, "r1", JobState.DONE);
            assertThat(place("fix")).doesNotExist();
        }
    }

    @Test
    void aKillWhileTheQuestionIsOpenLeavesOneQuestionThatIsAnsweredAfterTheNextStart() throws Exception {
        commands("{\"setup\":[\"touch ran\"]}");
        SessionId session;
        Pending before;
        try (HostProcess process = HostProcess.start(folder);
                TestClient client = process.connect()) {
            session = client.done(create("fix", "/say done")).sessionId();
            before = asked(client, session, "setup");
        }
        try (HostProcess process = HostProcess.start(folder);
                TestClient client = process.connect()) {
            Pending after = asked(client, session, "setup");
            assertThat(after).isEqualTo(before);
            assertThat(client.state(session).orElseThrow().open()).hasSize(1);

            client.done(answer(session, after, "allow"));
            awaitTurn(client, session);

            assertThat(place("fix").resolve("ran")).exists();
        }
    }

    @Test
    void aKillWhileSetupRunsEndsItsProcessesAndRunsItAgain() throws Exception {
        commands("{\"setup\":[\"echo run >> runs; while [ ! -e go ]; do sleep 0.05; done\"]}");
        SessionId session;
        try (HostProcess process = HostProcess.start(folder);
                TestClient client = process.connect()) {
            session = client.done(create("fix", "/say done")).sessionId();
            client.done(answer(session, asked(client, session, "setup"), "allow"));
            while (!Files.exists(place("fix").resolve("runs"))) {
                Thread.onSpinWait();
            }
        }
        try (HostProcess process = HostProcess.start(folder);
                TestClient client = process.connect()) {
            Files.writeString(place("fix").resolve("go"), "");
            awaitTurn(client, session);

            assertThat(Files.readAllLines(place("fix").resolve("runs"))).isEqualTo(List.of("run", "run"));
            assertThat(client.state(session).orElseThrow().open()).isEmpty();
        }
    }
}
