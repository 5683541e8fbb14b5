package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.SessionId;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Joins the upstream with a session's branch, or aborts that. */
@Command(
        name = "pull",
        description = {
            "Fetches the upstream of a session's branch and joins it with the branch, after a snapshot.",
            "Without an option, as git is configured. Waits for it."
        })
final class PullCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @ArgGroup
    private @Nullable Way way;

    @Option(names = "--after-turn", description = "Waits for the end of the turn of an agent in the directory.")
    private boolean afterTurn;

    /** At most one of the three. */
    static final class Way {
        @Option(names = "--rebase", description = "Puts the branch's own commits on top.")
        private boolean rebase;

        @Option(names = "--merge", description = "Makes a commit that joins both.")
        private boolean merge;

        @Option(names = "--abort", description = "Aborts a rebase or merge that has begun.")
        private boolean abort;
    }

    @Override
    public Integer call() throws CommandFailure {
        Way chosen = way;
        PullMode method = chosen == null ? null : chosen.rebase ? PullMode.REBASE : PullMode.MERGE;
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            return JobWatcher.await(
                    ctl,
                    host,
                    host.value(
                            chosen != null && chosen.abort
                                    ? host.client().host().abortPull(sessionId)
                                    : host.client().host().pull(sessionId, method, afterTurn)));
        }
    }
}
