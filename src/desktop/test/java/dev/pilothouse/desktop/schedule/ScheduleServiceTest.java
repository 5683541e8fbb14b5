package dev.pilothouse.desktop.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.Schedule.MissedRule;
import dev.pilothouse.model.Schedule.OverlapRule;
import dev.pilothouse.model.ScheduleAction;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleOccurrence.State;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.pulse.ManualClock;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionPhase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleServiceTest {
    private static final ScheduleId ID = new ScheduleId("nightly");
    private static final RequestId REQUEST = new RequestId("r1");
    private static final String DIRECTORY =
            Path.of("/src/shop").toAbsolutePath().toString();
    private static final JobRequest REQUESTER =
            new JobRequest(new DeviceId("d1"), "Laptop", Scope.STEER, null, Instant.EPOCH);

    @TempDir
    Path data;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-30T08:00:00Z"));
    private final FakeScheduledSessions sessions = new FakeScheduledSessions(clock);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<HostText> notices = new ArrayList<>();
    private ScheduleService service;
    /** Whether the queue of tasks has no room. */
    private boolean full;

    @BeforeEach
    void start() throws IOException {
        tasks.clear();
        service = ScheduleService.open(data, sessions, clock, this::add, () -> {}, notices);
    }

    private void add(Runnable task) {
        if (full) {
            throw new RejectedExecutionException();
        }
        tasks.add(task);
    }

    private void run() {
        for (Runnable task; (task = tasks.poll()) != null; ) {
            task.run();
        }
    }

    private void tick() {
        service.tick();
        run();
    }

    private void pass(Duration time) {
        clock.advance(time);
        tick();
    }

    private HostMessage save(Schedule schedule) {
        List<HostMessage> answers = new ArrayList<>();
        service.save(new ClientMessage.SaveSchedule(REQUEST, schedule), REQUESTER, answers::add);
        run();
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private HostMessage act(ScheduleAction action) {
        List<HostMessage> answers = new ArrayList<>();
        service.act(new ClientMessage.ActOnSchedule(REQUEST, ID, action), answers::add);
        run();
        assertThat(answers).hasSize(1);
        return answers.get(0);
    }

    private static Schedule schedule(ScheduleTiming timing) {
        return schedule(timing, MissedRule.CATCH_UP, OverlapRule.SKIP, Schedule.USUAL_KEEP);
    }

    private static Schedule schedule(ScheduleTiming timing, MissedRule missed, OverlapRule overlap, int keep) {
        return new Schedule(
                ID,
                "Nightly tests",
                new ScheduleTask(new AgentId("demo"), "", "", DIRECTORY, false, "Run the tests"),
                timing,
                missed,
                overlap,
                keep);
    }

    private static Schedule hourly() {
        return schedule(ScheduleTiming.every("Europe/Berlin", 60));
    }

    private static Schedule hourly(MissedRule missed, OverlapRule overlap, int keep) {
        return schedule(ScheduleTiming.every("Europe/Berlin", 60), missed, overlap, keep);
    }

    private ScheduleStatus status() {
        return ((HostMessage.Schedules) service.list(new ClientMessage.ListSchedules(REQUEST, ID)))
                .schedules()
                .get(0);
    }

    private List<State> states() {
        return status().occurrences().stream().map(ScheduleOccurrence::state).toList();
    }

    private ScheduleOccurrence newest() {
        return status().occurrences().get(0);
    }

    private long created() {
        return sessions.intents.stream()
                .filter(Intent.CreateSession.class::isInstance)
                .count();
    }

    private void end(StopReason reason) {
        sessions.end(sessions.newest(), reason);
        tick();
    }

    @Test
    void aSessionIsStartedAtItsTimeWithANameAndAGroup() {
        save(schedule(ScheduleTiming.daily("Europe/Berlin", "09:30")));
        pass(Duration.ofMinutes(29));
        assertThat(created()).isZero();

        pass(Duration.ofMinutes(1));

        assertThat(sessions.all).hasSize(1);
        assertThat(sessions.all.get(sessions.newest()).name()).isEqualTo("Nightly tests · 2026-11-30 09:30");
        assertThat(sessions.all.get(sessions.newest()).organisation().group()).isEqualTo("Nightly tests");
        assertThat(newest().state()).isEqualTo(State.RUNNING);
        assertThat(newest().sessionId()).isEqualTo(sessions.newest());
        assertThat(status().next()).first().isEqualTo(Instant.parse("2026-12-01T08:30:00Z"));
    }

    @Test
    void aSessionThatHasStartedIsNotDoneBeforeItsTurnHasEnded() {
        save(hourly());
        pass(Duration.ofHours(1));
        tick();
        assertThat(states()).containsExactly(State.RUNNING);

        end(StopReason.END_TURN);

        assertThat(states()).containsExactly(State.DONE);
    }

    @Test
    void anOccurrenceIsOnDiskBeforeItsSessionIsRequested() throws IOException {
        save(hourly());
        sessions.repliesLater = true;
        pass(Duration.ofHours(1));
        assertThat(created()).isOne();
        start();

        assertThat(states()).containsExactly(State.STARTING);
    }

    @Test
    void aHostThatIsKilledAtAnyMomentOfAStartHasOneSession() throws IOException {
        for (int kept = 0; kept < 4; kept++) {
            save(hourly());
            clock.advance(Duration.ofHours(1));
            service.tick();
            sessions.repliesLater = true;
            int before = sessions.all.size();
            for (int i = 0; i < kept; i++) {
                run();
                sessions.reply();
            }
            sessions.repliesLater = false;
            start();
            tick();
            tick();

            assertThat(sessions.all).as("killed after %s replies", kept).hasSize(before + 1);
            assertThat(newest().state()).isEqualTo(State.RUNNING);
            assertThat(sessions.all.get(sessions.newest()).name()).startsWith("Nightly tests · ");
            end(StopReason.END_TURN);
        }
    }

    @Test
    void aRestartDoesNotStartATimeAgain() throws IOException {
        save(hourly());
        pass(Duration.ofHours(1));
        start();
        tick();
        pass(Duration.ofMinutes(10));

        assertThat(created()).isOne();
    }

    @Test
    void aClockThatIsSetBackStartsNoTimeAgain() {
        save(hourly());
        pass(Duration.ofHours(1));
        end(StopReason.END_TURN);
        clock.set(Duration.ofMinutes(-30));
        tick();
        pass(Duration.ofMinutes(30));
        assertThat(created()).isOne();

        pass(Duration.ofMinutes(60));

        assertThat(created()).isEqualTo(2);
    }

    @Test
    void aClockThatWasWrongByYearsDoesNotStopTheSchedule() {
        save(hourly());
        clock.set(Duration.ofDays(1_000));
        tick();
        end(StopReason.END_TURN);
        clock.set(Duration.ofDays(-1_000));
        tick();
        assertThat(created()).isOne();

        pass(Duration.ofMinutes(61));

        assertThat(created()).isEqualTo(2);
    }

    @Test
    void anIntervalThatWasSavedWhileTheClockWasYearsAheadIsDueAfterTheClockIsRight() {
        clock.set(Duration.ofDays(1_000));
        save(hourly());
        clock.set(Duration.ofDays(-1_000));
        tick();

        pass(Duration.ofMinutes(61));

        assertThat(created()).isOne();
    }

    @Test
    void aHostThatEndsWhileASessionIsRequestedHasNotFailed() throws IOException {
        save(hourly());
        sessions.ending = true;
        pass(Duration.ofHours(1));
        assertThat(states()).containsExactly(State.STARTING);
        sessions.ending = false;
        start();
        tick();

        assertThat(states()).containsExactly(State.RUNNING);
        assertThat(created()).isOne();
    }

    @Test
    void aReplyThatFindsNoRoomIsAwaitedAgain() {
        save(hourly());
        sessions.repliesLater = true;
        pass(Duration.ofHours(1));
        full = true;
        sessions.reply();
        full = false;
        for (int i = 0; i < 3; i++) {
            tick();
            sessions.reply();
            run();
        }

        assertThat(created()).isOne();
        assertThat(newest().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void aReplyAboutTheNameThatFindsNoRoomIsAwaitedAgain() {
        save(hourly());
        sessions.repliesLater = true;
        pass(Duration.ofHours(1));
        sessions.reply();
        run();
        full = true;
        sessions.reply();
        full = false;
        for (int i = 0; i < 4; i++) {
            tick();
            sessions.reply();
            run();
        }

        assertThat(created()).isOne();
        assertThat(newest().state()).isEqualTo(State.RUNNING);
    }

    @Test
    void sessionsBeyondTheGreatestNumberToKeepAreArchivedToo() {
        save(hourly(MissedRule.CATCH_UP, OverlapRule.SKIP, Schedule.MAX_KEEP));
        for (int i = 0; i < Schedule.MAX_KEEP + 3; i++) {
            pass(Duration.ofHours(1));
            end(StopReason.END_TURN);
            for (int step = 0; step < 4; step++) {
                tick();
            }
        }

        assertThat(sessions.all.values())
                .filteredOn(session -> session.organisation().archived())
                .hasSize(3);
    }

    @Test
    void aTextThatItsKindOfTimesDoesNotUseIsBoundedToo() {
        ScheduleTiming timing = new ScheduleTiming(
                ScheduleTiming.Kind.INTERVAL, "Europe/Berlin", "", 60, List.of(), "*".repeat(10_000));

        assertThat(save(schedule(timing))).isInstanceOf(HostMessage.Failure.class);
    }

    @Test
    void manyMissedTimesStartOneSession() {
        save(hourly());
        clock.set(Duration.ofMinutes(10 * 60 + 30));
        tick();

        assertThat(created()).isOne();
        assertThat(states()).containsExactly(State.RUNNING, State.MISSED);
        assertThat(newest().due()).isEqualTo(Instant.parse("2026-11-30T18:00:00Z"));
        assertThat(newest().reason().text()).startsWith("Started late");
        assertThat(status().occurrences().get(1).reason().text()).contains("at 9 times");
    }

    @Test
    void missedTimesStartNothingIfThatIsChosen() {
        save(hourly(MissedRule.SKIP, OverlapRule.SKIP, 5));
        clock.set(Duration.ofMinutes(10 * 60 + 30));
        tick();
        assertThat(created()).isZero();
        assertThat(states()).containsExactly(State.MISSED);
        assertThat(newest().reason().text()).contains("at 10 times");

        pass(Duration.ofMinutes(30));

        assertThat(created()).isOne();
    }

    @Test
    void aTimeIsSkippedWhileTheSessionBeforeWorks() {
        save(hourly());
        pass(Duration.ofHours(1));
        pass(Duration.ofHours(1));

        assertThat(created()).isOne();
        assertThat(states()).containsExactly(State.SKIPPED, State.RUNNING);
        assertThat(newest().reason()).isEqualTo(HostText.of(HostTextCode.SCHEDULE_OVERLAP));
    }

    @Test
    void oneTimeWaitsForTheSessionBefore() {
        save(hourly(MissedRule.CATCH_UP, OverlapRule.QUEUE, 5));
        pass(Duration.ofHours(1));
        pass(Duration.ofHours(1));
        pass(Duration.ofHours(1));
        assertThat(states()).containsExactly(State.QUEUED, State.SKIPPED, State.RUNNING);

        end(StopReason.END_TURN);

        assertThat(created()).isEqualTo(2);
        assertThat(states()).containsExactly(State.RUNNING, State.SKIPPED, State.DONE);
    }

    @Test
    void theSessionBeforeIsCancelledIfThatIsChosen() {
        save(hourly(MissedRule.CATCH_UP, OverlapRule.CANCEL, 5));
        pass(Duration.ofHours(1));
        pass(Duration.ofHours(1));
        tick();

        assertThat(states()).containsExactly(State.RUNNING, State.CANCELLED);
        assertThat(sessions.intents).filteredOn(Intent.Cancel.class::isInstance).hasSize(1);
    }

    @Test
    void anAgentThatTheHostDoesNotHaveIsRefused() {
        sessions.unknown = Optional.of(HostText.untranslated("No such agent."));
        HostMessage answer = save(hourly());
        assertThat(((HostMessage.Failure) answer).code()).isEqualTo(ErrorCode.UNKNOWN_AGENT);

        sessions.unknown = Optional.empty();
        assertThat(save(hourly())).isInstanceOf(HostMessage.Ack.class);
    }

    @Test
    void threeFailuresInARowPauseTheSchedule() {
        save(hourly());
        pass(Duration.ofHours(1));
        end(StopReason.FAILED);
        pass(Duration.ofMinutes(59));
        sessions.refusal = HostText.untranslated("No such agent.");
        pass(Duration.ofMinutes(1));
        run();
        assertThat(status().paused()).isFalse();
        pass(Duration.ofHours(1));
        run();

        assertThat(states()).containsExactly(State.FAILED, State.FAILED, State.FAILED);
        assertThat(status().paused()).isTrue();
        assertThat(status().pausedBecause().text()).isEqualTo("Paused after three failures in a row: No such agent.");
        assertThat(status().next()).isEmpty();
        pass(Duration.ofHours(5));
        assertThat(states()).hasSize(3);
    }

    @Test
    void aSuccessOrAPersonsCancelDoesNotCountAsAFailure() {
        save(hourly());
        for (StopReason reason : List.of(
                StopReason.FAILED,
                StopReason.FAILED,
                StopReason.CANCELLED,
                StopReason.END_TURN,
                StopReason.MAX_TOKENS,
                StopReason.REFUSAL)) {
            pass(Duration.ofHours(1));
            end(reason);
        }

        assertThat(status().paused()).isFalse();
    }

    @Test
    void aSessionThatWaitsForAPersonIsNoFailure() {
        save(hourly());
        pass(Duration.ofHours(1));
        sessions.phase(sessions.newest(), SessionPhase.WAITING);
        tick();

        assertThat(states()).containsExactly(State.RUNNING);
    }

    @Test
    void anAgentThatDoesNotStartIsAFailureAndAHostThatEndedIsNot() {
        save(hourly());
        pass(Duration.ofHours(1));
        sessions.phase(sessions.newest(), SessionPhase.FAILED);
        tick();
        assertThat(states()).containsExactly(State.FAILED);
        pass(Duration.ofHours(1));
        sessions.phase(sessions.newest(), SessionPhase.GONE);
        tick();

        assertThat(states()).containsExactly(State.INTERRUPTED, State.FAILED);
    }

    @Test
    void aResumedScheduleCountsFromNowOn() {
        save(hourly());
        act(ScheduleAction.PAUSE);
        assertThat(status().next()).isEmpty();
        pass(Duration.ofMinutes(150));
        act(ScheduleAction.RESUME);
        assertThat(created()).isZero();

        pass(Duration.ofMinutes(30));

        assertThat(created()).isOne();
        assertThat(states()).containsExactly(State.RUNNING);
    }

    @Test
    void aPersonStartsAPausedSchedule() {
        save(hourly());
        act(ScheduleAction.PAUSE);

        assertThat(act(ScheduleAction.RUN)).isInstanceOf(HostMessage.Ack.class);

        assertThat(states()).containsExactly(State.RUNNING);
        assertThat(act(ScheduleAction.RUN)).isInstanceOf(HostMessage.Failure.class);
        assertThat(created()).isOne();
    }

    @Test
    void nothingStartsWhileABudgetIsUsedUp() {
        save(hourly());
        sessions.usedUp = java.util.Optional.of(FakeScheduledSessions.money());
        pass(Duration.ofHours(1));

        assertThat(created()).isZero();
        assertThat(states()).containsExactly(State.SKIPPED);
        assertThat(newest().reason().text()).isEqualTo("The budget of 5.00 USD is used up.");
        assertThat(status().paused()).isFalse();
    }

    @Test
    void aDeviceThatLostItsRightsStartsNothing() {
        save(hourly());
        sessions.maySteer = false;
        pass(Duration.ofHours(1));

        assertThat(created()).isZero();
        assertThat(status().paused()).isTrue();
        assertThat(status().pausedBecause().text()).contains("“Laptop”");
    }

    @Test
    void sessionsBeyondTheNumberToKeepAreEndedAndArchived() {
        save(hourly(MissedRule.CATCH_UP, OverlapRule.SKIP, 2));
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofHours(1));
            end(StopReason.END_TURN);
        }
        pass(Duration.ofMinutes(1));
        tick();

        assertThat(sessions.all.values().stream()
                        .map(session -> session.organisation().archived()))
                .containsExactly(true, true, false, false);
        assertThat(sessions.find(new SessionId("s1")).orElseThrow().activity().phase())
                .isEqualTo(SessionPhase.GONE);
        assertThat(sessions.removedWorktrees).isEmpty();
    }

    @Test
    void aPinnedSessionIsNotArchived() {
        save(hourly(MissedRule.CATCH_UP, OverlapRule.SKIP, 1));
        pass(Duration.ofHours(1));
        end(StopReason.END_TURN);
        sessions.pin(sessions.newest());
        pass(Duration.ofHours(1));
        end(StopReason.END_TURN);
        tick();

        assertThat(sessions.all.values())
                .noneMatch(session -> session.organisation().archived());
    }

    @Test
    void aSessionOfAScheduleGetsItsProfile() {
        Schedule schedule = hourly();
        save(new Schedule(
                ID,
                schedule.title(),
                new ScheduleTask(new AgentId("demo"), "", "", DIRECTORY, false, "Run the tests", "web"),
                schedule.timing(),
                schedule.missed(),
                schedule.overlap(),
                1));
        pass(Duration.ofHours(1));

        assertThat(((Intent.CreateSession) sessions.intents.get(0)).profile()).isEqualTo("web");
    }

    @Test
    void aWorktreeIsMadeForEachSessionAndOfferedForRemoval() {
        Schedule schedule = hourly(MissedRule.CATCH_UP, OverlapRule.SKIP, 1);
        save(new Schedule(
                ID,
                schedule.title(),
                new ScheduleTask(new AgentId("demo"), "", "", DIRECTORY, true, "Run the tests"),
                schedule.timing(),
                schedule.missed(),
                schedule.overlap(),
                1));
        for (int i = 0; i < 2; i++) {
            pass(Duration.ofHours(1));
            end(StopReason.END_TURN);
        }
        tick();
        tick();
        tick();

        assertThat(((Intent.CreateSession) sessions.intents.get(0)).worktree().branch())
                .isEqualTo("schedule/nightly-tests-20261130-100000");
        assertThat(sessions.removedWorktrees).containsExactly(new SessionId("s1"));
    }

    @Test
    void theHistoryIsBoundedAndKeepsSessionsLongest() {
        save(hourly());
        pass(Duration.ofHours(1));
        for (int i = 0; i < 120; i++) {
            pass(Duration.ofHours(1));
        }

        assertThat(states()).hasSize(ScheduleRecord.MAX_ENTRIES);
        assertThat(states()).last().isEqualTo(State.RUNNING);
    }

    @Test
    void aDamagedFileIsReportedAndStays() throws IOException {
        save(hourly());
        Path file;
        try (Stream<Path> files = Files.list(data.resolve("schedules"))) {
            file = files.findFirst().orElseThrow();
        }
        Files.writeString(file, "{}");
        start();

        assertThat(notices)
                .singleElement()
                .satisfies(notice -> assertThat(notice.text()).contains(file.toString()));
        assertThat(service.shown()).isEmpty();
        assertThat(file).hasContent("{}");
    }

    @Test
    void anIncompleteScheduleIsRefused() {
        Schedule good = hourly();
        for (Schedule wrong : List.of(
                new Schedule(ID, " ", good.task(), good.timing()),
                new Schedule(ID, "x".repeat(61), good.task(), good.timing()),
                new Schedule(ID, "two\nlines", good.task(), good.timing()),
                new Schedule(ID, "x", new ScheduleTask(new AgentId("demo"), "", "", "shop", false, "p"), good.timing()),
                new Schedule(
                        ID, "x", new ScheduleTask(new AgentId("demo"), "", "", DIRECTORY, false, ""), good.timing()),
                hourly(MissedRule.SKIP, OverlapRule.SKIP, 0),
                new Schedule(ID, "x", good.task(), ScheduleTiming.once("UTC", "2026-11-30T07:59")),
                new Schedule(ID, "x", good.task(), ScheduleTiming.cron("UTC", "nonsense")))) {
            assertThat(save(wrong)).as(wrong.toString()).isInstanceOf(HostMessage.Failure.class);
        }

        assertThat(service.shown()).isEmpty();
    }

    @Test
    void theNumberOfSchedulesIsBounded() {
        for (int i = 0; i < ScheduleService.MAX; i++) {
            Schedule one = hourly();
            save(new Schedule(new ScheduleId("s" + i), one.title(), one.task(), one.timing()));
        }

        assertThat(save(hourly())).isInstanceOf(HostMessage.Failure.class);
        assertThat(service.shown()).hasSize(ScheduleService.MAX);
    }

    @Test
    void aChangedPromptKeepsTheTimesOfAnInterval() {
        save(hourly());
        pass(Duration.ofMinutes(40));
        save(new Schedule(ID, "Other title", hourly().task(), hourly().timing()));

        assertThat(status().next()).first().isEqualTo(Instant.parse("2026-11-30T09:00:00Z"));
    }

    @Test
    void aDeletedScheduleLeavesItsSessions() throws IOException {
        save(hourly());
        pass(Duration.ofHours(1));
        act(ScheduleAction.REMOVE);
        start();

        assertThat(service.shown()).isEmpty();
        assertThat(sessions.all).hasSize(1);
    }

    @Test
    void theStatusIsTheSameUntilSomethingChanges() {
        save(hourly());
        ScheduleStatus before = service.shown().get(0);
        pass(Duration.ofMinutes(5));

        assertThat(service.shown().get(0)).isSameAs(before);
    }
}
