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
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WhenBusy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client across restarts of its app, with a host that may be offline. */
class KeepingDeviceTest {

    private static final SessionId S1 = new SessionId("s1");

    @TempDir
    Path folder;

    private KeepingDevice device;

    /** A device that has shown a session and has had the time to cache it. */
    private ScriptedJournal aSessionThatWasLookedAt() {
        device = new KeepingDevice(folder.resolve("cache"));
        ScriptedJournal journal = device.host.session("s1");
        device.settle();
        journal.append(new SessionUpdate.UserMessage(journal.nextItem(), "hello"));
        device.open("s1");
        device.elapse(Duration.ofSeconds(3));
        return journal;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(Files::isRegularFile).toList();
        }
    }

    private void prompt(String text) {
        device.link().sessions().submit(new Intent.Prompt(S1, text, WhenBusy.QUEUE));
    }

    private static List<String> prompts(ScriptedJournal journal) {
        return journal.state().transcript().items().stream()
                .filter(Item.UserItem.class::isInstance)
                .map(item -> ((Item.UserItem) item).text())
                .toList();
    }

    @Test
    void offlineTheListAndTheSessionAreThereWithTheirAge() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.kill();
        Instant killed = device.clock.instant();
        device.clock.advance(Duration.ofHours(3));
        device.host.setReachable(false);
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(5));

        assertThat(device.view().sessions())
                .extracting(SessionSummary::sessionId)
                .containsExactly(S1);
        assertThat(device.view().hostName()).isEqualTo("Scripted");
        assertThat(device.session("s1").orElseThrow().state()).isEqualTo(journal.state());
        ConnectionState.Lost lost = (ConnectionState.Lost) device.view().connection();
        assertThat(Duration.between(lost.since(), killed)).isLessThan(Duration.ofMinutes(1));
        assertThat(lost.retryAt()).isAfter(device.clock.instant());
    }

    @Test
    void itGoesOnFromItsCursorInsteadOfFetchingASnapshot() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        long seen = journal.head();
        device.kill();
        device.run();
        journal.append(new SessionUpdate.UserMessage(journal.nextItem(), "meanwhile"));
        device.open("s1");
        device.settle();

        List<ClientMessage.Subscribe> subscribed = device.host.heard(ClientMessage.Subscribe.class);
        assertThat(subscribed.get(subscribed.size() - 1).cursor().seq()).isEqualTo(seen);
        assertThat(device.session("s1").orElseThrow().state()).isEqualTo(journal.state());
    }

    @Test
    void aCursorThatTheHostCannotProveIsAnsweredByASnapshot() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.kill();
        journal.loseAfter(journal.head() - 1);
        device.run();
        device.open("s1");
        device.settle();

        assertThat(device.session("s1").orElseThrow().state()).isEqualTo(journal.state());
    }

    @Test
    void whatIsKeptIsNotReadable() throws IOException {
        aSessionThatWasLookedAt();
        prompt("hello again");
        device.settle();

        assertThat(files()).hasSize(3);
        for (Path file : files()) {
            assertThat(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("hello", "session s1", "demo");
            assertThat(file.toString()).doesNotContain("s1", ScriptedHost.HOST.value());
        }
    }

    @Test
    void aPromptThatWasWrittenOfflineIsSentOnceAfterTheAppRunsAgain() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.host.setReachable(false);
        device.kill();
        device.settle();
        prompt("later");
        device.settle();
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(1));
        assertThat(device.session("s1").orElseThrow().unconfirmed())
                .extracting(PendingIntent::refusal)
                .containsOnlyNulls()
                .hasSize(1);
        device.host.setReachable(true);
        device.elapse(Duration.ofSeconds(30));

        assertThat(prompts(journal)).containsOnlyOnce("later");
        assertThat(device.session("s1").orElseThrow().unconfirmed()).isEmpty();
    }

    @Test
    void whoComesToTheAppWhileWhatIsKeptIsStillReadWaitsForIt() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.host.setReachable(false);
        device.kill();
        device.settle();
        prompt("later");
        device.settle();
        device.host.setReachable(true);
        device.run();
        device.hosts.retryNow();
        boolean going = true;
        while (going) {
            going = device.state.runAll() > 0;
            going |= device.host.hear();
            going |= device.host.say();
        }
        assertThat(device.view().connection()).as("the disk is slow").isNotInstanceOf(ConnectionState.Live.class);
        device.settle();

        assertThat(device.view().connection()).isInstanceOf(ConnectionState.Live.class);
        assertThat(prompts(journal)).containsOnlyOnce("later");
    }

    /** The host is offline for this time and then returns. */
    private void comesBackAfter(Duration time) {
        device.elapse(time);
        device.host.setReachable(true);
        device.elapse(Duration.ofSeconds(30));
    }

    private List<PendingIntent> unconfirmed() {
        return device.session("s1").orElseThrow().unconfirmed();
    }

    private List<ClientMessage.Submit> sent() {
        return device.host.heard(ClientMessage.Submit.class);
    }

    private ScriptedJournal awayWithAPrompt() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.host.setReachable(false);
        device.host.cut();
        device.settle();
        prompt("in the air");
        device.settle();
        return journal;
    }

    @Test
    void aPromptThatWaitedLongForAConnectionIsHeldAndGoesAtThePersonsWordOnce() {
        ScriptedJournal journal = awayWithAPrompt();
        assertThat(unconfirmed()).extracting(PendingIntent::stage).containsExactly(PendingIntent.Stage.WRITTEN);

        comesBackAfter(Duration.ofMinutes(20));
        assertThat(sent()).isEmpty();
        assertThat(unconfirmed()).hasSize(1).allMatch(PendingIntent::isDelayed);
        assertThat(device.link().reader().delayedIntents()).isEqualTo(unconfirmed());

        RequestId held = unconfirmed().get(0).requestId();
        device.link().sessions().confirm(held);
        device.link().sessions().confirm(held);
        device.settle();
        assertThat(prompts(journal)).containsExactly("hello", "in the air");
        assertThat(sent()).extracting(ClientMessage.Submit::requestId).containsExactly(held);
        assertThat(unconfirmed()).isEmpty();
        assertThat(device.link().reader().delayedIntents()).isEmpty();
    }

    @Test
    void aPromptThatIsHeldGoesNowhereByFurtherConnectionsOrAnotherStartOfTheApp() {
        ScriptedJournal journal = awayWithAPrompt();
        comesBackAfter(Duration.ofMinutes(20));
        device.host.cut();
        device.elapse(Duration.ofSeconds(30));
        assertThat(unconfirmed()).hasSize(1).allMatch(PendingIntent::isDelayed);
        device.close();
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(30));

        assertThat(sent()).isEmpty();
        assertThat(prompts(journal)).containsExactly("hello");
        assertThat(unconfirmed()).hasSize(1).allMatch(PendingIntent::isDelayed);
    }

    @Test
    void aPromptThatIsHeldAndNotWantedAnyMoreIsGone() {
        ScriptedJournal journal = awayWithAPrompt();
        comesBackAfter(Duration.ofMinutes(20));
        device.link().sessions().dismiss(unconfirmed().get(0).requestId());
        device.settle();
        assertThat(unconfirmed()).isEmpty();
        device.close();
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(30));

        assertThat(unconfirmed()).isEmpty();
        assertThat(sent()).isEmpty();
        assertThat(prompts(journal)).containsExactly("hello");
    }

    @Test
    void theWordForAHeldPromptCountsAlsoWhenTheConnectionIsGoneAgain() {
        ScriptedJournal journal = awayWithAPrompt();
        comesBackAfter(Duration.ofMinutes(20));
        device.host.setReachable(false);
        device.host.cut();
        device.settle();
        device.link().sessions().confirm(unconfirmed().get(0).requestId());
        device.settle();
        device.close();
        device.run();
        device.open("s1");
        comesBackAfter(Duration.ofMinutes(20));

        assertThat(prompts(journal)).containsExactly("hello", "in the air");
    }

    @Test
    void aShortCutIsNothingToAskFor() {
        ScriptedJournal journal = awayWithAPrompt();
        comesBackAfter(Duration.ofSeconds(20));

        assertThat(prompts(journal)).containsExactly("hello", "in the air");
    }

    @Test
    void whatTheHostMayHaveGoesByItselfHoweverLongItTakes() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        prompt("on its way");
        device.state.runAll();
        device.host.setReachable(false);
        device.host.cut();
        device.settle();
        assertThat(unconfirmed()).extracting(PendingIntent::stage).containsExactly(PendingIntent.Stage.GOES);
        device.close();
        device.run();
        device.open("s1");
        comesBackAfter(Duration.ofMinutes(20));

        assertThat(prompts(journal)).containsExactly("hello", "on its way");
        assertThat(unconfirmed()).isEmpty();
    }

    @Test
    void anythingElseThatWasAskedForWithoutAConnectionGoesByItself() {
        aSessionThatWasLookedAt();
        device.host.setReachable(false);
        device.host.cut();
        device.settle();
        device.link().sessions().submit(new Intent.RenameSession(S1, "another"));
        comesBackAfter(Duration.ofMinutes(20));

        assertThat(sent()).hasSize(1);
        assertThat(device.link().reader().delayedIntents()).isEmpty();
    }

    @Test
    void aPromptWhoseAcknowledgementWasLostWithTheAppTakesEffectOnce() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        prompt("once");
        device.state.runAll();
        device.disk.runAll();
        while (device.host.hear()) {
            // The host receives the intent; its reply does not arrive.
        }
        device.kill();
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(5));

        assertThat(prompts(journal)).containsOnlyOnce("once");
        assertThat(device.host.heard(ClientMessage.Submit.class))
                .hasSize(2)
                .extracting(ClientMessage.Submit::requestId)
                .containsOnly(
                        device.host.heard(ClientMessage.Submit.class).get(0).requestId());
        assertThat(device.session("s1").orElseThrow().unconfirmed()).isEmpty();
        device.close();
        device.run();
        device.elapse(Duration.ofSeconds(5));
        assertThat(device.host.heard(ClientMessage.Submit.class)).hasSize(2);
    }

    @Test
    void aPromptThatIsFasterThanTheDiskDoesNotReplaceWhatWasKept() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.host.setReachable(false);
        device.kill();
        device.settle();
        prompt("first");
        device.settle();
        device.run();
        prompt("second");
        device.settle();
        device.host.setReachable(true);
        device.run();
        device.elapse(Duration.ofSeconds(5));

        assertThat(prompts(journal)).containsExactly("hello", "first", "second");
    }

    @Test
    void endingTheAppInOrderKeepsWhatWaitsToo() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.host.setReachable(false);
        device.host.cut();
        device.settle();
        prompt("tomorrow");
        device.settle();
        device.close();
        device.host.setReachable(true);
        device.run();
        device.elapse(Duration.ofSeconds(5));

        assertThat(prompts(journal)).containsOnlyOnce("tomorrow");
    }

    @Test
    void aPromptOfMoreThanADayAgoIsOfferedToBeSentAgainAndNotSent() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.host.setReachable(false);
        device.kill();
        device.settle();
        prompt("too late?");
        device.settle();
        device.clock.advance(Duration.ofHours(25));
        device.host.setReachable(true);
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(5));

        PendingIntent left = device.session("s1").orElseThrow().unconfirmed().get(0);
        assertThat(left.refusal()).isEqualTo(HostText.of(HostTextCode.NOT_SENT_FOR_A_DAY));
        assertThat(((Intent.Prompt) left.intent()).text()).isEqualTo("too late?");
        assertThat(prompts(journal)).doesNotContain("too late?");

        device.close();
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(5));
        assertThat(device.session("s1").orElseThrow().unconfirmed()).containsExactly(left);
        device.link().sessions().dismiss(left.requestId());
        device.settle();
        device.close();
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(5));
        assertThat(device.session("s1").orElseThrow().unconfirmed()).isEmpty();
    }

    @Test
    void aSessionThatWasDeletedMeanwhileIsNotKept() throws IOException {
        aSessionThatWasLookedAt();
        device.kill();
        device.host.remove("s1");
        device.run();
        device.elapse(Duration.ofSeconds(5));

        assertThat(device.view().sessions()).isEmpty();
        assertThat(files()).noneMatch(file -> file.getFileName().toString().startsWith("s-"));
    }

    @Test
    void aHostThatIsForgottenLeavesNothing() throws IOException {
        aSessionThatWasLookedAt();
        device.hosts.forget(ScriptedHost.HOST);
        device.elapse(Duration.ofSeconds(5));
        assertThat(files()).isEmpty();
        device.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void aDeviceThatIsRevokedKeepsNothing() throws IOException {
        aSessionThatWasLookedAt();
        prompt("before");
        device.host.say(new HostMessage.Bye(ErrorCode.REVOKED, "This device was removed.", 0, 0));
        device.elapse(Duration.ofSeconds(5));
        assertThat(device.view().connection()).isInstanceOf(ConnectionState.Refused.class);
        assertThat(files()).isEmpty();
        device.close();
        assertThat(files()).isEmpty();
    }

    @Test
    void aHostThatIsNotPairedAnyMoreIsSweptAtTheStart() throws IOException {
        aSessionThatWasLookedAt();
        device.kill();
        new dev.pilothouse.pairing.SecurePairedHostStore(device.secrets).remove(ScriptedHost.HOST);
        device.run();
        device.settle();
        assertThat(files()).isEmpty();
    }

    @Test
    void withoutItsKeyWhatIsKeptIsOfNoUseAndTheHostTellsEverything() {
        ScriptedJournal journal = aSessionThatWasLookedAt();
        device.kill();
        device.secrets.remove("cache-key");
        device.run();
        device.open("s1");
        device.elapse(Duration.ofSeconds(3));
        assertThat(device.session("s1").orElseThrow().state()).isEqualTo(journal.state());

        device.kill();
        device.host.setReachable(false);
        device.run();
        device.open("s1");
        device.settle();
        assertThat(device.session("s1").orElseThrow().state()).isEqualTo(journal.state());
    }

    @Test
    void aDiskThatTakesNothingStopsNothing() throws IOException {
        Files.createFile(folder.resolve("cache"));
        ScriptedJournal journal = aSessionThatWasLookedAt();
        prompt("all the same");
        device.elapse(Duration.ofSeconds(5));

        assertThat(device.session("s1").orElseThrow().state()).isEqualTo(journal.state());
        assertThat(prompts(journal)).containsOnlyOnce("all the same");
        device.close();
    }
}
