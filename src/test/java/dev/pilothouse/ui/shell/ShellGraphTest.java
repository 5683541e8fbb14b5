package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.permission.PendingCard;
import dev.pilothouse.ui.permission.PendingItem;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.transcript.RowItem;
import dev.pilothouse.ui.transcript.TranscriptRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShellGraphTest {
    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost local = sample.local();
    private final TestShell test = new TestShell();
    private final ManualPulse pulse = new ManualPulse();
    private final ManualLane projections = new ManualLane("projection");
    private final ShellGraph shell = new ShellGraph(test.ports(sample.hosts(), pulse, projections, Runnable::run));
    private final SessionKey main = new SessionKey(local.hostId(), sample.main());

    @AfterEach
    void nothingFailedBehindTheScenes() {
        assertThat(test.failures()).isEmpty();
    }

    private void settle() {
        projections.runAll();
        while (pulse.beat()) {
            projections.runAll();
        }
    }

    private String lastWords() {
        List<RowItem> rows = shell.transcript().rows();
        return ((TranscriptRow.Prose) rows.get(rows.size() - 1).row())
                .block()
                .content()
                .toString();
    }

    private PendingCard card() {
        return shell.pending().items().get(0).card();
    }

    @Test
    void aSessionIsDrawnInTheFrameInWhichItIsOpened() {
        shell.navigation().open(main);

        assertThat(shell.transcript().rows()).isNotEmpty();
        assertThat(shell.transcript().headingProperty().get().title()).isEqualTo("fix the login race");
        assertThat(card().pending().title()).isEqualTo("Run npm test -- login");
        assertThat(local.openSessions()).containsExactly(sample.main());
    }

    @Test
    void whoStartsTheProgramAgainSeesItsWindowAndATicketLeadsToItsForm() {
        List<String> summoned = new ArrayList<>();
        shell.navigation().onSummoned(() -> summoned.add("window"));
        shell.shared().onLink("");
        shell.shared().onLink("pilothouse://something/else");
        assertThat(summoned).hasSize(2);
        assertThat(shell.navigation().screenProperty().get()).isEqualTo(MainScreen.SESSIONS);

        shell.shared().onLink("pilothouse://pair#x");
        assertThat(summoned).hasSize(3);
        assertThat(shell.navigation().screenProperty().get()).isEqualTo(MainScreen.HOSTS);
        assertThat(sample.hosts().tickets()).isEmpty();
    }

    @Test
    void anotherSessionTakesItsPlaceAndTheFirstIsLetGo() {
        shell.navigation().open(main);
        shell.navigation().open(new SessionKey(local.hostId(), new SessionId("s12")));

        assertThat(local.openSessions()).containsExactly(new SessionId("s12"));
        assertThat(shell.pending().items()).isEmpty();
        assertThat(shell.transcript().headingProperty().get().title()).isEqualTo("docs: quickstart");
    }

    @Test
    void aSessionThatTheCardsCoverStaysOpenButIsNotOnScreen() {
        shell.navigation().open(main);
        settle();
        shell.navigation().setCovered(true);
        TurnId turn =
                local.session(sample.main()).orElseThrow().state().activity().turn();
        local.update(
                sample.main(),
                new SessionUpdate.TurnEnded(
                        new ItemId(local.nextSeq(sample.main())), turn, StopReason.END_TURN, "", 0, TokenCount.NONE));
        settle();
        assertThat(shell.navigation().sessionProperty().get()).isEqualTo(main);
        assertThat(local.openSessions()).containsExactly(sample.main());
        assertThat(unread(sample.main())).isTrue();

        shell.navigation().setCovered(false);
        settle();
        assertThat(unread(sample.main())).isFalse();
        assertThat(shell.transcript().headingProperty().get().title()).isEqualTo("fix the login race");
    }

    @Test
    void aThousandChunksAreDrawnInOneFrame() {
        shell.navigation().open(main);
        settle();
        long item = local.nextSeq(sample.main());
        int drawn = shell.transcript().rows().size();

        for (int i = 0; i < 1_000; i++) {
            local.update(sample.main(), new SessionUpdate.AgentMessageChunk(new ItemId(item), i + " "));
        }
        assertThat(projections.waiting()).as("projections that wait").isEqualTo(1);
        projections.runAll();
        assertThat(shell.transcript().rows()).as("before the frame").hasSize(drawn);
        pulse.beat();

        assertThat(shell.transcript().rows()).hasSize(drawn + 1);
        assertThat(lastWords()).contains("998 999");
    }

    @Test
    void sessionsThatAreNotOnScreenAreNotProjected() {
        shell.navigation().open(main);
        settle();

        say(new SessionId("s12"), "more");

        assertThat(projections.waiting()).isZero();
    }

    private void say(SessionId session, String text) {
        local.update(session, new SessionUpdate.AgentMessageChunk(new ItemId(local.nextSeq(session)), text));
    }

    @Test
    void anAnswerIsSentOnceAndItsCardIsDimmedMeanwhile() {
        shell.navigation().open(main);
        PendingCard card = card();

        shell.pending().answer(card, new Answer.Option("allow_once"));
        shell.pending().answer(card, new Answer.Option("allow_always"));

        assertThat(local.intents())
                .containsExactly(new Intent.AnswerPending(
                        sample.main(), card.pending().pendingId(), new Answer.Option("allow_once")));
        assertThat(card().sending()).isTrue();
        assertThat(shell.decisions().items())
                .extracting(PendingItem::card)
                .filteredOn(PendingCard::sending)
                .hasSize(1);
    }

    @Test
    void anAnswerThatCameTooLateSaysWhoWasFirst() {
        shell.navigation().open(main);
        shell.pending().answer(card(), new Answer.Option("allow_once"));

        local.refuse(0, ErrorCode.ALREADY_ANSWERED, "Already answered from the phone.");

        assertThat(shell.notices().shown())
                .extracting(Notice::text)
                .containsExactly("Already answered from the phone.");
        assertThat(card().sending()).isFalse();
    }

    @Test
    void theInboxHoldsTheQuestionsOfAllHostsAndCountsThem() {
        assertThat(shell.decisions().countProperty().get()).isEqualTo(3);
        assertThat(shell.decisions().items())
                .extracting(item -> item.card().source().session())
                .containsExactly("api: add paging to the orders list", "fix the login race", "docs: which port?");
    }

    @Test
    void aDraftBelongsToItsSessionAndComesBack() {
        shell.navigation().open(main);
        shell.composer().draftProperty().set("half a thought");
        shell.navigation().open(new SessionKey(local.hostId(), new SessionId("s12")));
        assertThat(shell.composer().draftProperty().get()).isEmpty();

        shell.navigation().open(main);

        assertThat(shell.composer().draftProperty().get()).isEqualTo("half a thought");
        assertThat(test.kept()).containsEntry("draft.h1/s1", "half a thought");
    }

    @Test
    void sendingEmptiesTheDraftAndAsksTheHost() {
        shell.navigation().open(main);
        shell.composer().draftProperty().set("  go on  ");
        shell.composer().onSend(WhenBusy.STEER);

        assertThat(local.intents()).containsExactly(new Intent.Prompt(sample.main(), "go on", WhenBusy.STEER));
        assertThat(shell.composer().draftProperty().get()).isEmpty();
    }

    @Test
    void stoppingNamesTheTurnThatRuns() {
        shell.navigation().open(main);
        shell.composer().onStop();

        assertThat(local.intents())
                .singleElement()
                .isEqualTo(new Intent.Cancel(
                        sample.main(),
                        local.session(sample.main())
                                .orElseThrow()
                                .state()
                                .activity()
                                .turn()));
    }

    @Test
    void aWaitingPromptIsEditedWhereItStands() {
        shell.navigation().open(main);
        QueuedPrompt waiting = new QueuedPrompt(7, 1, "later", FakeHost.from("ada-desk"));
        local.update(sample.main(), new SessionUpdate.QueueChanged(List.of(waiting)));
        settle();
        assertThat(shell.composer().stateProperty().get().queue()).containsExactly(waiting);

        shell.composer().onEditQueued(waiting, "  much later ");

        assertThat(shell.composer().draftProperty().get()).isEmpty();
        assertThat(local.intents()).containsExactly(new Intent.EditQueued(sample.main(), 7, 1, "much later"));
    }

    @Test
    void aLostHostLeavesItsSessionOnScreenAndSaysHowOldItIs() {
        shell.navigation().open(main);
        local.connection(new ConnectionState.Lost(
                "the host does not answer.", SampleHosts.NOW.minusSeconds(60), SampleHosts.NOW.plusSeconds(8)));
        settle();

        assertThat(shell.navigation().sessionProperty().get()).isEqualTo(main);
        assertThat(shell.transcript().headingProperty().get().freshness())
                .contains("the host does not answer. Retrying in 8 s.");
    }

    @Test
    void theDurationOfATurnStopsAtTheLastContactWithItsHost() {
        SessionId working = new SessionId("s20");
        shell.navigation().open(new SessionKey(local.hostId(), working));
        local.update(working, new SessionUpdate.UserMessage(new ItemId(local.nextSeq(working)), "Go on."));
        local.update(working, new SessionUpdate.TurnStarted());
        settle();
        Instant lost = SampleHosts.NOW.minusSeconds(14);
        local.connection(new ConnectionState.Lost("The host does not answer", lost, lost.plusSeconds(8)));
        settle();

        assertThat(shell.transcript().headingProperty().get().state()).isEqualTo("working 0:28 \u00b7 offline");
    }

    @Test
    void catchingUpSaysHowMuchIsLeft() {
        shell.navigation().open(main);
        local.behind(sample.main(), 1_240);
        settle();

        assertThat(shell.transcript().headingProperty().get().freshness()).contains("1,240");
    }

    @Test
    void whileASessionWorksTimePassesOnceASecondAndAnIdleOneDrawsNothing() {
        SampleHosts fresh = SampleHosts.aFreshStart();
        ManualLane lane = new ManualLane("projection");
        ManualPulse frames = new ManualPulse();
        new ShellGraph(test.ports(fresh.hosts(), frames, lane, Runnable::run));
        lane.runAll();
        while (frames.beat()) {
            lane.runAll();
        }

        lane.elapse(Duration.ofMinutes(10));

        assertThat(lane.waiting()).isZero();
        assertThat(frames.beat()).isFalse();
    }

    @Test
    void closingIsSilent() {
        shell.navigation().open(main);
        shell.close();
        say(sample.main(), "too late");
        projections.runAll();

        assertThat(pulse.beat()).isFalse();
        assertThat(local.openSessions()).isEmpty();
    }

    @Test
    void aWindowThatNobodySeesHasNoTicksAndIsLateNoLongerOnceItIsSeen() {
        shell.navigation().open(new SessionKey(local.hostId(), new SessionId("s12")));
        settle();
        shell.scheduler().shownProperty().set(false);
        projections.elapse(Duration.ofMinutes(5));
        assertThat(pulse.beat()).as("whether anything was to be drawn").isFalse();

        shell.scheduler().shownProperty().set(true);
        projections.elapse(Duration.ofSeconds(1));

        assertThat(pulse.beat()).isTrue();
    }

    @Test
    void secondsAreCountedFromTheStartOfATurnWhileATickForRoughAgesIsOnItsWay() {
        SessionId idle = new SessionId("s20");
        shell.navigation().open(new SessionKey(local.hostId(), idle));
        settle();
        local.update(idle, new SessionUpdate.UserMessage(new ItemId(local.nextSeq(idle)), "Go on."));
        local.update(idle, new SessionUpdate.TurnStarted());
        settle();
        assertThat(shell.transcript().headingProperty().get().running()).isTrue();
        assertThat(pulse.isArmed()).as("before the second is over").isFalse();

        projections.elapse(Duration.ofSeconds(1));

        assertThat(pulse.isArmed()).isTrue();
    }

    @Test
    void theAnswerToAPingIsNoNews() {
        say(sample.main(), "more");
        settle();
        String before = shell.footer().contentProperty().get().news();
        test.clock().advance(Duration.ofSeconds(15));

        local.connection(new ConnectionState.Live(SampleHosts.NOW, Duration.ofMillis(7)));
        settle();

        assertThat(before).isNotEmpty();
        assertThat(shell.footer().contentProperty().get().news()).isEqualTo(before);
    }

    @Test
    void aTurnThatEndsBehindAnotherScreenStaysUnreadUntilTheConversationIsBack() {
        SessionId docs = new SessionId("s12");
        shell.navigation().open(new SessionKey(local.hostId(), docs));
        settle();
        shell.navigation().screenProperty().set(MainScreen.HOSTS);
        TurnId turn = local.session(docs).orElseThrow().state().activity().turn();
        local.update(
                docs,
                new SessionUpdate.TurnEnded(
                        new ItemId(local.nextSeq(docs)), turn, StopReason.END_TURN, "", 1_000, TokenCount.NONE));
        settle();
        assertThat(unread(docs)).isTrue();

        shell.navigation().screenProperty().set(MainScreen.SESSIONS);

        assertThat(unread(docs)).isFalse();
    }

    @Test
    void aDeviceThatTheHostHasRemovedCanNeitherAnswerNorWrite() {
        shell.navigation().open(main);
        settle();

        local.connection(new ConnectionState.Refused(ErrorCode.REVOKED, "This device was removed on the host."));
        settle();

        assertThat(card().allowed()).isFalse();
        assertThat(shell.composer().stateProperty().get().enabled()).isFalse();
        assertThat(shell.composer().stateProperty().get().why()).isEqualTo("This device was removed on the host.");
    }

    private boolean unread(SessionId session) {
        return local.host().sessions().stream()
                .filter(each -> each.sessionId().equals(session))
                .anyMatch(local.host()::unread);
    }
}
