package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Several agents try the same task, on a real host with real repositories, also when the host is killed in between.
 * More rounds: {@code -Drun.kills=100}; the same moments again: {@code -Drun.seed=N}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class TriesIT {
    private static final RunId RUN = new RunId("n1");
    private static final String ONLY_THE_SECOND =
            "case $(git branch --show-current) in *-2) echo yes;; *) exit 3;; esac";

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private HostProcess process;

    @AfterEach
    void end() throws Exception {
        if (process != null) {
            process.close();
        }
    }

    private static String parameters(Path directory, int count) {
        return "{\"prompt\":\"/say done\",\"directory\":\"" + directory
                + "\",\"agents\":[{\"agent\":\"demo\",\"count\":" + count + "}],\"check\":[\"" + ONLY_THE_SECOND
                + "\"]}";
    }

    private static RequestId start(TestClient client, Path directory, int count) {
        RequestId asked = TestClient.newRequestId();
        client.send(new ClientMessage.StartRun(asked, RUN, RunKind.TRY, parameters(directory, count)));
        return asked;
    }

    private static RequestId act(TestClient client, String action, String parameters) {
        RequestId asked = TestClient.newRequestId();
        client.send(new ClientMessage.ActOnRun(asked, RUN, action, parameters));
        return asked;
    }

    private static Run awaitRun(TestClient client, String what, Predicate<Run> condition) {
        HostMessage heard = client.await(
                what,
                message -> message instanceof HostMessage.RunsChanged runs
                        && runs.changed().stream().anyMatch(condition));
        return ((HostMessage.RunsChanged) heard)
                .changed().stream().filter(condition).findFirst().orElseThrow();
    }

    private static void awaitAck(TestClient client, RequestId asked) {
        client.ack(asked);
    }

    @Test
    void threeTryWithACheckThatOnlyOnePassesAndThatOneIsKept() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            awaitAck(client, start(client, repository.root(), 3));
            Run ended = awaitRun(client, "the choice", run -> run.state() == RunState.WAITING_FOR_YOU);

            assertThat(ended.members()).extracting(RunMember::state).containsOnly(RunMemberState.DONE);
            assertThat(ended.members())
                    .extracting(RunMember::check)
                    .containsExactly(RunCheck.FAILED, RunCheck.PASSED, RunCheck.FAILED);
            RunMember second = ended.members().get(1);
            assertThat(second.fact("message")).isEqualTo("done");
            assertThat(ended.members().get(0).fact("checkExit")).isEqualTo("3");
            assertThat(repository.git("worktree", "list").lines()).hasSize(4);
            assertThat(ended.fact("base")).isEqualTo(repository.git("rev-parse", "HEAD"));

            Path first = repository
                    .worktrees()
                    .resolve(ended.members().get(0).fact("branch").replace('/', '-'));
            Files.writeString(first.resolve("left.txt"), "not committed\n");
            awaitAck(client, act(client, "keep", "{\"member\":\"m2\"}"));
            Run over = awaitRun(client, "the end", run -> run.state() == RunState.OVER);

            assertThat(over.status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
            assertThat(over.notes()).isEmpty();
            assertThat(repository.git("worktree", "list").lines()).hasSize(2);
            assertThat(repository.git("branch", "--format=%(refname:short)").lines())
                    .hasSize(4);
            RequestId listed = TestClient.newRequestId();
            client.send(new ClientMessage.ListWorktrees(listed));
            HostMessage.Worktrees worktrees = (HostMessage.Worktrees)
                    client.await("the worktrees", message -> listed.equals(message.requestId()));
            assertThat(worktrees.kept()).anyMatch(kept -> kept.place().equals(first.toString()) && kept.files() == 1);
        }
    }

    @Test
    void anAttemptIsMergedIntoTheBranchThatTheRunBeganOn() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            awaitAck(client, start(client, repository.root(), 2));
            Run ended = awaitRun(client, "the choice", run -> run.state() == RunState.WAITING_FOR_YOU);
            assertThat(ended.fact("baseBranch")).isEqualTo("main");
            Path second = repository
                    .worktrees()
                    .resolve(ended.members().get(1).fact("branch").replace('/', '-'));
            Files.writeString(second.resolve("new.txt"), "not committed\n");

            awaitAck(client, act(client, "merge", "{\"member\":\"m2\"}"));
            Run refused = awaitRun(
                    client,
                    "the refusal",
                    run -> run.state() == RunState.WAITING_FOR_YOU
                            && !run.notes().isEmpty());
            assertThat(refused.notes().get(0).sentence().text()).contains("not committed: 1");
            assertThat(repository.git("worktree", "list").lines()).hasSize(3);

            awaitAck(client, act(client, "merge", "{\"member\":\"m2\",\"message\":\"Add a file\"}"));
            Run over = awaitRun(client, "the end", run -> run.state() == RunState.OVER);

            assertThat(over.status().stopReason()).isEqualTo(RunStopReason.COMPLETED);
            assertThat(over.fact("kept")).isEqualTo("m2");
            assertThat(over.fact("merged")).isEqualTo("main");
            assertThat(repository.root().resolve("new.txt")).hasContent("not committed");
            assertThat(repository.git("log", "-1", "--format=%s", "main")).isEqualTo("Add a file");
            assertThat(repository.git("worktree", "list").lines()).hasSize(2);
        }
    }

    @Test
    void aCommandThatIsAllowedForTheRunIsAnsweredAndAuditedOnceForEachAttempt() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        AskingAgent agent = AskingAgent.knownIn(folder, work.resolve("agent"));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            RequestId asked = TestClient.newRequestId();
            client.send(new ClientMessage.StartRun(
                    asked,
                    RUN,
                    RunKind.TRY,
                    "{\"prompt\":\"Test it\",\"directory\":\"" + repository.root() + "\",\"agents\":[{\"agent\":\""
                            + AskingAgent.ID + "\",\"count\":2}]}"));
            client.ack(asked);
            awaitRun(
                    client,
                    "both questions",
                    run -> run.members().stream()
                                    .filter(member -> member.state() == RunMemberState.WAITING)
                                    .count()
                            == 2);

            client.ack(act(client, ClientMessage.ActOnRun.ALLOW, "{\"member\":\"m1\"}"));
            awaitRun(
                    client,
                    "the ends",
                    run -> run.members().stream().allMatch(member -> member.state() == RunMemberState.DONE));

            assertThat(agent.answers()).hasSize(2).allMatch(answer -> answer.contains("\"once\""));
            HostMessage.Audit audit = (HostMessage.Audit) client.admin(new AdminCommand.ReadAudit(null, null, 100));
            assertThat(audit.entries())
                    .filteredOn(entry -> entry.deed() == AuditAction.ANSWERED)
                    .hasSize(2)
                    .allMatch(entry -> entry.address().equals("by a run"));
        }
    }

    @Test
    void theAttemptsOfAStoppedRunCanBeDiscarded() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            awaitAck(client, start(client, repository.root(), 2));
            awaitRun(client, "both sessions", run -> run.members().stream().allMatch(m -> m.sessionId() != null));
            awaitAck(client, act(client, ClientMessage.ActOnRun.STOP, "{}"));
            awaitRun(client, "the end", run -> run.state() == RunState.OVER);
            assertThat(repository.git("worktree", "list").lines()).hasSize(3);

            awaitAck(client, act(client, "discard", "{}"));
            awaitRun(
                    client,
                    "the end",
                    run -> run.state() == RunState.OVER
                            && run.status().sentence().text().contains("removed"));

            assertThat(repository.git("worktree", "list").lines()).hasSize(1);
            assertThat(client.refused(act(client, "discard", "{}")).code()).isEqualTo(ErrorCode.CLOSED);
        }
    }

    @Test
    void anyTwoAttemptsAreComparedAsTheirWorktreesAreNow() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            awaitAck(client, start(client, repository.root(), 2));
            Run ended = awaitRun(client, "the choice", run -> run.state() == RunState.WAITING_FOR_YOU);
            List<Path> trees = ended.members().stream()
                    .map(member ->
                            repository.worktrees().resolve(member.fact("branch").replace('/', '-')))
                    .toList();
            Files.writeString(trees.get(0).resolve("same.txt"), "the same\n");
            Files.writeString(trees.get(1).resolve("same.txt"), "the same\n");
            Files.writeString(trees.get(0).resolve("both.txt"), "one\n");
            Files.writeString(trees.get(1).resolve("both.txt"), "two\n");
            Files.writeString(trees.get(1).resolve("new.txt"), "new\n");
            SessionId first = ended.members().get(0).sessionId();
            SessionId second = ended.members().get(1).sessionId();

            RequestId listed = TestClient.newRequestId();
            client.send(new ClientMessage.ListChanges(listed, second, ComparisonTarget.SESSION, first));
            HostMessage.Changes changes = (HostMessage.Changes)
                    client.await("the differences", message -> listed.equals(message.requestId()));
            assertThat(changes.changes().files()).extracting(ChangedFile::path).containsExactly("both.txt", "new.txt");

            RequestId read = TestClient.newRequestId();
            client.send(
                    new ClientMessage.ReadDiff(read, second, "both.txt", "", ComparisonTarget.SESSION, 0, "", first));
            HostMessage.DiffPart diff =
                    (HostMessage.DiffPart) client.await("the lines", message -> read.equals(message.requestId()));
            assertThat(diff.diff().hunks().get(0).lines()).containsExactly("-one", "+two");

            RequestId alone = TestClient.newRequestId();
            client.send(new ClientMessage.ListChanges(alone, second, ComparisonTarget.SESSION));
            assertThat(client.refused(alone).code()).isEqualTo(ErrorCode.NO_REPOSITORY);
        }
    }

    @Test
    void aJudgeWithoutAVerdictLeavesTheChoiceAndNothingOfItself() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            String with = parameters(repository.root(), 2).replaceFirst("}$", ",\"judge\":{\"agent\":\"demo\"}}");
            RequestId asked = TestClient.newRequestId();
            client.send(new ClientMessage.StartRun(asked, RUN, RunKind.TRY, with));
            awaitAck(client, asked);

            Run ended = awaitRun(
                    client,
                    "the end of the judge",
                    run -> run.state() == RunState.WAITING_FOR_YOU
                            && run.notes().stream()
                                    .anyMatch(note -> note.sentence().text().contains("no verdict")));

            assertThat(ended.member("judge").orElseThrow().state().isOver()).isTrue();
            assertThat(ended.fact("verdict")).isEmpty();
            assertThat(repository.git("worktree", "list").lines()).hasSize(3);
            awaitAck(client, act(client, "keep", "{\"member\":\"m2\"}"));
            awaitRun(client, "the end", run -> run.state() == RunState.OVER);
        }
    }

    @Test
    void aCheckIsOlderWhileAPersonContinuesItsAttempt() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            awaitAck(client, start(client, repository.root(), 1));
            Run ended = awaitRun(client, "the choice", run -> run.state() == RunState.WAITING_FOR_YOU);
            RunMember first = ended.members().get(0);
            assertThat(first.isCheckOlder()).isFalse();

            client.prompt(first.sessionId(), "/fail");
            Run continued = awaitRun(
                    client,
                    "the failed turn",
                    run -> run.members().get(0).state().equals(RunMemberState.FAILED));

            assertThat(continued.members().get(0).check()).isEqualTo(RunCheck.FAILED);
            assertThat(continued.members().get(0).isCheckOlder()).isTrue();
        }
    }

    @Test
    void withoutARepositoryNothingStarts() throws Exception {
        Path plain = Files.createDirectories(work.resolve("plain"));
        try (TestHost host = TestHost.on(folder);
                TestClient client = host.local()) {
            HostMessage.Failure refusal = client.refused(start(client, plain, 2));

            assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST);
            assertThat(refusal.text()).contains(plain.toString());
            assertThat(host.manager().notices()).isEmpty();
        }
    }

    @Test
    void stoppingTheRunEndsEveryAgent() throws Exception {
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        process = HostProcess.start(folder);
        try (TestClient client = process.connect()) {
            awaitAck(client, start(client, repository.root(), 2));
            awaitRun(client, "both sessions", run -> run.members().stream().allMatch(m -> m.sessionId() != null));
            awaitAck(client, act(client, ClientMessage.ActOnRun.STOP, "{}"));
            Run over = awaitRun(client, "the end", run -> run.state() == RunState.OVER);

            assertThat(over.status().stopReason()).isEqualTo(RunStopReason.STOPPED);
            for (RunMember member : over.members()) {
                client.subscribe(member.sessionId());
                client.awaitState(
                        member.sessionId(),
                        "no agent",
                        state -> state.activity() != null && state.activity().phase() == SessionPhase.GONE);
            }
        }
    }

    @Test
    void aKillAtAnyMomentLosesNoDispatchAndDoublesNone() throws Exception {
        int rounds = Integer.getInteger("run.kills", 4);
        long seed = Long.getLong("run.seed", new Random().nextLong());
        Random random = new Random(seed);
        TestRepository repository = TestRepository.at(work.resolve("shop"));
        RequestId request = TestClient.newRequestId();
        for (int round = 0; round < rounds; round++) {
            process = HostProcess.start(folder);
            try (TestClient client = process.connect()) {
                client.send(new ClientMessage.StartRun(request, RUN, RunKind.TRY, parameters(repository.root(), 3)));
                process.killAfter(random.nextInt(900));
            }
        }

        process = HostProcess.start(folder);
        try (TestClient client = process.connect()) {
            client.send(new ClientMessage.StartRun(request, RUN, RunKind.TRY, parameters(repository.root(), 3)));
            Run ended =
                    awaitRun(client, "the choice with seed " + seed, run -> run.state() == RunState.WAITING_FOR_YOU);

            assertThat(ended.members())
                    .as("members with seed %s", seed)
                    .extracting(RunMember::sessionId)
                    .doesNotContainNull()
                    .doesNotHaveDuplicates();
            for (RunMember member : ended.members()) {
                client.subscribe(member.sessionId());
                SessionState state = client.awaitState(
                        member.sessionId(), "a turn with seed " + seed, each -> each.lastTurn() != null);
                assertThat(state.transcript().items().stream().filter(Item.UserItem.class::isInstance))
                        .as("prompts of %s with seed %s", member.key(), seed)
                        .hasSize(1);
            }
            try (TestClient later = process.connect()) {
                assertThat(later.awaitHeard(HostMessage.Overview.class).sessions())
                        .as("sessions with seed %s", seed)
                        .hasSize(3);
            }
            assertThat(repository.git("worktree", "list").lines())
                    .as("seed %s", seed)
                    .hasSize(4);
        }
    }
}
