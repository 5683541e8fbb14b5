package dev.pilothouse.ui.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPathTest {
    private static final Instant NOW = SampleHosts.NOW;

    private final FakeHost host = new FakeHost("h1", "build-server", false, NOW)
            .connection(new ConnectionState.Live(NOW.minusSeconds(60), Duration.ofMillis(18)));

    private HostPath.Hop hop(int index) {
        return way(null).hops().get(index);
    }

    private HostPath way(Instant news) {
        return HostPath.of(host.link(), news, NOW);
    }

    private SessionId working(String id, Duration ago) {
        host.at(NOW.minus(ago));
        SessionId session = host.create(id, "Copilot", "/work", id);
        host.update(
                session, new SessionUpdate.AgentStarted("Copilot", "1", "a1", ContextRestore.NEW, PromptSupport.NONE));
        host.update(session, new SessionUpdate.UserMessage(new ItemId(host.nextSeq(session)), "Go."));
        host.update(session, new SessionUpdate.TurnStarted());
        return session;
    }

    @Test
    void theFirstHopIsMeasuredThereAndBack() {
        assertThat(hop(0).words()).startsWith("18 ms round trip, connected since ");
        assertThat(hop(0).state()).isEqualTo(HostHealth.State.LIVE);
        assertThat(way(null).retries()).isFalse();
    }

    @Test
    void beforeTheFirstAnswerNothingIsSaidOfItsTime() {
        host.connection(new ConnectionState.Live(NOW, null));

        assertThat(hop(0).words()).endsWith("not measured yet").doesNotContain("ms");
    }

    @Test
    void theSecondHopTellsWhenAnAgentAtWorkWasHeardLast() {
        assertThat(hop(1).words()).isEqualTo("No agent is working.");

        working("api", Duration.ofMinutes(5));
        working("docs", Duration.ofSeconds(40));

        assertThat(hop(1).words()).isEqualTo("2 agents are working. Last output: 40 s.");
        assertThat(hop(1).state()).isEqualTo(HostHealth.State.LIVE);
    }

    @Test
    void silentAgentsAreNamedTheLongestFirstAndTheRestCounted() {
        for (int i = 1; i <= 5; i++) {
            host.label(working("s" + i, Duration.ofMinutes(i * 3)), WatchLabel.QUIET);
        }

        assertThat(hop(1).words().lines())
                .containsExactly(
                        "s5: no output for 15 min",
                        "s4: no output for 12 min",
                        "s3: no output for 9 min",
                        "2 more have no output.");
        assertThat(hop(1).state()).isEqualTo(HostHealth.State.SILENT);
    }

    @Test
    void aSilenceCountsFromTheLastSignAndNotFromTheBeginningOfTheTurn() {
        host.label(
                working("api", Duration.ofMinutes(30)),
                WatchLabel.QUIET,
                new WatchEvidence(NOW.minusSeconds(240), 0, Duration.ZERO, Duration.ZERO));

        assertThat(hop(1).words()).isEqualTo("api: no output for 4 min");
    }

    @Test
    void aLostHostSaysSinceWhenWhyAndWhenItIsTriedAgainAndNothingOfItsAgents() {
        working("api", Duration.ofMinutes(5));
        host.connection(
                new ConnectionState.Lost("The host does not answer.", NOW.minusSeconds(90), NOW.plusSeconds(8)));

        assertThat(hop(0).words()).contains("The host does not answer.").endsWith("Retrying in 8 s.");
        assertThat(hop(0).state()).isEqualTo(HostHealth.State.BROKEN);
        assertThat(hop(1).words()).isEqualTo("Unknown while the host is offline.");
        assertThat(way(null).retries()).isTrue();
    }

    @Test
    void theLastNewsHasItsTimeAndAge() {
        assertThat(hop(2).words()).isEqualTo("None since the app started");
        assertThat(way(NOW.minusSeconds(9)).hops().get(2).words()).endsWith("(9 s)");
    }

    @Test
    void theHostInThisWindowIsNoWayAtAll() {
        FakeHost here = new FakeHost("h2", "desk", true, NOW);

        assertThat(HostPath.of(here.link(), null, NOW).hops()).first().satisfies(hop -> {
            assertThat(hop.title()).isEqualTo("This window");
            assertThat(hop.words()).doesNotContain("ms");
        });
        assertThat(List.of(HostPath.of(here.link(), null, NOW).name())).containsExactly("this machine");
    }
}
