package dev.pilothouse.desktop.cli;

import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionSummary;
import picocli.CommandLine.Command;

/** Starts the agent of a session again. */
@Command(
        name = "resume",
        description = "Starts the agent of a session again, with the same conversation. Queued prompts follow.")
final class ResumeCommand extends SessionCommand {

    @Override
    int run(HostConnection host, SessionSummary summary) throws CommandFailure {
        return submit(host, new Intent.ResumeSession(id(summary)), "Started.");
    }
}
