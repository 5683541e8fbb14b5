package dev.pilothouse.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.NamedThreads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class AgentInboxTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final AtomicInteger dropped = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch start = new CountDownLatch(1);
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Lanes lanes = new Lanes("inbox-test", (thread, failure) -> failures.add(failure));
    private final Lane lane = lanes.open("inbox-test", 8);
    private final AgentInbox inbox = new AgentInbox(lane, event -> heard.add(event.toString()));

    @BeforeEach
    void holdTheLane() {
        lane.execute(() -> awaitQuietly(start));
    }

    @AfterEach
    void openTheGate() {
        start.countDown();
        gate.countDown();
        inbox.post(inbox::finish);
        inbox.awaitEnd(Duration.ofSeconds(5));
        lanes.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(String message) throws InterruptedException {
        inbox.put(message.length(), () -> hear(message), () -> dropped.incrementAndGet());
    }

    private void hear(String message) {
        awaitQuietly(gate);
        heard.add(message);
    }

    @Test
    void messagesAndActionsKeepTheirOrder() throws InterruptedException {
        gate.countDown();
        put("one");
        inbox.post(() -> heard.add("action"));
        put("two");
        start.countDown();
        await().untilAsserted(() -> assertThat(heard).containsExactly("one", "action", "two"));
    }

    @Test
    void aReaderWaitsWhileTheListenerIsBusyAndLosesNothing() {
        start.countDown();
        int lines = 3 * AgentInbox.MESSAGES;
        Thread reader = reader(lines);
        await().until(() -> reader.getState() == Thread.State.WAITING);
        gate.countDown();
        await().until(() -> heard.size() == lines);
        assertThat(heard).startsWith("line 0").endsWith("line " + (lines - 1));
    }

    @Test
    void aReaderIsLetGoOnceNobodyWantsToHear() throws InterruptedException {
        start.countDown();
        Thread reader = reader(3 * AgentInbox.MESSAGES);
        await().until(() -> reader.getState() == Thread.State.WAITING);
        inbox.discard();
        reader.join(10_000);
        assertThat(reader.isAlive()).isFalse();
        gate.countDown();
        inbox.post(() -> heard.add("exit"));
        await().until(() -> heard.contains("exit"));
        assertThat(heard).hasSizeLessThanOrEqualTo(2);
        assertThat(heard.size() - 1 + dropped.get())
                .as("what is not heard is dropped by name, so that a question among it gets an answer")
                .isEqualTo(3 * AgentInbox.MESSAGES);
    }

    @Test
    void anActionIsNeverHeldUpByTheNumberOfMessages() {
        start.countDown();
        Thread reader = reader(3 * AgentInbox.MESSAGES);
        await().until(() -> reader.getState() == Thread.State.WAITING);
        inbox.post(() -> heard.add("action"));
        gate.countDown();
        await().until(() -> heard.contains("action"));
    }

    @Test
    void oneActionThatFailsDoesNotSilenceTheRest() {
        start.countDown();
        inbox.post(() -> {
            throw new IllegalStateException("made for this test");
        });
        inbox.post(() -> heard.add("after"));
        await().until(() -> heard.contains("after"));
        assertThat(failures).singleElement().asString().contains("made for this test");
    }

    /** An inbox on a lane that the test runs, whose listener holds back on demand. */
    private static final class Held implements AgentAdapter.Listener {
        private final ManualLane lane;
        private final AgentInbox inbox;
        private final List<AgentEvent> events = new ArrayList<>();
        private boolean holding;

        Held(int capacity) {
            lane = new ManualLane("session", capacity, new ManualClock());
            inbox = new AgentInbox(lane, this);
        }

        @Override
        public void onEvent(AgentEvent event) {
            if (event instanceof AgentEvent.Malformed) {
                throw new IllegalStateException("made for this test");
            }
            events.add(event);
        }

        @Override
        public boolean holdsBack() {
            return holding;
        }
    }

    private static AgentEvent chunk(String text) {
        return new AgentEvent.MessageChunk(null, text);
    }

    @Test
    void whileTheListenerHoldsBackNothingIsHandledAndAfterwardsAllInOrder() {
        Held held = new Held(8);
        held.holding = true;
        held.inbox.post(() -> {
            held.inbox.publish(chunk("one"));
            held.inbox.publish(chunk("two"));
        });
        held.inbox.post(() -> held.inbox.publish(chunk("three")));
        held.lane.runAll();
        assertThat(held.events).isEmpty();

        held.holding = false;
        held.inbox.resume();
        held.lane.runAll();
        assertThat(held.events).containsExactly(chunk("one"), chunk("two"), chunk("three"));
    }

    @Test
    void itTakesOnePlaceOfTheLaneAndAFullLaneLosesNothing() {
        Held held = new Held(1);
        held.lane.execute(() -> {});
        for (String text : List.of("one", "two", "three")) {
            held.inbox.post(() -> held.inbox.publish(chunk(text)));
        }
        held.lane.elapse(Duration.ZERO);
        assertThat(held.events).containsExactly(chunk("one"), chunk("two"), chunk("three"));
    }

    @Test
    void anEventThatTheListenerFailsOnDoesNotStopTheNext() {
        Held held = new Held(8);
        held.inbox.post(() -> {
            held.inbox.publish(new AgentEvent.Malformed(1, "npm WARN"));
            held.inbox.publish(chunk("after"));
        });
        held.lane.runAll();
        assertThat(held.events).containsExactly(chunk("after"));
        assertThat(held.lane.failures()).hasSize(1);
    }

    @Test
    void aCloseLetsAHeldReaderGoAndNothingIsHandledAfterIt() throws InterruptedException {
        Held held = new Held(8);
        held.holding = true;
        Thread reader = NamedThreads.start("reader", () -> {
            try {
                for (int i = 0; i < 2 * AgentInbox.MESSAGES; i++) {
                    held.inbox.put(1, () -> held.inbox.publish(chunk("x")), dropped::incrementAndGet);
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> reader.getState() == Thread.State.WAITING);
        held.inbox.close();
        reader.join(10_000);
        assertThat(reader.isAlive()).isFalse();
        assertThat(dropped).hasValue(2 * AgentInbox.MESSAGES);

        held.holding = false;
        held.inbox.resume();
        held.lane.runAll();
        assertThat(held.events).isEmpty();
    }

    private Thread reader(int lines) {
        Thread reader = new Thread(
                () -> {
                    try {
                        for (int i = 0; i < lines; i++) {
                            put("line " + i);
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
}
