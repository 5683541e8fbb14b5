package dev.pilothouse.desktop.bridge;

import dev.pilothouse.model.JobRequest;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.HostMessage;
import java.util.List;
import java.util.function.Consumer;

/** The schedules of the host, for its connections. Thread-safe; no method waits for the disk. */
public interface ScheduleOperations {
    /** The schedules, each with its newest occurrence. The same instance for the same state. */
    List<ScheduleStatus> shown();

    HostMessage list(ClientMessage.ListSchedules question);

    /** Computes the next times of a timing. */
    HostMessage preview(ClientMessage.PreviewSchedule question);

    /**
     * Saves a schedule, which then runs with the rights of the requester.
     *
     * @param answer receives exactly one reply, on any thread, and must not block
     */
    void save(ClientMessage.SaveSchedule command, JobRequest requester, Consumer<HostMessage> answer);

    /** Acts on a schedule. @param answer receives exactly one reply, on any thread, and must not block */
    void act(ClientMessage.ActOnSchedule command, Consumer<HostMessage> answer);
}
