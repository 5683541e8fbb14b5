package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.StateCodec;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.Transcript;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints a part of a transcript. */
@Command(
        name = "history",
        description = {
            "Prints the newest entries of a session's transcript, the oldest of them first.",
            "The last line on the error output says how to print the entries before them.",
            "It pages through the newest 5000 entries. 'watch' prints a whole session, however long it is."
        })
final class HistoryCommand extends SessionCommand {
    private static final int MAX = 1_000;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many entries, 1 to 1000 (default: 50).")
    private int limit;

    @Option(names = "--before", paramLabel = "ITEM", description = "Only entries before this one.")
    private @Nullable Long before;

    @Override
    void check() throws CommandFailure {
        if (limit < 1 || limit > MAX) {
            throw CommandFailure.usage("--limit must be 1 to " + MAX + '.');
        }
    }

    @Override
    int run(HostConnection host, SessionSummary summary) throws CommandFailure {
        SessionId sessionId = id(summary);
        SessionState state = host.awaitSession(sessionId);
        while (shown(state).size() <= limit && host.hasEarlier(state)) {
            state = host.awaitEarlier(sessionId, state);
        }
        List<Item> fitting = shown(state);
        List<Item> page = fitting.subList(Math.max(0, fitting.size() - limit), fitting.size());
        boolean more = page.size() < fitting.size() || state.transcript().windowStart() > 1;
        if (ctl().json()) {
            ctl().terminal().json(json(state, page, more));
            return 0;
        }
        TextUpdatePrinter printer = new TextUpdatePrinter(ctl().terminal(), sessionId);
        // Items are printed as the updates that would create them, each with the answer right below its question.
        ItemUpdates updates = new ItemUpdates(state.seq());
        for (Item item : page) {
            for (JournaledUpdate update : item.accept(updates)) {
                printer.print(update);
            }
        }
        printer.end();
        if (page.isEmpty()) {
            ctl().terminal().note("There are no entries.");
        } else if (more) {
            ctl().terminal()
                    .note("Earlier entries: pilothouse ctl history " + sessionId + " --before "
                            + page.get(0).id().createdSeq());
        }
        return 0;
    }

    private List<Item> shown(SessionState state) {
        return state.transcript().items().stream()
                .filter(item -> before == null || item.id().createdSeq() < before)
                .collect(Collectors.toList());
    }

    private static JsonObject json(SessionState state, List<Item> page, boolean more) {
        long start = page.isEmpty() ? 1 : page.get(0).id().createdSeq();
        JsonObject encoded = StateCodec.encode(state.withTranscript(Transcript.of(page, start)));
        JsonObject json = new JsonObject();
        json.addProperty("sessionId", state.sessionId().value());
        json.addProperty("seq", state.seq());
        json.addProperty("more", more);
        json.add("items", encoded.get("items"));
        return json;
    }
}
