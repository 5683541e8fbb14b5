package dev.pilothouse.desktop.host;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.journal.SessionFeed;
import dev.pilothouse.model.ContextRestore;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.session.WhenBusy;
import dev.pilothouse.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A session of which only the summary is in memory, from its index. */
class RestingSessionTest {
    private static final Duration LONG = HostSession.UNLOAD_AFTER.plusSeconds(1);

    @TempDir
    Path folder;

    private SessionRig rig;

    @BeforeEach
    void aSessionWithAPast() {
        rig = SessionRig.on(folder);
        rig.create(null);
        rig.agent().emitReady(ContextRestore.NEW);
        rig.run();
        rig.accepted(prompt("hello"));
        rig.agent().emit(new AgentEvent.MessageChunk(null, "You said hello."));
        rig.agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        rig.run();
    }

    private Intent prompt(String text) {
        return new Intent.Prompt(rig.sessionId(), text, WhenBusy.QUEUE);
    }

    /** Stops the host in order. */
    private void stop() {
        rig.session().retire(HostText.untranslated("The host was stopped."));
        rig.run();
        rig.session().close();
    }

    private SessionFeed.Head head() {
        return rig.session().feed().head();
    }

    private static SessionSummary summaryOf(SessionState state, SessionFeed.Head head) {
        return SessionSummary.of(state, WatchLabel.NONE, head.summary().lastActive());
    }

    @Test
    void afterAnOrderlyEndAHostStartsWithoutReadingTheJournal() {
        stop();
        int opened = rig.disk().opened();
        rig.restart();

        assertThat(rig.session().isLoaded()).isFalse();
        assertThat(rig.disk().opened()).isEqualTo(opened);
        assertThat(head().summary()).isEqualTo(summaryOf(rig.stateOfFile(), head()));
        assertThat(head().activity().phase()).isEqualTo(SessionPhase.GONE);
    }

    @Test
    void afterAKillTheJournalIsReadOnceAndThenNotAgain() {
        rig.restart();
        rig.run();
        assertThat(rig.session().isLoaded()).isFalse();
        assertThat(head().activity().phase()).isEqualTo(SessionPhase.GONE);
        int opened = rig.disk().opened();
        rig.restart();

        assertThat(rig.disk().opened()).isEqualTo(opened);
        assertThat(head().summary()).isEqualTo(summaryOf(rig.stateOfFile(), head()));
    }

    @Test
    void neitherAnOrderlyEndNorAKillOfTheHostCountsAsActivity() {
        Instant last = head().summary().lastActive();
        rig.elapse(Duration.ofHours(3));
        stop();
        rig.restart();
        assertThat(head().summary().lastActive()).isEqualTo(last);

        rig.accepted(prompt("again"));
        rig.agent().emitReady(ContextRestore.KEPT);
        rig.run();
        Instant prompted = head().summary().lastActive();
        assertThat(prompted).isAfter(last);
        rig.elapse(Duration.ofHours(3));
        rig.restart();
        assertThat(head().summary().lastActive()).isEqualTo(prompted);
    }

    @Test
    void aTurnThatARestartInterruptsKeepsTheTimeOfItsLastStep() {
        rig.accepted(prompt("write"));
        Instant began = head().summary().lastActive();
        rig.elapse(Duration.ofMinutes(2));
        rig.agent()
                .emit(
                        new AgentEvent.ToolCall(
                                "call-1",
                                new ToolCallPatch(
                                        "Write", ToolKind.EDIT, ToolStatus.PENDING, null, null, null, null, 0)),
                        new AgentEvent.Ask(
                                "ask-1",
                                PendingKind.PERMISSION,
                                "Write?",
                                "",
                                "call-1",
                                List.of(new PendingOption("yes", "Allow", PendingOption.Kind.ALLOW_ONCE)),
                                List.of(),
                                ToolKind.EDIT,
                                ""));
        rig.run();
        Instant asked = head().summary().lastActive();
        rig.elapse(Duration.ofHours(3));
        rig.restart();

        assertThat(head().summary().open()).isEmpty();
        assertThat(head().summary().lastTurn().reason()).isEqualTo(StopReason.INTERRUPTED);
        assertThat(head().summary().lastActive()).isEqualTo(asked);
        assertThat(rig.stateOfFile().transcript().items().stream()
                        .filter(Item.TurnEndItem.class::isInstance)
                        .map(item -> ((Item.TurnEndItem) item).durationMillis())
                        .toList())
                .endsWith(Duration.between(began, asked).toMillis());
    }

    @Test
    void aCrashOfTheAgentThatAnEndOfItsHostBringsIsNoActivity() {
        Instant last = head().summary().lastActive();
        rig.elapse(Duration.ofHours(3));
        rig.agent().emit(new AgentEvent.Exited(130, false, "The process exited with code 130."));
        rig.run();

        assertThat(head().summary().lastActive()).isEqualTo(last);
    }

    @Test
    void aLookBringsTheStateThatIsTheFoldAndTheJournalsUpdates() {
        stop();
        rig.restart();
        SessionFeed feed = rig.session().feed();
        feed.hold();
        assertThat(feed.head()).isInstanceOf(SessionFeed.AtRest.class);
        rig.run();

        assertThat(SessionRig.stateOf(feed)).isEqualTo(rig.stateOfFile());
        assertThat(feed.read(0, feed.head().seq(), 1 << 20)).contains(rig.updates());
    }

    @Test
    void anIntentThatIsSentAgainToASessionAtRestGetsItsOldOutcome() {
        rig.submitAs("once", Scope.STEER, new Intent.RenameSession(rig.sessionId(), "A name"));
        rig.run();
        IntentResult first = rig.results().get(rig.results().size() - 1);
        stop();
        rig.restart();
        long head = head().seq();
        rig.submitAs("once", Scope.STEER, new Intent.RenameSession(rig.sessionId(), "A name"));
        rig.run();

        assertThat(rig.results().get(rig.results().size() - 1)).isEqualTo(first);
        assertThat(head().seq()).isEqualTo(head);
    }

    @Test
    void aPromptToASessionAtRestStartsItsAgent() {
        stop();
        rig.restart();
        IntentResult.Accepted ack = rig.accepted(prompt("again"));
        rig.agent().emitReady(ContextRestore.KEPT);
        rig.run();

        assertThat(ack.outcome()).isEqualTo(IntentResult.Outcome.QUEUED);
        assertThat(rig.agent().commands).containsExactly("start", "prompt again");
    }

    @Test
    void whatWaitedBeforeTheEndWaitsAtRestToo() {
        rig.accepted(prompt("one"));
        rig.accepted(prompt("two"));
        stop();
        rig.restart();
        assertThat(head().summary().queued()).isEqualTo(1);
        rig.accepted(new Intent.ResumeSession(rig.sessionId()));
        rig.agent().emitReady(ContextRestore.KEPT);
        rig.run();

        assertThat(rig.agent().commands).containsExactly("start", "prompt two");
    }

    @Test
    void aSessionIsPutToRestWhenNobodyHasUsedItForAWhile() {
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        rig.agent().emit(new AgentEvent.Exited(0, true, ""));
        rig.run();
        SessionFeed.Look look = rig.session().feed().hold();
        pass(LONG);
        assertThat(rig.session().isLoaded()).isTrue();
        look.close();
        pass(Duration.ZERO);
        assertThat(rig.session().isLoaded()).isFalse();
        assertThat(head().summary()).isEqualTo(summaryOf(rig.stateOfFile(), head()));
        int opened = rig.disk().opened();
        rig.restart();

        assertThat(rig.disk().opened()).isEqualTo(opened);
    }

    private void pass(Duration time) {
        rig.elapse(time);
        rig.session().checkProgress();
        rig.run();
    }

    @Test
    void aSessionWithAnAgentIsNotPutToRest() {
        pass(LONG);

        assertThat(rig.session().isLoaded()).isTrue();
    }

    @Test
    void whoeverLooksWhileASessionIsBeingPutToRestGetsItsState() {
        rig.accepted(new Intent.CloseSession(rig.sessionId()));
        rig.agent().emit(new AgentEvent.Exited(0, true, ""));
        rig.run();
        rig.elapse(LONG);
        rig.session().checkProgress();
        rig.session().feed().hold();
        rig.run();

        assertThat(rig.state()).isEqualTo(rig.stateOfFile());
    }

    @Test
    void anyCutOfIndexAndJournalInAnyCombinationGivesTheFoldOfWhatIsLeft() throws Exception {
        stop();
        byte[] journal = Files.readAllBytes(rig.journalFile());
        byte[] index = Files.readAllBytes(rig.index());
        Seeds.check(150, random -> {
            try {
                Files.write(rig.journalFile(), mangled(journal, random));
                Files.write(rig.index(), mangled(index, random));
                rig.restart();
                if (rig.session() == null) {
                    // Not even the first update is left.
                    assertThat(rig.updates()).isEmpty();
                    return;
                }
                rig.run();
                rig.session().feed().hold();
                rig.run();
                if (rig.session().isLoaded()) {
                    assertThat(rig.state()).isEqualTo(rig.stateOfFile());
                    assertThat(head().summary()).isEqualTo(summaryOf(rig.stateOfFile(), head()));
                    assertThat(head().activity().phase()).isEqualTo(SessionPhase.GONE);
                } else {
                    // Nothing of the journal is left, or its end was intact and its beginning is not.
                    assertThat(rig.updates()).isEmpty();
                    assertThat(head().summary().activity().detail()).containsAnyOf("damaged", "empty");
                }
                rig.session().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Cut at any byte, or with one byte changed, or unchanged. */
    private static byte[] mangled(byte[] bytes, Random random) {
        int kind = random.nextInt(4);
        if (kind <= 1) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
        }
        byte[] changed = bytes.clone();
        if (kind == 2) {
            changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(7));
        }
        return changed;
    }

    @Test
    void anIndexOfAnEarlierEndOfTheJournalIsNotBelieved() throws Exception {
        stop();
        byte[] early = Files.readAllBytes(rig.index());
        rig.restart();
        rig.accepted(new Intent.RenameSession(rig.sessionId(), "Another name"));
        rig.session().close();
        Files.write(rig.index(), early);
        rig.restart();
        rig.run();

        assertThat(head().summary().name()).isEqualTo("Another name");
    }

    @Test
    void aJournalThatTurnsOutDamagedIsSaidToBeAndTheSessionGoesOnBeforeTheHole() throws Exception {
        stop();
        byte[] journal = Files.readAllBytes(rig.journalFile());
        journal[journal.length * 3 / 4] ^= 1;
        Files.write(rig.journalFile(), journal);
        rig.restart();
        assertThat(rig.session().isLoaded()).isFalse();
        rig.session().feed().hold();
        rig.run();

        assertThat(rig.state()).isEqualTo(rig.stateOfFile());
        assertThat(head().summary().lastLine()).contains("damaged");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("journal.jsonl.damaged-1");
        }
    }

    @Test
    void aSessionWhoseJournalCannotBeReadAnyMoreSaysSoAndIsTriedAgain() throws Exception {
        stop();
        rig.restart();
        Path away = folder.resolve("away");
        Files.move(rig.journalFile(), away);
        Files.createDirectory(rig.journalFile());
        assertThat(rig.refused(prompt("hello?")).text()).contains("cannot be read");
        assertThat(head().summary().activity().phase()).isEqualTo(SessionPhase.FAILED);

        Files.delete(rig.journalFile());
        Files.move(away, rig.journalFile());
        rig.accepted(prompt("hello?"));
        assertThat(head().summary().activity().phase()).isEqualTo(SessionPhase.STARTING);
    }

    @Test
    void aSessionThatCannotBeReadIsLoggedOnceHoweverOftenItIsAskedFor() throws Exception {
        stop();
        rig.restart();
        Files.delete(rig.journalFile());
        Files.createDirectory(rig.journalFile());
        Logger logger = (Logger) LoggerFactory.getLogger(HostSession.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            rig.refused(prompt("hello?"));
            rig.refused(prompt("hello?"));
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list)
                .filteredOn(line -> line.getFormattedMessage().contains("cannot be read"))
                .hasSize(1);
    }

    @Test
    void theWholeStateCanBeReadWithoutBringingItToMemory() {
        stop();
        rig.restart();

        assertThat(rig.session().feed().readState(() -> false)).contains(rig.stateOfFile());
        assertThat(rig.session().isLoaded()).isFalse();
        assertThat(rig.session().feed().isHeld()).isFalse();
    }

    @Test
    void aLookThatTheBudgetHasNoRoomForLeavesTheSessionAtRest() {
        stop();
        rig.looksMayTake(100);
        rig.restart();
        SessionFeed feed = rig.session().feed();
        feed.hold();
        rig.run();

        assertThat(rig.session().isLoaded()).isFalse();
        assertThat(feed.requestLoad()).isFalse();
        assertThat(feed.readState(() -> false)).contains(rig.stateOfFile());
    }

    @Test
    void aSessionThatIsOnlyLookedAtIsPutToRestWithoutRoomInTheBudget() {
        rig.looksMayTake(100);
        stop();
        rig.restart();
        rig.session().feed().hold();
        rig.accepted(new Intent.RenameSession(rig.sessionId(), "A name"));
        assertThat(rig.session().isLoaded()).isTrue();
        pass(LONG);

        assertThat(rig.session().isLoaded()).isFalse();
    }

    @Test
    void aForbiddenIntentBringsASessionToMemoryOnlyIfTheBudgetHasRoom() {
        stop();
        rig.looksMayTake(100);
        rig.restart();
        rig.submitAs("forbidden", Scope.VIEW, new Intent.RenameSession(rig.sessionId(), "A name"));
        rig.run();

        assertThat(rig.results().get(rig.results().size() - 1))
                .isInstanceOfSatisfying(
                        IntentResult.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FORBIDDEN));
        assertThat(rig.session().isLoaded()).isFalse();
    }

    @Test
    void aLookAtASessionWhoseAgentRunsTakesNothingOfTheBudget() {
        ReaderMemoryBudget looks = rig.looksMayTake(1 << 20);
        stop();
        rig.restart();
        rig.accepted(prompt("again"));
        rig.agent().emitReady(ContextRestore.KEPT);
        rig.agent().emit(new AgentEvent.TurnDone(StopReason.END_TURN, ""));
        rig.run();
        rig.session().feed().hold();
        pass(LONG);

        assertThat(rig.session().isLoaded()).isTrue();
        assertThat(looks.tryTake(1 << 20)).isTrue();
    }

    @Test
    void aLookAtASessionThatHasEndedTakesNothingOfTheBudget() {
        ReaderMemoryBudget looks = rig.looksMayTake(1 << 20);
        stop();
        rig.restart();
        stop();
        rig.session().feed().hold();

        assertThat(looks.tryTake(1 << 20)).isTrue();
    }

    @Test
    void whatALookHasTakenOfTheBudgetIsGivenBackAtRest() {
        stop();
        rig.looksMayTake(rig.journalFile().toFile().length() + 10);
        rig.restart();
        for (int round = 0; round < 3; round++) {
            SessionFeed.Look look = rig.session().feed().hold();
            rig.run();
            assertThat(rig.session().isLoaded()).isTrue();
            look.close();
            pass(LONG);
            assertThat(rig.session().isLoaded()).isFalse();
        }
    }
}
