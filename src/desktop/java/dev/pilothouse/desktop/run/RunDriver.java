package dev.pilothouse.desktop.run;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.RunMember;
import java.io.IOException;

/**
 * Decides what the runs of one kind do. Keeps nothing itself: its state of a run is {@link RunContext#state()}.
 *
 * <p>The registry calls it once for each event, also if the host is killed in between: the event, the driver's new
 * state and its orders come to the disk together, and the orders take effect afterwards. All methods without another
 * remark run on the lane {@code runs} and must not block. What an exception leaves behind is not kept, and the run
 * ends as failed.
 */
public interface RunDriver {
    /**
     * Checks the parameters of a new run. Has no effect; the run begins with {@link #started}. May block; runs on a
     * thread of the runs. It may be called again for the same order.
     */
    RunPlan plan(RunOrder order) throws RefusedException, IOException, InterruptedException;

    /** The run is in the journal. Orders its first steps. */
    void started(RunContext run);

    /**
     * A person wants something of the run. The registry carries out {@code stop} itself.
     *
     * @throws RefusedException if it cannot be done; what was ordered before is not kept
     */
    default void action(RunContext run, String action, JsonObject parameters) throws RefusedException {
        throw new RefusedException(ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.RUN_ACTION_UNKNOWN, action));
    }

    /** Whether an action may be requested of a run that is over. */
    default boolean actsAfterEnd(String action) {
        return false;
    }

    /** A person stops the run. Its sessions are being closed and its jobs cancelled; it ends after that. */
    default void stopping(RunContext run) {}

    /** The session of a member is there. Its agent may still be starting, and its worktree may still be made. */
    default void sessionStarted(RunContext run, RunMember member) {}

    /** The session could not be created, or took a prompt not. The member has failed. */
    default void refused(RunContext run, RunMember member, HostText reason) {}

    /** A turn has ended, also one that a person began. The member is done, stopped or has failed. */
    default void turnEnded(RunContext run, RunMember member, RunTurn turn) {}

    /** The session waits for an answer of a person, or no longer. See {@link RunMember#state()}. */
    default void waitingChanged(RunContext run, RunMember member) {}

    /** The agent of the session has ended or failed to start, or the session was closed or deleted. */
    default void sessionEnded(RunContext run, RunMember member, HostText reason) {}

    /** A session that {@link RunContext#closeSession} named is closed. */
    default void sessionClosed(RunContext run, RunMember member) {}

    /** A person has stopped one member. Its session is being closed. */
    default void memberStopped(RunContext run, RunMember member) {}

    /** @param name as given to {@link RunContext#startJob} */
    default void jobOver(RunContext run, String name, Job job) {}

    /**
     * A person has stopped the run. It has settled its orders, and its sessions are closed. The driver orders what
     * remains to be done, such as removing what it has made; it learns nothing of the outcome.
     */
    default void stopped(RunContext run) {}

    /** The job was refused, so there is none. */
    default void jobRefused(RunContext run, String name, HostText reason) {}

    /**
     * Reads something that takes longer, such as a git repository. Has no effect, because it may be called again. May
     * block; runs on a thread of the runs.
     *
     * @throws IOException reported by {@link #workFailed}
     */
    default JsonObject work(RunWork work) throws IOException, InterruptedException {
        throw new IOException("there is no work " + work.name());
    }

    default void workDone(RunContext run, String name, JsonObject result) {}

    default void workFailed(RunContext run, String name, HostText reason) {}

    default void timer(RunContext run, String name) {}

    /** The host has started again. Turns that the end of the host interrupted were reported before. */
    default void hostStarted(RunContext run) {}
}
