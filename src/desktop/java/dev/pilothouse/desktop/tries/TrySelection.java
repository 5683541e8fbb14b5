package dev.pilothouse.desktop.tries;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.commit.CommitService;
import dev.pilothouse.desktop.remote.RemoteService;
import dev.pilothouse.desktop.run.RunContext;
import dev.pilothouse.desktop.worktree.WorktreeService;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.JobKind;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * The person's choice among the attempts of a run: keep one, merge one into the branch that the run began on, or
 * discard all. The worktrees of the others are removed after a snapshot. A merge comes first; if it is refused, nothing
 * is removed and the person chooses again. Its state is a part of the run's. Stateless; on the lane of the runs.
 */
final class TrySelection {
    /** Parts of the run's state. */
    static final String REPOSITORY = "repository";

    static final String BASE_BRANCH = "baseBranch";

    /** Results of reading a worktree. */
    static final String HEAD = "head";

    static final String UNCOMMITTED = "uncommitted";
    static final String PLACE = "place";

    private static final String REMOVING = "removing";
    private static final String KEPT = "kept";
    private static final String MERGED = "merged";
    private static final String DISCARDED = "discarded";
    private static final String DONE = "done";
    /** The attempt that is being merged, with its message, and the number of merges that were ordered. */
    private static final String MERGING = "merging";

    private static final String MESSAGE = "message";
    private static final String MERGES = "merges";
    /** How often removing was begun. */
    private static final String REMOVALS = "removals";

    private static final String COMMIT = "commit";
    private static final String MERGE = "merge";
    private static final String SEPARATOR = " ";
    private static final List<String> NAMES = List.of(REMOVING, MERGING, COMMIT, MERGE);

    private TrySelection() {}

    /** Whether a piece of work or a job was ordered here. */
    static boolean isNamed(String name) {
        return NAMES.contains(name.split(SEPARATOR)[0]);
    }

    /** Whether the person has chosen. */
    static boolean isUnderWay(RunContext run) {
        return run.state().has(REMOVING) || run.state().has(MERGING);
    }

    private static void requireChoice(RunContext run) throws RefusedException {
        if (isUnderWay(run)) {
            throw new RefusedException(ErrorCode.CLOSED, HostText.of(HostTextCode.RUN_OVER));
        }
        if (run.run().members().stream().anyMatch(TryDriver::isStarting)) {
            // Its session is about to be there, and would outlive the run.
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.TRY_STARTING));
        }
    }

    static void keep(RunContext run, RunMember kept) throws RefusedException {
        requireChoice(run);
        remove(run, kept.key());
    }

    static void discard(RunContext run) throws RefusedException {
        requireChoice(run);
        remove(run, "");
    }

    /** @param message for a commit of what is not committed; empty to refuse that */
    static void merge(RunContext run, RunMember chosen, String message) throws RefusedException {
        requireChoice(run);
        JsonObject state = run.state();
        String base = base(state);
        if (base.isEmpty()) {
            throw TryDriver.refused(HostTextCode.TRY_NO_BASE);
        }
        if (message.length() > CommitOrder.MAX_MESSAGE) {
            throw TryDriver.refused(HostTextCode.COMMIT_MESSAGE_LONG, CommitOrder.MAX_MESSAGE);
        }
        if (run.isBusy(chosen.key())) {
            throw new RefusedException(ErrorCode.BUSY, HostText.of(HostTextCode.TRY_BUSY));
        }
        JsonObject merging = new JsonObject();
        merging.addProperty(TryDriver.MEMBER, chosen.key());
        merging.addProperty(MESSAGE, message.strip());
        state.add(MERGING, merging);
        state.addProperty(MERGES, merges(state) + 1);
        run.state(state);
        run.runState(RunState.RUNNING, HostText.of(HostTextCode.TRY_MERGING, chosen.fact(TryDriver.BRANCH), base));
        read(run, MERGING, chosen.key());
    }

    private static String base(JsonObject state) {
        return state.has(BASE_BRANCH) ? state.get(BASE_BRANCH).getAsString() : "";
    }

    private static int merges(JsonObject state) {
        return state.has(MERGES) ? state.get(MERGES).getAsInt() : 0;
    }

    private static void read(RunContext run, String what, String key) {
        JsonObject parameters = new JsonObject();
        parameters.addProperty(TryDriver.MEMBER, key);
        run.work(what + SEPARATOR + key, parameters);
    }

    /** A worktree was read. */
    static void read(RunContext run, String name, JsonObject result) {
        String key = name.split(SEPARATOR)[1];
        String place = result.get(PLACE).getAsString();
        if (name.startsWith(REMOVING)) {
            run.startJob(
                    jobOfRemoval(run, key),
                    JobKind.WORKTREE_REMOVE,
                    List.of(run.member(key).fact(TryDriver.BRANCH), place),
                    WorktreeService.removal(
                            run.state().get(REPOSITORY).getAsString(),
                            place,
                            result.get(HEAD).getAsString()),
                    key);
        } else if (run.state().has(MERGING)) {
            commitOrMerge(run, key, Path.of(place), result.get(UNCOMMITTED).getAsInt());
        }
    }

    /** A job that a stop has ended is not given again, so the next one has another name. */
    private static String jobOfRemoval(RunContext run, String key) {
        JsonObject state = run.state();
        int removals = state.has(REMOVALS) ? state.get(REMOVALS).getAsInt() : 1;
        return REMOVING + SEPARATOR + key + (removals == 1 ? "" : SEPARATOR + removals);
    }

    private static void commitOrMerge(RunContext run, String key, Path place, int uncommitted) {
        JsonObject state = run.state();
        String message = state.getAsJsonObject(MERGING).get(MESSAGE).getAsString();
        if (uncommitted == 0) {
            startMerge(run, key);
        } else if (message.isEmpty()) {
            notMerged(
                    run,
                    HostText.of(HostTextCode.TRY_UNCOMMITTED, run.member(key).fact(TryDriver.BRANCH), uncommitted));
        } else {
            CommitOrder order = new CommitOrder(message, CommitOrder.Files.ALL, List.of(), false, false, "", false);
            run.startJob(
                    COMMIT + SEPARATOR + key + SEPARATOR + merges(state),
                    JobKind.COMMIT,
                    List.of(String.valueOf(place.getFileName()), CommitService.subject(message)),
                    CommitService.parameters(place, order),
                    key);
        }
    }

    private static void startMerge(RunContext run, String key) {
        JsonObject state = run.state();
        String branch = run.member(key).fact(TryDriver.BRANCH);
        run.startJob(
                MERGE + SEPARATOR + key + SEPARATOR + merges(state),
                JobKind.MERGE,
                List.of(branch, base(state)),
                RemoteService.merge(
                        Path.of(state.get(REPOSITORY).getAsString()),
                        branch,
                        base(state),
                        Objects.requireNonNull(run.member(key).sessionId())),
                key);
    }

    /** The person may choose again. */
    private static void notMerged(RunContext run, HostText reason) {
        JsonObject state = run.state();
        state.remove(MERGING);
        run.state(state);
        run.note(reason);
        TryDriver.askWhenAllAreOver(run);
    }

    /** A worktree could not be read. */
    static void unread(RunContext run, String name, HostText reason) {
        if (name.startsWith(REMOVING)) {
            removed(run, name.split(SEPARATOR)[1], HostText.NONE);
        } else {
            notMerged(run, reason);
        }
    }

    /** A job has ended, or was refused. */
    static void jobOver(RunContext run, String name, boolean done, HostText sentence) {
        String[] words = name.split(SEPARATOR);
        String key = words[1];
        if (words[0].equals(REMOVING)) {
            removed(run, key, done ? HostText.NONE : sentence);
        } else if (!done) {
            notMerged(run, sentence);
        } else if (words[0].equals(COMMIT)) {
            startMerge(run, key);
        } else {
            JsonObject state = run.state();
            state.remove(MERGING);
            run.state(state);
            run.fact(MERGED, base(state));
            remove(run, key);
        }
    }

    // --- removing

    /** @param kept empty for none */
    private static void remove(RunContext run, String kept) {
        JsonObject state = run.state();
        JsonArray removing = new JsonArray();
        for (RunMember member : run.run().members()) {
            if (!member.key().equals(kept) && member.sessionId() != null && !JudgeStep.is(member)) {
                removing.add(member.key());
            }
        }
        state.add(REMOVING, removing);
        state.addProperty(KEPT, kept);
        state.add(DONE, new JsonArray());
        state.addProperty(REMOVALS, state.has(REMOVALS) ? state.get(REMOVALS).getAsInt() + 1 : 1);
        run.state(state);
        run.fact(KEPT, kept);
        run.fact(DISCARDED, kept.isEmpty() ? "1" : "");
        run.runState(RunState.RUNNING, HostText.of(HostTextCode.TRY_REMOVING));
        for (RunMember member : run.run().members()) {
            if (!member.state().isOver() && !member.key().equals(kept) && !JudgeStep.is(member)) {
                run.memberState(member.key(), RunMemberState.STOPPED, HostText.NONE);
            }
        }
        JudgeStep.clean(run);
        removing.forEach(key -> run.closeSession(key.getAsString()));
        settleWhenDone(run);
    }

    static void sessionClosed(RunContext run, RunMember member) {
        if (run.state().has(REMOVING)) {
            read(run, REMOVING, member.key());
        }
    }

    /** @param fault empty if the worktree is gone */
    private static void removed(RunContext run, String key, HostText fault) {
        JsonObject state = run.state();
        state.getAsJsonArray(DONE).add(key);
        run.state(state);
        if (!fault.isEmpty()) {
            run.note(fault);
        }
        settleWhenDone(run);
    }

    private static void settleWhenDone(RunContext run) {
        JsonObject state = run.state();
        if (state.getAsJsonArray(DONE).size() < state.getAsJsonArray(REMOVING).size()) {
            return;
        }
        String kept = state.get(KEPT).getAsString();
        if (kept.isEmpty()) {
            run.settle(RunStopReason.STOPPED, HostText.of(HostTextCode.TRY_DISCARDED));
            return;
        }
        String branch = run.member(kept).fact(TryDriver.BRANCH);
        run.settle(
                RunStopReason.COMPLETED,
                run.run().fact(MERGED).isEmpty()
                        ? HostText.of(HostTextCode.TRY_KEPT, branch)
                        : HostText.of(HostTextCode.TRY_MERGED, branch, base(state)));
    }

    /** The person has stopped the run. What is left of it can be kept, merged or discarded afterwards. */
    static void stopped(RunContext run) {
        JsonObject state = run.state();
        state.remove(MERGING);
        if (state.remove(REMOVING) != null) {
            run.fact(KEPT, "");
            run.fact(DISCARDED, "");
        }
        run.state(state);
    }
}
