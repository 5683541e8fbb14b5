package dev.pilothouse.desktop.job;

import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.bridge.JobOperations;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.journal.StateJournal;
import dev.pilothouse.desktop.question.QuestionAnswer;
import dev.pilothouse.desktop.question.QuestionHandler;
import dev.pilothouse.desktop.question.QuestionRequest;
import dev.pilothouse.desktop.question.Questions;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobState;
import dev.pilothouse.model.JobStatus;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs of a host. A job is in the journal before it acts, and each of its steps before that step takes effect. A
 * job that was not over when the host ended is continued or settled by its runner after {@link #start}.
 *
 * <p>Owns the journal and the threads {@code job-n} and {@code quick-job-n}. Thread-safe; methods that change a job write to the disk. Ends
 * with {@link #close()}, which interrupts the running jobs and leaves them to the next start.
 */
public final class JobRegistry implements JobOperations, AutoCloseable {
    /** Jobs that run at the same time. Hooks and setup commands of a repository may hold each of them for long. */
    static final int THREADS = 8;
    /** Jobs that run at the same time and end within seconds. */
    static final int QUICK_THREADS = 2;
    /** Jobs that are not over. */
    static final int MAX_OPEN = 64;
    /** Finished jobs that are kept, and for how long. */
    static final int MAX_FINISHED = 500;

    static final Duration KEPT = Duration.ofDays(30);
    /** Finished jobs that every client sees. */
    static final int MAX_SHOWN = 50;
    /** Between two messages about the progress of jobs. */
    static final long PROGRESS_MILLIS = 250;

    private static final String ASKER = "job";
    private static final int LINES_STORED = 50;
    private static final int MAX_EVIDENCE = 16;
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_ARGUMENTS = 8;
    private static final int MAX_PARAMETERS = 32;
    private static final int MAX_PARAMETER = 4_096;
    private static final long CLOSE_SECONDS = 10;
    private static final Logger LOG = LoggerFactory.getLogger(JobRegistry.class);

    /** Called when jobs have changed. Must not block. */
    public interface Listener {
        /** A job has another state. Called in the order of the changes of that job, on any thread. */
        default void onState(Job job) {}

        /** Something has changed that clients see; at most every {@value #PROGRESS_MILLIS} ms for mere progress. */
        default void onShown() {}
    }

    private final StateJournal<JobRecord> journal;
    private final List<HostText> damage;
    private final Clock clock;
    private final ScheduledExecutorService timer;
    private final ThreadPoolExecutor threads;
    private final ThreadPoolExecutor quickThreads;
    private final Map<JobKind, JobRunner> runners = new EnumMap<>(JobKind.class);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Questions questions;
    private volatile Predicate<JobRequest> rights = request -> true;

    // --- guarded by this

    /** The oldest first. */
    private final Map<JobId, Entry> jobs = new LinkedHashMap<>();

    private boolean started;
    private boolean closed;
    private boolean progressDue;
    private boolean wakeDue;

    private JobRegistry(
            StateJournal.Opening<JobRecord> opening, Clock clock, ScheduledExecutorService timer, Questions questions) {
        this.questions = questions;
        this.journal = opening.journal();
        this.damage = opening.damage();
        this.clock = clock;
        this.timer = timer;
        // Each has room for every open job, and for one look at those that wait.
        Duration idle = Duration.ofSeconds(30);
        this.threads = NamedThreads.pool(THREADS, idle, MAX_OPEN + 1, NamedThreads.numbered("job"));
        this.quickThreads = NamedThreads.pool(QUICK_THREADS, idle, MAX_OPEN + 1, NamedThreads.numbered("quick-job"));
    }

    /** Reads the journal. Nothing runs before {@link #start}. */
    public static JobRegistry open(Path file, Clock clock, ScheduledExecutorService timer, Questions questions)
            throws IOException {
        StateJournal.Opening<JobRecord> opening = StateJournal.open(
                file, JobRecord.CODEC, JobRecord.VERSION, stored -> stored.job().jobId());
        JobRegistry registry = new JobRegistry(opening, clock, timer, questions);
        questions.register(ASKER, registry.new AnswerHandler());
        opening.states().forEach(entry -> registry.jobs.put(entry.job().jobId(), registry.new Entry(entry)));
        return registry;
    }

    /** The damage of the journal that was found when it was opened. */
    public List<HostText> damage() {
        return damage;
    }

    /** Sets the runner of a kind. Before {@link #start}. */
    public void register(JobKind kind, JobRunner runner) {
        runners.put(kind, runner);
    }

    /** Sets whether the device of a request may still do that, which may change until its job runs. */
    public void useRights(Predicate<JobRequest> allowed) {
        rights = allowed;
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Continues the jobs that are not over. */
    public void start() {
        List<Entry> open;
        synchronized (this) {
            started = true;
            open = jobs.values().stream().filter(Entry::isOpen).toList();
            drop();
        }
        open.forEach(this::execute);
    }

    // --- requests

    /**
     * Accepts a job. It is in the journal when this returns, and runs when a thread is free. An id that is known is the
     * known job, unchanged.
     */
    public Job submit(JobOrder order) throws RefusedException {
        Entry entry;
        boolean runs;
        synchronized (this) {
            Entry known = jobs.get(order.jobId());
            if (known != null) {
                if (!known.isSame(order)) {
                    throw new RefusedException(ErrorCode.CONFLICT, HostText.of(HostTextCode.JOB_ID_USED));
                }
                return known.job();
            }
            requireOpen();
            requireBounds(order);
            requireRoom();
            entry = new Entry(new JobRecord(
                    new Job(
                            order.jobId(),
                            order.kind(),
                            order.arguments(),
                            order.request(),
                            JobStatus.QUEUED,
                            JobOutput.NONE),
                    order.parameters(),
                    ""));
            write(entry.stored());
            jobs.put(order.jobId(), entry);
            runs = started;
        }
        told(entry.job());
        if (runs) {
            execute(entry);
        }
        return entry.job();
    }

    private static void requireBounds(JobOrder order) throws RefusedException {
        boolean fits = order.arguments().size() <= MAX_ARGUMENTS
                && order.parameters().size() <= MAX_PARAMETERS
                && order.arguments().stream().allMatch(value -> value.length() <= MAX_PARAMETER)
                && order.parameters().values().stream().allMatch(value -> value.length() <= MAX_PARAMETER);
        if (!fits) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.JOB_VALUE_TOO_LONG));
        }
    }

    private void requireRoom() throws RefusedException {
        if (jobs.values().stream().filter(Entry::isOpen).count() >= MAX_OPEN) {
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.JOBS_FULL, MAX_OPEN));
        }
    }

    private void requireOpen() throws RefusedException {
        if (closed) {
            throw new RefusedException(ErrorCode.SHUTTING_DOWN, HostText.of(HostTextCode.HOST_SHUTTING_DOWN));
        }
    }

    private void write(JobRecord entry) throws RefusedException {
        try {
            journal.add(entry);
        } catch (IOException e) {
            throw new RefusedException(
                    ErrorCode.JOURNAL_FAILED,
                    HostText.of(HostTextCode.DATA_FOLDER_UNWRITABLE, IoErrorText.sentence(e)));
        }
    }

    @Override
    public void cancel(JobId jobId) throws RefusedException {
        Entry entry;
        boolean over;
        boolean waits;
        synchronized (this) {
            requireOpen();
            entry = known(jobId);
            if (!entry.isOpen()) {
                return;
            }
            over = entry.cancel();
            if (over) {
                dequeue(entry);
            }
            waits = entry.hasAnswer();
        }
        if (over) {
            told(entry.job());
        } else if (waits) {
            // Its runner ends it.
            execute(entry);
        }
    }

    @Override
    public void retry(JobId jobId) throws RefusedException {
        Entry entry;
        boolean runs;
        synchronized (this) {
            requireOpen();
            entry = known(jobId);
            if (entry.isOpen() || entry.job().state() == JobState.DONE) {
                return;
            }
            requireRoom();
            entry.queueAgain();
            runs = started;
        }
        told(entry.job());
        if (runs) {
            execute(entry);
        }
    }

    private Entry known(JobId jobId) throws RefusedException {
        Entry entry = jobs.get(jobId);
        if (entry == null) {
            throw new RefusedException(ErrorCode.NO_SUCH_JOB, HostText.of(HostTextCode.JOB_UNKNOWN, jobId));
        }
        return entry;
    }

    @Override
    public synchronized List<Job> shown() {
        List<Job> shown = new ArrayList<>();
        int finished = 0;
        for (Job job : all()) {
            if (!job.state().isOver() || finished++ < MAX_SHOWN) {
                shown.add(job);
            }
        }
        return shown;
    }

    @Override
    public synchronized List<Job> all() {
        List<Job> all = new ArrayList<>();
        jobs.values().forEach(entry -> all.add(entry.job()));
        Collections.reverse(all);
        return all;
    }

    @Override
    public synchronized Optional<Job> find(JobId jobId) {
        return Optional.ofNullable(jobs.get(jobId)).map(Entry::job);
    }

    /** The value of a parameter of a job; empty if there is no such job, or it has no such parameter. */
    public synchronized String parameter(JobId jobId, String name) {
        return Optional.ofNullable(jobs.get(jobId))
                .map(entry -> entry.parameter(name))
                .orElse("");
    }

    /** The values of a parameter of the jobs of some kinds that are not over. */
    public synchronized List<String> open(String name, Set<JobKind> kinds) {
        return jobs.values().stream()
                .filter(entry -> entry.isOpen() && kinds.contains(entry.job().kind()))
                .map(entry -> entry.parameter(name))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    /** The values of a parameter of all jobs of a kind, each once, the newest first. */
    public synchronized List<String> parameters(JobKind kind, String name) {
        List<String> values = new ArrayList<>();
        for (Entry entry : jobs.values()) {
            String value = entry.parameter(name);
            if (entry.job().kind() == kind && !value.isEmpty()) {
                values.remove(value);
                values.add(0, value);
            }
        }
        return values;
    }

    // --- running

    /** Something has changed for which jobs may wait. Returns at once. */
    public void wake() {
        synchronized (this) {
            if (wakeDue || closed || jobs.values().stream().noneMatch(entry -> entry.waits)) {
                return;
            }
            wakeDue = true;
            quickThreads.execute(this::wakeWaiting);
        }
    }

    private void wakeWaiting() {
        List<Entry> waiting;
        synchronized (this) {
            wakeDue = false;
            waiting = jobs.values().stream().filter(entry -> entry.waits).toList();
        }
        waiting.stream().filter(Entry::endsWaiting).forEach(this::execute);
    }

    /** Leaves a job in the queue that has not begun and waits for something. */
    private boolean waits(Entry entry) {
        JobRunner runner = runners.get(entry.job().kind());
        if (runner == null || entry.wasRunning()) {
            return false;
        }
        // Marked before the question, so that an answer that changes meanwhile is not missed.
        entry.beginsWaiting();
        Optional<HostText> reason = runner.waitsFor(entry);
        if (reason.isEmpty()) {
            return !entry.endsWaiting();
        }
        if (entry.explain(reason.get())) {
            told(entry.job());
        }
        return true;
    }

    private void execute(Entry entry) {
        if (waits(entry)) {
            return;
        }
        synchronized (this) {
            if (entry.task != null) {
                return;
            }
            Runnable task = () -> run(entry);
            try {
                threads(entry).execute(task);
                entry.task = task;
            } catch (RejectedExecutionException e) {
                // The host ends. The next start continues the job.
                LOG.debug("{} waits for the next start", entry.jobId());
            }
        }
    }

    private ThreadPoolExecutor threads(Entry entry) {
        JobRunner runner = runners.get(entry.job().kind());
        return runner != null && runner.isQuick() ? quickThreads : threads;
    }

    /** A job that is over leaves its place to others. */
    private void dequeue(Entry entry) {
        Runnable task = entry.task;
        if (task != null && threads(entry).remove(task)) {
            entry.task = null;
        }
    }

    private void run(Entry entry) {
        synchronized (this) {
            entry.task = null;
        }
        // A turn may have begun while all threads were busy.
        if (waits(entry)) {
            return;
        }
        boolean recovering = entry.wasRunning();
        if (!entry.starts()) {
            return;
        }
        told(entry.job());
        JobResult result;
        try {
            JobRunner runner = runners.get(entry.job().kind());
            if (runner == null) {
                result = JobResult.unknown(HostText.of(HostTextCode.JOB_KIND_UNKNOWN));
            } else if (!recovering && !entry.isAllowed()) {
                result = JobResult.failed(HostText.of(
                        HostTextCode.JOB_NOT_ALLOWED, entry.request().deviceName()));
            } else if (recovering) {
                result = runner.recover(entry);
            } else {
                result = runner.run(entry);
            }
        } catch (InterruptedException e) {
            // The host ends. The next start continues the job.
            Thread.currentThread().interrupt();
            return;
        } catch (IOException e) {
            result = JobResult.failed(HostText.of(HostTextCode.JOB_IO_FAILED, IoErrorText.sentence(e)));
        } catch (RuntimeException e) {
            LOG.error("The job {} failed", entry.jobId(), e);
            result = JobResult.failed(HostText.of(HostTextCode.HOST_DEFECT));
        }
        if (entry.ends(result)) {
            told(entry.job());
            if (entry.hasAnswer()) {
                execute(entry);
            }
        }
    }

    /** Receives the answers to questions of jobs. */
    private final class AnswerHandler implements QuestionHandler {
        @Override
        public boolean isAsking(String asker) {
            synchronized (JobRegistry.this) {
                return jobs.values().stream().anyMatch(entry -> entry.asker().equals(asker) && entry.isOpen());
            }
        }

        @Override
        public void onAnswer(String asker, String key, QuestionAnswer answer) {
            Entry entry;
            synchronized (JobRegistry.this) {
                entry = jobs.values().stream()
                        .filter(each -> each.asker().equals(asker) && each.answered(key, answer))
                        .findFirst()
                        .orElse(null);
            }
            if (entry != null) {
                execute(entry);
            }
        }

        @Override
        public void onNotAsked(String asker, String key, HostText reason) {
            LOG.warn("{} could not ask: {}", asker, reason.text());
            onAnswer(asker, key, QuestionAnswer.NONE);
        }

        @Override
        public void onSessionRemoved(SessionId sessionId) {
            List<Entry> over;
            synchronized (JobRegistry.this) {
                over = jobs.values().stream()
                        .filter(entry -> entry.asksIn(sessionId))
                        .toList();
            }
            over.forEach(entry -> onAnswer(entry.asker(), entry.askedKey(), QuestionAnswer.NONE));
        }
    }

    private void told(Job job) {
        if (job.state().isOver()) {
            boolean asked;
            synchronized (this) {
                Entry entry = jobs.get(job.jobId());
                asked = entry == null || entry.hasAsked;
            }
            if (asked) {
                questions.withdraw(ASKER + "/" + job.jobId());
            }
        }
        listeners.forEach(listener -> listener.onState(job));
        listeners.forEach(Listener::onShown);
    }

    private synchronized void progressed() {
        if (!progressDue && !closed) {
            progressDue = true;
            timer.schedule(this::tellProgress, PROGRESS_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tellProgress() {
        synchronized (this) {
            progressDue = false;
        }
        listeners.forEach(Listener::onShown);
    }

    /** Removes finished jobs beyond the limits, and shortens the journal when it is long. */
    private void drop() {
        Instant oldest = clock.instant().minus(KEPT);
        long finished = jobs.values().stream().filter(entry -> !entry.isOpen()).count();
        List<JobId> dropped = new ArrayList<>();
        for (Entry entry : jobs.values()) {
            Instant ended = entry.job().status().endedAt();
            if (!entry.isOpen() && (finished > MAX_FINISHED || ended == null || ended.isBefore(oldest))) {
                dropped.add(entry.jobId());
                finished--;
            }
        }
        dropped.forEach(jobs::remove);
        if (journal.isLong(jobs.size())) {
            journal.shorten(jobs.values().stream().map(Entry::stored).toList());
        }
    }

    /** One job. Its fields are guarded by the registry. */
    private final class Entry implements JobRun {
        private final JobId jobId;
        private final Map<String, String> parameters;
        private final Deque<HostText> lines = new ArrayDeque<>();
        private long end;
        private String step;
        private JobStatus status;
        private final Job made;
        private @Nullable Job shown;
        private boolean cancelled;
        /** Whether a device that may do so has ordered it again. */
        private boolean ordered;
        /** Whether an earlier run has begun it, so that its runner has to look what is there. */
        private boolean begunBefore;
        /** The newest question of this run of the host. */
        private @Nullable JobQuestion asked;

        private @Nullable QuestionAnswer answer;
        /** Whether this or an earlier run of the host has asked, so that a question may be open. */
        private boolean hasAsked;

        private boolean running;

        /** Whether it stays in the queue until {@link #wake}. */
        private boolean waits;

        /** In the queue of its threads. */
        private @Nullable Runnable task;

        Entry(JobRecord stored) {
            this.jobId = stored.job().jobId();
            this.made = stored.job();
            this.parameters = stored.parameters();
            this.step = stored.step();
            this.status = stored.job().status();
            this.end = stored.job().output().end();
            this.lines.addAll(stored.job().output().lines());
            this.hasAsked = status.state() == JobState.WAITING_FOR_YOU;
            this.begunBefore = isOpen() && (status.state() != JobState.QUEUED || !step.isEmpty());
        }

        boolean isSame(JobOrder order) {
            return made.kind() == order.kind() && parameters.equals(order.parameters());
        }

        boolean isOpen() {
            return !status.state().isOver();
        }

        String asker() {
            return ASKER + "/" + jobId;
        }

        boolean asksIn(SessionId sessionId) {
            return asked != null && answer == null && asked.sessionId().equals(sessionId) && isOpen();
        }

        String askedKey() {
            synchronized (JobRegistry.this) {
                return asked == null ? "" : asked.key();
            }
        }

        /** @return whether the job waits for it, and continues now */
        boolean answered(String key, QuestionAnswer given) {
            if (asked == null || answer != null || !asked.key().equals(key)) {
                return false;
            }
            answer = given;
            return status.state() == JobState.WAITING_FOR_YOU;
        }

        /** Whether it waits although the answer is there, since that came before the runner had returned. */
        boolean hasAnswer() {
            synchronized (JobRegistry.this) {
                return status.state() == JobState.WAITING_FOR_YOU && (answer != null || cancelled);
            }
        }

        boolean wasRunning() {
            synchronized (JobRegistry.this) {
                return begunBefore;
            }
        }

        /** The same instance until something changes. */
        Job job() {
            synchronized (JobRegistry.this) {
                Job now = shown;
                if (now == null) {
                    now = new Job(
                            jobId,
                            made.kind(),
                            made.arguments(),
                            made.request(),
                            status,
                            new JobOutput(end, List.copyOf(lines)));
                    shown = now;
                }
                return now;
            }
        }

        JobRecord stored() {
            Job now = job();
            return new JobRecord(now.with(now.output().after(0, LINES_STORED)), parameters, step);
        }

        private void set(JobStatus changed) {
            status = changed;
            shown = null;
        }

        void beginsWaiting() {
            synchronized (JobRegistry.this) {
                waits = isOpen();
            }
        }

        /** @return whether the caller is the one who runs it */
        boolean endsWaiting() {
            synchronized (JobRegistry.this) {
                boolean waited = waits;
                waits = false;
                return waited;
            }
        }

        /** @return whether clients have not seen this reason yet */
        boolean explain(HostText reason) {
            synchronized (JobRegistry.this) {
                if (status.state() != JobState.QUEUED || status.sentence().equals(reason)) {
                    return false;
                }
                set(new JobStatus(JobState.QUEUED, reason, status.evidence(), status.startedAt(), null));
                return true;
            }
        }

        /** Begins the run. @return false if the job is over, or the host ends */
        boolean starts() {
            synchronized (JobRegistry.this) {
                boolean waits = status.state() == JobState.WAITING_FOR_YOU && asked != null && !hasAnswer();
                if (!isOpen() || closed || running || waits) {
                    return false;
                }
                running = true;
                JobStatus before = status;
                set(new JobStatus(
                        JobState.RUNNING,
                        HostText.NONE,
                        before.evidence(),
                        before.startedAt() == null ? clock.instant() : before.startedAt(),
                        null));
                try {
                    journal.add(stored());
                    return true;
                } catch (IOException e) {
                    running = false;
                    set(over(JobResult.failed(
                            HostText.of(HostTextCode.DATA_FOLDER_UNWRITABLE, IoErrorText.sentence(e)))));
                }
            }
            told(job());
            return false;
        }

        private JobStatus over(JobResult result) {
            return new JobStatus(
                    result.state(),
                    result.sentence().bounded(MAX_TEXT),
                    status.evidence(),
                    status.startedAt(),
                    clock.instant());
        }

        /** @return false if the host ends, so that the next start settles the job */
        boolean ends(JobResult result) {
            synchronized (JobRegistry.this) {
                if (closed) {
                    return false;
                }
                running = false;
                begunBefore = !result.state().isOver();
                set(begunBefore ? waiting(result) : over(result));
                try {
                    journal.add(stored());
                } catch (IOException e) {
                    // The next start finds it running, and its runner sees that it has nothing left to do.
                    LOG.warn("The end of the job {} is not in the journal: {}", jobId, e.toString());
                }
                drop();
                return true;
            }
        }

        private JobStatus waiting(JobResult result) {
            return new JobStatus(result.state(), result.sentence(), status.evidence(), status.startedAt(), null);
        }

        /** @return whether it is over, because it had not begun */
        boolean cancel() throws RefusedException {
            cancelled = true;
            if (status.state() != JobState.QUEUED || begunBefore) {
                return false;
            }
            waits = false;
            JobStatus before = status;
            set(over(JobResult.stopped(HostText.NONE)));
            writeOr(before);
            return true;
        }

        void queueAgain() throws RefusedException {
            JobStatus before = status;
            cancelled = false;
            ordered = true;
            asked = null;
            answer = null;
            begunBefore = !step.isEmpty();
            set(new JobStatus(JobState.QUEUED, HostText.NONE, Map.of(), null, null));
            writeOr(before);
        }

        private void writeOr(JobStatus before) throws RefusedException {
            try {
                write(stored());
            } catch (RefusedException e) {
                set(before);
                throw e;
            }
        }

        // --- for the runner

        @Override
        public JobId jobId() {
            return jobId;
        }

        @Override
        public JobRequest request() {
            return made.request();
        }

        @Override
        public String parameter(String name) {
            return parameters.getOrDefault(name, "");
        }

        @Override
        public String step() {
            synchronized (JobRegistry.this) {
                return step;
            }
        }

        @Override
        public void begin(String next) throws IOException {
            synchronized (JobRegistry.this) {
                if (closed) {
                    throw new IOException("the host ends");
                }
                step = next;
                journal.add(stored());
            }
        }

        @Override
        public void print(HostText line) {
            synchronized (JobRegistry.this) {
                lines.addLast(JobOutput.line(line));
                end++;
                if (lines.size() > JobOutput.MAX_LINES) {
                    lines.removeFirst();
                }
                shown = null;
            }
            progressed();
        }

        @Override
        public void record(String name, String value) {
            recordPlain(name, PlainText.line(value));
        }

        @Override
        public void recordText(String name, String text) {
            recordPlain(name, PlainText.note(text));
        }

        private void recordPlain(String name, String value) {
            synchronized (JobRegistry.this) {
                Map<String, String> more = new LinkedHashMap<>(status.evidence());
                more.put(name, TextCutter.head(value, MAX_TEXT));
                if (more.size() <= MAX_EVIDENCE) {
                    set(new JobStatus(status.state(), status.sentence(), more, status.startedAt(), status.endedAt()));
                }
            }
        }

        @Override
        public JobResult ask(JobQuestion question) {
            synchronized (JobRegistry.this) {
                asked = question;
                answer = null;
                hasAsked = true;
            }
            questions.ask(new QuestionRequest(
                    question.sessionId(),
                    asker(),
                    question.key(),
                    question.scope(),
                    question.title(),
                    question.detail(),
                    question.options()));
            return JobResult.waiting();
        }

        @Override
        public Optional<QuestionAnswer> answer(String key) {
            synchronized (JobRegistry.this) {
                return asked != null && asked.key().equals(key) ? Optional.ofNullable(answer) : Optional.empty();
            }
        }

        @Override
        public boolean isAllowed() {
            synchronized (JobRegistry.this) {
                if (ordered) {
                    return true;
                }
            }
            return rights.test(request());
        }

        @Override
        public boolean isCancelled() {
            synchronized (JobRegistry.this) {
                return cancelled || closed;
            }
        }
    }

    /** Interrupts the running jobs and waits for them. They stay in the journal as running. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        threads.shutdownNow();
        quickThreads.shutdownNow();
        try {
            if (!threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)
                    || !quickThreads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("A job did not end in time; the next start settles it");
            }
            journal.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("The journal of jobs did not close: {}", e.toString());
        }
    }
}
