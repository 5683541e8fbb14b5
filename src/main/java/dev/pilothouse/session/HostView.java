package dev.pilothouse.session;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.MachineStatus;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.ScheduleStatus;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SharingInfo;
import java.util.List;
import java.util.Map;

/**
 * One host, as a client sees it. Immutable.
 *
 * @param agentProblems the mistakes in the host's file of own agents, empty unless this device may steer
 * @param sessions in the host's order, which has no meaning; the last received list if the connection is lost
 * @param seen by session, the seq up to which the person has seen it on this device
 * @param repositories the git working trees of sessions that this device has watched, as last received
 * @param jobs the running jobs of the host and the newest that are over, in no order
 * @param schedules each with its newest occurrence, in no order
 * @param runs those that are not over and the newest that are, in no order
 * @param asking devices that wait for approval, empty unless this device is an admin
 */
public record HostView(
        HostId hostId,
        String hostName,
        ConnectionState connection,
        Scope scope,
        SharingInfo sharing,
        List<AgentInfo> agents,
        List<ConfigError> agentProblems,
        List<SessionSummary> sessions,
        Map<SessionId, Long> seen,
        List<PairingRequest> asking,
        MachineStatus condition,
        List<Job> jobs,
        List<ScheduleStatus> schedules,
        List<Run> runs,
        Map<SessionId, RepositorySummary> repositories) {
    public HostView {
        agents = List.copyOf(agents);
        agentProblems = List.copyOf(agentProblems);
        sessions = List.copyOf(sessions);
        seen = Map.copyOf(seen);
        asking = List.copyOf(asking);
        jobs = List.copyOf(jobs);
        schedules = List.copyOf(schedules);
        runs = List.copyOf(runs);
        repositories = Map.copyOf(repositories);
    }

    /** Whether a turn ended after the person last viewed the session. */
    public boolean unread(SessionSummary summary) {
        return summary.lastTurn() != null && summary.lastTurn().seq() > seen.getOrDefault(summary.sessionId(), 0L);
    }
}
