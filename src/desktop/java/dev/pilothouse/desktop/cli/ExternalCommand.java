package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.session.HostGateway;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists sessions of an agent that the host did not start. */
@Command(
        name = "external",
        description = {
            "Lists sessions that an agent has kept and that the host does not have, such as those from a terminal.",
            "To go on with one: new --agent ID --cwd DIR --continue SESSION."
        })
final class ExternalCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Option(names = "--agent", paramLabel = "ID", required = true, description = "Which agent, as 'agents' lists it.")
    private String agent;

    @Option(names = "--cwd", paramLabel = "DIR", defaultValue = "", description = "Only sessions of this directory.")
    private String cwd;

    @Override
    public Integer call() throws CommandFailure {
        AgentId agentId;
        try {
            agentId = new AgentId(agent);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not an agent's id: " + agent);
        }
        HostGateway.External found;
        try (HostConnection host = ctl.connect()) {
            found = host.value(host.client().host().externalSessions(agentId, cwd));
        }
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (ExternalSession session : found.sessions()) {
                JsonObject json = new JsonObject();
                json.addProperty("agentSessionId", session.agentSessionId());
                json.addProperty("title", session.title());
                json.addProperty("cwd", session.cwd());
                json.addProperty(
                        "updatedAt",
                        session.updatedAt() == null ? null : session.updatedAt().toString());
                array.add(json);
            }
            ctl.terminal().json(array);
        } else {
            Table table = new Table("SESSION", "LAST USED", "DIRECTORY", "TITLE");
            for (ExternalSession session : found.sessions()) {
                table.row(
                        session.agentSessionId(),
                        session.updatedAt() == null ? "" : session.updatedAt().toString(),
                        session.cwd(),
                        session.title());
            }
            table.print(ctl.terminal());
            if (found.more()) {
                ctl.terminal().line("The agent has more. Name a directory with --cwd for fewer.");
            }
        }
        return 0;
    }
}
