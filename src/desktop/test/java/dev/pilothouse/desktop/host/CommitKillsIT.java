package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileMark;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's process is killed at a random moment while it commits or rejects a change. More rounds:
 * {@code -Dcommit.kills=50}; the same moments again: {@code -Dcommit.seed=N}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class CommitKillsIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private final int rounds = Integer.getInteger("commit.kills", 5);
    private final long seed = Long.getLong("commit.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private HostProcess host;
    private TestRepository repository;
    private SessionId session;

    @BeforeEach
    void create() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
        repository.git("config", "user.name", "Ada");
        repository.git("config", "user.email", "ada@example.org");
        repository.hook("pre-commit", "sleep 0.1");
        repository.hook("post-commit", "sleep 0.1");
        try (TestClient client = connect()) {
            session = client.session("demo", repository.root().toString());
            host.close();
        }
    }

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

    /** The job, once none is open; empty if the host was killed before it had it. */
    private static Optional<Job> job(TestClient client, String id) {
        while (true) {
            // Each request waits for its answer, so this does not spin.
            RequestId asked = TestClient.newRequestId();
            client.send(new ClientMessage.ListJobs(asked, null));
            List<Job> all =
                    ((HostMessage.Jobs) client.await("the jobs", message -> asked.equals(message.requestId()))).jobs();
            if (all.stream().allMatch(job -> job.state().isOver())) {
                return all.stream()
                        .filter(job -> job.jobId().value().equals(id))
                        .findFirst();
            }
        }
    }

    private void noLockIsLeft() throws IOException {
        try (Stream<Path> files = Files.walk(repository.root().resolve(".git"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".lock"))).isEmpty();
        }
    }

    @Test
    void aCommitIsMadeOnceOrNotAtAllAndTheJobSaysWhich() throws Exception {
        for (int round = 0; round < rounds; round++) {
            String before = repository.git("rev-parse", "HEAD");
            Files.writeString(repository.root().resolve("file-" + round + ".txt"), "round " + round);
            try (TestClient client = connect()) {
                client.send(new ClientMessage.MakeCommit(
                        TestClient.newRequestId(),
                        new JobId("commit-" + round),
                        session,
                        new CommitOrder("Round " + round, CommitOrder.Files.ALL, List.of(), false, false, "", false)));
                host.killAfter(random.nextInt(900));
            }
            try (TestClient client = connect()) {
                Optional<Job> job = job(client, "commit-" + round);
                String now = repository.git("rev-parse", "HEAD");
                if (job.isPresent()) {
                    assertThat(job.get().state())
                            .as(
                                    "round %s with seed %s: %s",
                                    round, seed, job.get().status())
                            .isEqualTo(now.equals(before) ? JobState.FAILED : JobState.DONE);
                }
                if (!now.equals(before)) {
                    assertThat(repository.git("rev-parse", "HEAD^")).isEqualTo(before);
                    assertThat(repository.git("status", "--porcelain"))
                            .as("round %s with seed %s", round, seed)
                            .isEmpty();
                }
                noLockIsLeft();
                host.close();
            }
        }
    }

    @Test
    void aRejectedChangeIsBackOrAsItWasAndTheJobSaysWhich() throws Exception {
        for (int round = 0; round < rounds; round++) {
            Path file = repository.root().resolve("readme.txt");
            String changed = "changed in round " + round + "\n";
            Files.writeString(file, changed);
            String content = repository.git("hash-object", "readme.txt");
            try (TestClient client = connect()) {
                client.send(new ClientMessage.RejectChange(
                        TestClient.newRequestId(),
                        new JobId("reject-" + round),
                        session,
                        ComparisonTarget.HEAD,
                        new FileMark("readme.txt", "", content),
                        null,
                        false));
                host.killAfter(random.nextInt(700));
            }
            try (TestClient client = connect()) {
                Optional<Job> job = job(client, "reject-" + round);
                String now = Files.readString(file);
                assertThat(now).isIn(changed, "Hello\n");
                if (job.isPresent()) {
                    assertThat(job.get().state())
                            .as(
                                    "round %s with seed %s: %s",
                                    round, seed, job.get().status())
                            .isEqualTo(JobState.DONE);
                    assertThat(now).isEqualTo("Hello\n");
                }
                noLockIsLeft();
                host.close();
            }
        }
    }
}
