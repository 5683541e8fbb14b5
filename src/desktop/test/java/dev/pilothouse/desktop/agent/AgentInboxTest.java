package dev.pilothouse.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.process.Line;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AgentInboxTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final AgentInbox inbox = new AgentInbox("inbox-test", this::hear);

    @AfterEach
    void openTheGate() {
        gate.countDown();
        inbox.finish();
        inbox.awaitEnd(Duration.ofSeconds(5));
    }

    private void hear(Line line) {
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        heard.add(line.match(Line.Text::text, Line.TooLong::head));
    }

    @Test
    void linesAndActionsKeepTheirOrder() throws InterruptedException {
        gate.countDown();
        inbox.put(line("one"));
        inbox.post(() -> heard.add("action"));
        inbox.put(line("two"));
        inbox.start();
        await().untilAsserted(() -> assertThat(heard).containsExactly("one", "action", "two"));
    }

    @Test
    void aReaderWaitsWhileTheListenerIsBusyAndLosesNothing() {
        inbox.start();
        int lines = 3 * AgentInbox.LINES;
        Thread reader = reader(lines);
        await().until(() -> reader.getState() == Thread.State.WAITING);
        gate.countDown();
        await().until(() -> heard.size() == lines);
        assertThat(heard).startsWith("line 0").endsWith("line " + (lines - 1));
    }

    @Test
    void aReaderIsLetGoOnceNobodyWantsToHear() throws InterruptedException {
        inbox.start();
        Thread reader = reader(3 * AgentInbox.LINES);
        await().until(() -> reader.getState() == Thread.State.WAITING);
        inbox.discardLines();
        reader.join(10_000);
        assertThat(reader.isAlive()).isFalse();
        gate.countDown();
        inbox.execute(() -> heard.add("exit"));
        await().until(() -> heard.contains("exit"));
        assertThat(heard).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void anActionIsNeverHeldUpByTheNumberOfLines() {
        inbox.start();
        Thread reader = reader(3 * AgentInbox.LINES);
        await().until(() -> reader.getState() == Thread.State.WAITING);
        inbox.post(() -> heard.add("action"));
        gate.countDown();
        await().until(() -> heard.contains("action"));
    }

    @Test
    void oneActionThatFailsDoesNotSilenceTheRest() {
        inbox.start();
        inbox.post(() -> {
            throw new IllegalStateException("made for this test");
        });
        inbox.post(() -> heard.add("after"));
        await().until(() -> heard.contains("after"));
    }

    private Thread reader(int lines) {
        Thread reader = new Thread(
                () -> {
                    try {
                        for (int i = 0; i < lines; i++) {
                            inbox.put(line("line " + i));
                        }
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                },
                "reader");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static Line line(String text) {
        return new Line.Text(text, false);
    }
}
