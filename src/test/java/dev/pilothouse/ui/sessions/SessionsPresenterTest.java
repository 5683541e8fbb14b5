package dev.pilothouse.ui.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.status.HostHealth;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.status.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionsPresenterTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final ListRig rig = new ListRig(sample);
    private final SessionsPresenter presenter = rig.presenter();

    private void render() {
        rig.render();
    }

    private List<String> lines() {
        return presenter.rows().stream()
                .map(SessionItem::row)
                .map(row -> row instanceof SessionRow.Heading heading
                        ? "# " + heading.title() + " " + heading.count()
                        : row instanceof SessionRow.Entry entry ? entry.name() : "")
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private SessionRow.Entry entry(String name) {
        return presenter.rows().stream()
                .map(SessionItem::row)
                .filter(SessionRow.Entry.class::isInstance)
                .map(SessionRow.Entry.class::cast)
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoNeedsThePersonComesFirstAndOfThoseWhoWaitsLongest() {
        render();

        assertThat(lines())
                .startsWith(
                        "# Needs you 5",
                        "infrastructure: rotate the certificates of every environment before they expire",
                        "api: add paging to the orders list",
                        "fix the login race",
                        "docs: which port?",
                        "shop: move to Java 21",
                        "# Working 1",
                        "docs: quickstart",
                        "# Unread 1",
                        "api: flaky test in checkout",
                        "# Idle 5");
    }

    @Test
    void anInterruptedTurnNeedsThePersonAndIsNotShownAsDone() {
        SessionId docs = new SessionId("s12");
        interrupt(docs);
        render();

        assertThat(entry("docs: quickstart").standing()).isEqualTo(SessionStatus.FAILED);
        assertThat(entry("docs: quickstart").doing())
                .isEqualTo("Interrupted: the agent or the host ended during the turn");

        sample.local().markSeen(docs);
        render();
        assertThat(entry("docs: quickstart").standing()).isEqualTo(SessionStatus.FAILED_SEEN);
        assertThat(lines().indexOf("docs: quickstart")).isLessThan(lines().indexOf("# Unread 1"));
    }

    @Test
    void lookingAtAnInterruptedSessionDoesNotMoveItButItsEndDoes() {
        SessionId docs = new SessionId("s12");
        interrupt(docs);
        sample.local().markSeen(docs);
        render();

        assertThat(entry("docs: quickstart").standing().group()).isEqualTo(SessionStatus.Group.NEEDS_YOU);
        assertThat(entry("docs: quickstart").ended()).isTrue();
        assertThat(entry("docs: quickstart").mayEnd()).isTrue();
        sample.local().update(docs, new SessionUpdate.SessionClosed());
        render();
        assertThat(entry("docs: quickstart").standing().group()).isEqualTo(SessionStatus.Group.IDLE);
        assertThat(entry("docs: quickstart").mayEnd()).isFalse();
    }

    @Test
    void aSessionThatThePersonEndedAfterAnInterruptionIsAtRest() {
        SessionId docs = new SessionId("s12");
        interrupt(docs);
        sample.local().markSeen(docs);
        sample.local().update(docs, new SessionUpdate.SessionClosed());
        render();

        assertThat(entry("docs: quickstart").standing()).isEqualTo(SessionStatus.GONE);
    }

    /** The updates that a host writes when it finds an open turn after it was killed. */
    private void interrupt(SessionId session) {
        TurnId turn = sample.local().host().sessions().stream()
                .filter(each -> each.sessionId().equals(session))
                .findFirst()
                .orElseThrow()
                .activity()
                .turn();
        sample.local()
                .update(
                        session,
                        new SessionUpdate.TurnEnded(
                                new ItemId(sample.local().nextSeq(session)),
                                turn,
                                StopReason.INTERRUPTED,
                                "",
                                0,
                                TokenCount.NONE));
        sample.local().update(session, new SessionUpdate.AgentExited(null, true, ""));
    }

    @Test
    void aRowSaysWhatIsAskedAndSinceWhen() {
        render();

        assertThat(entry("api: add paging to the orders list").doing()).isEqualTo("Run npm test");
        assertThat(entry("api: add paging to the orders list").age()).isEqualTo("2 min");
        assertThat(entry("fix the login race").place())
                .isEqualTo("GitHub Copilot \u00b7 ~/src/shop \u00b7 Asks before edits");
    }

    @Test
    void aQuietSessionSaysHowLongItHasBeenQuiet() {
        sample.local().label(new SessionId("s12"), WatchLabel.QUIET);
        render();

        assertThat(entry("docs: quickstart").doing()).isEqualTo("No output for 3 min; the agent is still running");
    }

    @Test
    void aLabelComesWithWhatItRestsUpon() {
        SessionId docs = new SessionId("s12");
        Instant since = SampleHosts.NOW.minusSeconds(4 * 60);
        sample.local()
                .label(
                        docs,
                        WatchLabel.QUIET,
                        new WatchEvidence(since, 3, Duration.ofMillis(1240), Duration.ofSeconds(230)));
        render();
        assertThat(entry("docs: quickstart").doing())
                .isEqualTo("No output for 4 min; its 3 processes used 1.2 s of CPU time in 3:50");

        sample.local()
                .label(docs, WatchLabel.STUCK, new WatchEvidence(since, 3, Duration.ZERO, Duration.ofSeconds(150)));
        render();
        assertThat(entry("docs: quickstart").doing())
                .isEqualTo("No output for 4 min; its 3 processes have used no CPU time for 2:30");

        sample.local()
                .label(docs, WatchLabel.STUCK, new WatchEvidence(since, 1, Duration.ZERO, Duration.ofSeconds(150)));
        render();
        assertThat(entry("docs: quickstart").doing())
                .isEqualTo("No output for 4 min; its process has used no CPU time for 2:30");

        sample.local().label(docs, WatchLabel.QUIET, new WatchEvidence(since, 0, Duration.ZERO, Duration.ZERO));
        render();
        assertThat(entry("docs: quickstart").doing()).isEqualTo("No output for 4 min; the agent is still running");
    }

    @Test
    void aSessionThatIsOnScreenIsNotUnread() {
        presenter.selectedProperty().set(new SessionKey(sample.remote().hostId(), new SessionId("s14")));
        render();

        assertThat(entry("api: flaky test in checkout").standing()).isEqualTo(SessionStatus.IDLE);
    }

    /** It is there in a moment, and all rows would change their colour twice. */
    @Test
    void theLastStateIsNotMarkedStaleWhileTheHostOfThisMachineStarts() {
        sample.local().connection(new ConnectionState.Connecting(1, SampleHosts.NOW.minusSeconds(3_600)));
        render();
        assertThat(entry("fix the login race").stale()).isFalse();

        sample.local().connection(new ConnectionState.Connecting(2, SampleHosts.NOW.minusSeconds(3_600)));
        render();
        assertThat(entry("fix the login race").stale()).isTrue();
    }

    @Test
    void theLastKnownStateOfALostHostIsMarkedStale() {
        sample.remote().connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW));
        render();

        assertThat(entry("api: add paging to the orders list").stale()).isTrue();
        assertThat(entry("fix the login race").stale()).isFalse();
        assertThat(presenter.freshnessProperty().get())
                .startsWith(sample.remote().host().hostName() + ": Offline since ")
                .doesNotContain("\n");
    }

    @Test
    void theSearchFindsNamesDirectoriesAndHosts() {
        render();
        presenter.filterProperty().set("BUILD-SERVER");

        assertThat(lines())
                .startsWith(
                        "# Needs you 1",
                        "api: add paging to the orders list",
                        "# Unread 1",
                        "api: flaky test in checkout");
    }

    @Test
    void aFoldedGroupKeepsItsCount() {
        render();
        presenter.onFold("group-IDLE");

        assertThat(lines()).endsWith("api: flaky test in checkout", "# Idle 5");
    }

    @Test
    void moreTextOfAWorkingSessionChangesNoRowOfAListButTheLinesOfItsCard() {
        SessionId session = new SessionId("s12");
        sample.local().update(session, new SessionUpdate.TurnStarted());
        say(session, "One line.\n");
        render();
        SessionItem row = presenter.rows().stream()
                .filter(item -> item.row().sessions().stream()
                        .anyMatch(entry -> entry.key().sessionId().equals(session)))
                .findFirst()
                .orElseThrow();
        List<SessionRow> changes = new ArrayList<>();
        row.rowProperty().addListener((property, before, now) -> changes.add(now));

        say(session, "Another line.\n");
        render();
        assertThat(changes).isEmpty();

        presenter.onColumns(1);
        presenter.onChoose(presenter.choicesProperty().get().with(SessionListOptions.Layout.GRID));
        assertThat(linesOf(session)).endsWith("Another line.");
        say(session, "A third line.\n");
        render();
        assertThat(linesOf(session)).endsWith("A third line.");
    }

    private void say(SessionId session, String text) {
        sample.local()
                .update(
                        session,
                        new SessionUpdate.AgentMessageChunk(
                                new ItemId(sample.local().nextSeq(session)), text));
    }

    private String linesOf(SessionId session) {
        return presenter.rows().stream()
                .flatMap(item -> item.row().sessions().stream())
                .filter(entry -> entry.key().sessionId().equals(session))
                .map(SessionRow.Entry::lines)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rowsThatStayKeepTheirPlaces() {
        render();
        SessionItem item = presenter.rows().get(3);

        sample.local().label(new SessionId("s12"), WatchLabel.STUCK);
        render();

        assertThat(presenter.rows().get(3)).isSameAs(item);
    }

    @Test
    void theHopThatIsBrokenIsNamed() {
        sample.local().label(new SessionId("s12"), WatchLabel.STUCK);
        sample.remote().connection(new ConnectionState.Lost("gone", SampleHosts.NOW, SampleHosts.NOW));
        render();

        assertThat(presenter.healthProperty().get())
                .extracting(HostHealth::state)
                .containsExactly(HostHealth.State.SILENT, HostHealth.State.BROKEN);
        assertThat(presenter.healthProperty().get().get(0).line()).isEqualTo("connected · 1 agent has no output");
        assertThat(presenter.healthProperty().get().get(1).line()).startsWith("unreachable since ");
    }
}
