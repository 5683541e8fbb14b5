package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionSummary;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Cancels the running turn, and no later one. */
@Command(name = "cancel", description = "Breaks off the turn that runs in a session.")
final class CancelCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "SESSION", description = "The session's id.")
    private String session;

    @Override
    public Integer call() throws CommandFailure {
        SessionId sessionId = CtlCommand.session(session);
        try (HostConnection host = ctl.connect()) {
            TurnId turn = summary(host, sessionId).activity().turn();
            if (turn == null) {
                throw CommandFailure.of(ErrorCode.NO_SUCH_TURN, "No turn runs in session " + sessionId + ".");
            }
            return ctl.done(host.submit(new Intent.Cancel(sessionId, turn)), "Cancelled.");
        }
    }

    static SessionSummary summary(HostConnection host, SessionId sessionId) throws CommandFailure {
        return host.view().sessions().stream()
                .filter(summary -> summary.sessionId().equals(sessionId))
                .findFirst()
                .orElseThrow(() ->
                        CommandFailure.of(ErrorCode.NO_SUCH_SESSION, "The host has no session " + sessionId + "."));
    }
}
