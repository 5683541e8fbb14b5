package dev.pilothouse.desktop.run;

import com.google.gson.JsonObject;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.model.SessionId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run, for its driver during one event. Orders take effect when the event is on disk. Each has an id that is derived
 * from the run, so that it takes effect once, also if the host is killed. Orders for one member are carried out one
 * after the other. Confined to the call that gets it.
 */
public interface RunContext {
    /** The run as it is now, with the changes of this call. */
    Run run();

    /** @throws IllegalArgumentException if there is none */
    default RunMember member(String key) {
        return run().member(key).orElseThrow(() -> new IllegalArgumentException("no member " + key));
    }

    Instant now();

    // --- the driver's state

    /** A copy. */
    JsonObject state();

    /** @throws IllegalArgumentException if it has more than {@value RunRegistry#MAX_STATE} characters */
    void state(JsonObject state);

    // --- what clients see

    /** Adds a planned member. @throws IllegalArgumentException at the limit, or if the key is taken */
    void addMember(RunMember member);

    void memberState(String key, RunMemberState state, HostText sentence);

    void memberCheck(String key, RunCheck check);

    /** @param value empty to remove it */
    void memberFact(String key, String name, String value);

    /** @param value empty to remove it */
    void fact(String name, String value);

    void note(HostText sentence);

    /** Not for the end: see {@link #settle}. */
    void runState(RunState state, HostText sentence);

    /** Ends the run. Orders that were given before are still carried out; sessions stay as they are. */
    void settle(RunStopReason reason, HostText sentence);

    // --- sessions

    /** Creates a session for a member, named and grouped under the run's title. A second call is another attempt. */
    void startSession(String key, RunSession session);

    /**
     * Uses a session that exists. The run neither names nor closes it.
     *
     * @return false if another run that is not over has it
     */
    boolean adoptSession(String key, SessionId sessionId);

    /** Whether the session was adopted. */
    boolean isAdopted(String key);

    /** Whether its session waits for a budget, so that no turn starts. */
    boolean isOverBudget(String key);

    /** Whether a turn runs, or a prompt waits or is on its way. */
    boolean isBusy(String key);

    /** Sends a prompt, behind a running turn if there is one. @return its number within the member, from 1 */
    int prompt(String key, String text);

    /** Takes the prompts of the run that still wait in the queue of the session out of it. A running turn goes on. */
    void takeBack(String key);

    /** Cancels the running turn. */
    void cancelTurn(String key);

    /** Starts the agent of a session that has ended. A prompt that waits there is sent then. */
    void resumeSession(String key);

    /** Ends the turn and the agent with all its processes. The transcript stays. */
    void closeSession(String key);

    /** Removes the session with its transcript. */
    void removeSession(String key);

    // --- jobs, reading, timers

    /**
     * Starts a job. A name that was used is the same job.
     *
     * @param key the member whose session the job is for; null for none
     */
    void startJob(
            String name, JobKind kind, List<String> arguments, Map<String, String> parameters, @Nullable String key);

    Optional<Job> job(String name);

    void cancelJob(String name);

    /** Lets {@link RunDriver#work} read something. A name that is under way is begun again. */
    void work(String name, JsonObject parameters);

    /** @param at null to drop it */
    void timer(String name, @Nullable Instant at);
}
