package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.ConfigError;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the agents of the host. */
@Command(name = "agents", description = "Lists the agents that the host knows, and which of them are installed there.")
final class AgentsCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() throws CommandFailure {
        List<AgentInfo> agents;
        List<ConfigError> problems;
        try (HostConnection host = ctl.connect()) {
            agents = host.view().agents();
            problems = host.view().agentProblems();
        }
        problems.forEach(problem -> ctl.terminal().note(problem.english()));
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (AgentInfo agent : agents) {
                JsonObject json = new JsonObject();
                json.addProperty("agentId", agent.agentId().value());
                json.addProperty("name", agent.name());
                json.addProperty("installed", agent.installed());
                array.add(json);
            }
            ctl.terminal().json(array);
        } else {
            Table table = new Table("ID", "NAME", "INSTALLED", "HOW TO GET IT");
            for (AgentInfo agent : agents) {
                table.row(
                        agent.agentId().value(),
                        agent.name(),
                        agent.installed() ? "yes" : "no",
                        agent.installed() ? "" : agent.installHint());
            }
            table.print(ctl.terminal());
        }
        return 0;
    }
}
