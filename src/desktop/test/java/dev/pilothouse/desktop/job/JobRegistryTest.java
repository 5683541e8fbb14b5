package dev.pilothouse.desktop.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.journal.StateJournal;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.question.Questions;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs over real files: their journal, their order of states, and what a later start makes of unfinished ones. */
class JobRegistryTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    @TempDir
    Path folder;

    private final ScheduledExecutorService timer = NamedThreads.timer(NamedThreads.factory("test-timer"));
    private final List<JobRegistry> opened = new ArrayList<>();
    private final BlockingQueue<Job> states = new LinkedBlockingQueue<>();
    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final FakeQuestions questions = new FakeQuestions();

    @AfterEach
    void close() {
        opened.forEach(JobRegistry::close);
        timer.shutdownNow();
    }

    private Path file() {
        return folder.resolve("jobs.jsonl");
    }

    private JobRegistry open(JobRunner runner) throws IOException {
        JobRegistry registry = JobRegistry.open(file(), clock, timer, questions);
        registry.register(JobKind.WORKTREE_ADD, runner);
        registry.listen(new JobRegistry.Listener() {
            @Override
            public void onState(Job job) {
                states.add(job);
            }
        });
        opened.add(registry);
        return registry;
    }

    private static JobOrder order(String id) {
        return new JobOrder(
                new JobId(id),
                JobKind.WORKTREE_ADD,
                List.of("fix/login"),
                Map.of("branch", "fix/login"),
                new JobRequest(new DeviceId("d1"), "Pocket", Scope.STEER, null, NOW));
    }

    private Job await(JobState state) throws InterruptedException {
        for (Job job = states.poll(20, TimeUnit.SECONDS); job != null; job = states.poll(20, TimeUnit.SECONDS)) {
            if (job.state() == state) {
                return job;
            }
        }
        throw new AssertionError("no job became " + state);
    }

    private interface Work {
        JobResult run(JobRun run) throws IOException, InterruptedException;
    }

    /** A kind that does the same when it recovers. */
    private static JobRunner runner(Work work) {
        return runner(work, work);
    }

    private static JobRunner runner(Work work, Work recovery) {
        return new JobRunner() {
            @Override
            public JobResult run(JobRun run) throws IOException, InterruptedException {
                return work.run(run);
            }

            @Override
            public JobResult recover(JobRun run) throws IOException, InterruptedException {
                return recovery.run(run);
            }
        };
    }

    private static JobResult waitForever(JobRun run) throws InterruptedException {
        new CountDownLatch(1).await();
        return JobResult.done("");
    }

    private static JobResult untilCancelled(JobRun run) throws InterruptedException {
        CountDownLatch look = new CountDownLatch(1);
        while (!run.isCancelled()) {
            look.await(1, TimeUnit.MILLISECONDS);
        }
        return JobResult.stopped("");
    }

    private List<JobRecord> stored() throws IOException {
        StateJournal.Opening<JobRecord> opening = StateJournal.open(
                file(),
                JobRecord.CODEC,
                JobRecord.VERSION,
                stored -> stored.job().jobId());
        opening.journal().close();
        return opening.states();
    }

    @Test
    void aJobAndEachOfItsStepsAreInTheJournalBeforeTheyTakeEffect() throws Exception {
        List<String> found = new ArrayList<>();
        JobRegistry registry = open(runner(run -> {
            run.begin("checkout");
            try (var lines = Files.lines(file())) {
                lines.forEach(found::add);
            }
            run.record("exitCode", "0");
            return JobResult.done("Made.");
        }));
        registry.start();

        registry.submit(order("j1"));
        Job done = await(JobState.DONE);

        assertThat(found.get(0)).contains("\"state\":\"queued\"");
        assertThat(found.get(1)).contains("\"state\":\"running\"");
        assertThat(found.get(2)).contains("\"step\":\"checkout\"");
        assertThat(done.status().text()).isEqualTo("Made.");
        assertThat(done.status().evidence()).containsExactly(Map.entry("exitCode", "0"));
        registry.close();
        assertThat(stored()).singleElement().satisfies(entry -> {
            assertThat(entry.job()).isEqualTo(done);
            assertThat(entry.parameters()).isEqualTo(Map.of("branch", "fix/login"));
        });
    }

    @Test
    void theSameIdIsTheSameJobAndRunsOnce() throws Exception {
        BlockingQueue<JobId> runs = new LinkedBlockingQueue<>();
        JobRegistry registry = open(runner(run -> {
            runs.add(run.jobId());
            return JobResult.done("");
        }));
        registry.start();

        registry.submit(order("j1"));
        Job done = await(JobState.DONE);

        assertThat(registry.submit(order("j1"))).isEqualTo(done);
        assertThat(runs).hasSize(1);
    }

    @Test
    void anIdWithOtherContentIsAConflictAndChangesNothing() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::waitForever));
        Job first = registry.submit(order("j1"));
        JobOrder other = new JobOrder(
                first.jobId(), JobKind.WORKTREE_ADD, List.of(), Map.of("branch", "other"), first.request());

        assertThatThrownBy(() -> registry.submit(other))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(registry.all()).containsExactly(first);
    }

    @Test
    void aJobThatRanWhenTheHostEndedIsRecoveredWithItsLastStep() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        JobRegistry killed = open(runner(run -> {
            run.begin("checkout");
            begun.countDown();
            return waitForever(run);
        }));
        killed.start();
        killed.submit(order("j1"));
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        killed.close();
        assertThat(stored())
                .singleElement()
                .satisfies(entry -> assertThat(entry.job().state()).isEqualTo(JobState.RUNNING));
        states.clear();

        List<String> steps = new ArrayList<>();
        JobRegistry next = open(runner(JobRegistryTest::waitForever, run -> {
            steps.add(run.step());
            return JobResult.done("");
        }));
        next.start();

        assertThat(await(JobState.DONE).jobId()).isEqualTo(new JobId("j1"));
        assertThat(steps).containsExactly("checkout");
    }

    @Test
    void aJobThatWaitedWhenTheHostEndedRunsAfterTheNextStart() throws Exception {
        JobRegistry first = open(runner(JobRegistryTest::waitForever));
        first.submit(order("j1"));
        first.close();

        JobRegistry next = open(runner(run -> JobResult.done("run"), run -> JobResult.done("recovered")));
        next.start();

        assertThat(await(JobState.DONE).status().text()).isEqualTo("run");
    }

    @Test
    void aTornLastLineIsCutOffAndTheJobCountsAsItWasBefore() throws Exception {
        JobRegistry first = open(runner(JobRegistryTest::waitForever));
        first.submit(order("j1"));
        first.submit(order("j2"));
        first.close();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), "{\"half".getBytes(StandardCharsets.UTF_8), StandardOpenOption.APPEND);

        assertThat(stored()).extracting(entry -> entry.job().jobId().value()).containsExactly("j1", "j2");
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
        assertThat(folder).isDirectoryNotContaining("glob:**damaged*");
    }

    @Test
    void aJobOfAnUnknownKindIsNeverLeftRunning() throws Exception {
        JobRegistry registry = JobRegistry.open(file(), clock, timer, questions);
        opened.add(registry);
        registry.start();
        registry.listen(new JobRegistry.Listener() {
            @Override
            public void onState(Job job) {
                states.add(job);
            }
        });

        registry.submit(order("j1"));

        assertThat(await(JobState.UNKNOWN).status().text()).isNotEmpty();
    }

    @Test
    void aJobThatHasNotBegunIsStoppedAtOnce() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::waitForever));
        registry.submit(order("j1"));

        registry.cancel(new JobId("j1"));

        assertThat(registry.find(new JobId("j1")).orElseThrow().state()).isEqualTo(JobState.STOPPED);
    }

    @Test
    void aRunningJobSeesThatItIsCancelled() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::untilCancelled));
        registry.start();
        registry.submit(order("j1"));
        await(JobState.RUNNING);

        registry.cancel(new JobId("j1"));

        assertThat(await(JobState.STOPPED).status().endedAt()).isEqualTo(NOW);
    }

    @Test
    void aFailedJobRunsAgainUnderTheSameId() throws Exception {
        BlockingQueue<JobResult> results =
                new LinkedBlockingQueue<>(List.of(JobResult.failed("The disk is full."), JobResult.done("")));
        JobRegistry registry = open(runner(run -> results.remove()));
        registry.start();
        registry.submit(order("j1"));
        assertThat(await(JobState.FAILED).status().text()).isEqualTo("The disk is full.");

        registry.retry(new JobId("j1"));

        assertThat(await(JobState.DONE).jobId()).isEqualTo(new JobId("j1"));
        registry.retry(new JobId("j1"));
        assertThat(results).isEmpty();
    }

    @Test
    void aFaultOfAKindEndsItsJobWithASentence() throws Exception {
        JobRegistry registry = open(runner(run -> {
            throw new IllegalStateException("a fault");
        }));
        registry.start();

        registry.submit(order("j1"));

        assertThat(await(JobState.FAILED).status().text())
                .doesNotContain("a fault")
                .isNotEmpty();
    }

    @Test
    void onlyTheNewestLinesAreKeptAndLongOnesAreShortened() throws Exception {
        JobRegistry registry = open(runner(run -> {
            for (int i = 1; i <= 300; i++) {
                run.print("line " + i + " " + "x".repeat(600));
            }
            return JobResult.done("");
        }));
        registry.start();
        registry.submit(order("j1"));

        JobOutput output = await(JobState.DONE).output();

        assertThat(output.end()).isEqualTo(300);
        assertThat(output.texts())
                .hasSize(200)
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(JobOutput.MAX_LINE));
        assertThat(output.texts().get(0)).startsWith("line 101 ");
    }

    @Test
    void moreOpenJobsThanTheLimitAreRefused() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::waitForever));
        for (int i = 0; i < JobRegistry.MAX_OPEN; i++) {
            registry.submit(order("j" + i));
        }

        assertThatThrownBy(() -> registry.submit(order("one more"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> registry.submit(order("one-more")))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
    }

    @Test
    void aRetryBeyondTheLimitIsRefusedTooAndTheJobStaysAsItWas() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::waitForever));
        registry.submit(order("again"));
        registry.cancel(new JobId("again"));
        for (int i = 0; i < JobRegistry.MAX_OPEN; i++) {
            registry.submit(order("j" + i));
        }

        assertThatThrownBy(() -> registry.retry(new JobId("again")))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BUSY));
        assertThat(registry.find(new JobId("again")).orElseThrow().state()).isEqualTo(JobState.STOPPED);
    }

    @Test
    void finishedJobsAreDroppedAfterThirtyDaysAndTheOpenOnesStay() throws Exception {
        JobRegistry registry = open(runner(run -> JobResult.done("")));
        registry.start();
        registry.submit(order("old"));
        await(JobState.DONE);
        registry.close();

        clock = Clock.fixed(NOW.plus(JobRegistry.KEPT).plus(Duration.ofDays(1)), ZoneOffset.UTC);
        JobRegistry later = open(runner(JobRegistryTest::waitForever));
        later.submit(order("open"));
        later.start();

        assertThat(later.all()).extracting(job -> job.jobId().value()).containsExactly("open");
    }

    @Test
    void theJournalIsRewrittenWhenMostOfItIsObsolete() throws Exception {
        JobRegistry registry = open(runner(run -> {
            for (int i = 0; i < 600; i++) {
                run.begin("step " + i);
            }
            return JobResult.done("");
        }));
        registry.start();
        registry.submit(order("j1"));
        await(JobState.DONE);
        registry.close();

        try (var lines = Files.lines(file())) {
            assertThat(lines.count()).isEqualTo(1);
        }
        assertThat(stored())
                .singleElement()
                .satisfies(entry -> assertThat(entry.job().state()).isEqualTo(JobState.DONE));
    }

    private static JobQuestion question(String key) {
        return new JobQuestion(
                new SessionId("s1"),
                key,
                Scope.STEER,
                HostText.untranslated("Run it?"),
                "",
                List.of(new PendingOption("allow", "Allow", PendingOption.Kind.ALLOW_ONCE)));
    }

    /** Asks once, and is done with the answer. */
    private static JobResult askOnce(JobRun run) throws IOException {
        if (run.isCancelled()) {
            return JobResult.stopped("");
        }
        Optional<QuestionAnswer> answer = run.answer("first");
        if (answer.isPresent()) {
            return JobResult.done(answer.get().optionId());
        }
        run.begin("first");
        return run.ask(question("first"));
    }

    @Test
    void aJobWaitsForAPersonWithoutAThreadAndContinuesWithTheAnswer() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::askOnce));
        registry.start();
        for (int i = 0; i <= JobRegistry.THREADS; i++) {
            registry.submit(order("j" + i));
            await(JobState.WAITING_FOR_YOU);
        }

        questions.answer("job/j0", "first", "allow");

        Job done = await(JobState.DONE);
        assertThat(done.jobId()).isEqualTo(new JobId("j0"));
        assertThat(done.status().text()).isEqualTo("allow");
        assertThat(questions.withdrawn).containsExactly("job/j0");
    }

    @Test
    void anAnswerThatComesBeforeTheRunnerReturnsIsNotLost() throws Exception {
        JobRegistry registry = open(runner(run -> {
            boolean asks = run.answer("first").isEmpty();
            JobResult result = askOnce(run);
            if (asks) {
                questions.answer("job/j1", "first", "allow");
            }
            return result;
        }));
        registry.start();

        registry.submit(order("j1"));

        assertThat(await(JobState.DONE).status().text()).isEqualTo("allow");
    }

    @Test
    void anAnswerCountsOnceAndOneToAnotherQuestionDoesNotCount() throws Exception {
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        JobRegistry registry = open(runner(run -> {
            run.answer("first").ifPresent(answer -> answers.add(answer.optionId()));
            return run.answer("first").isPresent() ? run.ask(question("second")) : askOnce(run);
        }));
        registry.start();
        registry.submit(order("j1"));
        await(JobState.WAITING_FOR_YOU);

        questions.answer("job/j1", "older", "allow");
        questions.answer("job/j1", "first", "allow");
        await(JobState.WAITING_FOR_YOU);
        questions.answer("job/j1", "first", "allow");

        registry.submit(order("j2"));
        await(JobState.WAITING_FOR_YOU);
        assertThat(answers).containsExactly("allow");
    }

    @Test
    void aWaitingJobThatIsCancelledEndsAndItsQuestionIsWithdrawn() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::askOnce));
        registry.start();
        registry.submit(order("j1"));
        await(JobState.WAITING_FOR_YOU);

        registry.cancel(new JobId("j1"));

        await(JobState.STOPPED);
        assertThat(questions.withdrawn).containsExactly("job/j1");
        assertThat(questions.handler.isAsking("job/j1")).isFalse();
    }

    @Test
    void aWaitingJobAsksAgainUnderTheSameKeyAfterAnotherStart() throws Exception {
        JobRegistry first = open(runner(JobRegistryTest::askOnce));
        first.start();
        first.submit(order("j1"));
        await(JobState.WAITING_FOR_YOU);
        first.close();
        questions.asked.clear();

        JobRegistry second = open(runner(run -> JobResult.failed("begun anew"), JobRegistryTest::askOnce));
        assertThat(questions.handler.isAsking("job/j1")).isTrue();
        second.start();
        await(JobState.WAITING_FOR_YOU);

        assertThat(questions.asked).containsExactly("job/j1 first");
        questions.answer("job/j1", "first", "allow");
        assertThat(await(JobState.DONE).status().text()).isEqualTo("allow");
    }

    @Test
    void aJobWhoseSessionIsDeletedDoesNotWaitForever() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::askOnce));
        registry.start();
        registry.submit(order("j1"));
        await(JobState.WAITING_FOR_YOU);

        questions.handler.onSessionRemoved(new SessionId("s1"));

        assertThat(await(JobState.DONE).status().text()).isEmpty();
    }

    /** Asks nobody; the test answers. */
    /** Waits for the turn of a session until it is told that there is none. */
    private static final class PatientRunner implements JobRunner {
        volatile Optional<HostText> reason = Optional.of(HostText.untranslated("Waits."));
        volatile int runs;

        @Override
        public Optional<HostText> waitsFor(JobRun run) {
            return reason;
        }

        @Override
        public JobResult run(JobRun run) {
            runs++;
            return JobResult.done("");
        }

        @Override
        public JobResult recover(JobRun run) {
            return JobResult.unknown("");
        }
    }

    @Test
    void aJobThatWaitsForSomethingStaysQueuedWithTheReasonUntilItIsWoken() throws Exception {
        PatientRunner runner = new PatientRunner();
        JobRegistry registry = open(runner);
        registry.start();
        registry.submit(order("j1"));
        Job waiting = registry.find(new JobId("j1")).orElseThrow();
        assertThat(waiting.state()).isEqualTo(JobState.QUEUED);
        assertThat(waiting.status().text()).isEqualTo("Waits.");

        runner.reason = Optional.empty();
        registry.wake();
        registry.wake();
        await(JobState.DONE);
        assertThat(runner.runs).isEqualTo(1);
    }

    @Test
    void aJobThatWaitsCanBeCancelledAndDoesNotRunLater() throws Exception {
        PatientRunner runner = new PatientRunner();
        JobRegistry registry = open(runner);
        registry.start();
        registry.submit(order("j1"));
        registry.cancel(new JobId("j1"));
        await(JobState.STOPPED);
        runner.reason = Optional.empty();
        registry.wake();
        registry.submit(order("j2"));
        await(JobState.DONE);
        assertThat(runner.runs).isEqualTo(1);
    }

    @Test
    void aJobThatWaitedWhenTheHostEndedWaitsAtItsNextStart() throws Exception {
        PatientRunner runner = new PatientRunner();
        JobRegistry first = open(runner);
        first.start();
        first.submit(order("j1"));
        first.close();
        JobRegistry second = open(runner);
        second.start();
        assertThat(second.find(new JobId("j1")).orElseThrow().state()).isEqualTo(JobState.QUEUED);
        runner.reason = Optional.empty();
        second.wake();
        await(JobState.DONE);
        assertThat(runner.runs).isEqualTo(1);
    }

    @Test
    void aJobOfADeviceThatMayNoLongerOrderItIsNotRunUnlessAnotherOrdersItAgain() throws Exception {
        PatientRunner runner = new PatientRunner();
        JobRegistry registry = open(runner);
        AtomicBoolean allowed = new AtomicBoolean(true);
        registry.useRights(request -> allowed.get());
        registry.start();
        registry.submit(order("j1"));
        runner.reason = Optional.empty();
        allowed.set(false);

        registry.wake();

        assertThat(await(JobState.FAILED).status().text()).contains("Pocket");
        assertThat(runner.runs).isZero();
        registry.retry(new JobId("j1"));
        await(JobState.DONE);
        assertThat(runner.runs).isEqualTo(1);
    }

    @Test
    void aJobWaitsAlsoForWhatBeginsWhileAllThreadsAreBusy() throws Exception {
        PatientRunner runner = new PatientRunner();
        runner.reason = Optional.empty();
        JobRegistry registry = open(runner);
        CountDownLatch end = new CountDownLatch(1);
        registry.register(JobKind.WORKTREE_REMOVE, runner(run -> {
            end.await();
            return JobResult.done("");
        }));
        registry.start();
        for (int i = 0; i < JobRegistry.THREADS; i++) {
            registry.submit(new JobOrder(
                    new JobId("busy" + i),
                    JobKind.WORKTREE_REMOVE,
                    List.of(),
                    Map.of(),
                    order("j1").request()));
        }
        for (int i = 0; i < JobRegistry.THREADS; i++) {
            await(JobState.RUNNING);
        }
        registry.submit(order("j1"));
        await(JobState.QUEUED);
        runner.reason = Optional.of(HostText.untranslated("Waits."));

        end.countDown();
        Job waiting = await(JobState.QUEUED);

        assertThat(waiting.jobId()).isEqualTo(new JobId("j1"));
        assertThat(waiting.status().text()).isEqualTo("Waits.");
        assertThat(runner.runs).isZero();
        runner.reason = Optional.empty();
        registry.wake();
        Job done = await(JobState.DONE);
        while (!done.jobId().equals(waiting.jobId())) {
            done = await(JobState.DONE);
        }
        assertThat(runner.runs).isEqualTo(1);
    }

    @Test
    void quickJobsRunWhileHooksHoldAllOtherThreads() throws Exception {
        JobRegistry registry = open(runner(JobRegistryTest::waitForever));
        registry.register(JobKind.CHANGE_REJECT, new JobRunner() {
            @Override
            public boolean isQuick() {
                return true;
            }

            @Override
            public JobResult run(JobRun run) {
                return JobResult.done("");
            }

            @Override
            public JobResult recover(JobRun run) {
                return run(run);
            }
        });
        registry.start();
        for (int i = 0; i <= JobRegistry.THREADS; i++) {
            registry.submit(order("j" + i));
        }
        registry.submit(new JobOrder(
                new JobId("quick"),
                JobKind.CHANGE_REJECT,
                List.of(),
                Map.of(),
                order("j").request()));
        assertThat(await(JobState.DONE).jobId()).isEqualTo(new JobId("quick"));
    }

    @Test
    void aWakeIsNotLostWhileEveryThreadIsHeldAndTheQueueIsFull() throws Exception {
        PatientRunner patient = new PatientRunner();
        JobRegistry registry = open(runner(JobRegistryTest::waitForever));
        registry.register(JobKind.COMMIT, patient);
        registry.start();
        registry.submit(new JobOrder(
                new JobId("patient"),
                JobKind.COMMIT,
                List.of(),
                Map.of(),
                order("j").request()));
        for (int i = 1; i < JobRegistry.MAX_OPEN; i++) {
            registry.submit(order("j" + i));
        }
        for (int i = 0; i < JobRegistry.MAX_OPEN; i++) {
            registry.wake();
        }
        patient.reason = Optional.of(HostText.untranslated("Still waits."));
        registry.wake();
        Job seen = await(JobState.QUEUED);
        while (!seen.status().text().equals("Still waits.")) {
            seen = await(JobState.QUEUED);
        }
        assertThat(seen.jobId()).isEqualTo(new JobId("patient"));
    }

    @Test
    void aJobThatWasCancelledInTheQueueLeavesItsPlaceToOthers() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        JobRegistry registry = open(runner(run -> {
            end.await();
            return JobResult.done("");
        }));
        registry.start();
        for (int i = 0; i < JobRegistry.THREADS; i++) {
            registry.submit(order("busy" + i));
            await(JobState.RUNNING);
        }
        for (int i = 0; i < 2 * JobRegistry.MAX_OPEN; i++) {
            registry.submit(order("cancelled" + i));
            registry.cancel(new JobId("cancelled" + i));
        }
        registry.submit(order("last"));
        end.countDown();
        Job done = await(JobState.DONE);
        while (!done.jobId().equals(new JobId("last"))) {
            done = await(JobState.DONE);
        }
    }

    private static final class FakeQuestions implements Questions {
        private final List<String> asked = new CopyOnWriteArrayList<>();
        private final List<String> withdrawn = new CopyOnWriteArrayList<>();
        private QuestionHandler handler;

        @Override
        public void register(String kind, QuestionHandler now) {
            handler = now;
        }

        @Override
        public void ask(QuestionRequest request) {
            asked.add(request.asker() + " " + request.key());
        }

        @Override
        public void withdraw(String asker) {
            withdrawn.add(asker);
        }

        void answer(String asker, String key, String optionId) {
            handler.onAnswer(asker, key, new QuestionAnswer(optionId, new DeviceId("d1"), "Pocket"));
        }
    }
}
