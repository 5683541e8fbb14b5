package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.agent.AgentInbox;
import dev.pilothouse.desktop.agent.FakeAgent;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgentRunTest {
    @Test
    void aFloodOfTheAgentLeavesRoomOnTheLaneForThePerson() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger taken = new AtomicInteger();
        int flood = 1_000;
        try (Lanes lanes = new Lanes("test", (thread, failure) -> {})) {
            Lane lane = lanes.open("session", SessionRegistry.SESSION_LANE);
            lane.execute(() -> awaitQuietly(slow));
            AgentRun run = new AgentRun(lane);
            run.prepared(FakeAgent.manual(run.inbox()), (by, event) -> taken.incrementAndGet());
            Thread agent = new Thread(() -> say(run, flood), "agent");
            agent.setDaemon(true);
            agent.start();
            await().until(() -> agent.getState() == Thread.State.WAITING);

            assertThat(lane.tryExecute(() -> {})).isTrue();
            slow.countDown();
            await().until(() -> taken.get() == flood);
        }
    }

    @Test
    void largeEventsWaitInASmallerNumber() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger taken = new AtomicInteger();
        AtomicInteger said = new AtomicInteger();
        // Four of them are 8 Mi characters, the limit of the queue. A single one that exceeds the limit passes alone.
        String large = "x".repeat((int) AgentInbox.CHARACTERS / 4);
        String huge = "x".repeat((int) AgentInbox.CHARACTERS * 2);
        try (Lanes lanes = new Lanes("test", (thread, failure) -> {})) {
            Lane lane = lanes.open("session", SessionRegistry.SESSION_LANE);
            lane.execute(() -> awaitQuietly(slow));
            AgentRun run = new AgentRun(lane);
            run.prepared(FakeAgent.manual(run.inbox()), (by, event) -> taken.incrementAndGet());
            Thread agent = new Thread(
                    () -> {
                        for (int i = 0; i < 20; i++) {
                            say(run, large);
                            said.incrementAndGet();
                        }
                        say(run, huge);
                    },
                    "agent");
            agent.setDaemon(true);
            agent.start();
            await().until(() -> agent.getState() == Thread.State.WAITING);

            assertThat(said).hasValue(4);
            slow.countDown();
            await().until(() -> taken.get() == 21);
        }
    }

    @Test
    void anAgentThatIsHeldBackIsLetGoWhenItsSessionHasEnded() throws Exception {
        AgentRun.Receiver stalled = new AgentRun.Receiver() {
            @Override
            public void onEvent(AgentRun by, AgentEvent event) {
                throw new AssertionError("nothing is taken while the disk is full");
            }

            @Override
            public boolean isHeldBack(AgentRun by) {
                return true;
            }
        };
        try (Lanes lanes = new Lanes("test", (thread, failure) -> {})) {
            Lane lane = lanes.open("session", SessionRegistry.SESSION_LANE);
            AgentRun run = new AgentRun(lane);
            run.prepared(FakeAgent.manual(run.inbox()), stalled);
            Thread agent = new Thread(() -> say(run, 3 * AgentInbox.MESSAGES), "agent");
            agent.setDaemon(true);
            agent.start();
            await().until(() -> agent.getState() == Thread.State.WAITING);
            lane.close();
            run.abandon();
            agent.join(10_000);
            assertThat(agent.isAlive()).isFalse();
        }
    }

    private static void say(AgentRun run, String text) {
        put(
                run,
                text.length(),
                new AgentEvent.ToolCall(
                        "call",
                        ToolCallPatch.ofStatus(null, 0)
                                .then(new ToolCallPatch(
                                        null, null, null, null, List.of(new ToolContent.Text(text)), null, null, 0))));
    }

    private static void say(AgentRun run, int count) {
        for (int i = 0; i < count; i++) {
            put(run, 1, new AgentEvent.MessageChunk(null, "x"));
        }
    }

    private static void put(AgentRun run, long characters, AgentEvent event) {
        try {
            run.inbox().put(characters, () -> run.inbox().publish(event), () -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
