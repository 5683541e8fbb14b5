package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.GoalLimits;
import dev.pilothouse.model.GoalOrder;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.GoalCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's process is killed at random moments of a goal: while a prompt is given, in a turn, and while the check runs.
 * More kills: {@code -Dgoal.kills=100}; the same moments again: {@code -Dgoal.seed=N}.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class GoalKillsIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private final int kills = Integer.getInteger("goal.kills", 4);
    private final long seed = Long.getLong("goal.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private TestRepository repository;
    private TurnAgent agent;
    private HostProcess host;

    @BeforeEach
    void create() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
        agent = TurnAgent.knownIn(folder, work.resolve("agent")).turns("sleep 0.15; echo $1 > progress");
    }

    @AfterEach
    void stop() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    private TestClient connect() throws Exception {
        host = HostProcess.start(folder);
        return host.connect();
    }

    /**
     * Waits for each change of the goal by itself: a slow machine may need long for all of them. Two checks or several
     * reviews in a row that kills have cut off pause a goal, also after the last start of the host.
     */
    private Run end(TestClient client) {
        for (int seen = 0; ; ) {
            List<Run> known = changes(client);
            for (Run run : known.subList(seen, known.size())) {
                if (run.state().isOver()) {
                    return run;
                }
                if (run.state() == RunState.PAUSED) {
                    client.send(
                            new ClientMessage.ActOnRun(TestClient.newRequestId(), new RunId("goal"), "resume", "{}"));
                }
            }
            seen = known.size();
            int last = seen;
            client.await(
                    "the change after " + (known.isEmpty() ? "none" : known.get(last - 1)) + ", seed " + seed,
                    message -> message instanceof HostMessage.RunsChanged
                            && changes(client).size() > last);
        }
    }

    /** All states of the goal that the client was told, in order. */
    private static List<Run> changes(TestClient client) {
        return client.heard().stream()
                .filter(HostMessage.RunsChanged.class::isInstance)
                .flatMap(message -> ((HostMessage.RunsChanged) message).changed().stream())
                .toList();
    }

    @Test
    void aReviewOfAGoalBeginsAgainAndLeavesNoCopy() throws Exception {
        Path control = work.resolve("critic");
        TurnAgent.alsoIn(folder, "critic", control)
                .turns("sleep 0.15; if [ -f done ]; then cp %1$s/yes %1$s/say; else cp %1$s/no %1$s/say; fi"
                        .formatted(control));
        Files.writeString(control.resolve("yes"), "\"{\\\"verdict\\\":\\\"met\\\",\\\"reasons\\\":[]}\"");
        Files.writeString(
                control.resolve("no"), "\"{\\\"verdict\\\":\\\"notMet\\\",\\\"reasons\\\":[\\\"No file.\\\"]}\"");
        SessionId session;
        try (TestClient client = connect()) {
            session = client.session(TurnAgent.ID, repository.root().toString());
            GoalOrder order = new GoalOrder(
                    "Make the file done", List.of(), false, 0, "critic", "", new GoalLimits(400, 600, 0, ""));
            client.send(new ClientMessage.StartRun(
                    TestClient.newRequestId(), new RunId("goal"), RunKind.GOAL, GoalCodec.start(session, order)));
            GoalIT.await(client, "the goal", run -> true);
            host.killAfter(random.nextInt(3_000));
        }
        for (int kill = 1; kill < kills; kill++) {
            host = HostProcess.start(folder);
            host.killAfter(random.nextInt(4_000));
        }

        try (TestClient client = connect()) {
            Run before = GoalIT.await(client, "the goal", run -> true);
            assertThat(before.state().isOver())
                    .as("seed %s: %s", seed, before.status())
                    .isFalse();
            Files.writeString(repository.root().resolve("done"), "");
            Run run = end(client);

            assertThat(run.status().stopReason())
                    .as("seed %s: %s", seed, run.status())
                    .isEqualTo(RunStopReason.MET);
            int rounds = Integer.parseInt(run.fact("round"));
            client.subscribe(session);
            SessionState state = client.awaitState(
                    session, "the session", now -> GoalIT.promptsOf(now).size() >= rounds);
            assertThat(GoalIT.promptsOf(state).stream()
                            .map(Item.UserItem::cause)
                            .map(Cause::requestId))
                    .as("seed %s", seed)
                    .hasSize(rounds)
                    .doesNotHaveDuplicates();
            Path copies = folder.resolve("copies");
            Awaitility.await().until(() -> {
                try (Stream<Path> left = Files.list(copies)) {
                    return left.findAny().isEmpty();
                }
            });
        }
    }

    @Test
    void aGoalContinuesWhereverTheHostWasKilledAndGivesEachPromptOnce() throws Exception {
        SessionId session;
        try (TestClient client = connect()) {
            session = client.session(TurnAgent.ID, repository.root().toString());
            client.send(new ClientMessage.StartRun(
                    TestClient.newRequestId(),
                    new RunId("goal"),
                    RunKind.GOAL,
                    GoalCodec.start(
                            session,
                            new GoalOrder(
                                    "Make the file done",
                                    List.of("sleep 0.15; test -f done"),
                                    false,
                                    0,
                                    new GoalLimits(400, 600, 0, "")))));
            GoalIT.await(client, "the goal", run -> true);
            host.killAfter(random.nextInt(1_500));
        }
        for (int kill = 1; kill < kills; kill++) {
            host = HostProcess.start(folder);
            host.killAfter(random.nextInt(2_500));
        }

        try (TestClient client = connect()) {
            Run before = GoalIT.await(client, "the goal", run -> true);
            assertThat(before.state().isOver())
                    .as("seed %s: %s", seed, before.status())
                    .isFalse();
            Files.writeString(repository.root().resolve("done"), "");

            Run run = end(client);

            assertThat(run.status().stopReason())
                    .as("seed %s: %s", seed, run.status())
                    .isEqualTo(RunStopReason.MET);
            client.subscribe(session);
            int rounds = Integer.parseInt(run.fact("round"));
            SessionState state = client.awaitState(
                    session, "the session", now -> GoalIT.promptsOf(now).size() >= rounds);
            List<Item.UserItem> prompts = GoalIT.promptsOf(state);
            assertThat(prompts).as("seed %s", seed).hasSize(rounds);
            assertThat(prompts.stream().map(Item.UserItem::cause).map(Cause::requestId))
                    .as("seed %s", seed)
                    .doesNotHaveDuplicates();
            // A prompt whose turn a kill has cut off before the agent got it is not given again.
            assertThat(agent.prompts()).as("seed %s", seed).hasSizeBetween(rounds - kills, rounds);
        }
    }
}
