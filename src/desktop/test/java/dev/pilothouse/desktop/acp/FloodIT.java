package dev.pilothouse.desktop.acp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentInbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A flooding agent is slowed by its own pipe, and takes a bounded amount of memory. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "measures in procfs")
@Timeout(120)
final class FloodIT {
    private static final long MEBI = 1024 * 1024;

    /** The capacity of the inbox, and some room for the pipe, the readers and a line that is being split. */
    private static final long AHEAD = AgentInbox.CHARACTERS + 2 * MEBI;

    @TempDir
    Path folder;

    private Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    /** Waits for a line of the process with this prefix; skips others. */
    private String awaitWord(String word) throws InterruptedException {
        String line = lines.poll(60, TimeUnit.SECONDS);
        while (line != null && !line.startsWith(word)) {
            line = lines.poll(60, TimeUnit.SECONDS);
        }
        assertThat(line).startsWith(word);
        return line;
    }

    private void read(BufferedReader out) {
        out.lines().forEach(lines::add);
    }

    /** The bytes that the flooding shell has written to all its pipes. */
    private long written() throws IOException {
        String pid = Files.readString(folder.resolve("work/flooder")).strip();
        return Files.readAllLines(Path.of("/proc", pid, "io")).stream()
                .filter(line -> line.startsWith("wchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until the shell stops writing, and returns the bytes that it has written. */
    private long writtenAtRest() {
        long[] last = {-1};
        await().atMost(Duration.ofSeconds(60)).during(Duration.ofSeconds(1)).until(() -> {
            long now = written();
            boolean rests = now == last[0];
            last[0] = now;
            return rests;
        });
        return last[0];
    }

    @Test
    void theAgentIsHeldUpAndTheHostNeedsNoMoreMemory() throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FloodProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        Thread reader = new Thread(() -> read(out), "flood-reader");
        reader.setDaemon(true);
        reader.start();
        try (Writer in = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8)) {
            awaitWord("blocked");
            // The shell writes both pipes in turn. Only stdout is blocked; stderr is drained and has received as much.
            long first = writtenAtRest();
            assertThat(first).isLessThan(2 * AHEAD);

            in.write("500\n");
            in.flush();
            awaitWord("heap");
            awaitWord("blocked");
            long second = writtenAtRest();
            assertThat(second - first)
                    .as("it goes on as fast as it is heard: 500 lines on each pipe")
                    // Fewer if the machine was too busy for the agent to fill the inbox again.
                    .isBetween(2 * 350L * 65_536, 2 * 600L * 65_536);
            in.write("0\n");
            in.flush();
            String heap = awaitWord("heap");
            assertThat(Long.parseLong(heap.substring("heap ".length()))).isLessThan(40 * MEBI);
        }
        awaitWord("closed false");
    }
}
