package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.JobId;
import dev.pilothouse.model.SessionId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Runs a check in a session's directory. */
@Command(
        name = "check",
        description = {
            "Runs a command in a session's directory on the host, prints its output, and waits for the end.",
            "Without a command: the check that the repository names in .pilothouse.json.",
            "Example: pilothouse ctl check SESSION -- npm test"
        })
final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The words of one line for the shell of the host, after --.")
    private List<String> words = List.of();

    @Option(names = "--minutes", paramLabel = "N", description = "The time limit, at most 120; otherwise 10.")
    private int minutes;

    @Option(
            names = "--after-turn",
            description =
                    "Runs it when the turn in progress, or else the session's first one, has ended. Notes the result in the"
                            + " session, and prints the id of its job at once.")
    private boolean afterTurn;

    @Override
    public Integer call() throws CommandFailure {
        List<String> commands = words.isEmpty() ? List.of() : List.of(String.join(" ", words));
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            JobId job = host.value(host.client().host().check(sessionId, commands, minutes, afterTurn));
            if (afterTurn) {
                ctl.done("jobId", job.value(), job.value());
                return 0;
            }
            return JobWatcher.await(ctl, host, job);
        }
    }
}
