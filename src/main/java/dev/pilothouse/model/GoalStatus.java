package dev.pilothouse.model;

import java.util.List;

/** The state of a goal for a person who is not looking at it. */
public enum GoalStatus {
    /** It works, or a question of its session is open, which is told by itself. */
    AT_WORK,
    /** Its check has passed. */
    MET,
    /** It continues when a person decides. */
    NEEDS_YOU,
    /** It has ended and is not met. */
    NOT_MET,
    /** A person has paused or ended it. */
    BY_PERSON;

    private static final List<HostTextCode> OF_PERSONS =
            List.of(HostTextCode.GOAL_MET_BY_PERSON, HostTextCode.GOAL_PAUSED, HostTextCode.GOAL_TURN_STOPPED);

    public static GoalStatus of(Run goal) {
        RunState state = goal.state();
        String word = goal.status().sentence().code().word();
        boolean asks = state == RunState.WAITING_FOR_YOU
                && (goal.fact("phase").equals("asking") || word.equals(HostTextCode.GOAL_WAITS_BUDGET.word()));
        if (state != RunState.OVER && state != RunState.PAUSED && !asks) {
            return AT_WORK;
        }
        if (goal.status().stopReason() == RunStopReason.STOPPED
                || OF_PERSONS.stream().anyMatch(code -> code.word().equals(word))) {
            return BY_PERSON;
        }
        if (state != RunState.OVER) {
            return NEEDS_YOU;
        }
        return goal.status().stopReason() == RunStopReason.MET ? MET : NOT_MET;
    }

    /** Whether a session has a goal that works, so that the end of a turn is no news. */
    public static boolean isAtWork(List<Run> runs, SessionId sessionId) {
        return runs.stream()
                .anyMatch(run -> run.kind() == RunKind.GOAL
                        && sessionId.equals(run.request().sessionId())
                        && of(run) == AT_WORK);
    }

    /** Names a rest of a goal; another one of the same goal has another name. */
    public static String restOf(Run goal) {
        return of(goal) + " " + goal.fact("round") + " "
                + goal.status().sentence().code().word();
    }
}
