package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.status.SessionKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShownSessionsTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost local = sample.local();
    private final ShellGraph shell = new ShellGraph(
            new TestShell().ports(sample.hosts(), new ManualPulse(), new ManualLane("projection"), Runnable::run));

    @BeforeEach
    void open() {
        new ShownSessions(shell);
        shell.scheduler().shownProperty().set(true);
        shell.notices().attendedProperty().set(true);
        shell.navigation().open(new SessionKey(local.hostId(), sample.main()));
    }

    @Test
    void theOpenSessionOfAWindowInFrontIsNamedToItsHostAlone() {
        assertThat(local.shownSessions()).containsExactly(sample.main());
    }

    @Test
    void aWindowBehindOthersShowsNone() {
        shell.notices().attendedProperty().set(false);
        assertThat(local.shownSessions()).isEmpty();

        shell.notices().attendedProperty().set(true);
        assertThat(local.shownSessions()).containsExactly(sample.main());
    }

    @Test
    void aMinimizedWindowAndAnotherScreenShowNone() {
        shell.scheduler().shownProperty().set(false);
        assertThat(local.shownSessions()).isEmpty();
        shell.scheduler().shownProperty().set(true);
        shell.navigation().screenProperty().set(MainScreen.HOSTS);

        assertThat(local.shownSessions()).isEmpty();
    }

    @Test
    void aWindowThatIsHiddenAfterItsEndTellsNoHost() {
        shell.close();
        shell.scheduler().shownProperty().set(false);

        assertThat(local.shownSessions()).containsExactly(sample.main());
    }
}
