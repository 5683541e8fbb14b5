package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.StateCodec;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.Transcript;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the prompts that wait for a session's agent, and changes, moves, removes or sends one. */
@Command(
        name = "queue",
        description = {
            "Lists the prompts that wait until the agent of a session is free.",
            "With an option: changes one of them. ID is its number in the list."
        })
final class QueueCommand extends SessionCommand {
    private static final int EXCERPT = 80;

    @ArgGroup
    private @Nullable Change change;

    @Option(names = "--text", paramLabel = "T", description = "With --edit: the new text, or - for standard input.")
    private @Nullable String text;

    @Option(names = "--to", paramLabel = "N", description = "With --move: the new place, 1 for the first.")
    private @Nullable Integer place;

    /** At most one of these. */
    private static final class Change {
        @Option(names = "--edit", paramLabel = "ID", description = "Replaces the text of one.")
        private @Nullable Long edit;

        @Option(names = "--move", paramLabel = "ID", description = "Moves one to another place.")
        private @Nullable Long move;

        @Option(names = "--remove", paramLabel = "ID", description = "Removes one.")
        private @Nullable Long remove;

        @Option(names = "--send", paramLabel = "ID", description = "Cancels the running turn and sends one next.")
        private @Nullable Long send;
    }

    @Override
    void check() throws CommandFailure {
        boolean edits = change != null && change.edit != null;
        boolean moves = change != null && change.move != null;
        if (edits != (text != null)) {
            throw CommandFailure.usage("--edit and --text belong together.");
        } else if (moves != (place != null)) {
            throw CommandFailure.usage("--move and --to belong together.");
        } else if (place != null && place < 1) {
            throw CommandFailure.usage("The first place is 1.");
        }
    }

    @Override
    int run(HostConnection host, SessionSummary summary) throws CommandFailure {
        SessionId sessionId = id(summary);
        SessionState state = host.awaitSession(sessionId);
        Change wanted = change;
        if (wanted == null) {
            return print(state);
        } else if (wanted.edit != null && text != null) {
            QueuedPrompt prompt = prompt(state, wanted.edit);
            String edited = ctl().terminal().textOf(text);
            return submit(host, new Intent.EditQueued(sessionId, prompt.queueId(), prompt.rev(), edited), "Changed.");
        } else if (wanted.move != null && place != null) {
            return submit(
                    host,
                    new Intent.MoveQueued(sessionId, prompt(state, wanted.move).queueId(), place - 1),
                    "Moved.");
        } else if (wanted.remove != null) {
            return submit(
                    host,
                    new Intent.RemoveQueued(
                            sessionId, prompt(state, wanted.remove).queueId()),
                    "Removed.");
        } else if (wanted.send != null) {
            return submit(
                    host,
                    new Intent.SendQueued(sessionId, prompt(state, wanted.send).queueId()),
                    "Sent next.");
        }
        return print(state);
    }

    private static QueuedPrompt prompt(SessionState state, long queueId) throws CommandFailure {
        return state.queue().stream()
                .filter(each -> each.queueId() == queueId)
                .findFirst()
                .orElseThrow(() -> CommandFailure.of(
                        ErrorCode.NO_SUCH_TURN, "There is no prompt " + queueId + " in the queue of this session."));
    }

    private int print(SessionState state) {
        if (ctl().json()) {
            JsonArray queue =
                    StateCodec.encode(state.withTranscript(Transcript.EMPTY)).getAsJsonArray("queue");
            ctl().terminal().json(queue == null ? new JsonArray() : queue);
        } else if (state.queue().isEmpty()) {
            ctl().terminal().note("No prompt waits.");
        } else {
            Table table = new Table("ID", "BY", "ATTACHED", "TEXT");
            for (QueuedPrompt prompt : state.queue()) {
                table.row(
                        Long.toString(prompt.queueId()),
                        prompt.author().deviceName(),
                        Integer.toString(prompt.attachments().size()),
                        TextCutter.excerpt(prompt.text(), EXCERPT));
            }
            table.print(ctl().terminal());
        }
        return 0;
    }
}
