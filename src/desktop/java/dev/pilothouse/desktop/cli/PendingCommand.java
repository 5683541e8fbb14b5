package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionSummary;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the open questions. */
@Command(name = "pending", description = "Lists what agents ask and nobody has answered, in all sessions.")
final class PendingCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() throws CommandFailure {
        List<SessionSummary> sessions;
        try (HostConnection host = ctl.connect()) {
            sessions = host.view().sessions();
        }
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (SessionSummary session : sessions) {
                session.open().forEach(open -> array.add(json(session, open.pending())));
            }
            ctl.terminal().json(array);
            return 0;
        }
        Table table = new Table("SESSION", "PENDING", "KIND", "TITLE", "OPTIONS");
        boolean any = false;
        for (SessionSummary session : sessions) {
            for (OpenPending open : session.open()) {
                Pending pending = open.pending();
                any = true;
                table.row(
                        session.sessionId().value(),
                        pending.pendingId().value(),
                        WireEnum.toWire(pending.kind()),
                        pending.title(),
                        pending.options().stream().map(PendingOption::optionId).collect(Collectors.joining(" ")));
            }
        }
        if (any) {
            table.print(ctl.terminal());
            sessions.forEach(session -> session.open().forEach(open -> printBody(open.pending())));
        } else {
            ctl.terminal().note("Nothing waits for an answer.");
        }
        return 0;
    }

    /** Prints the detail of a question of the host, since the answer lets something run. */
    private void printBody(Pending pending) {
        if (pending.host() != null) {
            ctl.terminal().line("");
            ctl.terminal().line(pending.pendingId() + ":");
            pending.detail().lines().forEach(ctl.terminal()::line);
        }
    }

    private static JsonObject json(SessionSummary session, Pending pending) {
        JsonObject json = new JsonObject();
        json.addProperty("sessionId", session.sessionId().value());
        json.addProperty("pendingId", pending.pendingId().value());
        json.addProperty("kind", WireEnum.toWire(pending.kind()));
        json.addProperty("title", pending.title());
        if (pending.host() != null) {
            json.addProperty("detail", pending.detail());
            json.addProperty("scope", WireEnum.toWire(pending.host().scope()));
        }
        JsonArray options = new JsonArray();
        for (PendingOption option : pending.options()) {
            JsonObject each = new JsonObject();
            each.addProperty("optionId", option.optionId());
            each.addProperty("name", option.name());
            each.addProperty("kind", WireEnum.toWire(option.kind()));
            options.add(each);
        }
        json.add("options", options);
        return json;
    }
}
