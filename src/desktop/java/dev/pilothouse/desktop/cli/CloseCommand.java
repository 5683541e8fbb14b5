package dev.pilothouse.desktop.cli;

import dev.pilothouse.session.Intent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Ends the agent of a session. */
@Command(name = "close", description = "Ends the agent of a session with all its processes; the transcript stays.")
final class CloseCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = "The session's id.")
    private String session;

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            return ctl.done(host.submit(new Intent.CloseSession(CtlCommand.session(session))), "Closed.");
        }
    }
}
