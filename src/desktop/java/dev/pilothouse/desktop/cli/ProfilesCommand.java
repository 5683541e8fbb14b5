package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.protocol.ProfileCodec;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionPhase;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the profiles of the host, and tests their servers. */
@Command(
        name = "profiles",
        description = {
            "The host's profiles: MCP servers, variables and instructions for sessions.",
            "  profiles                       lists them (also: profiles list)",
            "  profiles show PROFILE          prints one as JSON, without values (scope admin)",
            "  profiles delete PROFILE        deletes it (scope admin)",
            "  profiles session SESSION       shows the profile of a session: which MCP servers its agent got, which it did not"
                    + " get and why, and whether one was called",
            "  profiles suggestions FOLDER    lists the MCP servers that files of the folder configure for other programs, such as"
                    + " .mcp.json, without values. Nothing is started (scope admin)",
            "  profiles test PROFILE SERVER   starts an MCP server, lists its tools, and ends it (scope admin)"
        })
final class ProfilesCommand implements Callable<Integer> {
    /** The words of the first argument. */
    private static final class Actions extends ActionArgument {
        Actions() {
            super("list", "show", "session", "delete", "suggestions", "test");
        }
    }

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "ACTION",
            defaultValue = "list",
            completionCandidates = Actions.class,
            description = "list, show, session, delete, suggestions or test (default: list).")
    private String action;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The profile, the session, or the absolute path of the folder.")
    private @Nullable String profile;

    @Parameters(index = "2", arity = "0..1", paramLabel = "SERVER", description = "The name of one of its servers.")
    private @Nullable String server;

    @Override
    public Integer call() throws CommandFailure {
        switch (action) {
            case "list" -> list();
            case "test" -> {
                return test();
            }
            case "show" -> show(named());
            case "session" -> session(named());
            case "suggestions" -> suggestions(named());
            case "delete" -> {
                String name = named();
                try (HostConnection host = ctl.connect()) {
                    host.value(host.client().host().deleteProfile(name));
                }
                ctl.done("deleted", name, "deleted");
            }
            default ->
                throw CommandFailure.usage(
                        "There is no action " + action + ". Use list, show, session, delete, suggestions or test.");
        }
        return 0;
    }

    private void list() throws CommandFailure {
        HostGateway.Profiles all;
        try (HostConnection host = ctl.connect()) {
            all = host.value(host.client().host().profiles(null));
        }
        all.problems().forEach(problem -> ctl.terminal().note(problem.english()));
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            all.profiles().forEach(one -> array.add(json(one)));
            ctl.terminal().json(array);
            return;
        }
        Table table = new Table("NAME", "REVISION", "MCP SERVERS", "ALSO SETS");
        for (ProfileInfo one : all.profiles()) {
            table.row(
                    one.name(),
                    one.revision(),
                    one.servers().stream()
                            .map(each -> each.name() + " (" + word(each) + ")")
                            .collect(Collectors.joining(", ")),
                    others(one));
        }
        table.print(ctl.terminal());
    }

    private String named() throws CommandFailure {
        if (profile == null) {
            throw CommandFailure.usage("Name it: profiles " + action + " NAME");
        }
        return profile;
    }

    private void session(String text) throws CommandFailure {
        SessionProfile found;
        boolean starting;
        try (HostConnection host = ctl.connect()) {
            SessionId sessionId = host.session(text);
            SessionInfo info = host.awaitSession(sessionId).info();
            found = info == null ? SessionProfile.NONE : info.profile();
            starting = host.view().sessions().stream()
                    .anyMatch(each -> each.sessionId().equals(sessionId)
                            && each.activity().phase() == SessionPhase.STARTING);
        }
        if (ctl.json()) {
            ctl.terminal().json(ProfileCodec.OF_SESSION.encode(found));
        } else if (found.isNone()) {
            ctl.terminal().line(none(starting));
        } else {
            ctl.terminal().line(found.name() + " (" + (found.revision().isEmpty() ? "gone" : found.revision()) + ")");
            found.servers().forEach(one -> ctl.terminal().line("  " + ProfileText.server(one)));
        }
    }

    /** The host knows what an agent got only when the agent has started. */
    static String none(boolean starting) {
        return starting
                ? "The agent is still starting. Its profile is shown when it has started."
                : "The session has no profile.";
    }

    private void show(String name) throws CommandFailure {
        Profile found;
        try (HostConnection host = ctl.connect()) {
            found = host.value(host.client().host().profile(name));
        }
        ctl.terminal().json(ProfileCodec.PROFILE_SENT.encode(found));
    }

    private void suggestions(String folder) throws CommandFailure {
        HostGateway.Suggestions found;
        try (HostConnection host = ctl.connect()) {
            found = host.value(host.client().host().suggestServers(folder));
        }
        found.problems().forEach(problem -> ctl.terminal().note(problem.english()));
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            found.servers().forEach(each -> array.add(json(each)));
            ctl.terminal().json(array);
            return;
        }
        if (found.servers().isEmpty() && found.problems().isEmpty()) {
            ctl.terminal().line("No file of the folder configures MCP servers.");
        }
        for (ServerSuggestion each : found.servers()) {
            ProfileServer suggested = each.server();
            ctl.terminal()
                    .line(suggested.name() + " (" + suggested.kind().name().toLowerCase(Locale.ROOT) + ") from "
                            + each.file());
            ctl.terminal().line("  " + suggested.line());
            if (!suggested.settings().isEmpty()) {
                ctl.terminal()
                        .line("  needs values: "
                                + suggested.settings().stream()
                                        .map(ProfileSetting::name)
                                        .collect(Collectors.joining(", ")));
            }
            if (!each.isUsable()) {
                ctl.terminal().line("  not to be taken over: " + each.reason().text());
            }
        }
    }

    private static JsonObject json(ServerSuggestion suggestion) {
        ProfileServer suggested = suggestion.server();
        JsonObject json = new JsonObject();
        json.addProperty("name", suggested.name());
        json.addProperty("file", suggestion.file());
        json.addProperty("kind", suggested.kind().name().toLowerCase(Locale.ROOT));
        json.addProperty("command", suggested.command());
        JsonArray arguments = new JsonArray();
        suggested.arguments().forEach(arguments::add);
        json.add("arguments", arguments);
        json.addProperty("url", suggested.url());
        JsonArray names = new JsonArray();
        suggested.settings().forEach(setting -> names.add(setting.name()));
        json.add("needs", names);
        json.addProperty("usable", suggestion.isUsable());
        json.addProperty("reason", suggestion.reason().text());
        return json;
    }

    private static String others(ProfileInfo profile) {
        StringBuilder text = new StringBuilder();
        add(text, profile.variables() > 0, profile.variables() + " variables");
        add(text, profile.instructions(), "instructions");
        add(text, !profile.mode().isEmpty(), "mode " + profile.mode());
        add(text, !profile.model().isEmpty(), "model " + profile.model());
        return text.toString();
    }

    private static void add(StringBuilder text, boolean present, String word) {
        if (present) {
            text.append(text.length() == 0 ? "" : ", ").append(word);
        }
    }

    private static String word(ProfileInfo.Server server) {
        return server.kind().name().toLowerCase(Locale.ROOT);
    }

    private static JsonObject json(ProfileInfo profile) {
        JsonArray servers = new JsonArray();
        profile.servers().forEach(each -> {
            JsonObject json = new JsonObject();
            json.addProperty("name", each.name());
            json.addProperty("kind", word(each));
            servers.add(json);
        });
        JsonObject json = new JsonObject();
        json.addProperty("name", profile.name());
        json.addProperty("revision", profile.revision());
        json.add("servers", servers);
        json.addProperty("variables", profile.variables());
        json.addProperty("instructions", profile.instructions());
        json.addProperty("mode", profile.mode());
        json.addProperty("model", profile.model());
        return json;
    }

    private int test() throws CommandFailure {
        if (profile == null || server == null) {
            throw CommandFailure.usage("Name the profile and the server: profiles test PROFILE SERVER");
        }
        HostGateway.ServerTest result;
        try (HostConnection host = ctl.connect()) {
            result = host.value(host.client().host().testServer(profile, server));
        }
        if (ctl.json()) {
            JsonArray tools = new JsonArray();
            result.tools().forEach(tools::add);
            JsonObject json = new JsonObject();
            json.add("tools", tools);
            json.addProperty("fault", result.fault().text());
            ctl.terminal().json(json);
        } else if (result.fault().isEmpty()) {
            ctl.terminal().line(server + " works. Its tools: " + String.join(", ", result.tools()));
        } else {
            ctl.terminal().note(result.fault().text());
        }
        return result.fault().isEmpty() ? 0 : 1;
    }
}
