package dev.pilothouse.desktop.cli;

import dev.pilothouse.session.Intent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Starts the agent of a session again. */
@Command(
        name = "resume",
        description = "Starts the agent of a session again, with the same conversation. Queued prompts follow.")
final class ResumeCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = "The session's id.")
    private String session;

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            return ctl.done(host.submit(new Intent.ResumeSession(CtlCommand.session(session))), "Started.");
        }
    }
}
