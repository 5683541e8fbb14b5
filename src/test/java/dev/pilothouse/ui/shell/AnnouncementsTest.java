package dev.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunId;
import dev.pilothouse.model.RunKind;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStatus;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.platform.Notifier;
import dev.pilothouse.pulse.ManualLane;
import dev.pilothouse.pulse.ManualPulse;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import dev.pilothouse.ui.FakeHost;
import dev.pilothouse.ui.SampleHosts;
import dev.pilothouse.ui.TestShell;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.status.SessionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Notices about sessions that are not on screen. */
class AnnouncementsTest {
    private static final Duration ONE_MINUTE = Duration.ofMinutes(1);
    private static final SessionId DOCS = new SessionId("s12");

    private final SampleHosts sample = SampleHosts.aWorkingDay();
    private final FakeHost local = sample.local();
    private final TestShell test = new TestShell();
    private final ManualPulse pulse = new ManualPulse();
    private final ManualLane projections = new ManualLane("projection");
    private final SystemNotices system = new SystemNotices();

    private static final class SystemNotices implements Notifier {
        private final List<Notice> shown = new ArrayList<>();
        private final List<String> withdrawn = new ArrayList<>();
        private Consumer<String> pressed = key -> {};

        @Override
        public void onPressed(Consumer<String> told) {
            pressed = told;
        }

        @Override
        public void show(Notice notice) {
            shown.add(notice);
        }

        @Override
        public void withdraw(String key) {
            withdrawn.add(key);
        }
    }

    private ShellGraph shell(boolean withSystem) {
        return new ShellGraph(test.ports(
                sample.hosts(),
                pulse,
                projections,
                Runnable::run,
                withSystem ? Optional.of(system) : Optional.empty()));
    }

    private void settle() {
        projections.runAll();
        while (pulse.beat()) {
            projections.runAll();
        }
    }

    private void silentFor(int minutes) {
        local.label(
                DOCS,
                WatchLabel.QUIET,
                new WatchEvidence(SampleHosts.NOW.minusSeconds(60L * minutes), 2, Duration.ofMillis(500), ONE_MINUTE));
        settle();
    }

    @Test
    void aSilenceIsToldOnceWhenItIsLongEnough() {
        ShellGraph shell = shell(true);
        settle();
        shell.notices().attendedProperty().set(false);
        silentFor(9);
        assertThat(system.shown).isEmpty();
        silentFor(10);
        silentFor(10);
        assertThat(system.shown)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).isEqualTo("An agent has no output."));

        local.label(DOCS, WatchLabel.NONE, null);
        settle();
        silentFor(12);
        assertThat(system.shown).as("another silence").hasSize(2);
        shell.close();
    }

    @Test
    void whoWantsToHearOfNoSilenceHearsOfNone() {
        ShellGraph shell = shell(true);
        settle();
        shell.notices().attendedProperty().set(false);
        shell.settings().quietTimeProperty().set(SettingsPresenter.Quiet.NEVER);
        silentFor(90);
        assertThat(system.shown).isEmpty();
        shell.close();
    }

    @Test
    void aQuestionVibratesOnceIfThePersonWantsThatAndTheAppIsInFront() {
        List<String> vibrations = new ArrayList<>();
        test.vibrator = Optional.of(() -> vibrations.add("once"));
        ShellGraph shell = shell(false);
        settle();
        shell.notices().attendedProperty().set(true);
        ask(DOCS);
        settle();
        assertThat(vibrations).as("off at first").isEmpty();

        shell.settings().vibrateProperty().set(true);
        ask(sample.main());
        settle();
        assertThat(vibrations).hasSize(1);

        shell.notices().attendedProperty().set(false);
        ask(DOCS);
        settle();
        assertThat(vibrations).hasSize(1);
        shell.close();
    }

    private void ask(SessionId session) {
        long seq = local.nextSeq(session);
        local.update(
                session,
                new SessionUpdate.PendingAsked(
                        new ItemId(seq),
                        new Pending(
                                new PendingId("p" + seq),
                                PendingKind.PERMISSION,
                                "Run npm publish",
                                "",
                                null,
                                List.of(),
                                List.of())));
        settle();
    }

    @Test
    void aQuestionOfTheSessionOnScreenIsNotCoveredByANotice() {
        ShellGraph shell = shell(true);
        shell.navigation().open(new SessionKey(local.hostId(), DOCS));
        settle();
        shell.notices().attendedProperty().set(false);
        ask(DOCS);

        assertThat(system.shown).hasSize(1);
        assertThat(shell.notices().shown()).isEmpty();
        shell.close();
    }

    @Test
    void aQuestionThatTheInboxShowsHasNoNoticeOverIt() {
        ShellGraph shell = shell(true);
        shell.navigation().screenProperty().set(MainScreen.DECISIONS);
        settle();
        ask(DOCS);
        assertThat(shell.notices().shown()).isEmpty();

        shell.navigation().screenProperty().set(MainScreen.SETTINGS);
        ask(sample.main());
        assertThat(shell.notices().shown()).hasSize(1);
        shell.close();
    }

    @Test
    void aNoticeGoesWhenThePersonReturnsFromAnotherScreenToItsSession() {
        ShellGraph shell = shell(false);
        shell.navigation().open(new SessionKey(local.hostId(), DOCS));
        shell.navigation().screenProperty().set(MainScreen.SETTINGS);
        settle();
        ask(DOCS);
        assertThat(shell.notices().shown()).hasSize(1);

        shell.navigation().screenProperty().set(MainScreen.SESSIONS);

        assertThat(shell.notices().shown()).isEmpty();
        shell.close();
    }

    private void end(StopReason reason) {
        local.update(
                DOCS,
                new SessionUpdate.TurnEnded(
                        new ItemId(local.nextSeq(DOCS)), new TurnId(4), reason, "", 1_000, TokenCount.NONE));
        settle();
    }

    private void goal(RunState state, RunStopReason reason, HostText sentence) {
        local.runs(new Run(
                new RunId("g1"),
                RunKind.GOAL,
                "Make it pass",
                "/work",
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, DOCS, SampleHosts.NOW),
                new RunStatus(state, reason, sentence, null),
                List.of(),
                List.of(),
                Map.of("round", "2")));
        settle();
    }

    @Test
    void aGoalTellsOnceWhenItRestsInsteadOfItsTurns() {
        ShellGraph shell = shell(true);
        goal(RunState.RUNNING, null, HostText.NONE);
        end(StopReason.END_TURN);
        end(StopReason.FAILED);
        assertThat(shell.notices().shown()).isEmpty();

        goal(RunState.OVER, RunStopReason.MET, HostText.of(HostTextCode.GOAL_MET, 2));
        assertThat(shell.notices().shown())
                .extracting(Notice::tone, Notice::text)
                .containsExactly(tuple(
                        Notice.Tone.DONE,
                        "\u201cdocs: quickstart\u201d has met its goal. The check passed after 2 rounds."));
        shell.close();
    }

    @Test
    void aGoalThatStopsSaysWhyAndOneThatAPersonPausesIsNoNews() {
        ShellGraph shell = shell(true);
        shell.notices().attendedProperty().set(false);
        goal(RunState.RUNNING, null, HostText.NONE);
        goal(RunState.PAUSED, null, HostText.of(HostTextCode.GOAL_PAUSED));
        assertThat(system.shown).isEmpty();

        goal(RunState.RUNNING, null, HostText.NONE);
        goal(RunState.PAUSED, null, HostText.of(HostTextCode.GOAL_QUOTA));
        goal(RunState.RUNNING, null, HostText.NONE);
        goal(RunState.OVER, RunStopReason.NO_CHANGE, HostText.of(HostTextCode.GOAL_NO_CHANGE));

        assertThat(system.shown)
                .extracting(Notifier.Notice::text)
                .containsExactly("A goal waits for you.", "A goal has ended and is not met.");
        shell.close();
    }

    @Test
    void aQuestionIsToldAtOnceWhileAGoalWorks() {
        ShellGraph shell = shell(true);
        goal(RunState.RUNNING, null, HostText.NONE);
        ask(DOCS);

        assertThat(shell.notices().shown()).extracting(Notice::tone).containsExactly(Notice.Tone.NEEDS_YOU);
        shell.close();
    }

    @Test
    void whatAHostTellsAtTheStartIsNoNews() {
        ShellGraph shell = shell(true);
        shell.notices().attendedProperty().set(false);
        settle();
        settle();

        assertThat(shell.notices().shown()).isEmpty();
        assertThat(system.shown).isEmpty();
    }

    @Test
    void aQuestionElsewhereIsANoticeThatLeadsThere() {
        ShellGraph shell = shell(true);
        ask(DOCS);

        assertThat(shell.notices().shown())
                .extracting(Notice::text)
                .containsExactly("\u201cdocs: quickstart\u201d needs you: Run npm publish");
        assertThat(system.shown).as("the person is at the window").isEmpty();
    }

    @Test
    void whoeverIsElsewhereIsToldByTheSystemAndWithoutAWordOfTheTranscript() {
        ShellGraph shell = shell(true);
        shell.notices().attendedProperty().set(false);
        ask(DOCS);

        assertThat(system.shown).hasSize(1);
        assertThat(system.shown.get(0).title() + system.shown.get(0).text()).isEqualTo("PilothouseAn agent needs you.");
        assertThat(shell.notices().shown()).as("waits for the coming back").hasSize(1);
    }

    @Test
    void whoeverAllowsItIsToldWhatIsAsked() {
        ShellGraph shell = shell(true);
        shell.notices().attendedProperty().set(false);
        shell.settings().notifyDetailsProperty().set(true);
        ask(DOCS);

        assertThat(system.shown.get(0).title()).isEqualTo("docs: quickstart");
        assertThat(system.shown.get(0).text()).isEqualTo("An agent needs you. Run npm publish");
    }

    @Test
    void withoutNotificationsOfTheSystemTheNoticeWaitsInTheWindow() {
        ShellGraph shell = shell(false);
        shell.notices().attendedProperty().set(false);
        end(StopReason.END_TURN);

        assertThat(shell.notices().shown()).extracting(Notice::tone).containsExactly(Notice.Tone.DONE);
    }

    @Test
    void whatIsSwitchedOffIsToldNowhere() {
        ShellGraph shell = shell(true);
        shell.settings().notifyDoneProperty().set(false);
        shell.settings().notifyFailedProperty().set(false);
        shell.settings().notifyNeedsYouProperty().set(false);
        end(StopReason.END_TURN);
        ask(DOCS);

        assertThat(shell.notices().shown()).isEmpty();
        assertThat(shell.titleProperty().get()).isEqualTo("Pilothouse");
    }

    @Test
    void whatThePersonStoppedIsNoNews() {
        ShellGraph shell = shell(true);
        end(StopReason.CANCELLED);

        assertThat(shell.notices().shown()).isEmpty();
    }

    @Test
    void aFailureSaysSo() {
        ShellGraph shell = shell(true);
        end(StopReason.FAILED);

        assertThat(shell.notices().shown()).extracting(Notice::tone).containsExactly(Notice.Tone.FAILED);
    }

    @Test
    void theSessionOnScreenNeedsNoNoticeButWhileThePersonIsElsewhere() {
        ShellGraph shell = shell(true);
        shell.navigation().open(new SessionKey(local.hostId(), DOCS));
        ask(DOCS);
        assertThat(shell.notices().shown()).isEmpty();

        shell.notices().attendedProperty().set(false);
        ask(DOCS);
        assertThat(system.shown).hasSize(1);

        shell.notices().attendedProperty().set(true);
        assertThat(system.withdrawn).contains("h1/s12");
    }

    @Test
    void whoeverOpensTheSessionHasReadItsNotice() {
        ShellGraph shell = shell(true);
        ask(DOCS);
        shell.navigation().open(new SessionKey(local.hostId(), DOCS));

        assertThat(shell.notices().shown()).isEmpty();
    }

    @Test
    void theTitleCountsWhatWaitsForThePerson() {
        ShellGraph shell = shell(true);

        assertThat(shell.titleProperty().get())
                .isEqualTo("4 need you \u00b7 1 failed \u00b7 1 unread \u00b7 Pilothouse");
    }

    @Test
    void aPressedNotificationOfTheSystemBringsTheWindowAndOpensItsSession() {
        ShellGraph shell = shell(true);
        List<String> summoned = new ArrayList<>();
        shell.navigation().onSummoned(() -> summoned.add("window"));
        shell.navigation().screenProperty().set(MainScreen.SETTINGS);
        shell.notices().attendedProperty().set(false);
        ask(DOCS);

        system.pressed.accept(system.shown.get(0).key());

        assertThat(summoned).containsExactly("window");
        assertThat(shell.navigation().sessionProperty().get()).isEqualTo(new SessionKey(local.hostId(), DOCS));
        assertThat(shell.navigation().screenProperty().get()).isEqualTo(MainScreen.SESSIONS);
    }

    @Test
    void aNotificationThatIsPressedAfterTheShellWasReplacedBringsTheWindowAndOpensNothing() {
        ShellGraph shell = shell(true);
        List<String> summoned = new ArrayList<>();
        shell.navigation().onSummoned(() -> summoned.add("window"));
        settle();

        shell.close();
        system.pressed.accept(new SessionKey(local.hostId(), DOCS).asText());

        assertThat(summoned).hasSize(1);
        assertThat(local.openSessions()).isEmpty();
    }

    @Test
    void aPressedNotificationOfASessionThatIsGoneOpensNothing() {
        ShellGraph shell = shell(true);

        system.pressed.accept("h1/gone");

        assertThat(shell.navigation().sessionProperty().get()).isNull();
    }
}
