package dev.pilothouse.protocol;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobOutput;
import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.JobStatus;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs as JSON objects, on the bridge and in the host's journal of jobs. Stateless. */
public final class JobCodec {
    static final RecordCodec<JobRequest> REQUEST = io -> new JobRequest(
            io.put("deviceId", Json.DEVICE_ID, JobRequest::deviceId),
            io.opt("deviceName", Json.TEXT, JobRequest::deviceName),
            io.put("scope", WireEnum.SCOPE_SENT, JobRequest::scope),
            io.orNull("sessionId", Json.SESSION_ID, JobRequest::sessionId),
            io.put("at", Json.TIME, JobRequest::at));

    static final RecordCodec<Map.Entry<String, String>> FACT = io ->
            Map.entry(io.put("name", Json.TEXT, Map.Entry::getKey), io.opt("value", Json.TEXT, Map.Entry::getValue));

    private static final RecordCodec<JobStatus> STATUS = io -> new JobStatus(
            io.put("state", WireEnum.JOB_STATE, JobStatus::state),
            io.inline(HostTextCodec.OPTIONAL_TEXT, JobStatus::sentence),
            facts(io.opt(
                    "evidence",
                    FACT.list(),
                    status -> List.copyOf(status.evidence().entrySet()))),
            io.orNull("startedAt", Json.TIME, JobStatus::startedAt),
            io.orNull("endedAt", Json.TIME, JobStatus::endedAt));

    private static final RecordCodec<JobOutput> OUTPUT = io -> output(
            io.opt("end", Json.NUMBER, JobOutput::end),
            io.opt("lines", Json.TEXTS, JobOutput::texts),
            io.opt("lineNotes", HostTextCodec.TEXT.list(), JobCodec::notes));

    public static final RecordCodec<Job> JOB = io -> new Job(
            io.put("jobId", Json.JOB_ID, Job::jobId),
            io.put("kind", WireEnum.JOB_KIND, Job::kind),
            io.opt("arguments", Json.TEXTS, Job::arguments),
            io.inline(REQUEST, Job::request),
            io.inline(STATUS, Job::status),
            io.inline(OUTPUT, Job::output));

    private JobCodec() {}

    private static JobOutput output(long end, List<String> lines, List<HostText> notes) {
        Map<String, HostText> sentences = new HashMap<>();
        notes.forEach(note -> sentences.put(note.text(), note));
        return new JobOutput(
                end,
                lines.stream()
                        .map(line -> sentences.getOrDefault(line, new HostText(line, HostText.Code.NONE)))
                        .toList());
    }

    private static List<HostText> notes(JobOutput output) {
        return output.lines().stream()
                .filter(line -> !line.code().equals(HostText.Code.NONE))
                .distinct()
                .toList();
    }

    static Map<String, String> facts(List<Map.Entry<String, String>> facts) {
        Map<String, String> byName = new LinkedHashMap<>();
        facts.forEach(fact -> byName.put(fact.getKey(), fact.getValue()));
        return byName;
    }
}
