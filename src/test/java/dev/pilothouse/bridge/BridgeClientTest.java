package dev.pilothouse.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.Cursor;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionGateway;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WhenBusy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class BridgeClientTest {

    private static final SessionId S1 = new SessionId("s1");

    private final ClientFixture fixture = new ClientFixture();
    private final ScriptedHost host = fixture.host;
    private final BridgeClient client = fixture.client;

    private static Intent prompt(String text) {
        return new Intent.Prompt(S1, text, WhenBusy.QUEUE);
    }

    private static <T> T now(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }

    // --- the link

    @Test
    void itSaysHelloAndShowsWhatTheHostTells() {
        host.session("s1");
        fixture.started();
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(fixture.view().hostName()).isEqualTo("Scripted");
        assertThat(fixture.view().sessions())
                .extracting(SessionSummary::sessionId)
                .containsExactly(S1);
        assertThat(host.heard(ClientMessage.Hello.class)).hasSize(1);
    }

    @Test
    void aHostThatIsNotThereIsTriedAtOnceAndThenAfterGrowingWaits() {
        host.setReachable(false);
        fixture.started();
        assertThat(host.connectionsMade()).isEqualTo(1);
        fixture.elapse(Duration.ZERO);
        assertThat(host.connectionsMade()).isEqualTo(2);
        fixture.elapse(Duration.ofMillis(1499));
        assertThat(host.connectionsMade()).isEqualTo(2);
        fixture.elapse(Duration.ofMillis(1));
        assertThat(host.connectionsMade()).isEqualTo(3);
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Lost.class);
    }

    @Test
    void aLostLinkSaysWhySinceWhenAndWhenItIsTriedAgain() {
        host.setReachable(false);
        fixture.started();
        fixture.elapse(Duration.ZERO);
        ConnectionState.Lost lost = (ConnectionState.Lost) fixture.connection();
        assertThat(lost.reason()).isEqualTo("the host is not there");
        assertThat(lost.since()).isEqualTo(fixture.clock.instant());
        assertThat(lost.retryAt()).isEqualTo(fixture.clock.instant().plusMillis(1500));
        fixture.elapse(Duration.ofMillis(1500));
        assertThat(((ConnectionState.Lost) fixture.connection()).since()).isEqualTo(lost.since());
    }

    @Test
    void retryingNowDoesNotWait() {
        host.setReachable(false);
        fixture.started();
        for (int i = 0; i < 5; i++) {
            fixture.elapse(Duration.ofSeconds(20));
        }
        host.setReachable(true);
        client.retryNow();
        fixture.settle();
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Live.class);
    }

    @Test
    void aHostThatSaysNothingFor45SecondsIsGivenUp() {
        fixture.started();
        host.setAnswersPings(false);
        fixture.elapse(Duration.ofSeconds(44));
        assertThat(host.connectionsMade()).isEqualTo(1);
        fixture.elapse(Duration.ofSeconds(1));
        assertThat(host.connectionsMade()).isEqualTo(1);
        ConnectionState.Lost lost = (ConnectionState.Lost) fixture.connection();
        assertThat(lost.reason()).contains("45 s");
    }

    @Test
    void aHostThatAnswersPingsStays() {
        fixture.started();
        for (int i = 0; i < 40; i++) {
            fixture.elapse(Duration.ofSeconds(15));
        }
        assertThat(host.connectionsMade()).isEqualTo(1);
        assertThat(host.heard(ClientMessage.Ping.class)).hasSizeGreaterThan(39);
        assertThat(((ConnectionState.Live) fixture.connection()).roundTrip()).isNotNull();
    }

    @Test
    void afterWakingUpALinkMustProveItselfWithinSeconds() {
        fixture.started();
        host.setAnswersPings(false);
        client.retryNow();
        fixture.elapse(Duration.ofSeconds(5));
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Lost.class);
    }

    @Test
    void aLinkThatProvesItselfAfterWakingUpStays() {
        fixture.started();
        client.retryNow();
        fixture.elapse(Duration.ofSeconds(6));
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(host.connectionsMade()).isEqualTo(1);
    }

    @Test
    void aHostThatOpensAndNeverSaysWelcomeIsGivenUp() {
        host.setKnowsDevice(false);
        client.start();
        fixture.lane.runAll();
        fixture.lane.elapse(Duration.ofSeconds(30));
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Lost.class);
        assertThat(host.last().isClosedByClient()).isTrue();
    }

    @Test
    void aDeviceThatTheHostDoesNotKnowIsRefusedAndDoesNotTryAgain() {
        host.setKnowsDevice(false);
        fixture.started();
        assertThat(fixture.connection())
                .isEqualTo(new ConnectionState.Refused(ErrorCode.NOT_PAIRED, "This device is not paired."));
        client.retryNow();
        fixture.elapse(Duration.ofMinutes(5));
        assertThat(host.connectionsMade()).isEqualTo(1);
        assertThat(fixture.told).contains("host!");
    }

    @Test
    void aHostThatShutsDownIsTriedAgain() {
        fixture.started();
        fixture.clock.advance(Duration.ofSeconds(10));
        host.say(new HostMessage.Bye(ErrorCode.SHUTTING_DOWN, "The host is shutting down.", 0, 0));
        fixture.settle();
        assertThat(((ConnectionState.Lost) fixture.connection()).reason()).isEqualTo("The host is shutting down.");
        fixture.elapse(Duration.ZERO);
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Live.class);
    }

    @Test
    void anotherVersionIsRefusedWithBothRanges() {
        fixture.started();
        host.say(new HostMessage.Bye(ErrorCode.VERSION, "no", 3, 4));
        fixture.settle();
        ConnectionState.Refused refused = (ConnectionState.Refused) fixture.connection();
        assertThat(refused.code()).isEqualTo(ErrorCode.VERSION);
        assertThat(refused.text()).contains("3\u20134").contains("version");
    }

    @Test
    void anotherHostAtTheAddressIsNotBelieved() {
        ClientFixture other = new ClientFixture();
        other.client.start();
        other.lane.runAll();
        other.host.say(new HostMessage.Welcome(
                new dev.pilothouse.model.HostId("h-other"),
                "Other",
                1,
                new dev.pilothouse.model.DeviceId("d1"),
                dev.pilothouse.model.Scope.ADMIN,
                new dev.pilothouse.model.SharingInfo(false, List.of()),
                List.of()));
        other.host.say();
        other.lane.runAll();
        assertThat(other.connection()).isInstanceOf(ConnectionState.Refused.class);
        assertThat(other.view().hostName()).isEqualTo("Host");
    }

    @Test
    void nothingIsBelievedBeforeTheWelcome() {
        client.start();
        fixture.lane.runAll();
        host.session("s1");
        host.say(host.overview());
        host.say();
        fixture.lane.runAll();
        assertThat(fixture.view().sessions()).isEmpty();
    }

    @Test
    void aTransportThatTakesNothingMoreIsGivenUp() {
        host.session("s1");
        fixture.started();
        fixture.clock.advance(Duration.ofSeconds(10));
        host.last().refuseToSend();
        CompletionStage<IntentResult> result = client.submit(prompt("hello"));
        fixture.elapse(Duration.ZERO);
        assertThat(host.connectionsMade()).isEqualTo(2);
        assertThat(now(result)).isInstanceOf(IntentResult.Accepted.class);
    }

    @Test
    void whatAnOldLinkStillSaysIsNotHeard() {
        host.session("s1");
        fixture.started();
        ScriptedHost.Connection old = host.last();
        host.cut();
        fixture.elapse(Duration.ofSeconds(2));
        assertThat(host.last()).isNotSameAs(old);
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(old.isClosedByClient()).isTrue();
    }

    // --- pairing

    @Test
    void aNewDeviceShowsTheCodeUntilThePersonHasAllowedItAndSaysHelloEverAfter() {
        ClientFixture fresh = new ClientFixture(OpeningMessage.pair("test", "t1", new byte[16], "Phone", "Test"));
        fresh.started();
        assertThat(fresh.connection()).isEqualTo(new ConnectionState.AwaitingApproval("123456"));
        fresh.elapse(Duration.ofSeconds(100));
        assertThat(fresh.connection()).isInstanceOf(ConnectionState.AwaitingApproval.class);
        fresh.host.last().welcome();
        fresh.settle();
        assertThat(fresh.connection()).isInstanceOf(ConnectionState.Live.class);
        fresh.host.cut();
        fresh.elapse(Duration.ofSeconds(2));
        assertThat(fresh.host.heard(ClientMessage.Pair.class)).hasSize(1);
        assertThat(fresh.host.heard(ClientMessage.Hello.class)).hasSize(1);
    }

    @Test
    void anotherCodeThanTheHandshakesStopsPairing() {
        ClientFixture fresh = new ClientFixture(OpeningMessage.pair("test", "t1", new byte[16], "Phone", "Test"));
        fresh.host.setPairingCode("999999");
        fresh.started();
        assertThat(fresh.connection()).isInstanceOf(ConnectionState.Refused.class);
    }

    // --- sessions

    @Test
    void anOpenSessionFlows() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        client.open(S1);
        fixture.settle();
        assertThat(fixture.state("s1")).isEqualTo(journal.state());
        journal.append(new SessionUpdate.UserMessage(journal.nextItem(), "hello"));
        journal.append(new SessionUpdate.TurnStarted());
        fixture.settle();
        assertThat(fixture.state("s1")).isEqualTo(journal.state());
        assertThat(fixture.session("s1").behind()).isZero();
    }

    @Test
    void twoOpeningsShareOneSubscriptionThatEndsWithTheLast() {
        host.session("s1");
        fixture.started();
        SessionGateway.Subscription one = client.open(S1);
        SessionGateway.Subscription two = client.open(S1);
        fixture.settle();
        one.close();
        one.close();
        fixture.settle();
        assertThat(host.heard(ClientMessage.Subscribe.class)).hasSize(1);
        assertThat(host.heard(ClientMessage.Unsubscribe.class)).isEmpty();
        two.close();
        fixture.settle();
        assertThat(host.heard(ClientMessage.Unsubscribe.class)).hasSize(1);
    }

    @Test
    void aSessionThatIsOpenedAgainGoesOnFromWhereItWas() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        client.open(S1).close();
        client.open(S1);
        fixture.settle();
        client.open(S1);
        journal.append(new SessionUpdate.TurnStarted());
        fixture.settle();
        host.cut();
        fixture.elapse(Duration.ofSeconds(2));
        List<ClientMessage.Subscribe> asked = host.heard(ClientMessage.Subscribe.class);
        assertThat(asked.get(asked.size() - 1).cursor()).isEqualTo(new Cursor(1, 3));
        assertThat(fixture.state("s1")).isEqualTo(journal.state());
    }

    @Test
    void aGapIsAnsweredBySubscribingOnceFromTheCursor() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        client.open(S1);
        fixture.settle();
        journal.append(new SessionUpdate.TurnStarted());
        long sub = host.heard(ClientMessage.Subscribe.class).get(0).sub();
        host.say(HostMessage.Updates.upToHead(sub, 1, 7, 9, List.of()));
        host.say(HostMessage.Updates.upToHead(sub, 1, 9, 11, List.of()));
        fixture.settle();
        assertThat(host.heard(ClientMessage.Subscribe.class)).hasSize(2);
        assertThat(host.heard(ClientMessage.Subscribe.class).get(1).cursor().seq())
                .isEqualTo(2);
        assertThat(fixture.state("s1")).isEqualTo(journal.state());
    }

    @Test
    void aHostThatKeepsSendingGapsIsAskedForEverythingAndThenGivenUp() {
        host.session("s1");
        fixture.started();
        client.open(S1);
        fixture.settle();
        fixture.clock.advance(Duration.ofSeconds(10));
        for (int i = 0; i < 3; i++) {
            assertThat(fixture.connection()).isInstanceOf(ConnectionState.Live.class);
            host.forgetWhatToSay();
            List<ClientMessage.Subscribe> asked = host.heard(ClientMessage.Subscribe.class);
            host.say(HostMessage.Updates.upToHead(asked.get(asked.size() - 1).sub(), 1, 70, 90, List.of()));
            host.say();
            fixture.lane.runAll();
            while (host.hear()) {
                // The host receives the subscription; its reply is lost.
            }
        }
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Lost.class);
        assertThat(host.heard(ClientMessage.Subscribe.class))
                .extracting(asked -> asked.cursor().seq())
                .containsExactly(0L, 2L, 0L);
    }

    @Test
    void aHostThatLostTheEndOfItsJournalReplacesWhatTheClientHas() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        client.open(S1);
        journal.append(new SessionUpdate.UserMessage(journal.nextItem(), "lost"));
        fixture.settle();
        journal.loseAfter(2);
        journal.append(new SessionUpdate.UserMessage(journal.nextItem(), "other"));
        host.cut();
        fixture.elapse(Duration.ofSeconds(2));
        assertThat(fixture.state("s1")).isEqualTo(journal.state());
    }

    @Test
    void earlierItemsArePutBeforeTheWindow() {
        ScriptedJournal journal = host.session("s1");
        for (int i = 0; i < 450; i++) {
            journal.append(new SessionUpdate.UserMessage(journal.nextItem(), "message " + i));
        }
        host.setWindow(100);
        fixture.started();
        client.open(S1);
        fixture.settle();
        assertThat(fixture.state("s1").transcript().size()).isEqualTo(100);
        client.loadEarlier(S1);
        client.loadEarlier(S1);
        journal.append(new SessionUpdate.TurnStarted());
        fixture.settle();
        assertThat(fixture.state("s1").transcript().size()).isEqualTo(300);
        assertThat(host.heard(ClientMessage.History.class)).hasSize(1);
        client.loadEarlier(S1);
        fixture.settle();
        client.loadEarlier(S1);
        fixture.settle();
        assertThat(fixture.state("s1")).isEqualTo(journal.state());
        assertThat(host.heard(ClientMessage.History.class)).hasSize(2);
    }

    @Test
    void aPageThatTheHostRefusesIsAskedForAgain() {
        ScriptedJournal journal = host.session("s1");
        for (int i = 0; i < 50; i++) {
            journal.append(new SessionUpdate.UserMessage(journal.nextItem(), "message " + i));
        }
        host.setWindow(10);
        fixture.started();
        client.open(S1);
        fixture.settle();
        client.loadEarlier(S1);
        fixture.lane.runAll();
        host.hear();
        host.forgetWhatToSay();
        long sub = host.heard(ClientMessage.History.class).get(0).sub();
        host.say(new HostMessage.Failure(null, sub, ErrorCode.NO_SUCH_SESSION, "There is no such subscription."));
        fixture.settle();

        client.loadEarlier(S1);
        fixture.settle();
        assertThat(host.heard(ClientMessage.History.class)).hasSize(2);
        assertThat(fixture.state("s1")).isEqualTo(journal.state());
    }

    @Test
    void aSessionThatTheHostDoesNotHaveKeepsNoLinkFromCountingAsUpToDate() {
        client.open(S1);
        fixture.started();
        host.cut();
        fixture.elapse(Duration.ZERO);
        for (int i = 0; i < 4; i++) {
            host.cut();
            fixture.elapse(Duration.ofMillis(1500));
            assertThat(fixture.connection()).as("after cut " + i).isInstanceOf(ConnectionState.Live.class);
        }
    }

    @Test
    void aSessionThatIsDeletedIsGone() {
        host.session("s1");
        host.session("s2");
        fixture.started();
        client.open(S1);
        fixture.settle();
        host.remove("s1");
        host.say(new HostMessage.OverviewChanged(List.of(), List.of(S1)));
        fixture.settle();
        assertThat(fixture.store.session(S1)).isEmpty();
        assertThat(fixture.view().sessions())
                .extracting(SessionSummary::sessionId)
                .containsExactly(new SessionId("s2"));
    }

    @Test
    void aSessionThatIsAbsentFromTheOverviewAfterAReconnectIsGone() {
        host.session("s1");
        host.session("s2");
        fixture.started();
        client.open(S1);
        fixture.settle();
        host.remove("s1");
        host.cut();
        fixture.elapse(Duration.ofSeconds(2));
        assertThat(fixture.store.session(S1)).isEmpty();
    }

    @Test
    void aReconnectedDeviceReportsAgainWhichSessionIsOnScreen() {
        host.session("s1");
        fixture.started();
        client.host().showSessions(List.of(S1));
        fixture.settle();

        host.cut();
        fixture.elapse(Duration.ofSeconds(2));

        assertThat(host.heard(ClientMessage.ShowSessions.class))
                .extracting(ClientMessage.ShowSessions::sessionIds)
                .containsExactly(List.of(S1), List.of(S1));
    }

    // --- intents

    @Test
    void anAcceptedIntentSaysWhichUpdateItMade() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        CompletionStage<IntentResult> result = client.submit(prompt("hello"));
        fixture.settle();
        IntentResult.Accepted accepted = (IntentResult.Accepted) now(result);
        assertThat(accepted.sessionId()).isEqualTo(S1);
        assertThat(accepted.seq()).isEqualTo(journal.head());
    }

    @Test
    void anIntentIsUnconfirmedUntilItsUpdateHasBeenFolded() {
        host.session("s1");
        fixture.started();
        client.open(S1);
        fixture.settle();
        client.submit(prompt("hello"));
        fixture.lane.runAll();
        assertThat(fixture.session("s1").unconfirmed())
                .extracting(PendingIntent::intent)
                .containsExactly(prompt("hello"));
        fixture.settle();
        assertThat(fixture.session("s1").unconfirmed()).isEmpty();
    }

    @Test
    void anAckBeforeItsUpdateLeavesTheIntentUnconfirmed() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        client.open(S1);
        fixture.settle();
        CompletionStage<IntentResult> result = client.submit(prompt("hello"));
        fixture.lane.runAll();
        ClientMessage.Submit submit = new ClientMessage.Submit(
                fixture.session("s1").unconfirmed().get(0).requestId(), prompt("hello"));
        host.say(new HostMessage.Ack(submit.requestId(), IntentResult.Outcome.ACCEPTED, S1, journal.head() + 1));
        host.say();
        fixture.lane.runAll();
        assertThat(now(result)).isInstanceOf(IntentResult.Accepted.class);
        assertThat(fixture.session("s1").unconfirmed()).hasSize(1);
        fixture.settle();
        assertThat(fixture.session("s1").unconfirmed()).isEmpty();
    }

    @Test
    void aRefusedIntentStaysWithItsReasonUntilItIsDismissed() {
        host.session("s1");
        fixture.started();
        client.open(S1);
        fixture.settle();
        CompletionStage<IntentResult> result = client.submit(new Intent.CloseSession(S1));
        fixture.settle();
        IntentResult.Refused refused = (IntentResult.Refused) now(result);
        assertThat(refused.text()).isEqualTo("Not scripted.");
        assertThat(fixture.session("s1").unconfirmed())
                .extracting(PendingIntent::refusal)
                .containsExactly(HostText.untranslated("Not scripted."));
        client.dismiss(refused.requestId());
        fixture.settle();
        assertThat(fixture.session("s1").unconfirmed()).isEmpty();
    }

    @Test
    void anIntentMadeWhileTheHostIsAwayIsSentWhenItIsBack() {
        ScriptedJournal journal = host.session("s1");
        host.setReachable(false);
        fixture.started();
        CompletionStage<IntentResult> result = client.submit(prompt("hello"));
        fixture.settle();
        assertThat(result.toCompletableFuture()).isNotDone();
        host.setReachable(true);
        client.retryNow();
        fixture.settle();
        assertThat(now(result)).isInstanceOf(IntentResult.Accepted.class);
        assertThat(journal.state().transcript().size()).isEqualTo(1);
    }

    @Test
    void anIntentWhoseAnswerWasLostIsSentAgainAndTakesEffectOnce() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        CompletionStage<IntentResult> result = client.submit(prompt("hello"));
        fixture.lane.runAll();
        while (host.hear()) {
            // The host receives the intent; its reply is still pending.
        }
        host.cut();
        fixture.elapse(Duration.ofSeconds(2));
        assertThat(now(result)).isInstanceOf(IntentResult.Accepted.class);
        List<ClientMessage.Submit> sent = host.heard(ClientMessage.Submit.class);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(0).requestId()).isEqualTo(sent.get(1).requestId());
        assertThat(journal.state().transcript().size()).isEqualTo(1);
    }

    @Test
    void anIntentThatIsSubmittedAgainUnderItsIdIsSentOnceAndBothGetItsOutcome() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        RequestId id = new RequestId("r7");
        CompletionStage<IntentResult> first = client.submit(id, prompt("hello"), fixture.clock.instant());
        CompletionStage<IntentResult> again = client.submit(id, prompt("hello"), fixture.clock.instant());
        fixture.settle();
        assertThat(host.heard(ClientMessage.Submit.class))
                .extracting(ClientMessage.Submit::requestId)
                .containsExactly(id);
        assertThat(journal.state().transcript().size()).isEqualTo(1);
        assertThat(now(first)).isInstanceOf(IntentResult.Accepted.class);
        assertThat(now(again)).isInstanceOf(IntentResult.Accepted.class);
    }

    @Test
    void aPromptFromLongAgoThatIsNotPendingWaitsForConfirmation() {
        host.session("s1");
        fixture.started();
        RequestId id = new RequestId("r7");
        CompletionStage<IntentResult> result = client.submit(
                id,
                prompt("hello"),
                fixture.clock.instant().minus(IntentQueue.ASK_AFTER).minusSeconds(1));
        fixture.settle();
        assertThat(host.heard(ClientMessage.Submit.class)).isEmpty();
        assertThat(fixture.store.delayedIntents())
                .extracting(PendingIntent::requestId)
                .containsExactly(id);

        client.confirm(id);
        fixture.settle();
        assertThat(now(result)).isInstanceOf(IntentResult.Accepted.class);
    }

    @Test
    void aPromptThatNoConnectionHasTakenCanBeDismissed() {
        host.setReachable(false);
        fixture.started();
        RequestId id = new RequestId("r7");
        CompletionStage<IntentResult> result = client.submit(id, prompt("hello"), fixture.clock.instant());
        fixture.settle();
        client.dismiss(id);
        fixture.settle();
        assertThat(((IntentResult.Refused) now(result)).sentence().code().word())
                .isEqualTo(HostTextCode.NOT_SENT.word());

        host.setReachable(true);
        client.retryNow();
        fixture.settle();
        assertThat(host.heard(ClientMessage.Submit.class)).isEmpty();
    }

    @Test
    void anIntentThatIsADayOldIsGivenBackToThePerson() {
        host.session("s1");
        host.setReachable(false);
        fixture.started();
        CompletionStage<IntentResult> result = client.submit(prompt("hello"));
        fixture.settle();
        fixture.clock.advance(Duration.ofHours(25));
        host.setReachable(true);
        fixture.elapse(Duration.ofMinutes(1));
        assertThat(((IntentResult.Refused) now(result)).code()).isEqualTo(ErrorCode.TOO_OLD);
        assertThat(host.heard(ClientMessage.Submit.class)).isEmpty();
    }

    @Test
    void anIntentThatIsADayOldIsGivenBackAlsoIfTheClockWasSetBackMeanwhile() {
        host.session("s1");
        host.setReachable(false);
        fixture.started();
        CompletionStage<IntentResult> result = client.submit(prompt("hello"));
        fixture.settle();
        fixture.clock.set(Duration.ofDays(-30));
        fixture.clock.advance(Duration.ofHours(25));
        host.setReachable(true);
        fixture.elapse(Duration.ofMinutes(1));
        assertThat(((IntentResult.Refused) now(result)).code()).isEqualTo(ErrorCode.TOO_OLD);
        assertThat(host.heard(ClientMessage.Submit.class)).isEmpty();
    }

    @Test
    void anIntentOfAMomentAgoIsSentAlsoIfTheClockWasSetBack() {
        host.session("s1");
        host.setReachable(false);
        fixture.started();
        CompletionStage<IntentResult> result = client.submit(prompt("hello"));
        fixture.settle();
        fixture.clock.set(Duration.ofDays(-1));
        host.setReachable(true);
        fixture.elapse(Duration.ofMinutes(1));
        assertThat(now(result)).isInstanceOf(IntentResult.Accepted.class);
    }

    @Test
    void aLinkThatIsCutAgainAndAgainIsMadeAgainWithinTwoSecondsEachTimeIfItWasOfUse() {
        host.session("s1");
        fixture.started();
        client.open(new SessionId("s1"));
        fixture.settle();
        for (int made = 1; made <= 12; made++) {
            assertThat(host.connectionsMade()).isEqualTo(made);
            host.cut();
            fixture.elapse(Duration.ofSeconds(2));
        }
    }

    @Test
    void aHostThatHangsUpBeforeItHasSentAnythingIsCalledLessAndLessOften() {
        fixture.started();
        for (int i = 0; i < 8; i++) {
            host.cut();
            fixture.lane.runAll();
            while (!host.isConnected()) {
                fixture.clock.advance(Duration.ofSeconds(1));
                fixture.lane.runAll();
            }
        }
        int made = host.connectionsMade();
        host.cut();
        fixture.elapse(Duration.ofSeconds(10));
        assertThat(host.connectionsMade()).isEqualTo(made);
    }

    @Test
    void atMost256IntentsWait() {
        host.session("s1");
        host.setReachable(false);
        fixture.started();
        for (int i = 0; i < IntentQueue.CAPACITY; i++) {
            client.submit(prompt("hello"));
            fixture.lane.runAll();
        }
        CompletionStage<IntentResult> oneMore = client.submit(prompt("hello"));
        fixture.settle();
        assertThat(((IntentResult.Refused) now(oneMore)).code()).isEqualTo(ErrorCode.BUSY);
    }

    @Test
    void aRevokedDeviceGetsItsIntentsBack() {
        host.session("s1");
        fixture.started();
        CompletionStage<IntentResult> waiting = client.submit(prompt("hello"));
        fixture.lane.runAll();
        host.say(new HostMessage.Bye(ErrorCode.REVOKED, "This device was removed.", 0, 0));
        host.say();
        fixture.settle();
        assertThat(((IntentResult.Refused) now(waiting)).code()).isEqualTo(ErrorCode.REVOKED);
        CompletionStage<IntentResult> later = client.submit(prompt("hello"));
        fixture.settle();
        assertThat(((IntentResult.Refused) now(later)).text()).isEqualTo("This device was removed.");
    }

    @Test
    void creatingASessionTellsItsId() {
        fixture.started();
        CompletionStage<IntentResult> result =
                client.submit(new Intent.CreateSession(ScriptedHost.demo(), "/work", null, null, null));
        fixture.settle();
        assertThat(((IntentResult.Accepted) now(result)).sessionId()).isEqualTo(S1);
    }

    // --- queries

    @Test
    void aQuestionIsAnswered() {
        fixture.started();
        CompletionStage<HostGateway.Reply<HostGateway.Directory>> reply =
                client.host().listDirectory("");
        CompletionStage<HostGateway.Reply<HostGateway.Done>> done =
                client.host().setSharing(true);
        fixture.settle();
        assertThat(now(reply)).isEqualTo(new HostGateway.Reply.Value<>(new HostGateway.Directory("/home", List.of())));
        assertThat(now(done)).isEqualTo(new HostGateway.Reply.Value<>(new HostGateway.Done()));
    }

    @Test
    void sessionsFromElsewhereAreAskedFor() {
        fixture.started();
        CompletionStage<HostGateway.Reply<HostGateway.External>> reply =
                client.host().externalSessions(new dev.pilothouse.model.AgentId("demo"), "");
        fixture.settle();
        assertThat(now(reply)).isEqualTo(new HostGateway.Reply.Value<>(new HostGateway.External(List.of(), true)));
    }

    @Test
    void aQuestionWithoutALinkIsRefusedAtOnce() {
        CompletionStage<HostGateway.Reply<HostGateway.Devices>> reply =
                client.host().devices();
        fixture.settle();
        assertThat(((HostGateway.Reply.Refused<?>) now(reply)).code()).isEqualTo(ErrorCode.UNREACHABLE);
    }

    @Test
    void aQuestionWhoseLinkIsLostIsRefusedAndNotAskedAgain() {
        fixture.started();
        CompletionStage<HostGateway.Reply<HostGateway.Directory>> reply =
                client.host().listDirectory("");
        fixture.lane.runAll();
        host.cut();
        fixture.elapse(Duration.ofSeconds(2));
        assertThat(((HostGateway.Reply.Refused<?>) now(reply)).code()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(host.heard(ClientMessage.ListDirectory.class)).isEmpty();
    }

    @Test
    void aQuestionThatIsNeverAnsweredIsRefusedAfterItsDeadline() {
        fixture.started();
        CompletionStage<HostGateway.Reply<String>> reply =
                client.host().fetchBlob(S1, new dev.pilothouse.model.BlobId("b1"));
        fixture.elapse(Duration.ofSeconds(29));
        assertThat(reply.toCompletableFuture()).isNotDone();
        fixture.elapse(Duration.ofSeconds(1));
        assertThat(((HostGateway.Reply.Refused<?>) now(reply)).code()).isEqualTo(ErrorCode.UNREACHABLE);
    }

    // --- notifications

    @Test
    void theEndOfATurnAndAQuestionAreCriticalAndChunksAreNot() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        client.open(S1);
        fixture.settle();
        fixture.told.clear();
        journal.append(new SessionUpdate.TurnStarted());
        journal.append(new SessionUpdate.AgentMessageChunk(journal.nextItem(), "hello"));
        fixture.settle();
        assertThat(fixture.told).contains("s1").doesNotContain("s1!");
        journal.ask();
        fixture.settle();
        assertThat(fixture.told).contains("s1!");
        fixture.told.clear();
        journal.endTurn(journal.state().activity().turn());
        fixture.settle();
        assertThat(fixture.told).contains("s1!");
    }

    @Test
    void aTurnThatEndsAfterThePersonLookedIsUnreadUntilSheLooksAgain() {
        ScriptedJournal journal = host.session("s1");
        journal.append(new SessionUpdate.TurnStarted());
        journal.endTurn(journal.state().activity().turn());
        fixture.started();
        assertThat(fixture.view().unread(fixture.view().sessions().get(0)))
                .as("what ended before this device came is not news")
                .isFalse();
        journal.append(new SessionUpdate.TurnStarted());
        journal.endTurn(journal.state().activity().turn());
        host.say(new HostMessage.OverviewChanged(List.of(journal.summary()), List.of()));
        fixture.settle();
        assertThat(fixture.view().unread(fixture.view().sessions().get(0))).isTrue();
        client.markSeen(S1);
        fixture.settle();
        assertThat(fixture.view().unread(fixture.view().sessions().get(0))).isFalse();
    }

    @Test
    void howFarASessionIsBehindIsToldFromTheOverview() {
        ScriptedJournal journal = host.session("s1");
        fixture.started();
        client.open(S1);
        fixture.settle();
        SessionState before = fixture.state("s1");
        journal.append(new SessionUpdate.TurnStarted());
        host.last().isClosedByClient();
        fixture.store.overviewChanged(List.of(journal.summary()), List.of());
        assertThat(fixture.session("s1").state()).isEqualTo(before);
        assertThat(fixture.session("s1").behind()).isEqualTo(1);
        fixture.settle();
        assertThat(fixture.session("s1").behind()).isZero();
    }

    @Test
    void stateOfSessionsThatNobodyLooksAtIsKeptForTheLastFewOnly() {
        for (int i = 0; i < 12; i++) {
            host.session("s" + i);
        }
        fixture.started();
        for (int i = 0; i < 12; i++) {
            SessionGateway.Subscription open = client.open(new SessionId("s" + i));
            fixture.settle();
            open.close();
            fixture.settle();
        }
        assertThat(fixture.store.session(new SessionId("s3"))).isEmpty();
        assertThat(fixture.store.session(new SessionId("s4"))).isPresent();
        assertThat(fixture.store.session(new SessionId("s11"))).isPresent();
    }

    // --- closing

    @Test
    void closingEndsTheLinkAnswersWhatWaitsAndIsSilentAfterwards() {
        host.session("s1");
        fixture.started();
        CompletionStage<IntentResult> intent = client.submit(prompt("hello"));
        CompletionStage<HostGateway.Reply<HostGateway.Directory>> question =
                client.host().listDirectory("");
        client.close();
        client.close();
        fixture.lane.runAll();
        assertThat(host.last().isClosedByClient()).isTrue();
        assertThat(now(intent)).isInstanceOf(IntentResult.Refused.class);
        assertThat(now(question)).isInstanceOf(HostGateway.Reply.Refused.class);
        assertThat(fixture.connection()).isInstanceOf(ConnectionState.Offline.class);
        fixture.elapse(Duration.ofMinutes(5));
        assertThat(host.connectionsMade()).isEqualTo(1);
        assertThat(fixture.clock.alarms()).isZero();
    }

    @Test
    void anIntentAfterClosingIsRefused() {
        fixture.started();
        client.close();
        assertThat(now(client.submit(prompt("hello")))).isInstanceOf(IntentResult.Refused.class);
    }
}
