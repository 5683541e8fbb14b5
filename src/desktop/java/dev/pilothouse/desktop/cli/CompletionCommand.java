package dev.pilothouse.desktop.cli;

import dev.pilothouse.session.SessionSummary;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a script that completes the command line in a shell. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands, options and sessions in a shell. Packages install it.",
            "  bash: source <(pilothouse ctl completion bash)",
            "  zsh:  pilothouse ctl completion zsh > \"$${fpath[1]}/_pilothouse\"",
            "  fish: pilothouse ctl completion fish > ~/.config/fish/completions/pilothouse.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    private static final int MAX_SESSIONS = 200;

    private static final class Actions extends ActionArgument {
        Actions() {
            super("bash", "zsh", "fish");
        }
    }

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(
            paramLabel = "bash|zsh|fish",
            arity = "0..1",
            completionCandidates = Actions.class,
            description = "The shell.")
    private @Nullable String shell;

    @Option(names = "--sessions", hidden = true, description = "Print the sessions of the host, for such a script.")
    private boolean sessions;

    @Override
    public Integer call() throws CommandFailure {
        if (sessions) {
            printSessions();
        } else if (shell == null) {
            throw CommandFailure.usage("For which shell? bash, zsh or fish.");
        } else {
            ctl.terminal().part(CompletionScript.of(CommandTree.whole(ctl.terminal()), shell));
        }
        return 0;
    }

    private void printSessions() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            host.view().sessions().stream()
                    .sorted(Comparator.comparing(SessionSummary::lastActive).reversed())
                    .limit(MAX_SESSIONS)
                    .forEach(session ->
                            ctl.terminal().line(session.sessionId() + "\t" + Terminal.plainLine(session.name())));
        }
    }
}
