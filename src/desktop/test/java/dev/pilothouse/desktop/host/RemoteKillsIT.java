package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushOrder;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host's process is killed at a random moment while it pushes or pulls. More rounds: {@code -Dremote.kills=50}; the
 * same moments again: {@code -Dremote.seed=N}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class RemoteKillsIT {
    private static final String TOKEN = "ghp_0123456789abcdef";

    @TempDir
    Path folder;

    @TempDir
    Path work;

    private final int rounds = Integer.getInteger("remote.kills", 5);
    private final long seed = Long.getLong("remote.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private HostProcess host;
    private TestRepository repository;
    private Path bare;
    private SessionId session;

    @BeforeEach
    void create() throws Exception {
        repository = TestRepository.at(work.resolve("shop"));
        bare = repository.root().resolveSibling("shop.git");
        TestRepository.git(work, "clone", "--quiet", "--bare", repository.root().toString(), bare.toString());
        repository.git("remote", "add", "origin", bare.toString());
        repository.git("config", "user.name", "Ada");
        repository.git("config", "user.email", "ada@example.org");
        repository.git("switch", "--quiet", "-c", "fix");
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

    private RemoteState remote(TestClient client) {
        RequestId asked = TestClient.newRequestId();
        client.send(new ClientMessage.ReadRemote(asked, session));
        return ((HostMessage.Remote) client.await("the remote", message -> asked.equals(message.requestId()))).state();
    }

    /** All jobs, once none of them is open. */
    private static List<Job> jobs(TestClient client) {
        while (true) {
            // Each request waits for its answer, so this does not spin.
            RequestId asked = TestClient.newRequestId();
            client.send(new ClientMessage.ListJobs(asked, null));
            List<Job> all =
                    ((HostMessage.Jobs) client.await("the jobs", message -> asked.equals(message.requestId()))).jobs();
            if (all.stream().allMatch(job -> job.state().isOver())) {
                return all;
            }
        }
    }

    private static Job job(List<Job> all, String id) {
        return all.stream()
                .filter(job -> job.jobId().value().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPushIsDoneExactlyIfTheRemoteHasTheCommit() throws Exception {
        List<String> commits = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            repository.commit("file-" + round + ".txt", "round " + round);
            commits.add(repository.git("rev-parse", "HEAD"));
            try (TestClient client = connect()) {
                client.send(new ClientMessage.PushRemote(
                        TestClient.newRequestId(), new JobId("push-" + round), session, PushOrder.of(remote(client))));
                host.killAfter(random.nextInt(500));
            }
            try (TestClient client = connect()) {
                List<Job> all = jobs(client);
                List<String> there = TestRepository.git(
                                bare, "for-each-ref", "--format=%(objectname)", "refs/heads/fix")
                        .lines()
                        .toList();
                String id = "push-" + round;
                if (all.stream().anyMatch(job -> job.jobId().value().equals(id))) {
                    assertThat(job(all, id).state())
                            .as(
                                    "round %s with seed %s: %s",
                                    round, seed, job(all, id).status())
                            .isEqualTo(there.contains(commits.get(round)) ? JobState.DONE : JobState.FAILED);
                }
                host.close();
            }
        }
    }

    @Test
    void aPullLeavesTheBranchAsItWasOrPulledOrSaysWhatIsUnfinished() throws Exception {
        repository.commit("mine.txt", "mine");
        repository.git("push", "--quiet", "--set-upstream", "origin", "fix");
        Path theirs = work.resolve("theirs");
        TestRepository.git(work, "clone", "--quiet", "--branch", "fix", bare.toString(), theirs.toString());
        for (int round = 0; round < rounds; round++) {
            Files.writeString(theirs.resolve("theirs-" + round + ".txt"), "theirs");
            TestRepository.git(theirs, "pull", "--quiet", "--rebase");
            TestRepository.git(theirs, "add", "--all");
            TestRepository.git(theirs, "commit", "--quiet", "--message", "Theirs " + round);
            TestRepository.git(theirs, "push", "--quiet");
            repository.commit("mine-" + round + ".txt", "mine");
            String before = repository.git("rev-parse", "HEAD");
            try (TestClient client = connect()) {
                client.send(new ClientMessage.PullRemote(
                        TestClient.newRequestId(), new JobId("pull-" + round), session, PullMode.REBASE, false));
                host.killAfter(random.nextInt(900));
            }
            try (TestClient client = connect()) {
                List<Job> all = jobs(client);
                RemoteState state = remote(client);
                String now = repository.git("rev-parse", "refs/heads/fix");
                String about = "round " + round + " with seed " + seed + ": "
                        + all.stream().map(Job::status).limit(1).toList() + " " + state.pull();
                boolean pulled =
                        repository.git("log", "--format=%s", "refs/heads/fix").contains("Theirs " + round);
                if (state.pull().operation() == GitActivity.NONE) {
                    assertThat(pulled || now.equals(before)).as(about).isTrue();
                } else {
                    assertThat(job(all, "pull-" + round).state()).as(about).isEqualTo(JobState.FAILED);
                    abort();
                    assertThat(repository.git("rev-parse", "HEAD")).as(about).isEqualTo(before);
                }
                String id = "pull-" + round;
                if (all.stream().anyMatch(job -> job.jobId().value().equals(id) && job.state() == JobState.DONE)) {
                    assertThat(pulled).as(about).isTrue();
                }
                host.close();
            }
            // A killed git leaves its lock.
            Files.deleteIfExists(repository.root().resolve(".git/index.lock"));
            repository.git("reset", "--quiet", "--hard");
            repository.git("pull", "--quiet", "--rebase");
            repository.git("push", "--quiet");
        }
    }

    private void abort() throws Exception {
        Files.deleteIfExists(repository.root().resolve(".git/index.lock"));
        repository.git("rebase", "--abort");
    }

    @Test
    void aTokenOfTheRemoteIsOnNoWireAndInNoFileOfTheHost() throws Exception {
        repository.commit("a.txt", "a");
        repository.git("config", "remote.origin.url", "http://me:" + TOKEN + "@127.0.0.1:1/shop.git");
        try (TestClient client = connect()) {
            client.subscribe(session);
            client.send(new ClientMessage.FetchRemote(TestClient.newRequestId(), new JobId("fetch"), session));
            List<Job> fetched = jobs(client);
            assertThat(job(fetched, "fetch").state()).isEqualTo(JobState.FAILED);
            client.send(new ClientMessage.PushRemote(
                    TestClient.newRequestId(), new JobId("push"), session, PushOrder.of(remote(client))));
            List<Job> all = jobs(client);
            assertThat(job(all, "push").status().text()).contains("127.0.0.1:1/shop.git");
            assertThat(client.heard().toString()).doesNotContain(TOKEN);
        }
        host.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(text(file)).as("%s", file).doesNotContain(TOKEN);
            }
        }
    }

    private static String text(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
}
