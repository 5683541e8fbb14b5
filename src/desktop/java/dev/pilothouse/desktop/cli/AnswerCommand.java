package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.OpenPending;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Answers an agent's question. */
@Command(name = "answer", description = "Answers what an agent asks, as 'pending' lists it. The first answer wins.")
final class AnswerCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(index = "0", paramLabel = "SESSION", description = SessionArgument.HELP)
    private String session;

    @Parameters(index = "1", paramLabel = "PENDING", description = "The question's id.")
    private String pending;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "OPTION",
            description = "The id of one of its options, or the name that is shown.")
    private @Nullable String option;

    @Option(names = "--text", paramLabel = "T", description = "An answer in words, or - for standard input.")
    private @Nullable String text;

    @Option(
            names = "--field",
            paramLabel = "NAME=VALUE",
            description = "A field of a form; repeat it for each. Several choices of one field: separate them by a"
                    + " comma, or repeat the field.")
    private List<String> fields = List.of();

    @Option(
            names = "--accept",
            description = "Agrees to a question as it is, such as one with a link that you have opened.")
    private boolean accept;

    @Option(names = "--decline", description = "Declines to answer.")
    private boolean decline;

    @Override
    public Integer call() throws CommandFailure {
        int ways = (option == null ? 0 : 1)
                + (text == null ? 0 : 1)
                + (fields.isEmpty() ? 0 : 1)
                + (accept ? 1 : 0)
                + (decline ? 1 : 0);
        if (ways != 1) {
            throw CommandFailure.usage(
                    "Answer with an OPTION, in words with --text, with --field, --accept, or --decline.");
        }
        PendingId pendingId;
        try {
            pendingId = new PendingId(pending);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a question's id: " + pending);
        }
        String words = text == null ? "" : ctl.terminal().textOf(text);
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(session);
            Pending asked = host.summary(sessionId).open().stream()
                    .map(OpenPending::pending)
                    .filter(each -> each.pendingId().equals(pendingId))
                    .findFirst()
                    .orElse(null);
            // Without the question the host answers: another device may have been first.
            Answer answer = decline
                    ? new Answer.Decline()
                    : text != null
                            ? new Answer.Text(words)
                            : option != null ? new Answer.Option(option(asked, option)) : FormAnswer.of(asked, fields);
            return ctl.done(host.submit(new Intent.AnswerPending(sessionId, pendingId, answer)), "Answered.");
        }
    }

    private static String option(@Nullable Pending asked, String wanted) {
        if (asked == null
                || asked.options().stream().anyMatch(each -> each.optionId().equals(wanted))) {
            return wanted;
        }
        List<PendingOption> named = asked.options().stream()
                .filter(each -> each.name().equalsIgnoreCase(wanted))
                .toList();
        return named.size() == 1 ? named.get(0).optionId() : wanted;
    }
}
