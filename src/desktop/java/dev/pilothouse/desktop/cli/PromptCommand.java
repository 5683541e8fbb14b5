package dev.pilothouse.desktop.cli;

import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.WhenBusy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sends a prompt to an agent. */
@Command(
        name = "prompt",
        description = "Gives the agent of a session a prompt; it waits in the queue while a turn runs.")
final class PromptCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = "The session's id.")
    private String session;

    @Parameters(
            index = "1",
            paramLabel = "TEXT",
            description = "The text as it is, or - for standard input. Put -- before one that begins with a dash.")
    private String text;

    @Option(names = "--steer", description = "Break off the turn that runs instead of waiting for its end.")
    private boolean steer;

    @Override
    public Integer call() throws CommandFailure {
        String prompt = ctl.terminal().textOf(text);
        if (prompt.isBlank()) {
            throw CommandFailure.usage("The prompt is empty.");
        }
        Intent intent = new Intent.Prompt(CtlCommand.session(session), prompt, steer ? WhenBusy.STEER : WhenBusy.QUEUE);
        try (HostConnection host = ctl.connect()) {
            IntentResult.Accepted accepted = host.submit(intent);
            return ctl.done(
                    accepted,
                    accepted.outcome() == IntentResult.Outcome.QUEUED
                            ? "Queued at " + accepted.seq() + ": the agent is busy."
                            : "Accepted at " + accepted.seq() + ".");
        }
    }
}
