package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.model.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code src/desktop/test/other-client/client.mjs}, a client in another language that was written from
 * docs/protocol.md alone. It pairs with a real host, follows a session of the demo agent, and checks its fold and the
 * refusals against the document.
 */
class OtherClientIT {
    private static final Path SCRIPT = Path.of("src/desktop/test/other-client/client.mjs");

    @TempDir
    Path folder;

    @Test
    void aClientInAnotherLanguagePairsPromptsAndAnswers() throws Exception {
        assumeTrue(runs("node", "--version"), "node is not installed, so the client in another language is not run");
        HostStartResult result =
                ServerManager.start(new HostOptions(folder.resolve("data"), 0, false, true, "Test host"));
        assertThat(result).isInstanceOf(HostStartResult.Started.class);
        try (ServerManager host = ((HostStartResult.Started) result).host()) {
            Process client = new ProcessBuilder("node", SCRIPT.toString(), "demo", folder.toString(), "/permission")
                    .redirectErrorStream(true)
                    .start();
            try {
                client.getOutputStream().write(host.ticket(Scope.STEER).text().getBytes(StandardCharsets.US_ASCII));
                client.getOutputStream().close();
                String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

                assertThat(client.waitFor(5, TimeUnit.SECONDS)).isTrue();
                assertThat(output.lines())
                        .as(output)
                        .anyMatch(line -> line.matches("code [0-9]{6}"))
                        .contains("welcome Test host steer", "sessionCreated", "turnStarted")
                        .anyMatch(line -> line.startsWith("asked "))
                        .containsSubsequence("activity waiting asking", "pendingAnswered", "turnEnded end_turn")
                        .containsSubsequence("refused badRequest", "refused noSuchSession", "refused conflict")
                        .containsSubsequence("activity idle done", "run goal waitingForYou worker")
                        .endsWith("run goal over stopped");
                assertThat(client.exitValue()).isZero();
            } finally {
                client.destroyForcibly();
            }
        }
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
