package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.HostId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.SampleHosts;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The beats at which the parts of the window draw a change of a host. Each drawing records the title that it saw. */
class LinkedHostsTest {
    private final ManualPulse pulse = new ManualPulse();
    private final UpdateScheduler scheduler =
            new UpdateScheduler(pulse, new ManualLane("timers"), (thread, failure) -> {
                throw new AssertionError(failure);
            });
    private final SampleHosts sample = SampleHosts.aFreshStart();
    private final HostId hostId = sample.local().hostId();
    private final List<String> drawn = new ArrayList<>();
    private Hosts.Listener client;

    private Hosts hosts() {
        return (Hosts) Proxy.newProxyInstance(
                Hosts.class.getClassLoader(), new Class<?>[] {Hosts.class}, (self, call, given) -> {
                    if (call.getName().equals("listen")) {
                        client = (Hosts.Listener) given[0];
                        return (Hosts.Subscription) () -> {};
                    }
                    return call.getName().equals("links") ? sample.hosts().links() : null;
                });
    }

    private int sessions(List<HostLink> links) {
        return links.get(0).reader().host().sessions().size();
    }

    @BeforeEach
    void open() {
        LinkedHosts links = new LinkedHosts(hosts(), scheduler);
        links.listenFirst(now -> drawn.add("list " + sessions(now)));
        links.listen(now -> drawn.add("rest " + sessions(now)));
        links.start();
        assertThat(drawn).containsExactly("list 0", "rest 0");
        drawn.clear();
    }

    private void change(String session, boolean critical) {
        sample.local().create(session, "Demo agent", "/work", session);
        client.hostChanged(hostId, critical);
    }

    @Test
    void anOverviewIsDrawnInTwoBeats() {
        change("a", false);

        pulse.beat();
        assertThat(drawn).containsExactly("list 1");
        pulse.beat();
        assertThat(drawn).containsExactly("list 1", "rest 1");
        assertThat(pulse.isArmed()).isFalse();
    }

    @Test
    void aCriticalChangeIsDrawnWholeAtTheNextBeat() {
        change("a", true);

        pulse.beat();
        assertThat(drawn).containsExactly("list 1", "rest 1");
        assertThat(pulse.isArmed()).isFalse();
    }

    @Test
    void changesInEachBeatStarveNothingAndTheLastOneIsDrawnByAll() {
        for (int i = 1; i <= 5; i++) {
            change("s" + i, false);
            pulse.beat();
        }
        while (pulse.beat()) {
            // Draws the rest.
        }

        assertThat(drawn).filteredOn(each -> each.startsWith("rest")).hasSizeGreaterThanOrEqualTo(4);
        assertThat(drawn).endsWith("rest 5").contains("list 5");
    }

    @Test
    void aChangeBetweenTheHalvesReachesBoth() {
        change("a", false);
        pulse.beat();
        change("b", false);
        while (pulse.beat()) {
            // Draws the rest.
        }

        assertThat(drawn).contains("list 2").endsWith("rest 2");
    }

    @Test
    void anOverviewAndACriticalChangeInOneBeatAreDrawnOnce() {
        change("a", false);
        change("b", true);
        while (pulse.beat()) {
            // Draws whatever is left.
        }

        assertThat(drawn).containsExactly("list 2", "rest 2");
    }

    @Test
    void aCriticalChangeBetweenTheHalvesIsTheLastDrawing() {
        change("a", false);
        pulse.beat();
        change("b", true);
        while (pulse.beat()) {
            // Draws whatever is left.
        }

        assertThat(drawn).containsExactly("list 1", "list 2", "rest 2");
    }
}
