package dev.pilothouse.desktop.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * OpenSSH's real server on loopback, with its own configuration, keys and port. Skips the test with the reason where
 * there is none. Owns the server's process and ends it, by its handle.
 */
public final class LocalSshServer implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/sshd");
    /** Required by OpenSSH as root; services create it at their start. */
    private static final Path ROOTS_FOLDER = Path.of("/run/sshd");

    private final Path folder;
    private final int port;
    private final Process server;

    private LocalSshServer(Path folder, int port, Process server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    /** @param folder an empty one */
    public static LocalSshServer start(Path folder) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(PROGRAM), "there is no " + PROGRAM + " (package openssh-server)");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/ssh-keygen")), "there is no ssh-keygen");
        key(folder.resolve("host"));
        key(folder.resolve("person"));
        Files.copy(folder.resolve("person.pub"), folder.resolve("authorized"));
        makeRootsFolder();
        Optional<LocalSshServer> started = Optional.empty();
        while (started.isEmpty()) {
            // A free port may be taken before the server is up.
            started = start(folder, freePort());
        }
        return started.get();
    }

    /** @return empty if another program uses the port */
    private static Optional<LocalSshServer> start(Path folder, int port) throws IOException, InterruptedException {
        Path config = Files.writeString(
                folder.resolve("config"),
                String.join(
                        "\n",
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + folder.resolve("host"),
                        "AuthorizedKeysFile " + folder.resolve("authorized"),
                        "StrictModes no",
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        "PermitRootLogin prohibit-password",
                        "PidFile none",
                        // At this level, a shell does not read the user's start files, which may do anything.
                        "SetEnv SHLVL=2",
                        ""));
        String hostKey = Files.readString(folder.resolve("host.pub"), StandardCharsets.UTF_8);
        Files.writeString(folder.resolve("known"), "[127.0.0.1]:" + port + " " + hostKey);
        Path log = folder.resolve("log");
        Process server = new ProcessBuilder(PROGRAM.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        LocalSshServer started = new LocalSshServer(folder, port, server);
        Awaitility.await("sshd").atMost(10, TimeUnit.SECONDS).until(() -> !server.isAlive() || started.answers());
        if (!server.isAlive()) {
            String words = Files.readString(log, StandardCharsets.UTF_8).strip();
            assumeTrue(words.contains("Address already in use"), "sshd does not start here: " + words);
            return Optional.empty();
        }
        return Optional.of(started);
    }

    /** The options that an entry needs besides the host. */
    public List<String> options() {
        return List.of(
                "-F",
                "none",
                "-p",
                Integer.toString(port),
                "-i",
                folder.resolve("person").toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "UserKnownHostsFile=" + folder.resolve("known"),
                "-o",
                "StrictHostKeyChecking=yes");
    }

    public SshRunner runner() {
        return new SshRunner("ssh", "127.0.0.1", options());
    }

    /** Refuses all later logins. */
    void lockOut() throws IOException {
        Files.writeString(folder.resolve("authorized"), "");
    }

    /** Ends the server's processes that serve connections, as a broken machine would. */
    void breakConnections() {
        List<ProcessHandle> serving = server.descendants()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.contains("sshd"))
                        .isPresent())
                .toList();
        assertThat(serving).as("connections that are served").isNotEmpty();
        serving.forEach(ProcessHandle::destroyForcibly);
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            socket.setSoTimeout(2_000);
            return new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII).equals("SSH-");
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void key(Path file) throws IOException, InterruptedException {
        Process making = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString())
                .inheritIO()
                .start();
        assertThat(making.waitFor()).as("ssh-keygen").isZero();
    }

    /** The folder is kept, since a concurrent test may need it. */
    private static void makeRootsFolder() throws IOException {
        if (System.getProperty("user.name").equals("root") && Files.isWritable(ROOTS_FOLDER.getParent())) {
            Files.createDirectories(ROOTS_FOLDER);
        }
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all = server.descendants().toList();
        server.destroy();
        server.waitFor();
        all.stream()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.contains("sshd"))
                        .isPresent())
                .forEach(ProcessHandle::destroyForcibly);
    }
}
