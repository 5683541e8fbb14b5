package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.RestoredFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts the files of a session back. */
@Command(
        name = "undo",
        description = {
            "Puts the files of a session's directory back as they were before its last turn. Commits stay.",
            "The host keeps the present files first, so that this can be undone too."
        })
final class UndoCommand extends SessionCommand {
    private static final String FAILED = "filesNotRestored";

    @Parameters(
            index = "1",
            paramLabel = "SNAPSHOT",
            arity = "0..1",
            description = "Another snapshot that the session's history names (default: the one before the last turn).")
    private @Nullable String snapshot;

    @Option(names = "--preview", description = "Changes nothing; lists the files that would change.")
    private boolean preview;

    @Override
    int run(HostConnection host, SessionSummary summary) throws CommandFailure {
        SessionId sessionId = id(summary);
        String chosen = snapshot == null ? last(host, sessionId) : snapshot;
        if (!preview) {
            return restore(host, sessionId, chosen);
        }
        HostGateway.Preview files = host.value(host.client().host().previewRestore(sessionId, chosen));
        if (ctl().json()) {
            ctl().terminal().json(json(chosen, files));
        } else if (files.total() == 0) {
            ctl().terminal().note("No file would change.");
        } else {
            Table table = new Table("CHANGE", "PATH");
            files.files().forEach(file -> table.row(WireEnum.toWire(file.kind()), file.path()));
            table.print(ctl().terminal());
            if (files.total() > files.files().size()) {
                ctl().terminal().note((files.total() - files.files().size()) + " more files are not listed.");
            }
        }
        return 0;
    }

    private int restore(HostConnection host, SessionId sessionId, String chosen) throws CommandFailure {
        host.awaitSession(sessionId);
        IntentResult.Accepted accepted = host.submit(new Intent.RestoreFiles(sessionId, chosen));
        SessionState state = host.awaitState(
                sessionId,
                now -> outcome(now, accepted.seq()).isPresent(),
                "The host still puts files back. 'pilothouse ctl history " + sessionId + "' shows the outcome.");
        Item.NoteItem note = outcome(state, accepted.seq()).orElseThrow();
        if (note.code().equals(FAILED)) {
            throw new CommandFailure(CommandFailure.OTHER, FAILED, note.text());
        }
        if (ctl().json()) {
            JsonObject json = new JsonObject();
            json.addProperty("text", note.text());
            json.addProperty("before", note.snapshot());
            ctl().terminal().json(json);
        } else {
            ctl().terminal().line(Terminal.plainLine(note.text()));
        }
        return 0;
    }

    /** The note of the host that says what came of it. */
    private static Optional<Item.NoteItem> outcome(SessionState state, long after) {
        for (Item item : state.transcript().items()) {
            if (item.id().createdSeq() > after
                    && item instanceof Item.NoteItem note
                    && (note.code().equals("filesRestored") || note.code().equals(FAILED))) {
                return Optional.of(note);
            }
        }
        return Optional.empty();
    }

    private static String last(HostConnection host, SessionId sessionId) throws CommandFailure {
        SessionState state = host.awaitSession(sessionId);
        List<Item> items = state.transcript().items();
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i) instanceof Item.TurnEndItem end && !end.snapshot().isEmpty()) {
                return end.snapshot();
            }
        }
        throw new CommandFailure(
                CommandFailure.NO_SUCH_THING,
                "noSnapshot",
                "The newest turns of this session have no snapshot. The host keeps files only in git repositories.");
    }

    private static JsonObject json(String snapshot, HostGateway.Preview preview) {
        JsonArray files = new JsonArray();
        for (RestoredFile file : preview.files()) {
            JsonObject json = new JsonObject();
            json.addProperty("path", file.path());
            json.addProperty("kind", WireEnum.toWire(file.kind()));
            files.add(json);
        }
        JsonObject json = new JsonObject();
        json.addProperty("snapshot", snapshot);
        json.add("files", files);
        json.addProperty("total", preview.total());
        return json;
    }
}
