package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.pairing.HostKeys;
import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A host in its own JVM, which a test can kill. The test owns it and closes it. */
final class HostProcess implements AutoCloseable {
    private final Process process;
    private final Path folder;

    private HostProcess(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** The program of the process. Prints {@code ready} when the host listens. */
    public static void main(String[] arguments) throws Exception {
        HostStartResult start = ServerManager.start(TestHost.options(Path.of(arguments[0]), 0));
        System.out.println(start instanceof HostStartResult.Started ? "ready" : start.toString());
        System.out.flush();
        new CountDownLatch(1).await();
    }

    /** Starts a host on a data folder, and waits until it listens. */
    static HostProcess start(Path folder) throws Exception {
        return start(folder, Map.of());
    }

    /** @param environment variables that replace those of this process */
    static HostProcess start(Path folder, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        HostProcess host = new HostProcess(builder.start(), folder);
        try {
            host.awaitReady();
            return host;
        } catch (Throwable failed) {
            host.close();
            throw failed;
        }
    }

    private void awaitReady() throws Exception {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.equals("ready")) {
            line = out.readLine();
        }
        assertThat(line).isEqualTo("ready");
    }

    /** Connects with the rights of the host's own machine. */
    TestClient connect() throws Exception {
        HostInfo info = HostInfo.read(folder).orElseThrow();
        PairedHost host = new PairedHost(
                new HostId(info.hostId()),
                info.name(),
                info.hostKey(),
                List.of(new BridgeUrl(false, "127.0.0.1", info.port())),
                Instant.EPOCH);
        return TestClient.remote(host, HostKeys.readLocal(folder).orElseThrow()).hello();
    }

    /** The processes that the host has started, and theirs. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Waits for a while, or until the host ends. */
    void letRun(long millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** Kills the host after a while, and waits for its end. */
    void killAfter(long millis) throws InterruptedException {
        letRun(millis);
        close();
    }

    /** Kills the host, and waits for its end. Idempotent. */
    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
