package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelInfo.Phase;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.protocol.AdminCommand;
import dev.pilothouse.protocol.HostMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A complete host with a tunnel whose tool is a stand-in: the notices, the rights to start it, and the name under which
 * the host answers.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-in is a shell script")
class TunnelIT {
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final String NAME = "my.tunnel.example";

    @TempDir
    Path folder;

    @TempDir
    Path tools;

    private TestHost host;
    private Path pid;

    @BeforeEach
    void start() throws IOException {
        pid = tools.resolve("pid");
        tool("echo \"at https://" + NAME + "\"\n");
        host = TestHost.on(folder);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private void tool(String says) throws IOException {
        Path script = tools.resolve("mytunnel");
        Files.writeString(script, "#!/bin/sh\necho $$ > '" + pid + "'\n" + says + "exec sleep 600\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(
                folder.resolve("tunnel.json"),
                "{\"command\": [\"" + script + "\", \"{port}\"], \"url\": \"https://[a-z.]+\"}");
    }

    private boolean toolLives() throws IOException {
        long number = Long.parseLong(Files.readString(pid).strip());
        return ProcessHandle.of(number).filter(ProcessHandle::isAlive).isPresent();
    }

    private static SharingInfo awaitTunnel(TestClient client, Phase phase) {
        return ((HostMessage.SharingChanged) client.await(
                        "the tunnel is " + phase,
                        message -> message instanceof HostMessage.SharingChanged changed
                                && changed.sharing().tunnel().phase() == phase))
                .sharing();
    }

    private String statusUnder(String name) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), host.manager().port())) {
            socket.setSoTimeout(10_000);
            String request = "GET /healthz HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
        }
    }

    @Test
    void theBridgeAnswersUnderTheTunnelsNameAloneAndOnlyWhileItIsUp() throws Exception {
        assertThat(statusUnder(NAME)).isEqualTo("403");
        try (TestClient admin = host.local()) {
            admin.admin(new AdminCommand.SetTunnel(TunnelProvider.COMMAND));
            awaitTunnel(admin, Phase.UP);

            assertThat(statusUnder(NAME)).isEqualTo("200");
            assertThat(statusUnder(NAME + ":443")).isEqualTo("200");
            for (String other :
                    List.of("other.tunnel.example", "tunnel.example", "x." + NAME, NAME + ".evil.example")) {
                assertThat(statusUnder(other)).as(other).isEqualTo("403");
            }

            admin.admin(new AdminCommand.SetTunnel(null));
            awaitTunnel(admin, Phase.STOPPED);
            assertThat(statusUnder(NAME)).isEqualTo("403");
        }
    }

    @Test
    void pairedDevicesAndTicketsGetTheAddress() throws Exception {
        try (TestClient admin = host.local();
                TestClient phone = host.device("Phone", Scope.VIEW)) {
            admin.admin(new AdminCommand.SetTunnel(TunnelProvider.COMMAND));

            SharingInfo told = awaitTunnel(phone, Phase.UP);
            assertThat(told.sharing()).isFalse();
            assertThat(told.urls())
                    .containsExactly(
                            "wss://" + NAME, "ws://127.0.0.1:" + host.manager().port());
            assertThat(host.ticket(Scope.VIEW).urls())
                    .extracting(BridgeUrl::toString)
                    .first()
                    .isEqualTo("wss://" + NAME);
        }
    }

    @Test
    void onlyAnAdminStartsItAndLearnsWhyItFailed() throws Exception {
        Files.delete(folder.resolve("tunnel.json"));
        try (TestClient admin = host.local();
                TestClient phone = host.device("Phone", Scope.STEER)) {
            HostMessage refused = phone.admin(new AdminCommand.SetTunnel(TunnelProvider.COMMAND));
            assertThat(((HostMessage.Failure) refused).code()).isEqualTo(ErrorCode.FORBIDDEN);

            admin.admin(new AdminCommand.SetTunnel(TunnelProvider.COMMAND));

            assertThat(awaitTunnel(admin, Phase.MISCONFIGURED).tunnel().text()).contains("tunnel.json");
            assertThat(awaitTunnel(phone, Phase.MISCONFIGURED).tunnel().text()).isEmpty();
        }
    }

    @Test
    void whatComesAfterTheAnswerIsNotOlderThanTheWish() throws Exception {
        Files.delete(folder.resolve("tunnel.json"));
        // If the tunnel is restarted while it is failing again, an answer that came too soon would show the first
        // failure.
        try (TestClient admin = host.local()) {
            for (int i = 0; i < 50; i++) {
                admin.admin(new AdminCommand.SetTunnel(TunnelProvider.COMMAND));
                assertThat(host.manager().sharing().tunnel().phase()).isNotEqualTo(Phase.STOPPED);
                admin.admin(new AdminCommand.SetTunnel(null));
                assertThat(host.manager().sharing().tunnel().phase()).isEqualTo(Phase.STOPPED);
            }
        }
    }

    @Test
    void theToolEndsWithTheHost() throws Exception {
        try (TestClient admin = host.local()) {
            admin.admin(new AdminCommand.SetTunnel(TunnelProvider.COMMAND));
            awaitTunnel(admin, Phase.UP);
            assertThat(toolLives()).isTrue();
        }

        host.close();

        assertThat(toolLives()).isFalse();
    }

    @Test
    void aHostCanBeStartedWithATunnelAndDoesNotStartItAgainByItself() throws Exception {
        host.close();
        HostOptions wanted = new HostOptions(folder, 0, false, true, "Test host", TunnelProvider.COMMAND);
        try (ServerManager manager = ((HostStartResult.Started) ServerManager.start(wanted)).host()) {
            TunnelInfo info = manager.awaitTunnel(TunnelProvider.COMMAND, SETTLED);
            assertThat(info.url()).isEqualTo("wss://" + NAME);
        }
        host.start();

        assertThat(host.manager().sharing().tunnel()).isEqualTo(TunnelInfo.NONE);
        assertThat(toolLives()).isFalse();
    }
}
