package dev.pilothouse.desktop.profile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.catalog.JsonLines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.Profile;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerOrigin;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code profiles.json}: an object {@code profiles} by name. A wrong server or variable is reported and left
 * out; a wrong profile too, and the others stay. Never changed; any thread.
 *
 * @param root the file, whose other members survive a change; never changed
 * @param problems the first ones in the order of the file
 */
record ProfilesFile(JsonObject root, List<Profile> profiles, List<ConfigError> problems) {
    static final int MAX_PROFILES = 100;
    static final ProfilesFile EMPTY = new ProfilesFile(new JsonObject(), List.of(), List.of());
    private static final String PROFILES = "profiles";
    private static final Set<String> MEMBERS = Set.of("servers", "env", "instructions", "mode", "model", "options");
    private static final Set<String> SERVER_MEMBERS =
            Set.of("type", "command", "args", "env", "url", "headers", "taken");
    private static final Set<String> SETTING_MEMBERS = Set.of("env", "keystore", "prefix");
    private static final int MAX_PROBLEMS = 20;
    private static final int MAX_PATH = 200;

    ProfilesFile {
        profiles = List.copyOf(profiles);
        problems = List.copyOf(problems);
    }

    /** @param file its name, for the problems; without profiles if the text is not JSON of this form */
    static Optional<ProfilesFile> parse(String file, String text, List<ConfigError> unusable) {
        JsonLines lines = JsonLines.of(text);
        JsonElement root;
        try {
            root = StrictJson.parse(text);
        } catch (CodecException malformed) {
            JsonLines.Place at = lines.fault().orElse(new JsonLines.Place(0, 0));
            HostTextCode reason = lines.isNamedTwice() ? HostTextCode.FILE_NAMES_TWICE : HostTextCode.FILE_NOT_JSON;
            unusable.add(new ConfigError(file, at.line(), at.column(), "", HostText.of(reason)));
            return Optional.empty();
        }
        Optional<JsonFields> named =
                root.isJsonObject() ? new JsonFields(root.getAsJsonObject()).object(PROFILES) : Optional.empty();
        if (named.isEmpty()) {
            unusable.add(new ConfigError(
                    file, lines.line(PROFILES), 0, PROFILES, HostText.of(HostTextCode.VALUE_NO_OBJECT)));
            return Optional.empty();
        }
        List<ConfigError> problems = new ArrayList<>();
        ProfileValidator.Sink report = (path, sentence) -> {
            if (problems.size() < MAX_PROBLEMS) {
                String shown = TextCutter.excerpt(PlainText.line(path), MAX_PATH);
                problems.add(new ConfigError(file, lines.line(path), 0, shown, sentence));
            }
        };
        List<Profile> profiles = new ArrayList<>();
        for (Map.Entry<String, JsonElement> entry : named.get().json().entrySet()) {
            String path = PROFILES + "." + entry.getKey();
            if (profiles.size() >= MAX_PROFILES) {
                report.add(path, HostText.of(HostTextCode.PROFILES_FULL, MAX_PROFILES));
                break;
            }
            if (!entry.getValue().isJsonObject()) {
                report.add(path, HostText.of(HostTextCode.VALUE_NO_OBJECT));
                continue;
            }
            new Reader(path, report)
                    .read(entry.getKey(), new JsonFields(entry.getValue().getAsJsonObject()))
                    .ifPresent(profiles::add);
        }
        return Optional.of(new ProfilesFile(root.getAsJsonObject(), profiles, problems));
    }

    /** Reads one profile. A mistake in a server or a variable costs only that one. */
    private static final class Reader {
        private final String base;
        private final ProfileValidator.Sink report;
        private int mistakes;

        Reader(String base, ProfileValidator.Sink report) {
            this.base = base;
            this.report = report;
        }

        Optional<Profile> read(String name, JsonFields fields) {
            List<ProfileServer> servers = new ArrayList<>();
            for (Map.Entry<String, JsonElement> entry :
                    object("servers", fields).entrySet()) {
                String path = "servers." + entry.getKey();
                int before = mistakes;
                Optional<ProfileServer> server = server(path, entry.getKey(), entry.getValue());
                server.ifPresent(found -> new ProfileValidator(this::add).check(path, found));
                if (server.isPresent() && mistakes == before) {
                    servers.add(server.get());
                }
            }
            Profile read = new Profile(
                    name,
                    servers,
                    valid("env", settings("env", fields)),
                    text("instructions", fields),
                    text("mode", fields),
                    text("model", fields),
                    options(fields));
            int before = mistakes;
            new ProfileValidator(this::add).check(read);
            return mistakes == before ? Optional.of(read) : Optional.empty();
        }

        private void add(String path, HostText sentence) {
            mistakes++;
            report.add(base + (path.equals("name") ? "" : "." + path), sentence);
        }

        private JsonObject object(String name, JsonFields fields) {
            Optional<JsonElement> given = fields.element(name);
            if (given.isPresent() && !given.get().isJsonObject()) {
                add(name, HostText.of(HostTextCode.VALUE_NO_OBJECT));
            }
            return given.filter(JsonElement::isJsonObject)
                    .map(JsonElement::getAsJsonObject)
                    .orElseGet(JsonObject::new);
        }

        private String text(String name, JsonFields fields) {
            Optional<JsonElement> given = fields.element(name);
            if (given.isPresent() && fields.text(name).isEmpty()) {
                add(name, HostText.of(HostTextCode.VALUE_NO_TEXT));
            }
            return fields.text(name).orElse("");
        }

        private List<Profile.ProfileOption> options(JsonFields fields) {
            List<Profile.ProfileOption> options = new ArrayList<>();
            object("options", fields).entrySet().forEach(entry -> {
                if (entry.getValue().isJsonPrimitive()) {
                    options.add(new Profile.ProfileOption(
                            entry.getKey(), entry.getValue().getAsString()));
                } else {
                    add("options." + entry.getKey(), HostText.of(HostTextCode.VALUE_NO_TEXT));
                }
            });
            return options;
        }

        private Optional<ProfileServer> server(String path, String name, JsonElement element) {
            if (!element.isJsonObject()) {
                add(path, HostText.of(HostTextCode.VALUE_NO_OBJECT));
                return Optional.empty();
            }
            JsonFields fields = new JsonFields(element.getAsJsonObject());
            ServerKind kind = kind(fields);
            boolean stdio = kind == ServerKind.STDIO;
            String values = stdio ? "env" : "headers";
            if (stdio && !isTexts(fields.element("args"))) {
                add(path + ".args", HostText.of(HostTextCode.VALUE_NO_TEXTS));
            }
            return Optional.of(new ProfileServer(
                    name,
                    kind,
                    stdio ? fields.text("command").orElse("") : "",
                    stdio ? fields.texts("args") : List.of(),
                    stdio ? "" : fields.text("url").orElse(""),
                    valid(path + "." + values, settings(path + "." + values, values, fields)),
                    origin(path + ".taken", fields)));
        }

        /** A wrong one is reported, and costs no server: it only informs. */
        private @Nullable ServerOrigin origin(String path, JsonFields fields) {
            Optional<JsonElement> given = fields.element("taken");
            if (given.isEmpty()) {
                return null;
            }
            int before = mistakes;
            Optional<JsonFields> object = fields.object("taken");
            ServerOrigin origin = new ServerOrigin(
                    object.flatMap(each -> each.text("folder")).orElse(""),
                    object.flatMap(each -> each.text("file")).orElse(""),
                    object.flatMap(each -> each.text("name")).orElse(""),
                    object.flatMap(each -> each.text("digest")).orElse(""));
            if (object.isEmpty()) {
                add(path, HostText.of(HostTextCode.VALUE_NO_OBJECT));
            } else {
                new ProfileValidator(this::add).check(path, origin);
            }
            boolean right = mistakes == before;
            mistakes = before;
            return right ? origin : null;
        }

        private static boolean isTexts(Optional<JsonElement> given) {
            return given.isEmpty()
                    || given.get() instanceof JsonArray list
                            && list.asList().stream()
                                    .allMatch(each -> each instanceof JsonPrimitive value && value.isString());
        }

        private List<ProfileSetting> settings(String name, JsonFields fields) {
            return settings(name, name, fields);
        }

        private List<ProfileSetting> settings(String path, String name, JsonFields fields) {
            Optional<JsonElement> given = fields.element(name);
            if (given.isPresent() && !given.get().isJsonObject()) {
                add(path, HostText.of(HostTextCode.VALUE_NO_OBJECT));
            }
            List<ProfileSetting> settings = new ArrayList<>();
            given.filter(JsonElement::isJsonObject)
                    .map(JsonElement::getAsJsonObject)
                    .orElseGet(JsonObject::new)
                    .entrySet()
                    .forEach(entry -> settings.add(setting(entry.getKey(), entry.getValue())));
            return settings;
        }

        /** Leaves out the wrong ones, each with a report. */
        private List<ProfileSetting> valid(String path, List<ProfileSetting> settings) {
            boolean headers = path.endsWith(".headers");
            List<ProfileSetting> valid = new ArrayList<>();
            for (ProfileSetting setting : settings) {
                int before = mistakes;
                ProfileServer probe = new ProfileServer(
                        "a",
                        headers ? ServerKind.HTTP : ServerKind.STDIO,
                        headers ? "" : "a",
                        List.of(),
                        headers ? "https://a" : "",
                        List.of(setting));
                new ProfileValidator((at, sentence) ->
                                add(path + at.substring(at.indexOf('.', "a.".length())), sentence))
                        .check("a", probe);
                if (mistakes == before) {
                    valid.add(setting);
                }
            }
            return valid;
        }
    }

    static ServerKind kind(JsonFields fields) {
        String word = fields.text("type").orElse("");
        return switch (word) {
            case "stdio" -> ServerKind.STDIO;
            case "http", "streamable-http" -> ServerKind.HTTP;
            case "sse" -> ServerKind.SSE;
            case "" ->
                fields.element("command").isPresent() || fields.element("url").isEmpty()
                        ? ServerKind.STDIO
                        : ServerKind.HTTP;
            default -> ServerKind.OTHER;
        };
    }

    private static ProfileSetting setting(String name, JsonElement element) {
        if (element.isJsonPrimitive()) {
            return new ProfileSetting(name, ProfileSetting.Source.PLAIN, element.getAsString(), "");
        }
        JsonFields fields = JsonFields.of(element);
        String prefix = fields.text("prefix").orElse("");
        if (fields.text("env").isPresent()) {
            return new ProfileSetting(
                    name, ProfileSetting.Source.ENVIRONMENT, fields.text("env").get(), prefix);
        }
        return fields.text("keystore")
                .map(entry -> new ProfileSetting(name, ProfileSetting.Source.KEYSTORE, entry, prefix))
                .orElseGet(() -> new ProfileSetting(name, ProfileSetting.Source.OTHER, "", ""));
    }

    // --- writing

    /**
     * The text of the file with a profile, in the place of another one or at the end. Other profiles stay as they are
     * written, and members that this version does not know stay.
     *
     * @param replaces null for a new one
     */
    String with(Profile profile, @Nullable String replaces) {
        JsonObject byName = new JsonObject();
        byName().entrySet().forEach(entry -> {
            if (entry.getKey().equals(replaces)) {
                byName.add(profile.name(), changed(entry.getValue().getAsJsonObject(), json(profile)));
            } else {
                byName.add(entry.getKey(), entry.getValue());
            }
        });
        if (replaces == null) {
            byName.add(profile.name(), json(profile));
        }
        return text(byName);
    }

    String without(String name) {
        JsonObject byName = byName();
        byName.remove(name);
        return text(byName);
    }

    private JsonObject byName() {
        return root.get(PROFILES) instanceof JsonObject all ? all.deepCopy() : new JsonObject();
    }

    private String text(JsonObject byName) {
        JsonObject next = root.deepCopy();
        if (!next.has("version")) {
            next.addProperty("version", 1);
        }
        next.add(PROFILES, byName);
        return StrictJson.writeIndented(next) + "\n";
    }

    private static JsonObject changed(JsonObject before, JsonObject next) {
        addUnknown(before, next, MEMBERS);
        eachOfBoth(before, next, "servers", (old, server) -> {
            addUnknown(old, server, SERVER_MEMBERS);
            addUnknownOfSettings(old, server, "env");
            addUnknownOfSettings(old, server, "headers");
        });
        addUnknownOfSettings(before, next, "env");
        return next;
    }

    private static void addUnknownOfSettings(JsonObject before, JsonObject next, String member) {
        eachOfBoth(before, next, member, (old, setting) -> addUnknown(old, setting, SETTING_MEMBERS));
    }

    private static void addUnknown(JsonObject before, JsonObject next, Set<String> known) {
        before.entrySet().stream()
                .filter(member -> !known.contains(member.getKey()))
                .forEach(member -> next.add(member.getKey(), member.getValue()));
    }

    /** Pairs the objects that have the same name in a member of both. */
    private static void eachOfBoth(
            JsonObject before, JsonObject next, String member, BiConsumer<JsonObject, JsonObject> change) {
        if (before.get(member) instanceof JsonObject old && next.get(member) instanceof JsonObject now) {
            now.entrySet().forEach(entry -> {
                if (old.get(entry.getKey()) instanceof JsonObject one && entry.getValue() instanceof JsonObject other) {
                    change.accept(one, other);
                }
            });
        }
    }

    static JsonObject json(Profile profile) {
        JsonObject json = new JsonObject();
        JsonObject servers = new JsonObject();
        profile.servers().forEach(server -> servers.add(server.name(), json(server)));
        put(json, "servers", servers);
        put(json, "env", json(profile.environment()));
        put(json, "instructions", profile.instructions());
        put(json, "mode", profile.mode());
        put(json, "model", profile.model());
        JsonObject options = new JsonObject();
        profile.options().forEach(option -> options.addProperty(option.id(), option.value()));
        put(json, "options", options);
        return json;
    }

    private static JsonObject json(ProfileServer server) {
        JsonObject json = new JsonObject();
        if (server.kind() == ServerKind.STDIO) {
            json.addProperty("command", server.command());
            JsonArray arguments = new JsonArray();
            server.arguments().forEach(arguments::add);
            if (!arguments.isEmpty()) {
                json.add("args", arguments);
            }
            put(json, "env", json(server.settings()));
        } else {
            json.addProperty("type", server.kind() == ServerKind.SSE ? "sse" : "http");
            json.addProperty("url", server.url());
            put(json, "headers", json(server.settings()));
        }
        ServerOrigin origin = server.origin();
        if (origin != null) {
            JsonObject taken = new JsonObject();
            taken.addProperty("folder", origin.folder());
            taken.addProperty("file", origin.file());
            taken.addProperty("name", origin.name());
            taken.addProperty("digest", origin.digest());
            json.add("taken", taken);
        }
        return json;
    }

    private static JsonObject json(List<ProfileSetting> settings) {
        JsonObject json = new JsonObject();
        for (ProfileSetting setting : settings) {
            if (setting.source() == ProfileSetting.Source.PLAIN) {
                json.addProperty(setting.name(), setting.text());
                continue;
            }
            JsonObject reference = new JsonObject();
            reference.addProperty(
                    setting.source() == ProfileSetting.Source.KEYSTORE ? "keystore" : "env", setting.text());
            put(reference, "prefix", setting.prefix());
            json.add(setting.name(), reference);
        }
        return json;
    }

    private static void put(JsonObject json, String name, String text) {
        if (!text.isEmpty()) {
            json.addProperty(name, text);
        }
    }

    private static void put(JsonObject json, String name, JsonObject members) {
        if (!members.isEmpty()) {
            json.add(name, members);
        }
    }
}
