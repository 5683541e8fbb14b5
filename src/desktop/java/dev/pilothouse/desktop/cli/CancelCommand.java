package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionSummary;
import picocli.CommandLine.Command;

/** Cancels the running turn, and no later one. */
@Command(name = "cancel", description = "Cancels the turn that runs in a session. The agent keeps running.")
final class CancelCommand extends SessionCommand {

    @Override
    int run(HostConnection host, SessionSummary summary) throws CommandFailure {
        TurnId turn = summary.activity().turn();
        if (turn == null) {
            throw CommandFailure.of(ErrorCode.NO_SUCH_TURN, "No turn runs in session " + id(summary) + ".");
        }
        return submit(host, new Intent.Cancel(id(summary), turn), "Cancelled.");
    }
}
