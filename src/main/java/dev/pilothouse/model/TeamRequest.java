package dev.pilothouse.model;

import java.util.List;

/**
 * The parameters of a run of the kind {@link RunKind#TEAM}.
 *
 * @param directory absolute, on the host
 * @param textForm whether the lead gives work by lines of its last message instead of by MCP
 * @param tokens nothing starts when the team has used as many; 0 for no limit
 * @param cost nothing starts when the team has cost as much; 0 for no limit
 * @param currency of the cost, as ISO 4217 names it; empty without a limit
 * @param profile the name of the profile of the lead and the workers; empty for none
 */
public record TeamRequest(
        String directory,
        String task,
        Member lead,
        List<Member> workers,
        boolean textForm,
        long tokens,
        double cost,
        String currency,
        String profile) {
    public static final int MAX_TASK = 16_000;
    public static final int MAX_INSTRUCTIONS = 1_500;
    /** Characters of the name of a worker. */
    public static final int MAX_NAME = 32;

    public static final int MAX_MODEL = 200;
    public static final int MAX_WORKERS = Run.MAX_MEMBERS - 1;

    public TeamRequest(
            String directory,
            String task,
            Member lead,
            List<Member> workers,
            boolean textForm,
            long tokens,
            double cost,
            String currency) {
        this(directory, task, lead, workers, textForm, tokens, cost, currency, "");
    }

    public TeamRequest {
        workers = List.copyOf(workers);
    }

    /**
     * A member.
     *
     * @param name empty for the lead
     * @param model as the agent names it; empty for its default
     * @param ownWorktree whether it works in a new worktree
     */
    public record Member(String name, AgentId agentId, String model, String instructions, boolean ownWorktree) {
        /** Whether a worker may have this name. */
        public static boolean isName(String name) {
            return name.matches("[A-Za-z0-9][A-Za-z0-9-]{0," + (MAX_NAME - 1) + "}");
        }
    }
}
