package dev.pilothouse.desktop.cli;

import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionSummary;
import picocli.CommandLine.Command;

/** Ends the agent of a session. */
@Command(name = "close", description = "Ends the agent of a session with all its processes; the transcript stays.")
final class CloseCommand extends SessionCommand {

    @Override
    int run(HostConnection host, SessionSummary summary) throws CommandFailure {
        return submit(host, new Intent.CloseSession(id(summary)), "Closed.");
    }
}
