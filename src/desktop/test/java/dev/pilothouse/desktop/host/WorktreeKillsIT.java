package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionSummary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's process is killed at a random moment while it creates or removes worktrees. More rounds:
 * {@code -Dworktree.kills=100}; the same moments again: {@code -Dworktree.seed=N}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class WorktreeKillsIT {
    private static final int FILES = 400;

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private HostProcess host;
    private TestRepository repository;

    @AfterEach
    void end() throws Exception {
        if (host != null) {
            host.close();
        }
    }

    private TestClient connect() throws Exception {
        host = HostProcess.start(folder);
        return host.connect();
    }

    private Intent.CreateSession create(String branch) {
        return new Intent.CreateSession(
                new AgentId("demo"),
                repository.root().toString(),
                null,
                null,
                null,
                null,
                new WorktreeRequest(branch, ""));
    }

    @Test
    void aKillAtAnyMomentLeavesAStateThatTheNextStartFinishes() throws Exception {
        int rounds = Integer.getInteger("worktree.kills", 10);
        long seed = Long.getLong("worktree.seed", new Random().nextLong());
        Random random = new Random(seed);
        repository = TestRepository.at(work.resolve("shop"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(repository.root().resolve("file-" + i + ".txt"), "file " + i + "\n");
        }
        repository.commit("last.txt", "last\n");

        // One whole creation says how long this machine needs, and is there however early each kill comes.
        long needed;
        try (TestClient client = connect()) {
            long start = System.nanoTime();
            awaitStarted(client, client.done(create("whole")).sessionId(), seed);
            needed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            host.close();
        }
        for (int round = 0; round < rounds; round++) {
            try (TestClient client = connect()) {
                client.submit(create("round-" + round));
                host.killAfter(random.nextInt((int) needed + 1));
            }
        }

        try (TestClient client = connect()) {
            List<SessionSummary> sessions =
                    client.awaitHeard(HostMessage.Overview.class).sessions();
            for (SessionSummary session : sessions) {
                awaitStarted(client, session.sessionId(), seed);
            }
            client.send(new ClientMessage.ListJobs(TestClient.newRequestId(), null));
            List<Job> jobs = client.awaitHeard(HostMessage.Jobs.class).jobs();

            assertThat(jobs).as("seed %s", seed).hasSameSizeAs(sessions);
            assertThat(jobs).as("seed %s", seed).extracting(Job::state).containsOnly(JobState.DONE);
            List<String> branches = new ArrayList<>(List.of("main"));
            for (SessionSummary session : sessions) {
                Path place = Path.of(session.cwd());
                String branch = TestRepository.git(place, "branch", "--show-current");
                branches.add(branch);
                assertThat(TestRepository.git(place, "status", "--porcelain"))
                        .as("%s with seed %s", branch, seed)
                        .isEmpty();
                assertThat(place.resolve("last.txt")).exists();
                assertThat(repository.git("worktree", "list", "--porcelain"))
                        .as("seed %s", seed)
                        .contains("locked pilothouse " + session.sessionId());
            }
            assertThat(repository.git("worktree", "list").lines())
                    .as("seed %s", seed)
                    .hasSize(sessions.size() + 1);
            assertThat(repository.git("branch", "--format=%(refname:short)").lines())
                    .as("seed %s", seed)
                    .containsExactlyInAnyOrderElementsOf(branches);
        }
    }

    @Test
    void aKillWhileAWorktreeIsRemovedLosesNothing() throws Exception {
        int rounds = Integer.getInteger("worktree.kills", 5);
        long seed = Long.getLong("worktree.seed", new Random().nextLong());
        Random random = new Random(seed);
        repository = TestRepository.at(work.resolve("shop"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(repository.root().resolve("file-" + i + ".txt"), "file " + i + "\n");
        }
        repository.commit("last.txt", "last\n");
        try (TestClient client = connect()) {
            for (int round = 0; round < rounds; round++) {
                SessionId session = client.done(create("round-" + round)).sessionId();
                client.subscribe(session);
                client.awaitState(
                        session,
                        "the agent",
                        state -> state.activity() != null && state.activity().phase() == SessionPhase.IDLE);
                Files.writeString(place(round).resolve("untracked.txt"), "not committed");
            }
            host.close();
        }
        String head = repository.git("rev-parse", "HEAD");

        for (int round = 0; round < rounds; round++) {
            try (TestClient client = connect()) {
                client.send(new ClientMessage.RemoveWorktree(
                        TestClient.newRequestId(),
                        new JobId("remove-" + round),
                        repository.root().toString(),
                        place(round).toString(),
                        head,
                        false));
                host.killAfter(random.nextInt(600));
            }
        }

        try (TestClient client = connect()) {
            while (isRemoving(client)) {
                // Each request waits for its answer, so this does not spin.
                Thread.onSpinWait();
            }
            HostMessage.Worktrees all = list(client);
            for (int round = 0; round < rounds; round++) {
                String place = place(round).toString();
                boolean listed = all.worktrees().stream()
                        .anyMatch(worktree -> worktree.place().equals(place));
                if (listed) {
                    assertThat(place(round).resolve("untracked.txt"))
                            .as("%s with seed %s", place, seed)
                            .hasContent("not committed");
                } else {
                    assertThat(place(round)).as("seed %s", seed).doesNotExist();
                    assertThat(all.kept())
                            .as("%s with seed %s", place, seed)
                            .anyMatch(snapshot -> snapshot.place().equals(place) && snapshot.files() == 1);
                }
            }
        }
    }

    private static void awaitStarted(TestClient client, SessionId session, long seed) {
        client.subscribe(session);
        client.awaitState(
                session,
                "the start of " + session + " with seed " + seed,
                state -> state.activity() != null && state.activity().phase() != SessionPhase.STARTING);
    }

    private Path place(int round) {
        return repository.worktrees().resolve("round-" + round);
    }

    private static HostMessage.Worktrees list(TestClient client) {
        RequestId asked = TestClient.newRequestId();
        client.send(new ClientMessage.ListWorktrees(asked));
        return (HostMessage.Worktrees) client.await("the worktrees", message -> asked.equals(message.requestId()));
    }

    private static boolean isRemoving(TestClient client) {
        RequestId asked = TestClient.newRequestId();
        client.send(new ClientMessage.ListJobs(asked, null));
        HostMessage.Jobs jobs =
                (HostMessage.Jobs) client.await("the jobs", message -> asked.equals(message.requestId()));
        return jobs.jobs().stream().anyMatch(job -> !job.state().isOver());
    }
}
