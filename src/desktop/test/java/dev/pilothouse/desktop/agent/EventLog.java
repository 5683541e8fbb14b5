package dev.pilothouse.desktop.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.pulse.NamedThreads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Records the events of an adapter. Owns an inbox on a lane of its own. Any thread. */
public final class EventLog implements AgentAdapter.Listener {
    /** For adapters that start and end processes. */
    public static final Executor WORKERS = Executors.newCachedThreadPool(NamedThreads.numbered("agent-worker"));

    private static final Lanes LANES = new Lanes("events", CrashReporter::report);

    private final List<AgentEvent> events = new ArrayList<>();
    private final AgentInbox inbox = inbox(this);

    /** An inbox on a lane of its own. */
    public static AgentInbox inbox(AgentAdapter.Listener listener) {
        return new AgentInbox(LANES.open("agent-test", 512), listener);
    }

    public AgentInbox inbox() {
        return inbox;
    }

    @Override
    public synchronized void onEvent(AgentEvent event) {
        events.add(event);
    }

    /** All events so far. */
    public synchronized List<AgentEvent> events() {
        return List.copyOf(events);
    }

    /** Waits for an event of that type, and returns the last one. */
    public <T extends AgentEvent> T await(Class<T> type) {
        return awaitCount(type, 1);
    }

    /** Waits for so many events of that type, and returns the last one. */
    public <T extends AgentEvent> T awaitCount(Class<T> type, int count) {
        Awaitility.await(type.getSimpleName())
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(
                        () -> assertThat(all(type)).as("events %s", tail()).hasSizeGreaterThanOrEqualTo(count));
        List<T> found = all(type);
        return found.get(found.size() - 1);
    }

    public <T extends AgentEvent> List<T> all(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** All text of messages so far. */
    public String text() {
        StringBuilder text = new StringBuilder();
        all(AgentEvent.MessageChunk.class).forEach(chunk -> text.append(chunk.text()));
        return text.toString();
    }

    private List<AgentEvent> tail() {
        List<AgentEvent> all = events();
        return all.subList(Math.max(0, all.size() - 5), all.size());
    }
}
