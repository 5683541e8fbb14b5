package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.forge.ForgeStandIn;
import dev.pilothouse.desktop.forge.TestForge;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.PullRequestState;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Intent;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Pull requests of a real host in its own process, with the stand-in for {@code gh} on its PATH. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class PullRequestsIT {
    @TempDir
    Path folder;

    @TempDir
    Path work;

    private TestForge forge;
    private TestRepository repository;
    private Map<String, String> environment;
    private HostProcess host;

    @BeforeEach
    void create() throws Exception {
        forge = new TestForge();
        ForgeStandIn.install(work.resolve("programs"));
        environment = forge.environment(work.resolve("home"), work.resolve("programs"));
        repository = TestRepository.at(work.resolve("shop"));
        Path bare = work.resolve("shop.git");
        String address = "https://" + TestForge.GITHUB + "/pilot/shop.git";
        repository.git("clone", "--quiet", "--bare", repository.root().toString(), bare.toString());
        repository.git("remote", "add", "origin", address);
        repository.git("config", "url." + bare + ".insteadOf", address);
        repository.git("fetch", "--quiet", "origin");
        repository.git("switch", "--quiet", "--create", "fix");
        repository.commit("fix.txt", "fixed\n");
        repository.git("push", "--quiet", "--set-upstream", "origin", "fix");
    }

    @AfterEach
    void end() throws Exception {
        if (host != null) {
            host.close();
        }
        forge.close();
    }

    private TestClient connect() throws Exception {
        host = HostProcess.start(folder, environment);
        return host.connect();
    }

    private SessionId session(TestClient client) {
        return client.done(new Intent.CreateSession(
                        new AgentId("demo"), repository.root().toString(), null, null, null, null))
                .sessionId();
    }

    private static ClientMessage create(SessionId session, String job) {
        return new ClientMessage.CreatePullRequest(
                TestClient.newRequestId(), new JobId(job), session, "fix", "main", "Fix it", "Why.", false);
    }

    private static Job awaitEnd(TestClient client, String job) {
        HostMessage heard = client.await(
                "the end of " + job,
                message -> message instanceof HostMessage.JobsChanged jobs
                        && jobs.changed().stream()
                                .anyMatch(each -> each.jobId().equals(new JobId(job))
                                        && each.state().isOver()));
        return ((HostMessage.JobsChanged) heard)
                .changed().stream()
                        .filter(each -> each.jobId().equals(new JobId(job)))
                        .findFirst()
                        .orElseThrow();
    }

    private static boolean tells(HostMessage message, PullRequestState state, PullRequestInfo.Checks checks) {
        return message instanceof HostMessage.RepositoriesChanged changed
                && changed.changed().stream().anyMatch(entry -> {
                    PullRequestInfo info =
                            entry.summary() == null ? null : entry.summary().pullRequest();
                    return info != null
                            && info.state() == state
                            && info.checks().equals(checks);
                });
    }

    @Test
    void aDeviceThatLooksGetsThePullRequestWithItsChecks() throws Exception {
        forge.addPull("fix", "c1");
        forge.addCheck("c1", 11, "build", "success");
        forge.addCheck("c1", 12, "test", "failure");
        try (TestClient client = connect()) {
            SessionId session = session(client);
            assertThat(forge.requests()).isEmpty();
            client.send(new ClientMessage.WatchRepositories(List.of(session)));

            client.await(
                    "the pull request",
                    message -> tells(message, PullRequestState.OPEN, new PullRequestInfo.Checks(0, 1, 1)));
        }
    }

    @Test
    void aNewPullRequestIsInTheRowAtOnce() throws Exception {
        try (TestClient client = connect()) {
            SessionId session = session(client);
            client.send(new ClientMessage.WatchRepositories(List.of(session)));
            client.send(create(session, "j1"));

            Job job = awaitEnd(client, "j1");
            assertThat(job.state()).as(job.status().sentence().text()).isEqualTo(JobState.DONE);
            client.await(
                    "the pull request", message -> tells(message, PullRequestState.OPEN, PullRequestInfo.Checks.NONE));
            assertThat(forge.pulls()).hasSize(1);
        }
    }

    /** The same moments again: {@code -Dforge.seed=N}. */
    @Test
    void aKillAtAnyMomentNeverLeadsToTwoPullRequests() throws Exception {
        long seed = Long.getLong("forge.seed", new Random().nextLong());
        Random random = new Random(seed);
        SessionId session;
        try (TestClient client = connect()) {
            session = session(client);
            client.send(create(session, "j1"));
            host.killAfter(random.nextInt(1_500));
        }
        for (int round = 0; round < Integer.getInteger("forge.kills", 3); round++) {
            try (TestClient client = connect()) {
                host.killAfter(random.nextInt(1_500));
            }
        }
        try (TestClient client = connect()) {
            client.send(create(session, "j1"));
            client.send(create(session, "j2"));
            Job last = awaitEnd(client, "j2");

            assertThat(last.state()).as("seed %s", seed).isEqualTo(JobState.DONE);
            assertThat(forge.pulls()).as("seed %s", seed).hasSize(1);
        }
    }
}
