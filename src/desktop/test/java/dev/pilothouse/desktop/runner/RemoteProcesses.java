package dev.pilothouse.desktop.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Finds processes that were started through a runner, when the remote end is this machine. */
public final class RemoteProcesses {
    private RemoteProcesses() {}

    /** The pids of processes with this variable in their initial environment (Linux). */
    public static List<Long> carrying(String variable) {
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                if (environment(process).contains("\0" + variable + "\0")) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        return found;
    }

    private static String environment(Path process) {
        try {
            return "\0" + Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    /** Waits until no process of a start is left: neither the agent's nor the shells that watched them. */
    public static void awaitNone(String nonce) {
        Awaitility.await("no process over there").atMost(10, TimeUnit.SECONDS).untilAsserted(() -> {
            assertThat(carrying("PILOTHOUSE_REMOTE=" + nonce)).isEmpty();
            assertThat(ProcessHandle.allProcesses()
                            .map(process -> process.info().commandLine().orElse(""))
                            .filter(line -> line.contains("pilothouse-" + nonce)))
                    .isEmpty();
        });
    }
}
