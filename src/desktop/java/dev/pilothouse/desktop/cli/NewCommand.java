package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.WorktreeRequest;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Creates a session. */
@Command(name = "new", description = "Starts a session with an agent in a directory of the host.")
final class NewCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Option(names = "--agent", paramLabel = "ID", required = true, description = "Which agent, as 'agents' lists it.")
    private String agent;

    @Option(
            names = "--cwd",
            paramLabel = "DIR",
            required = true,
            description = "The agent's working directory: an absolute path on the host.")
    private String cwd;

    @Option(names = "--mode", paramLabel = "M", description = "The agent's mode (default: the one that asks).")
    private String mode;

    @Option(names = "--model", paramLabel = "M", description = "The agent's model (default: the agent's own).")
    private String model;

    @Option(names = "--prompt", paramLabel = "T", description = "The first prompt, or - for standard input.")
    private String prompt;

    @Option(
            names = "--use-profile",
            paramLabel = "NAME",
            description = "The host's profile with MCP servers, variables and instructions, as 'profiles' lists it;"
                    + " '' for none. (--profile is the folder of this client's key.)")
    private String profile;

    @Option(
            names = "--continue",
            paramLabel = "ID",
            description = "Goes on with a session that the agent has kept, as 'external' lists it.")
    private String external;

    @Option(
            names = "--worktree",
            paramLabel = "BRANCH",
            description = "Works in a new git worktree, on a new branch of this name.")
    private String worktree;

    @Option(
            names = "--base",
            paramLabel = "NAME",
            defaultValue = "",
            description = "With --worktree: the branch or commit to start at, or a pull request (#12, or its address)"
                    + " (default: the current commit of DIR).")
    private String base;

    @Option(
            names = "--existing",
            description = "With --worktree: checks out the branch, which exists, instead of creating it.")
    private boolean existing;

    @Option(names = "--group", paramLabel = "NAME", defaultValue = "", description = "Puts it into this group.")
    private String group;

    @Option(
            names = "--title",
            paramLabel = "T",
            defaultValue = "",
            description = "Its title (default: the first prompt).")
    private String title;

    @Override
    public Integer call() throws CommandFailure {
        AgentId agentId;
        try {
            agentId = new AgentId(agent);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not an agent's id: " + agent);
        }
        if (worktree == null && !base.isEmpty()) {
            throw CommandFailure.usage("--base needs --worktree.");
        }
        if (existing && (worktree == null || !base.isEmpty())) {
            throw CommandFailure.usage("--existing needs --worktree, without --base.");
        }
        SessionEditCommands.Group.requireGroup(group);
        SessionEditCommands.Rename.requireTitle(title);
        String first = prompt == null ? null : ctl.terminal().textOf(prompt);
        try (HostConnection host = ctl.connect()) {
            if (worktree != null) {
                // A host that refuses this is too old for worktrees: it would start the agent in the directory itself.
                host.value(host.client().host().references(cwd));
            }
            if (profile != null && !profile.isEmpty()) {
                // A host that refuses this is too old for profiles: it would start the agent without.
                host.value(host.client().host().profiles(null));
            }
            IntentResult.Accepted accepted = host.submit(new Intent.CreateSession(
                    agentId,
                    cwd,
                    mode,
                    model,
                    first,
                    external,
                    worktree == null ? null : new WorktreeRequest(worktree, base, existing),
                    profile));
            SessionId created = Objects.requireNonNull(accepted.sessionId());
            ctl.done("sessionId", created.value(), created.value());
            if (!group.isBlank()) {
                host.submit(Intent.Organise.group(created, group.strip()));
            }
            if (!title.isBlank()) {
                host.submit(new Intent.RenameSession(created, title.strip()));
            }
            return 0;
        }
    }
}
