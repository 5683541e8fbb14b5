package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.model.SessionId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Commits in a session's directory. */
@Command(
        name = "commit",
        description = {
            "Commits in a session's directory, prints the output of hooks, and waits for the end.",
            "Without --all and PATH, it commits what is staged.",
            "With --suggest it commits nothing: it asks the session's agent for a message and prints it."
        })
final class CommitCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "PATH",
            description = "Only these files as they are now, relative to the repository.")
    private List<String> paths = List.of();

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Text text = new Text();

    /** Where the message comes from. */
    static final class Text {
        @Option(names = "-m", required = true, paramLabel = "TEXT", description = "The message.")
        private @Nullable String message;

        @Option(
                names = "--suggest",
                required = true,
                description = "Asks the session's agent for a message of what is staged, or of all changes.")
        private boolean suggest;
    }

    @Option(names = "--all", description = "All changes, with untracked files.")
    private boolean all;

    @Option(names = "--amend", description = "Replaces the last commit, which no remote may have.")
    private boolean amend;

    @Option(names = "--signoff", description = "Adds a line with the author.")
    private boolean signOff;

    @Option(names = "--after-turn", description = "Waits for the end of the agent's turn.")
    private boolean afterTurn;

    @Override
    public Integer call() throws CommandFailure {
        if (all && !paths.isEmpty()) {
            throw new CommandFailure(CommandFailure.USAGE, "usage", "Give either --all or paths.");
        }
        String message = text.message;
        if (message == null) {
            if (all || amend || signOff || afterTurn || !paths.isEmpty()) {
                throw new CommandFailure(CommandFailure.USAGE, "usage", "Give --suggest alone. It commits nothing.");
            }
            try (HostConnection host = ctl.connect()) {
                SessionId sessionId = host.session(session);
                return JobWatcher.await(
                        ctl, host, host.value(host.client().host().suggestCommit(sessionId)));
            }
        }
        CommitOrder.Files files =
                all ? CommitOrder.Files.ALL : paths.isEmpty() ? CommitOrder.Files.STAGED : CommitOrder.Files.NAMED;
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            CommitState state = host.value(host.client().host().commitState(sessionId));
            if (!ctl.json()) {
                String branch = state.head().branch();
                ctl.terminal()
                        .line("On " + (branch.isEmpty() ? "no branch" : branch) + ", as "
                                + state.author().name() + " <" + state.author().mail() + ">");
            }
            CommitOrder order = new CommitOrder(message, files, paths, amend, signOff, "", afterTurn);
            return JobWatcher.await(ctl, host, host.value(host.client().host().commit(sessionId, order)));
        }
    }
}
