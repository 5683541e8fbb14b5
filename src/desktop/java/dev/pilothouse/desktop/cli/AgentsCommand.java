package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentDraft;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentTrial;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.RegistryAgent;
import dev.pilothouse.model.RegistryInfo;
import dev.pilothouse.protocol.WireEnum;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the agents of the host, and installs, tests and removes those of the registry. */
@Command(
        name = "agents",
        description = "Lists the agents that the host knows, and which of them are installed there.",
        subcommands = {
            AgentsCommand.Available.class,
            AgentsCommand.Install.class,
            AgentsCommand.Update.class,
            AgentsCommand.Remove.class,
            AgentsCommand.Refresh.class,
            AgentsCommand.Test.class,
            AgentsCommand.Set.class,
            AgentsCommand.Delete.class,
            AgentsCommand.Logout.class
        })
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

    private static RegistryAgent find(HostConnection host, String id) throws CommandFailure {
        return host.value(host.client().host().registry()).agents().stream()
                .filter(agent ->
                        agent.id().equals(id) || agent.agentId().value().equals(id))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        CommandFailure.NO_SUCH_THING,
                        "unknownAgent",
                        "The registry has no agent " + id + ". 'pilothouse ctl agents list' lists all."));
    }

    private static AgentId agentId(String text) throws CommandFailure {
        try {
            return new AgentId(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not an agent's id: " + text);
        }
    }

    /** Lists the agents of the registry. */
    @Command(
            name = "list",
            description = "Lists the agents of the registry: what is installed, and what an installation would run.")
    static final class Available implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Override
        public Integer call() throws CommandFailure {
            CtlCommand ctl = agents.ctl;
            RegistryInfo registry;
            try (HostConnection host = ctl.connect()) {
                registry = host.value(host.client().host().registry());
            }
            if (ctl.json()) {
                JsonObject json = new JsonObject();
                json.addProperty("asOf", registry.asOf().toString());
                json.addProperty("shipped", registry.shipped());
                JsonArray array = new JsonArray();
                registry.agents().forEach(agent -> array.add(json(agent)));
                json.add("agents", array);
                ctl.terminal().json(json);
                return 0;
            }
            ctl.terminal().note("The copy of the registry is of " + registry.asOf() + ".");
            Table table = new Table("ID", "NAME", "INSTALLED", "OFFERED", "LICENCE", "PUBLISHER", "SOURCE");
            for (RegistryAgent agent : registry.agents()) {
                table.row(
                        agent.id(),
                        agent.about().name(),
                        agent.installed().version(),
                        agent.offer().version(),
                        agent.about().license(),
                        agent.about().publisher(),
                        agent.offer().isPossible()
                                ? agent.offer().source()
                                : agent.offer().hindrance().text());
            }
            table.print(ctl.terminal());
            return 0;
        }

        private static JsonObject json(RegistryAgent agent) {
            JsonObject json = new JsonObject();
            json.addProperty("id", agent.id());
            json.addProperty("agentId", agent.agentId().value());
            json.addProperty("name", agent.about().name());
            json.addProperty("publisher", agent.about().publisher());
            json.addProperty("license", agent.about().license());
            json.addProperty("link", agent.about().link());
            json.addProperty("installed", agent.installed().version());
            json.addProperty("size", agent.installed().size());
            json.addProperty("offered", agent.offer().version());
            json.addProperty("kind", WireEnum.toWire(agent.offer().kind()));
            json.addProperty("source", agent.offer().source());
            json.addProperty("command", agent.offer().command());
            json.addProperty("verified", agent.offer().verified());
            json.addProperty("hindrance", agent.offer().hindrance().text());
            return json;
        }
    }

    /** Installs an agent of the registry. */
    @Command(
            name = "install",
            description = {
                "Installs an agent of the registry into the host's data folder, in its exact version.",
                "Prints the progress and waits for the end."
            })
    static final class Install implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Parameters(index = "0", paramLabel = "AGENT", description = "Its id in the registry.")
        private String id;

        @Option(
                names = "--unverified",
                description =
                        "Installs an archive for which the registry has no SHA-256, so nothing checks its content.")
        private boolean unverified;

        @Override
        public Integer call() throws CommandFailure {
            try (HostConnection host = agents.ctl.connect()) {
                RegistryAgent agent = find(host, id);
                return JobWatcher.await(
                        agents.ctl,
                        host,
                        host.value(host.client()
                                .host()
                                .installAgent(agent.id(), agent.offer().source(), unverified)));
            }
        }
    }

    /** Installs the offered version of installed agents. */
    @Command(
            name = "update",
            description =
                    "Installs the version of the registry for an installed agent, or for all that have another one.")
    static final class Update implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Parameters(index = "0", arity = "0..1", paramLabel = "AGENT", description = "Only this one.")
        private String id = "";

        @Option(names = "--unverified", description = "As for install.")
        private boolean unverified;

        @Override
        public Integer call() throws CommandFailure {
            int code = 0;
            try (HostConnection host = agents.ctl.connect()) {
                List<RegistryAgent> wanted = host.value(host.client().host().registry()).agents().stream()
                        .filter(RegistryAgent::hasUpdate)
                        .filter(agent -> id.isEmpty()
                                || agent.id().equals(id)
                                || agent.agentId().value().equals(id))
                        .toList();
                if (wanted.isEmpty()) {
                    agents.ctl.terminal().note("There is nothing to update.");
                }
                for (RegistryAgent agent : wanted) {
                    code = Math.max(
                            code,
                            JobWatcher.await(
                                    agents.ctl,
                                    host,
                                    host.value(host.client()
                                            .host()
                                            .installAgent(
                                                    agent.id(), agent.offer().source(), unverified))));
                }
            }
            return code;
        }
    }

    /** Removes an installed agent. */
    @Command(name = "remove", description = "Removes an agent that was installed from the registry.")
    static final class Remove implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Parameters(index = "0", paramLabel = "AGENT", description = "Its id in the registry.")
        private String id;

        @Override
        public Integer call() throws CommandFailure {
            try (HostConnection host = agents.ctl.connect()) {
                RegistryAgent agent = find(host, id);
                return JobWatcher.await(
                        agents.ctl, host, host.value(host.client().host().removeAgent(agent.id())));
            }
        }
    }

    /** Fetches the registry. */
    @Command(name = "refresh", description = "Fetches the registry. A failure keeps the copy that the host has.")
    static final class Refresh implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Override
        public Integer call() throws CommandFailure {
            try (HostConnection host = agents.ctl.connect()) {
                return JobWatcher.await(
                        agents.ctl, host, host.value(host.client().host().refreshRegistry()));
            }
        }
    }

    /** Starts an agent for a moment. */
    @Command(
            name = "test",
            description = "Starts an agent on the host, asks it what it is and what it offers, and ends it.")
    static final class Test implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Parameters(index = "0", paramLabel = "AGENT", description = "Its id as 'ctl agents' lists it.")
        private String id;

        @Parameters(
                index = "1..*",
                arity = "0..*",
                paramLabel = "COMMAND",
                description = "Tests this command instead, after --.")
        private List<String> command = List.of();

        @Override
        public Integer call() throws CommandFailure {
            CtlCommand ctl = agents.ctl;
            AgentId agentId = agentId(id);
            AgentTrial trial;
            try (HostConnection host = ctl.connect()) {
                trial = host.value(host.client()
                        .host()
                        .testAgent(
                                agentId,
                                command.isEmpty()
                                        ? null
                                        : new AgentDraft(
                                                agentId,
                                                id,
                                                command.get(0),
                                                command.subList(1, command.size()),
                                                List.of())));
            }
            if (ctl.json()) {
                ctl.terminal().json(json(trial));
                return trial.answered() ? 0 : CommandFailure.OTHER;
            }
            if (!trial.answered()) {
                throw new CommandFailure(
                        CommandFailure.OTHER, "agentFailed", trial.text().text());
            }
            ctl.terminal()
                    .line(trial.version() + " answers after " + trial.millis() + " ms, ACP version " + trial.protocol()
                            + ".");
            trial.capabilities().forEach(offered -> ctl.terminal().line("offers " + offered));
            trial.logins()
                    .forEach(login -> ctl.terminal()
                            .line("login " + login.name() + (login.command().isEmpty() ? "" : ": " + login.command())));
            return 0;
        }

        private static JsonObject json(AgentTrial trial) {
            JsonObject json = new JsonObject();
            json.addProperty("answered", trial.answered());
            json.addProperty("text", trial.text().text());
            json.addProperty("version", trial.version());
            json.addProperty("protocol", trial.protocol());
            json.addProperty("millis", trial.millis());
            JsonArray capabilities = new JsonArray();
            trial.capabilities().forEach(capabilities::add);
            json.add("capabilities", capabilities);
            JsonArray logins = new JsonArray();
            for (AgentTrial.LoginMethod login : trial.logins()) {
                JsonObject one = new JsonObject();
                one.addProperty("id", login.id());
                one.addProperty("name", login.name());
                one.addProperty("description", login.description());
                one.addProperty("command", login.command());
                logins.add(one);
            }
            json.add("logins", logins);
            return json;
        }
    }

    /** Adds or changes an agent of the person's own. */
    @Command(
            name = "set",
            description = {
                "Adds an agent of your own to the host's agents.json, or changes it.",
                "Example: pilothouse ctl agents set mine --name 'My agent' --env PROFILE=work -- /opt/mine/agent --acp"
            })
    static final class Set implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Parameters(index = "0", paramLabel = "AGENT", description = "Its id.")
        private String id;

        @Parameters(
                index = "1..*",
                arity = "1..*",
                paramLabel = "COMMAND",
                description = "The program and its arguments, after --.")
        private List<String> command = List.of();

        @Option(names = "--name", paramLabel = "TEXT", description = "Its name; otherwise its id.")
        private String name = "";

        @Option(
                names = "--env",
                paramLabel = "NAME=VALUE",
                description =
                        "A variable; can be repeated. NAME alone keeps the stored value, if the command is the same. Others are removed.")
        private List<String> environment = List.of();

        @Override
        public Integer call() throws CommandFailure {
            AgentId agentId = agentId(id);
            try (HostConnection host = agents.ctl.connect()) {
                host.value(host.client()
                        .host()
                        .saveAgent(new AgentDraft(
                                agentId,
                                name.isEmpty() ? id : name,
                                command.get(0),
                                command.subList(1, command.size()),
                                environment)));
                agents.ctl.done("saved", id, "Saved. 'pilothouse ctl agents test " + id + "' starts it for a moment.");
            }
            return 0;
        }
    }

    /** Logs out of an agent. */
    @Command(
            name = "logout",
            description = {
                "Lets an agent of the host forget its login, where it offers that.",
                "Its next session asks for a login. Sessions that run may go on until they end."
            })
    static final class Logout implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Parameters(index = "0", paramLabel = "AGENT", description = "Its id as 'ctl agents' lists it.")
        private String id;

        @Override
        public Integer call() throws CommandFailure {
            AgentId agentId = agentId(id);
            try (HostConnection host = agents.ctl.connect()) {
                host.value(host.client().host().logoutAgent(agentId));
                agents.ctl.done("loggedOut", id, "Logged out. Its next session asks for a login.");
            }
            return 0;
        }
    }

    /** Takes out an agent of the person's own. */
    @Command(name = "delete", description = "Takes an agent of your own out of the host's agents.json.")
    static final class Delete implements Callable<Integer> {
        @ParentCommand
        private AgentsCommand agents;

        @Parameters(index = "0", paramLabel = "AGENT", description = "Its id.")
        private String id;

        @Override
        public Integer call() throws CommandFailure {
            AgentId agentId = agentId(id);
            try (HostConnection host = agents.ctl.connect()) {
                host.value(host.client().host().deleteAgent(agentId));
                agents.ctl.done("deleted", id, "Deleted.");
            }
            return 0;
        }
    }
}
