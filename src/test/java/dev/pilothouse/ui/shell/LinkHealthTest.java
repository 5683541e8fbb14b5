package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The paths to the hosts while they are displayed, and the message while no host has been reached. */
class LinkHealthTest {
    private final TestShell test = new TestShell();
    private final ManualPulse pulse = new ManualPulse();
    private final ManualLane projections = new ManualLane("projection");

    private ShellGraph shell;

    private ShellGraph over(SampleHosts sample) {
        shell = new ShellGraph(test.ports(sample.hosts(), pulse, projections, Runnable::run));
        settle();
        return shell;
    }

    private static ConnectionState lost() {
        return new ConnectionState.Lost(
                "The host does not answer.", SampleHosts.NOW.minusSeconds(180), SampleHosts.NOW.plusSeconds(8));
    }

    @AfterEach
    void nothingFailedBehindTheScenes() {
        shell.close();
        assertThat(test.failures()).isEmpty();
    }

    private void settle() {
        projections.runAll();
        while (pulse.beat()) {
            projections.runAll();
        }
    }

    private void pass(Duration time) {
        test.clock().advance(time);
        projections.elapse(time);
        settle();
    }

    @Test
    void agesCountByTheSecondOnlyWhileSomebodyLooks() {
        SampleHosts sample = SampleHosts.aFreshStart();
        over(sample);
        sample.local()
                .update(sample.local().create("s1", "Copilot", "/work", "api"), new SessionUpdate.AgentStarting());
        settle();

        shell.health().onOpen();
        pass(Duration.ofSeconds(7));
        assertThat(shell.health().pathsProperty().get().get(0).hops().get(2).words())
                .endsWith("(7 s)");

        shell.health().onClose();
        pass(Duration.ofSeconds(1));
        assertThat(shell.health().pathsProperty().get()).isEmpty();
        projections.elapse(Duration.ofSeconds(5));
        assertThat(pulse.isArmed()).as("whether seconds are still counted").isFalse();
    }

    @Test
    void theAnswerToAPingIsNoNewsOfTheHostEither() {
        SampleHosts sample = SampleHosts.aFreshStart();
        over(sample);
        shell.health().onOpen();
        settle();

        sample.local().connection(new ConnectionState.Live(SampleHosts.NOW, Duration.ofMillis(7)));
        settle();

        assertThat(shell.health().pathsProperty().get().get(0).hops().get(2).words())
                .isEqualTo("None since the app started");
    }

    @Test
    void whileNothingIsKnownTheWindowSaysWhomItLooksForAndCountsDown() {
        SampleHosts sample = SampleHosts.aPhoneOf(new ConnectionState.Connecting(1, null));
        over(sample);
        assertThat(shell.health().unreachableProperty().get().title()).isEqualTo("Connecting to build-server");
        assertThat(shell.health().unreachableProperty().get().retries()).isFalse();
        assertThat(shell.sessions().knownProperty().get()).isFalse();

        sample.remote().connection(lost());
        settle();
        pass(Duration.ofSeconds(3));
        assertThat(shell.health().unreachableProperty().get().title()).isEqualTo("build-server is offline");
        assertThat(shell.health().unreachableProperty().get().text()).endsWith("Retrying in 5 s.");

        shell.health().onRetryNow();
        assertThat(sample.hosts().retries()).isEqualTo(1);

        sample.remote().connection(new ConnectionState.Live(SampleHosts.NOW, null));
        settle();
        assertThat(shell.health().unreachableProperty().get()).isNull();
        assertThat(shell.sessions().knownProperty().get()).isTrue();
    }

    @Test
    void aHostOfWhichSomethingIsKnownIsNotLookedForOnAnEmptyScreen() {
        SampleHosts sample = SampleHosts.aWorkingDay();
        over(sample);

        sample.local().connection(lost());
        sample.remote().connection(lost());
        settle();

        assertThat(shell.health().unreachableProperty().get()).isNull();
    }
}
