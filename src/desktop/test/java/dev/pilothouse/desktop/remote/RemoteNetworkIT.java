package dev.pilothouse.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pilothouse.desktop.runner.LocalSshServer;
import dev.pilothouse.desktop.worktree.TestRepository;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushOrder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Remotes over SSH and HTTP on loopback: they work, and what they ask for never makes git wait. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RemoteNetworkIT {
    @TempDir
    Path folder;

    @TempDir
    Path keys;

    private RemoteRig rig;

    @BeforeEach
    void create() throws Exception {
        rig = new RemoteRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void git(String... arguments) throws Exception {
        TestRepository.git(rig.mine, arguments);
    }

    /** Reaches the bare repository by SSH. @param left out of the server's options */
    private void overSsh(LocalSshServer server, String... left) throws Exception {
        List<String> options = new ArrayList<>(server.options());
        for (String option : left) {
            int at = options.indexOf(option);
            options.remove(at);
            options.remove(at - 1);
        }
        int port = options.indexOf("-p");
        git("config", "remote.origin.url", "ssh://127.0.0.1:" + options.get(port + 1) + rig.bare);
        options.subList(port, port + 2).clear();
        git("config", "core.sshCommand", "ssh " + String.join(" ", options));
    }

    @Test
    void aBranchIsPushedAndPulledOverSsh() throws Exception {
        try (LocalSshServer server = LocalSshServer.start(keys)) {
            overSsh(server);
            git("switch", "--quiet", "-c", "fix");
            String head = rig.commit(rig.mine, "a.txt", "a");

            Job pushed = rig.push(PushOrder.of(rig.state()));

            assertThat(pushed.state()).as("%s", pushed).isEqualTo(JobState.DONE);
            assertThat(rig.remoteCommit("fix")).isEqualTo(head);
            TestRepository.git(rig.theirs, "fetch", "--quiet");
            TestRepository.git(rig.theirs, "switch", "--quiet", "fix");
            String theirs = rig.commitTheirs("b.txt", "b");
            Job pulled = rig.pull(PullMode.REBASE);
            assertThat(pulled.state()).as("%s", pulled).isEqualTo(JobState.DONE);
            assertThat(TestRepository.git(rig.mine, "rev-parse", "HEAD")).isEqualTo(theirs);
        }
    }

    @Test
    void anUnknownHostKeyIsToldAndNotAccepted() throws Exception {
        try (LocalSshServer server = LocalSshServer.start(keys)) {
            String known = server.options().stream()
                    .filter(option -> option.startsWith("UserKnownHostsFile="))
                    .findFirst()
                    .orElseThrow();
            overSsh(server, known, "StrictHostKeyChecking=yes");
            String command = TestRepository.git(rig.mine, "config", "core.sshCommand");
            git("config", "core.sshCommand", command + " -o UserKnownHostsFile=" + folder.resolve("known"));

            Job job = rig.fetch();

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.status().text())
                    .contains("The key of ssh://127.0.0.1")
                    .contains("not known");
            assertThat(folder.resolve("known")).doesNotExist();
        }
    }

    @Test
    void aKeyThatTheServerDoesNotAcceptEndsWithAClearSentence() throws Exception {
        try (LocalSshServer server = LocalSshServer.start(keys)) {
            Files.writeString(keys.resolve("authorized"), "");
            overSsh(server);

            Job job = rig.fetch();

            assertThat(job.status().text()).contains("needs a login that the host does not have");
        }
    }

    @Test
    void aRemoteThatAsksForAPasswordEndsAtOnce() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"shop\"");
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/shop.git";
            git("config", "remote.origin.url", url);

            Job job = rig.fetch();

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.status().text()).contains(url + " needs a login");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRefusedConnectionIsToldAsAHostThatIsNotReachable() throws Exception {
        // No program listens on port 1, and none gets it as a free port.
        git("config", "remote.origin.url", "git://127.0.0.1:1/shop.git");

        Job job = rig.fetch();

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.status().text()).contains("cannot be reached from the host");
    }
}
