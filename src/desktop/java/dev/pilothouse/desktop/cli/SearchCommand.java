package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionSummary;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Searches the transcripts of all sessions. */
@Command(
        name = "search",
        description = {
            "Searches the transcripts of all sessions, the newest first. All words must occur in one entry.",
            "Words in quotes count as one."
        })
final class SearchCommand implements Callable<Integer> {
    private static final int MAX = 500;

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(paramLabel = "WORD", arity = "1..*", description = "The words.")
    private List<String> words;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many hits, 1 to 500 (default: 50).")
    private int limit;

    @Override
    public Integer call() throws CommandFailure {
        if (limit < 1 || limit > MAX) {
            throw CommandFailure.usage("--limit must be 1 to " + MAX + '.');
        }
        try (HostConnection host = ctl.connect()) {
            HostGateway.Found found = host.value(host.client().host().search(String.join(" ", words), limit));
            Map<String, String> names = host.view().sessions().stream()
                    .collect(Collectors.toMap(
                            session -> session.sessionId().value(), SessionSummary::name, (one, other) -> one));
            if (ctl.json()) {
                ctl.terminal().json(json(found, names));
            } else {
                print(found, names);
            }
            return 0;
        }
    }

    private static JsonObject json(HostGateway.Found found, Map<String, String> names) {
        JsonArray hits = new JsonArray();
        for (SearchHit hit : found.hits()) {
            JsonObject json = new JsonObject();
            json.addProperty("sessionId", hit.sessionId().value());
            json.addProperty("name", names.getOrDefault(hit.sessionId().value(), ""));
            json.addProperty("item", hit.item().createdSeq());
            json.addProperty("at", hit.at().toString());
            json.addProperty("kind", WireEnum.toWire(hit.kind()));
            json.addProperty("excerpt", hit.excerpt());
            hits.add(json);
        }
        JsonObject json = new JsonObject();
        json.add("hits", hits);
        json.addProperty("sessions", found.sessions());
        json.addProperty("more", found.more());
        return json;
    }

    private void print(HostGateway.Found found, Map<String, String> names) {
        if (found.hits().isEmpty()) {
            ctl.terminal().note("Nothing was found in " + found.sessions() + " sessions.");
            return;
        }
        Table table = new Table("SESSION", "ITEM", "WHEN", "KIND", "TITLE", "TEXT");
        for (SearchHit hit : found.hits()) {
            table.row(
                    hit.sessionId().value(),
                    Long.toString(hit.item().createdSeq()),
                    hit.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                    WireEnum.toWire(hit.kind()),
                    names.getOrDefault(hit.sessionId().value(), ""),
                    hit.excerpt());
        }
        table.print(ctl.terminal());
        if (found.more()) {
            ctl.terminal().note("There is more; --limit shows it.");
        }
    }
}
