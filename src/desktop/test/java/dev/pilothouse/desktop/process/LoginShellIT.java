package dev.pilothouse.desktop.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real shell, and stand-ins for shells with typical start files. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no login shell is asked there")
@Timeout(60)
final class LoginShellIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path home;

    private final ProcessMark mark = ProcessMark.fresh("test");
    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void desktop() {
        environment.put("PATH", "/usr/bin:/bin");
        environment.put("HOME", home.toString());
        environment.put("SECRET_TOKEN", "s3cret");
    }

    private Optional<String> ask(Path shell, Duration patience) throws Exception {
        environment.put("SHELL", shell.toString());
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        try (LoginShell asking =
                LoginShell.ask(environment, mark, ProcessRegistry.none(), patience, answer::complete)) {
            return answer.get(LONG.toSeconds(), TimeUnit.SECONDS);
        } finally {
            Children.assertGone(mark);
        }
    }

    /** A shell that runs {@code first}, and then its last argument. */
    private Path standIn(String first) throws Exception {
        Path shell = home.resolve("stand-in");
        Files.writeString(
                shell,
                "#!/bin/sh\n" + first
                        + "\nfor question; do :; done\nPATH=/opt/tools:$PATH; export PATH; eval \"$question\"\n");
        assertThat(shell.toFile().setExecutable(true)).isTrue();
        return shell;
    }

    @Test
    void theRealShellTellsWhatThePersonsStartFileHasSet() throws Exception {
        Files.writeString(home.resolve(".profile"), "PATH=\"$HOME/.local/bin:$PATH\"; export PATH\n");
        assertThat(ask(Path.of("/bin/sh"), LONG))
                .hasValueSatisfying(path -> assertThat(path)
                        .startsWith(home.resolve(".local/bin") + ":")
                        .contains("/usr/bin"));
    }

    @Test
    void noiseBeforeAndAfterAndOnStderrIsPassedOver() throws Exception {
        Path shell = standIn(
                "echo welcome; echo PATH=/evil; printf 'no end of line'; echo noise >&2; (echo more; cat /dev/zero | head -c 300000)");
        assertThat(ask(shell, LONG)).contains("/opt/tools:/usr/bin:/bin");
    }

    @Test
    void aStartFileThatWaitsForAnAnswerGetsTheEndOfInput() throws Exception {
        assertThat(ask(standIn("printf 'Update now? [y/n] '; read answer"), LONG))
                .contains("/opt/tools:/usr/bin:/bin");
    }

    @Test
    void aShellThatHangsIsEndedAtTheDeadlineWithAllThatItStarted() throws Exception {
        long before = System.nanoTime();
        assertThat(ask(standIn("trap '' TERM; sleep 1000 & sleep 1001"), Duration.ofSeconds(1)))
                .isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void oneThatHangsAfterItsAnswerIsNotWaitedFor() throws Exception {
        assertThat(ask(standIn("trap 'sleep 1000' EXIT"), Duration.ofMinutes(5)))
                .contains("/opt/tools:/usr/bin:/bin");
    }

    @Test
    void oneThatFailsOrSaysTheWordOnlyOnceIsNoAnswer() throws Exception {
        assertThat(ask(standIn("exit 3"), LONG)).isEmpty();
        assertThat(ask(standIn("printenv() { exit 0; }"), LONG)).isEmpty();
    }

    @Test
    void linesBetweenTheWordsThatAreNoPathAreNoAnswer() throws Exception {
        assertThat(ask(standIn("printenv() { echo /a; echo noise; }"), LONG)).isEmpty();
        assertThat(ask(standIn("printenv() { echo relative:.; }"), LONG)).isEmpty();
    }

    @Test
    void theShellSeesNoSecretOfTheHost() throws Exception {
        ask(standIn("env > \"$HOME/seen\""), LONG);
        assertThat(home.resolve("seen"))
                .content()
                .contains("HOME=" + home)
                .contains(LoginShell.VARIABLE + "=1")
                .doesNotContain("s3cret");
    }

    @Test
    void closingEndsAShellThatIsStillAsked() throws Exception {
        environment.put("SHELL", standIn("echo up > \"$HOME/up\"; sleep 1000").toString());
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        LoginShell asking =
                LoginShell.ask(environment, mark, ProcessRegistry.none(), Duration.ofMinutes(5), answer::complete);
        await().until(() -> Files.exists(home.resolve("up")));
        asking.close();
        asking.close();
        Children.assertGone(mark);
        assertThat(answer).isNotDone();
    }

    @Test
    void onlyAbsoluteEntriesWithoutControlCharactersAreTaken() {
        assertThat(LoginShell.validated("/a: :.:b:/c\u001Bx:/a::/d e")).contains("/a:/d e");
        assertThat(LoginShell.validated("")).isEmpty();
    }

    @Test
    void withoutAShellThereIsNobodyToAsk() {
        assertThat(LoginShell.isNeeded(Map.of())).isFalse();
        assertThat(LoginShell.isNeeded(Map.of("SHELL", "no-path"))).isFalse();
        assertThat(LoginShell.isNeeded(Map.of("SHELL", home.resolve("missing").toString())))
                .isFalse();
    }
}
