package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.agent.AgentLimits;
import dev.pilothouse.desktop.agent.AgentPolicy;
import dev.pilothouse.desktop.agent.RestartPolicy;
import dev.pilothouse.desktop.process.ProcessUsage;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.session.Item;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watchdog's reports of an agent's memory and processor time. */
class AgentUsageTest {
    private static final long MEBI = 1024L * 1024;

    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void ready() {
        rig = SessionRig.on(folder);
        rig.launches()
                .terms(new AgentPolicy(
                        RestartPolicy.standard(), new AgentLimits(OptionalLong.of(100 * MEBI), OptionalInt.empty())));
        rig.create(null);
        rig.agent().emitReady(ContextRestore.NEW);
        rig.run();
    }

    private void watch(long megabytes) {
        rig.agent().usage = Optional.of(new ProcessUsage(Duration.ofSeconds(1), OptionalLong.of(megabytes * MEBI), 3));
        rig.session().checkProgress();
        rig.run();
    }

    private List<String> notes() {
        return rig.state().transcript().items().stream()
                .filter(Item.NoteItem.class::isInstance)
                .map(item -> ((Item.NoteItem) item).text())
                .toList();
    }

    @Test
    void anAgentThatPassesItsLimitOfMemoryIsNotedOnceAndGoesOn() {
        watch(100);
        assertThat(notes()).isEmpty();
        watch(150);
        watch(160);
        watch(95);
        watch(150);
        assertThat(notes())
                .containsExactly("The agent’s processes take 150 MB of memory, more than the 100 MB that its entry in"
                        + " agents.json names. Nothing was ended.");
        assertThat(rig.agent().commands).doesNotContain("close");
    }

    @Test
    void itIsNotedAgainAfterItWasWellBelow() {
        watch(150);
        watch(50);
        watch(120);
        assertThat(notes()).hasSize(2);
    }

    @Test
    void processorTimeIsToldAsWhatWasUsedSinceTheLookBefore() {
        Instant start = Instant.EPOCH;
        AgentUsage first = AgentUsage.first(start, usage(10));
        AgentUsage second = first.next(start.plusSeconds(15), usage(14));
        AgentUsage third = second.next(start.plusSeconds(30), usage(3));
        assertThat(first.cpuSince()).isZero();
        assertThat(second.cpuSince()).isEqualTo(Duration.ofSeconds(4));
        assertThat(second.since()).isEqualTo(Duration.ofSeconds(15));
        assertThat(third.cpuSince())
                .as("a process ended and took its time along")
                .isZero();
    }

    private static ProcessUsage usage(long seconds) {
        return new ProcessUsage(Duration.ofSeconds(seconds), OptionalLong.empty(), 1);
    }
}
