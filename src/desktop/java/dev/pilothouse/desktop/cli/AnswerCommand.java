package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.session.Intent;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Answers an agent's question. */
@Command(name = "answer", description = "Answers what an agent asks, as 'pending' lists it. The first answer wins.")
final class AnswerCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = "The session's id.")
    private String session;

    @Parameters(index = "1", paramLabel = "PENDING", description = "The question's id.")
    private String pending;

    @Parameters(index = "2", arity = "0..1", paramLabel = "OPTION", description = "The id of one of its options.")
    private String option;

    @Option(names = "--text", paramLabel = "T", description = "An answer in words, or - for standard input.")
    private String text;

    @Override
    public Integer call() throws CommandFailure {
        if ((option == null) == (text == null)) {
            throw CommandFailure.usage("Answer with an OPTION, or in words with --text.");
        }
        PendingId pendingId;
        try {
            pendingId = new PendingId(pending);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a question's id: " + pending);
        }
        Answer answer = option != null
                ? new Answer.Option(option)
                : new Answer.Text(ctl.terminal().textOf(text));
        try (HostConnection host = ctl.connect()) {
            return ctl.done(
                    host.submit(new Intent.AnswerPending(CtlCommand.session(session), pendingId, answer)), "Answered.");
        }
    }
}
