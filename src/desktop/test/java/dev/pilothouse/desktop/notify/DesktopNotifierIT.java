package dev.pilothouse.desktop.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.process.SystemQuestion;
import dev.pilothouse.platform.Notifier.Notice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The thread of the notifier and the programs that it starts. */
@Timeout(60)
@EnabledOnOs({OS.LINUX, OS.MAC})
class DesktopNotifierIT {
    private static Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("notifier"))
                .findFirst()
                .orElse(null);
    }

    @Test
    void whereTheSystemShowsNoneTheThreadEndsAndNobodyWaits() {
        try (DesktopNotifier notifier = new DesktopNotifier(NoticeCommands.WINDOWS)) {
            notifier.show(new Notice("a", "Pilothouse", "An agent waits for you."));

            await().atMost(Duration.ofSeconds(20)).until(() -> thread() == null);
            notifier.show(new Notice("b", "Pilothouse", "An agent waits for you."));
            notifier.withdraw("a");
        }
    }

    @Test
    void closingEndsTheThread() {
        DesktopNotifier notifier = new DesktopNotifier();
        assertThat(thread()).isNotNull();
        notifier.close();
        notifier.close();

        await().atMost(Duration.ofSeconds(20)).until(() -> thread() == null);
    }

    @Test
    void aTextReachesAProgramAsItIs() {
        // The same way that a notice goes, with a program that says what it was given.
        String nasty = "$(id) `id` ; & | < > \" ' \\ *";
        Path echo = Path.of("/bin/echo");

        Optional<String> answer = SystemQuestion.ask(Duration.ofSeconds(5), List.of(echo.toString(), nasty));

        assertThat(answer.orElseThrow().strip()).isEqualTo(nasty);
    }
}
