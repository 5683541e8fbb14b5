package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.SessionSummary;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the sessions of the host. */
@Command(name = "sessions", description = "Lists the host's sessions, the oldest first.")
final class SessionsCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() throws CommandFailure {
        List<SessionSummary> sessions;
        try (HostConnection host = ctl.connect()) {
            sessions = host.view().sessions().stream()
                    .sorted(Comparator.comparing(SessionSummary::createdAt))
                    .toList();
        }
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (SessionSummary session : sessions) {
                JsonObject json = new JsonObject();
                json.addProperty("sessionId", session.sessionId().value());
                json.addProperty("name", session.name());
                json.addProperty("agentId", session.agentId().value());
                json.addProperty("cwd", session.cwd());
                json.addProperty("state", WireEnum.toWire(session.activity().phase()));
                json.addProperty("lastSeq", session.headSeq());
                json.addProperty("mode", session.modeName());
                json.addProperty("model", session.modelName());
                json.addProperty("pinned", session.organisation().pinned());
                json.addProperty("archived", session.organisation().archived());
                json.addProperty("group", session.organisation().group());
                json.addProperty("queued", session.queued());
                json.addProperty("pending", session.open().size());
                json.addProperty("createdAt", session.createdAt().toString());
                json.addProperty("lastActive", session.lastActive().toString());
                array.add(json);
            }
            ctl.terminal().json(array);
        } else if (sessions.isEmpty()) {
            ctl.terminal().note("There are no sessions. 'pilothouse ctl new --agent demo --cwd DIR' starts one.");
        } else {
            Table table = new Table("ID", "STATE", "AGENT", "MODE", "NAME", "DIRECTORY");
            for (SessionSummary session : sessions) {
                table.row(
                        session.sessionId().value(),
                        WireEnum.toWire(session.activity().phase()),
                        session.agentName(),
                        session.modeName(),
                        session.name(),
                        session.cwd());
            }
            table.print(ctl.terminal());
        }
        return 0;
    }
}
