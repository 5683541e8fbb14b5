package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.status.SessionKey;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WatchedRepositoriesTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost local = sample.local();
    private final ShellGraph shell = new ShellGraph(
            new TestShell().ports(sample.hosts(), new ManualPulse(), new ManualLane("projection"), Runnable::run));
    private final SessionKey main = new SessionKey(local.hostId(), sample.main());
    private final AtomicBoolean covers = new AtomicBoolean();

    private void watch() {
        new WatchedRepositories(shell, covers::get);
        shell.scheduler().shownProperty().set(false);
        shell.scheduler().shownProperty().set(true);
    }

    @Test
    void theSessionsOfTheListAreLookedAtAndTheOpenOneComesFirst() {
        watch();
        assertThat(local.watchedRepositories()).hasSizeGreaterThan(1).contains(sample.main());

        shell.navigation().open(main);
        assertThat(local.watchedRepositories()).hasSizeGreaterThan(1).startsWith(sample.main());
    }

    @Test
    void anOpenSessionThatCoversTheListIsTheOnlyOne() {
        covers.set(true);
        watch();
        assertThat(local.watchedRepositories()).hasSizeGreaterThan(1);

        shell.navigation().open(main);
        assertThat(local.watchedRepositories()).containsExactly(sample.main());
    }

    @Test
    void aHiddenWindowAndAnotherScreenShowNone() {
        watch();
        shell.navigation().screenProperty().set(MainScreen.HOSTS);
        assertThat(local.watchedRepositories()).isEmpty();

        shell.navigation().screenProperty().set(MainScreen.SESSIONS);
        assertThat(local.watchedRepositories()).isNotEmpty();
        shell.scheduler().shownProperty().set(false);
        assertThat(local.watchedRepositories()).isEmpty();
    }

    @Test
    void aWindowThatIsHiddenAfterItsEndAsksNoHost() {
        watch();
        var watched = local.watchedRepositories();
        assertThat(watched).isNotEmpty();

        shell.close();
        shell.scheduler().shownProperty().set(false);

        assertThat(local.watchedRepositories()).isEqualTo(watched);
    }
}
