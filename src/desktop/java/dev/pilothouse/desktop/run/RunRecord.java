package dev.pilothouse.desktop.run;

import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.RunCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is stored. Immutable.
 *
 * @param digest of the parameters that it was started with
 * @param state of its driver, a JSON object
 * @param count the number of steps that were ordered
 * @param steps ordered and not known to be carried out, in order
 * @param marks of its members, by key
 * @param jobs ordered and not known to be over
 * @param timers by name
 * @param actions the newest requests for actions that were carried out, oldest first
 * @param allowed the commands that a person has allowed until the run ends
 */
record RunRecord(
        Run run,
        String digest,
        String state,
        long count,
        List<Step> steps,
        Map<String, Marks> marks,
        Map<String, JobId> jobs,
        Map<String, Instant> timers,
        List<RequestId> actions,
        List<Allowed> allowed) {
    RunRecord(
            Run run,
            String digest,
            String state,
            long count,
            List<Step> steps,
            Map<String, Marks> marks,
            Map<String, JobId> jobs,
            Map<String, Instant> timers,
            List<RequestId> actions) {
        this(run, digest, state, count, steps, marks, jobs, timers, actions, List.of());
    }

    /** A command that is allowed, and the device that has allowed it and answers. */
    record Allowed(String command, DeviceId deviceId, String deviceName) {}

    /** The effect of a step. */
    enum StepKind {
        START,
        RENAME,
        GROUP,
        PROMPT,
        TAKE_BACK,
        CANCEL,
        RESUME,
        ANSWER,
        CLOSE,
        REMOVE,
        JOB,
        CANCEL_JOB,
        WORK;

        /** Whether it is about the session of a member. */
        boolean isOfSession() {
            return this != JOB && this != CANCEL_JOB && this != WORK;
        }
    }

    /**
     * An order of the driver.
     *
     * @param number within the run, from 1
     * @param member empty if it is of none
     * @param round the attempt of a start, the number of a prompt, or the step's own number
     * @param name of a job or of something to read; else empty
     * @param content what the kind needs
     */
    record Step(long number, StepKind kind, String member, long round, String name, Map<String, String> content) {
        Step {
            content = Map.copyOf(content);
        }

        String get(String key) {
            return content.getOrDefault(key, "");
        }

        @Nullable
        String orNull(String key) {
            return content.get(key);
        }
    }

    /**
     * The run's knowledge of a member.
     *
     * @param attempts sessions that were ordered
     * @param prompts prompts that were ordered
     * @param turn the newest turn that was reported to the driver; 0 for none
     * @param ended whether the driver knows that the agent has ended
     * @param adopted whether the session was there before
     * @param sessions all that it has had
     */
    record Marks(int attempts, int prompts, long turn, boolean ended, boolean adopted, List<SessionId> sessions) {
        static final Marks NONE = new Marks(0, 0, 0, false, false, List.of());

        Marks {
            sessions = List.copyOf(sessions);
        }

        Marks withAttempt() {
            return new Marks(attempts + 1, prompts, 0, false, false, sessions);
        }

        Marks withPrompt() {
            return new Marks(attempts, prompts + 1, turn, ended, adopted, sessions);
        }

        Marks withTurn(long other) {
            return new Marks(attempts, prompts, other, ended, adopted, sessions);
        }

        Marks withEnded(boolean other) {
            return new Marks(attempts, prompts, turn, other, adopted, sessions);
        }

        Marks withSession(SessionId sessionId, boolean isAdopted, long after) {
            List<SessionId> all = new ArrayList<>(sessions);
            all.remove(sessionId);
            all.add(sessionId);
            return new Marks(attempts, prompts, after, false, isAdopted, all);
        }
    }

    RunRecord {
        steps = List.copyOf(steps);
        marks = Map.copyOf(marks);
        jobs = Map.copyOf(jobs);
        timers = Map.copyOf(timers);
        actions = List.copyOf(actions);
        allowed = List.copyOf(allowed);
    }

    Marks marks(String member) {
        return marks.getOrDefault(member, Marks.NONE);
    }

    /** Whether nothing more happens. */
    boolean isAtRest() {
        return run.state().isOver() && steps.isEmpty();
    }

    RunRecord withRun(Run other) {
        return new RunRecord(other, digest, state, count, steps, marks, jobs, timers, actions, allowed);
    }

    RunRecord withMarks(Map<String, Marks> other) {
        return new RunRecord(run, digest, state, count, steps, other, jobs, timers, actions, allowed);
    }

    // --- as JSON

    static final int VERSION = 1;

    private static final RecordCodec<Step> STEP = io -> new Step(
            io.put("number", Json.NUMBER, Step::number),
            io.put("kind", Json.text(StepKind::valueOf, StepKind::name), Step::kind),
            io.opt("member", Json.TEXT, Step::member),
            io.put("round", Json.NUMBER, Step::round),
            io.opt("name", Json.TEXT, Step::name),
            io.opt("content", Json.TEXTS_BY_NAME, Step::content, Map.of()));

    private static final RecordCodec<Map.Entry<String, Marks>> MARKS = io -> Map.entry(
            io.put("member", Json.TEXT, Map.Entry::getKey),
            new Marks(
                    io.opt("attempts", Json.INT, entry -> entry.getValue().attempts()),
                    io.opt("prompts", Json.INT, entry -> entry.getValue().prompts()),
                    io.opt("turn", Json.NUMBER, entry -> entry.getValue().turn()),
                    io.opt("ended", Json.FLAG, entry -> entry.getValue().ended()),
                    io.opt("adopted", Json.FLAG, entry -> entry.getValue().adopted()),
                    io.opt(
                            "sessions",
                            Json.texts(SessionId::new, SessionId::value),
                            entry -> entry.getValue().sessions())));

    private static final RecordCodec<Map.Entry<String, JobId>> JOB = io ->
            Map.entry(io.put("name", Json.TEXT, Map.Entry::getKey), io.put("jobId", Json.JOB_ID, Map.Entry::getValue));

    private static final RecordCodec<Map.Entry<String, Instant>> TIMER =
            io -> Map.entry(io.put("name", Json.TEXT, Map.Entry::getKey), io.put("at", Json.TIME, Map.Entry::getValue));

    private static final RecordCodec<Allowed> ALLOWED = io -> new Allowed(
            io.put("command", Json.TEXT, Allowed::command),
            io.put("deviceId", Json.DEVICE_ID, Allowed::deviceId),
            io.opt("deviceName", Json.TEXT, Allowed::deviceName));

    static final RecordCodec<RunRecord> CODEC = io -> new RunRecord(
            io.inline(RunCodec.RUN, RunRecord::run),
            io.opt("digest", Json.TEXT, RunRecord::digest),
            io.opt("driver", Json.OBJECT_TEXT, RunRecord::state),
            io.opt("count", Json.NUMBER, RunRecord::count),
            io.opt("steps", STEP.list(), RunRecord::steps),
            byName(io.opt("marks", MARKS.list(), entries(RunRecord::marks))),
            byName(io.opt("jobs", JOB.list(), entries(RunRecord::jobs))),
            byName(io.opt("timers", TIMER.list(), entries(RunRecord::timers))),
            io.opt("actions", Json.texts(RequestId::new, RequestId::value), RunRecord::actions),
            io.opt("allowed", ALLOWED.list(), RunRecord::allowed));

    private static <V> Function<RunRecord, List<Map.Entry<String, V>>> entries(Function<RunRecord, Map<String, V>> of) {
        return whole -> List.copyOf(of.apply(whole).entrySet());
    }

    private static <V> Map<String, V> byName(List<Map.Entry<String, V>> entries) {
        Map<String, V> all = new LinkedHashMap<>();
        entries.forEach(entry -> all.put(entry.getKey(), entry.getValue()));
        return all;
    }
}
