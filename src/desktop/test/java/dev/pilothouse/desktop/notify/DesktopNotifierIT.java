package dev.pilothouse.desktop.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.process.SystemCommand;
import dev.pilothouse.platform.Notifier.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The thread of the notifier and the programs that it starts. */
@Timeout(60)
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "the stand-in is a shell script")
class DesktopNotifierIT {
    private static Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("notifier"))
                .findFirst()
                .orElse(null);
    }

    @TempDir
    private Path folder;

    private final AtomicLong now = new AtomicLong();

    /** Writes the notice's title to a file, and then runs its script. */
    private final class Script implements NotificationProgram {
        private final String then;
        private final boolean pressable;

        Script(String then, boolean pressable) {
            this.then = then;
            this.pressable = pressable;
        }

        @Override
        public List<String> show(Notice notice, String replaced) {
            String script = "echo \"$1\" >> \"$2/shown\"; " + then;
            return List.of("sh", "-c", script, "sh", notice.title(), folder.toString());
        }

        @Override
        public Optional<List<String>> asksForActions() {
            return pressable ? Optional.of(List.of("echo", "  -A, --action=NAME")) : Optional.empty();
        }
    }

    private List<String> shown() throws IOException {
        Path file = folder.resolve("shown");
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    @Test
    void aProgramThatHasFailedIsTriedAgainLater() {
        // Fails until the file exists.
        Script program = new Script("test -e \"$2/works\"", false);
        try (DesktopNotifier notifier = new DesktopNotifier(program, now::get)) {
            notifier.show(new Notice("a", "first", "An agent waits for you."));
            await().atMost(Duration.ofSeconds(20)).until(() -> shown().contains("first"));

            await().atMost(Duration.ofSeconds(20)).until(() -> {
                now.addAndGet(FailureBackoff.LONGEST.toNanos());
                notifier.show(new Notice("b", "second", "An agent waits for you."));
                return shown().contains("second");
            });
            assertThat(thread()).isNotNull();
        }
    }

    @Test
    void aProgramThatIsNotThereHoldsUpNobody() {
        try (DesktopNotifier notifier = new DesktopNotifier(NotificationCommands.WINDOWS, now::get)) {
            notifier.show(new Notice("a", "Pilothouse", "An agent waits for you."));
            notifier.withdraw("a");

            assertThat(thread()).isNotNull();
        }
        assertThat(thread()).isNull();
    }

    @Test
    void aPressIsToldWithTheKeyOfWhatWasPressed() throws IOException {
        List<String> pressed = new CopyOnWriteArrayList<>();
        Script program = new Script("echo 7; while [ ! -e \"$2/press-$1\" ]; do sleep 0.05; done; echo default", true);
        try (DesktopNotifier notifier = new DesktopNotifier(program, now::get)) {
            notifier.onPressed(pressed::add);
            notifier.show(new Notice("a", "one", "text"));
            notifier.show(new Notice("b", "two", "text"));

            await().atMost(Duration.ofSeconds(20)).until(() -> shown().size() == 2);
            Files.createFile(folder.resolve("press-two"));
            await().atMost(Duration.ofSeconds(20)).until(() -> !pressed.isEmpty());

            assertThat(pressed).containsExactly("b");
        }
    }

    @Test
    void closingEndsTheProgramsThatWaitForAPress() {
        Script program = new Script("echo $$; exec sleep 300", true);
        try (DesktopNotifier notifier = new DesktopNotifier(program, now::get)) {
            notifier.show(new Notice("a", "one", "text"));
            await().atMost(Duration.ofSeconds(20)).until(() -> threads("notice-press") == 1);
            await().atMost(Duration.ofSeconds(20)).until(() -> shown().contains("one"));
        }

        await().atMost(Duration.ofSeconds(20)).until(() -> threads("notice-press") == 0);
    }

    private static long threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals(name))
                .count();
    }

    @Test
    void closingReturnsWhenTheThreadHasEnded() {
        DesktopNotifier notifier = new DesktopNotifier();
        assertThat(thread()).isNotNull();
        notifier.close();
        notifier.close();

        assertThat(thread()).isNull();
    }

    @Test
    void closingReturnsWhenTheProgramThatShowsHasEnded() throws IOException {
        Script program = new Script("echo $$ >> \"$2/shown\"; exec sleep 300", false);
        try (DesktopNotifier notifier = new DesktopNotifier(program, now::get)) {
            notifier.show(new Notice("a", "one", "text"));
            await().atMost(Duration.ofSeconds(20)).until(() -> shown().size() == 2);
        }

        assertThat(thread()).isNull();
        assertThat(shown())
                .element(1)
                .satisfies(
                        pid -> assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty());
    }

    @Test
    void aTextReachesAProgramAsItIs() {
        // The same path as a notice's, with a program that prints its arguments.
        String nasty = "$(id) `id` ; & | < > \" ' \\ *";
        Path echo = Path.of("/bin/echo");

        Optional<String> answer = SystemCommand.ask(Duration.ofSeconds(5), List.of(echo.toString(), nasty));

        assertThat(answer.orElseThrow().strip()).isEqualTo(nasty);
    }
}
