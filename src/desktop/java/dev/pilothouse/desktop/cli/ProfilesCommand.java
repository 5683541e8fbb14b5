package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerOrigin;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.model.SettingLines;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.ProfileCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionPhase;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists the profiles of the host, and tests their servers. */
@Command(
        name = "profiles",
        description = {
            "The host's profiles: MCP servers, variables and instructions for sessions.",
            "  profiles                       lists them (also: profiles list)",
            "  profiles show PROFILE          prints one as JSON, without values (scope admin)",
            "  profiles save FILE             makes a profile of JSON as 'show' prints it, from a file or, with -, from standard input. With"
                    + " the 'revision' that 'show' printed it replaces that profile, if it has not changed since; --replaces names it if"
                    + " the name in the file is a new one. A value with the source 'kept' stays as it is (scope admin)",
            "  profiles delete PROFILE        deletes it (scope admin)",
            "  profiles session SESSION       shows the profile of a session: which MCP servers its agent got, which it did not"
                    + " get and why, and whether one was called",
            "  profiles suggestions FOLDER    lists the MCP servers that files of the folder configure for other programs, such as"
                    + " .mcp.json, without values. Nothing is started (scope admin)",
            "  profiles take PROFILE ID --from FOLDER [--set NAME=VALUE]…",
            "                                 adds a server that the folder suggests to a profile, or puts it in the place of the one that was taken"
                    + " from there before. ID is the one of the list, and stands for what you saw there: a server that has changed since has"
                    + " another one (scope admin)",
            "  profiles test PROFILE SERVER   starts an MCP server, lists its tools, and ends it (scope admin)"
        })
final class ProfilesCommand implements Callable<Integer> {
    /** Digits of a suggestion's ID: too many to find another content for one that was seen. */
    private static final int ID = 32;

    /** The words of the first argument. */
    private static final class Actions extends ActionArgument {
        Actions() {
            super("list", "show", "save", "delete", "session", "suggestions", "take", "test");
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
            description = "list, show, save, delete, session, suggestions, take or test (default: list).")
    private String action;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "NAME",
            description = "The profile, the file, the session, or the absolute path of the folder.")
    private @Nullable String profile;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "SERVER",
            description = "The name of one of its servers, or the ID of a suggestion.")
    private @Nullable String server;

    @Option(names = "--from", paramLabel = "FOLDER", description = "With take: the absolute path of the folder.")
    private @Nullable String from;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "With take: the value of a variable or header: a text, $${env:NAME} for a variable of the host, or $${keystore:NAME} for an entry of its keystore.")
    private @Nullable List<String> settings;

    @Option(names = "--replaces", paramLabel = "PROFILE", description = "With save: the profile that gets a new name.")
    private @Nullable String replaces;

    @Override
    public Integer call() throws CommandFailure {
        switch (action) {
            case "list" -> list();
            case "test" -> {
                return test();
            }
            case "show" -> show(named());
            case "save" -> save(named());
            case "session" -> session(named());
            case "suggestions" -> suggestions(named());
            case "take" -> take();
            case "delete" -> {
                String name = named();
                try (HostConnection host = ctl.connect()) {
                    host.value(host.client().host().deleteProfile(name, ""));
                }
                ctl.done("deleted", name, "deleted");
            }
            default ->
                throw CommandFailure.usage("There is no action " + action
                        + ". Use list, show, save, delete, session, suggestions, take or test.");
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
        HostGateway.ProfileContent found;
        try (HostConnection host = ctl.connect()) {
            found = host.value(host.client().host().profile(name));
        }
        JsonObject json = ProfileCodec.PROFILE_SENT.encode(found.profile());
        json.addProperty("revision", found.revision());
        ctl.terminal().json(json);
    }

    private void save(String file) throws CommandFailure {
        JsonObject json = ctl.terminal().objectOf(file);
        String revision;
        Profile given;
        try {
            FieldReader fields = new FieldReader(json);
            revision = fields.string("revision", "");
            given = ProfileCodec.PROFILE.decode(fields);
        } catch (CodecException e) {
            throw CommandFailure.usage("This is not a profile: " + e.getMessage());
        }
        json.remove("revision");
        Optional<String> unknown = unknown("", json, ProfileCodec.PROFILE.encode(given));
        if (unknown.isPresent()) {
            throw CommandFailure.usage("A profile has no member " + unknown.get()
                    + ". To see one with all of its members: profiles show PROFILE");
        }
        if (replaces != null && revision.isEmpty()) {
            throw CommandFailure.usage(
                    "To replace a profile, give the 'revision' that was printed with it: profiles show " + replaces);
        }
        String before = revision.isEmpty() ? null : replaces == null ? given.name() : replaces;
        try (HostConnection host = ctl.connect()) {
            host.value(host.client().host().saveProfile(given, before, revision));
        }
        ctl.done("saved", given.name(), "saved");
    }

    /** The first member of what was given that was not read; empty ones may be left out. */
    private static Optional<String> unknown(String path, JsonElement given, JsonElement read) {
        if (given instanceof JsonObject object) {
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                String name = path + member.getKey();
                JsonElement same = read instanceof JsonObject known ? known.get(member.getKey()) : null;
                Optional<String> found = same != null
                        ? unknown(name + ".", member.getValue(), same)
                        : isEmpty(member.getValue()) ? Optional.empty() : Optional.of(name);
                if (found.isPresent()) {
                    return found;
                }
            }
        } else if (given instanceof JsonArray array && read instanceof JsonArray known) {
            for (int i = 0; i < Math.min(array.size(), known.size()); i++) {
                Optional<String> found =
                        unknown(path.substring(0, path.length() - 1) + "[" + i + "].", array.get(i), known.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isEmpty(JsonElement value) {
        return value instanceof JsonArray array && array.isEmpty()
                || value.isJsonNull()
                || value.isJsonPrimitive() && value.getAsString().isEmpty();
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
                    .line(id(each) + "  " + suggested.name() + " ("
                            + suggested.kind().name().toLowerCase(Locale.ROOT) + ") from " + each.file());
            ctl.terminal().line("  " + suggested.line());
            if (!suggested.settings().isEmpty()) {
                ctl.terminal()
                        .line("  needs values: "
                                + suggested.settings().stream()
                                        .map(ProfileSetting::name)
                                        .collect(Collectors.joining(", ")));
            }
            for (ServerSuggestion.Copy copy : each.copies()) {
                ctl.terminal()
                        .line((copy.changed()
                                        ? "  changed since it was taken over into profile "
                                        : copy.differs() ? "  differs from the one in profile " : "  in profile ")
                                + copy.profile());
            }
            if (!each.isUsable()) {
                ctl.terminal().line("  not to be taken over: " + each.reason().text());
            }
        }
    }

    private void take() throws CommandFailure {
        if (profile == null || server == null || from == null) {
            throw CommandFailure.usage(
                    "Name the profile, the suggestion and the folder: profiles take PROFILE ID --from FOLDER");
        }
        String id = server;
        try (HostConnection host = ctl.connect()) {
            ServerSuggestion suggestion = host.value(host.client().host().suggestServers(from)).servers().stream()
                    .filter(each -> id(each).equals(id))
                    .findFirst()
                    .orElseThrow(() -> CommandFailure.usage("The folder suggests no server with the ID " + id
                            + ", or it has changed. List them again: profiles suggestions FOLDER"));
            if (!suggestion.isUsable()) {
                throw CommandFailure.usage(suggestion.reason().text());
            }
            HostGateway.ProfileContent content = host.value(host.client().host().profile(profile));
            Profile before = content.profile();
            ServerOrigin origin = suggestion.origin();
            List<ProfileServer> servers = new ArrayList<>(before.servers());
            servers.removeIf(each ->
                    origin != null && each.origin() != null && each.origin().isSamePlace(origin));
            servers.add(withValues(suggestion.taken()));
            Profile after = new Profile(
                    before.name(),
                    servers,
                    before.environment(),
                    before.instructions(),
                    before.mode(),
                    before.model(),
                    before.options());
            host.value(host.client().host().saveProfile(after, before.name(), content.revision()));
            String name = suggestion.server().name();
            ctl.done(
                    "taken",
                    name,
                    profile + " has " + name + ": " + suggestion.server().line());
        }
    }

    /** The server with the values of {@code --set}. Each variable and header needs one. */
    private ProfileServer withValues(ProfileServer suggested) throws CommandFailure {
        List<String> wrong = new ArrayList<>();
        List<ProfileSetting> values =
                SettingLines.read(String.join("\n", settings == null ? List.of() : settings), wrong);
        if (!wrong.isEmpty()) {
            throw CommandFailure.usage("A value is NAME=VALUE, not " + wrong.get(0));
        }
        Set<String> given = values.stream().map(ProfileSetting::name).collect(Collectors.toSet());
        Set<String> needed =
                suggested.settings().stream().map(ProfileSetting::name).collect(Collectors.toSet());
        if (!given.equals(needed)) {
            throw CommandFailure.usage("The server needs values of "
                    + (needed.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(needed)))
                    + ". Give each one: --set NAME=VALUE, or --set 'NAME=${env:VARIABLE}' for a secret");
        }
        return suggested.withSettings(values);
    }

    /** Names a suggestion by its content, so that a changed one is not taken for it. */
    private static String id(ServerSuggestion suggestion) {
        String content = StrictJson.write(ProfileCodec.SUGGESTION.encode(suggestion.withCopies(List.of())));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static JsonObject json(ServerSuggestion suggestion) {
        ProfileServer suggested = suggestion.server();
        JsonObject json = new JsonObject();
        json.addProperty("id", id(suggestion));
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
        JsonArray same = new JsonArray();
        JsonArray differing = new JsonArray();
        JsonArray changed = new JsonArray();
        for (ServerSuggestion.Copy copy : suggestion.copies()) {
            (copy.differs() ? differing : same).add(copy.profile());
            if (copy.changed()) {
                changed.add(copy.profile());
            }
        }
        json.add("inProfiles", same);
        json.add("differsInProfiles", differing);
        json.add("changedInProfiles", changed);
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
