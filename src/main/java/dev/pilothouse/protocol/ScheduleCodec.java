package dev.pilothouse.protocol;

import dev.pilothouse.model.Schedule;
import dev.pilothouse.model.ScheduleId;
import dev.pilothouse.model.ScheduleOccurrence;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.ScheduleTask;
import dev.pilothouse.model.ScheduleTiming;
import java.time.DayOfWeek;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Schedules as JSON objects, on the bridge and in the host's files. Stateless. */
public final class ScheduleCodec {
    public static final MemberCodec<ScheduleId> ID = Json.text(ScheduleId::new, ScheduleId::value);
    public static final MemberCodec.Optional<List<ScheduleId>> IDS = Json.texts(ScheduleId::new, ScheduleId::value);

    private static final MemberCodec.Optional<List<DayOfWeek>> DAYS =
            Json.texts(word -> DayOfWeek.valueOf(word.toUpperCase(Locale.ROOT)), WireEnum::toWire);

    private static final RecordCodec<Instant> TIME = io -> io.put("at", Json.TIME, time -> time);

    /** A list of objects with the member {@code at}. */
    public static final MemberCodec.Optional<List<Instant>> TIMES = TIME.list();

    public static final RecordCodec<ScheduleTiming> TIMING = timing(WireEnum.SCHEDULE_KIND);

    private static final RecordCodec<ScheduleTask> TASK = io -> new ScheduleTask(
            io.put("agentId", Json.AGENT_ID, ScheduleTask::agentId),
            io.opt("mode", Json.TEXT, ScheduleTask::mode),
            io.opt("model", Json.TEXT, ScheduleTask::model),
            io.put("directory", Json.TEXT, ScheduleTask::directory),
            io.opt("worktree", Json.FLAG, ScheduleTask::worktree),
            io.put("prompt", Json.TEXT, ScheduleTask::prompt),
            io.opt("profile", Json.TEXT, ScheduleTask::profile));

    /** For requests of devices and for the host's own files. */
    public static final RecordCodec<Schedule> SCHEDULE = schedule(TIMING, WireEnum.MISSED_RULE, WireEnum.OVERLAP_RULE);

    /** For reports of hosts. A kind of a later host is cron without an expression, which a host does not accept. */
    private static final RecordCodec<Schedule> SCHEDULE_SENT =
            schedule(timing(WireEnum.SCHEDULE_KIND_SENT), WireEnum.MISSED_RULE_SENT, WireEnum.OVERLAP_RULE_SENT);

    public static final RecordCodec<ScheduleOccurrence> OCCURRENCE = io -> new ScheduleOccurrence(
            io.put("due", Json.TIME, ScheduleOccurrence::due),
            io.put("state", WireEnum.OCCURRENCE_STATE, ScheduleOccurrence::state),
            io.put("since", Json.TIME, ScheduleOccurrence::since),
            io.inline(HostTextCodec.OPTIONAL_TEXT, ScheduleOccurrence::reason),
            io.orNull("sessionId", Json.SESSION_ID, ScheduleOccurrence::sessionId));

    public static final RecordCodec<ScheduleStatus> STATUS = io -> new ScheduleStatus(
            io.put("schedule", SCHEDULE_SENT, ScheduleStatus::schedule),
            io.opt("paused", Json.FLAG, ScheduleStatus::paused),
            io.inline(HostTextCodec.OPTIONAL_TEXT, ScheduleStatus::pausedBecause),
            io.opt("next", TIMES, ScheduleStatus::next),
            io.opt("occurrences", OCCURRENCE.list(), ScheduleStatus::occurrences));

    private ScheduleCodec() {}

    private static RecordCodec<ScheduleTiming> timing(WireEnum<ScheduleTiming.Kind> kinds) {
        return io -> new ScheduleTiming(
                io.put("kind", kinds, ScheduleTiming::kind),
                io.put("zone", Json.TEXT, ScheduleTiming::zone),
                io.opt("at", Json.TEXT, ScheduleTiming::at),
                io.opt("everyMinutes", Json.INT, ScheduleTiming::everyMinutes),
                io.opt("days", DAYS, ScheduleTiming::days),
                io.opt("cron", Json.TEXT, ScheduleTiming::cron));
    }

    private static RecordCodec<Schedule> schedule(
            RecordCodec<ScheduleTiming> timing,
            WireEnum<Schedule.MissedRule> missed,
            WireEnum<Schedule.OverlapRule> overlap) {
        return io -> new Schedule(
                io.put("id", ID, Schedule::id),
                io.put("title", Json.TEXT, Schedule::title),
                io.put("task", TASK, Schedule::task),
                io.put("timing", timing, Schedule::timing),
                io.put("missed", missed, Schedule::missed),
                io.put("overlap", overlap, Schedule::overlap),
                io.put("keep", Json.INT, Schedule::keep));
    }
}
