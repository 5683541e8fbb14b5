package dev.pilothouse.desktop.profile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.catalog.JsonLines;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.ProfileServer;
import dev.pilothouse.model.ProfileSetting;
import dev.pilothouse.model.ServerKind;
import dev.pilothouse.model.ServerOrigin;
import dev.pilothouse.model.ServerSuggestion;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the MCP servers that the files of a folder configure for other programs. Starts, expands and resolves nothing,
 * and leaves out the values of variables and headers. Confined to the thread that made it; reads the disk.
 */
final class SuggestionReader {
    static final int MAX_BYTES = 64 * 1024;
    static final int MAX_SUGGESTIONS = 20;
    static final int MAX_PROBLEMS = 20;
    private static final int MAX_SHOWN = 200;
    private static final int MAX_NAME = 64;

    /** The files, and the member of each that has the servers by name. */
    private static final List<Source> SOURCES = List.of(
            new Source(".mcp.json", "mcpServers"),
            new Source(".cursor/mcp.json", "mcpServers"),
            new Source(".vscode/mcp.json", "servers"),
            new Source(".gemini/settings.json", "mcpServers"),
            new Source("opencode.json", "mcp"));

    /** A part that another program replaces: by a variable, an input or the content of a file. */
    private static final Pattern EXPANSION =
            Pattern.compile("\\$\\{[^}]*}|\\$[A-Za-z_]\\w*|\\{(?:env|file):[^}]*}|%[A-Za-z_]\\w*%");
    /** Per cent signs in an address are escapes. */
    private static final Pattern EXPANSION_IN_URL =
            Pattern.compile("\\$\\{[^}]*}|\\$[A-Za-z_]\\w*|\\{(?:env|file):[^}]*}");
    /** Members that change what is started or sent, and that a profile does not have. */
    private static final List<String> NOT_KEPT = List.of("cwd", "envFile", "headersHelper");

    private final Path root;
    private final List<ServerSuggestion> suggestions = new ArrayList<>();
    private final List<ConfigError> problems = new ArrayList<>();

    private record Source(String file, String member) {}

    /** @param problems what is wrong with a file; its other servers, and the other files, still count */
    record Found(List<ServerSuggestion> suggestions, List<ConfigError> problems) {
        Found {
            suggestions = List.copyOf(suggestions);
            problems = List.copyOf(problems);
        }
    }

    private SuggestionReader(Path root) {
        this.root = root;
    }

    /** @throws IOException if the folder cannot be read */
    static Found read(Path folder) throws IOException {
        SuggestionReader reader = new SuggestionReader(folder.toRealPath());
        SOURCES.forEach(reader::read);
        return new Found(reader.suggestions, reader.problems);
    }

    private void read(Source source) {
        Optional<String> text = problems.size() < MAX_PROBLEMS ? text(source) : Optional.empty();
        if (text.isEmpty()) {
            return;
        }
        String json = withoutComments(text.get());
        JsonLines lines = JsonLines.of(json);
        JsonObject object;
        try {
            object = StrictJson.parseObject(json);
        } catch (CodecException malformed) {
            JsonLines.Place at = lines.fault().orElse(new JsonLines.Place(0, 0));
            problems.add(new ConfigError(
                    source.file(), at.line(), at.column(), "", HostText.of(HostTextCode.SUGGESTIONS_NOT_JSON)));
            return;
        }
        Optional<JsonElement> servers = new JsonFields(object).element(source.member());
        if (servers.isEmpty()) {
            return;
        }
        if (!servers.get().isJsonObject()) {
            add(source, lines, source.member(), HostText.of(HostTextCode.VALUE_NO_OBJECT));
            return;
        }
        for (Map.Entry<String, JsonElement> entry :
                servers.get().getAsJsonObject().entrySet()) {
            String path = source.member() + "." + entry.getKey();
            if (problems.size() >= MAX_PROBLEMS) {
                return;
            }
            if (suggestions.size() >= MAX_SUGGESTIONS) {
                add(source, lines, path, HostText.of(HostTextCode.SUGGESTIONS_FULL, MAX_SUGGESTIONS));
                return;
            }
            if (entry.getValue().isJsonObject()) {
                JsonFields fields = new JsonFields(entry.getValue().getAsJsonObject());
                suggestions.add(suggestion(root, source, entry.getKey(), fields));
            } else {
                add(source, lines, path, HostText.of(HostTextCode.VALUE_NO_OBJECT));
            }
        }
    }

    private void add(Source source, JsonLines lines, String path, HostText sentence) {
        String shown = TextCutter.excerpt(PlainText.line(path), MAX_SHOWN);
        problems.add(new ConfigError(source.file(), lines.line(path), 0, shown, sentence));
    }

    /** The text of a regular file that lies in the folder; empty if there is none, or it is reported. */
    private Optional<String> text(Source source) {
        Path file = root.resolve(source.file());
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            Path real = file.toRealPath();
            if (real.startsWith(root) && Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
                byte[] bytes;
                try (InputStream in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
                    bytes = in.readNBytes(MAX_BYTES + 1);
                }
                if (bytes.length <= MAX_BYTES) {
                    return Optional.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
                }
            }
            unusable(source, HostText.of(HostTextCode.SUGGESTIONS_FILE_UNUSABLE, MAX_BYTES));
        } catch (CharacterCodingException notText) {
            unusable(source, HostText.of(HostTextCode.SUGGESTIONS_FILE_UNUSABLE, MAX_BYTES));
        } catch (IOException unreadable) {
            unusable(source, HostText.of(HostTextCode.FILE_UNREADABLE_ON_HOST));
        }
        return Optional.empty();
    }

    private void unusable(Source source, HostText sentence) {
        problems.add(new ConfigError(source.file(), 0, 0, "", sentence));
    }

    /**
     * Blanks comments, and commas before a closing bracket, as the editors that write such files accept. Lines and
     * columns stay.
     */
    static String withoutComments(String text) {
        StringBuilder out = new StringBuilder(text);
        int comma = -1;
        int i = 0;
        while (i < text.length()) {
            int from = i;
            char c = text.charAt(i);
            if (c == '"') {
                i = afterString(text, i);
                comma = -1;
            } else if (text.startsWith("//", i)) {
                int end = text.indexOf('\n', i);
                i = end < 0 ? text.length() : end;
                blank(out, from, i);
            } else if (text.startsWith("/*", i)) {
                int end = text.indexOf("*/", i + 2);
                i = end < 0 ? text.length() : end + 2;
                blank(out, from, i);
            } else {
                i++;
                if ((c == '}' || c == ']') && comma >= 0) {
                    out.setCharAt(comma, ' ');
                }
                if (!Character.isWhitespace(c)) {
                    comma = c == ',' ? from : -1;
                }
            }
        }
        return out.toString();
    }

    private static int afterString(String text, int quote) {
        int i = quote + 1;
        while (i < text.length() && text.charAt(i) != '"') {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, text.length());
    }

    private static void blank(StringBuilder out, int from, int to) {
        for (int i = from; i < to; i++) {
            if (out.charAt(i) != '\n') {
                out.setCharAt(i, ' ');
            }
        }
    }

    private static ServerSuggestion suggestion(Path root, Source source, String name, JsonFields fields) {
        ServerKind kind = kind(fields);
        boolean stdio = kind == ServerKind.STDIO;
        List<String> command = stdio ? texts(fields, "command") : List.of();
        List<String> arguments = new ArrayList<>(command.subList(Math.min(1, command.size()), command.size()));
        if (stdio) {
            arguments.addAll(texts(fields, "args"));
        }
        ProfileServer server = new ProfileServer(
                serverName(name),
                kind,
                command.isEmpty() ? "" : command.get(0),
                arguments,
                stdio ? "" : fields.text("httpUrl").or(() -> fields.text("url")).orElse(""),
                (stdio ? Stream.of("env", "environment") : Stream.of("headers"))
                        .flatMap(member -> fields.object(member).stream())
                        .flatMap(values -> values.json().keySet().stream())
                        .distinct()
                        .map(each -> new ProfileSetting(each, ProfileSetting.Source.PLAIN, "", ""))
                        .toList());
        ServerOrigin origin = name.length() > MAX_SHOWN
                ? null
                : new ServerOrigin(root.toString(), source.file(), name, digest(server, fields));
        return new ServerSuggestion(source.file(), server, reason(server, fields), origin, List.of());
    }

    /**
     * Covers the command, the arguments, the address, and the names of variables, headers and other members. Values of
     * variables, headers and other members are not read, because they may be secrets.
     */
    private static String digest(ProfileServer server, JsonFields fields) {
        JsonObject content = new JsonObject();
        content.addProperty("kind", server.kind().name());
        content.addProperty("command", server.command());
        content.add("arguments", list(server.arguments().stream()));
        content.addProperty("url", server.url());
        content.add(
                "settings",
                list(server.settings().stream().map(ProfileSetting::name).sorted()));
        content.add("members", list(fields.json().keySet().stream().sorted()));
        return ContentDigest.of(StrictJson.write(content));
    }

    private static JsonArray list(Stream<String> texts) {
        JsonArray list = new JsonArray();
        texts.forEach(list::add);
        return list;
    }

    private static ServerKind kind(JsonFields fields) {
        return switch (fields.text("type").orElse("")) {
            case "local" -> ServerKind.STDIO;
            case "remote" -> ServerKind.HTTP;
            default -> fields.element("httpUrl").isPresent() ? ServerKind.HTTP : ProfilesFile.kind(fields);
        };
    }

    /** A text or a list; numbers and the like as texts, and what is none of them as an empty one. */
    private static List<String> texts(JsonFields fields, String member) {
        List<String> texts = new ArrayList<>();
        fields.element(member).ifPresent(value -> {
            if (value.isJsonArray()) {
                value.getAsJsonArray().forEach(each -> texts.add(text(each)));
            } else {
                texts.add(text(value));
            }
        });
        return texts;
    }

    private static String text(JsonElement value) {
        return value.isJsonPrimitive() ? value.getAsString() : "";
    }

    /** A name that a profile may have. The person can change it. */
    private static String serverName(String name) {
        String usable = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[._-]+", "");
        return usable.isEmpty() ? "server" : usable.substring(0, Math.min(usable.length(), MAX_NAME));
    }

    private static HostText reason(ProfileServer server, JsonFields fields) {
        for (String member : NOT_KEPT) {
            if (fields.element(member).isPresent()) {
                return HostText.of(HostTextCode.SUGGESTION_NOT_KEPT, member);
            }
        }
        List<String> executed = Stream.concat(Stream.of(server.command()), server.arguments().stream())
                .toList();
        Optional<String> expansion = Stream.concat(
                        executed.stream().flatMap(text -> found(EXPANSION, text)),
                        found(EXPANSION_IN_URL, server.url()))
                .findFirst();
        if (expansion.isPresent()) {
            return HostText.of(HostTextCode.SUGGESTION_EXPANDS, TextCutter.excerpt(expansion.get(), MAX_SHOWN));
        }
        boolean plain =
                Stream.concat(executed.stream(), Stream.of(server.url())).allMatch(PlainText::isPlainName);
        if (!plain || !server.arguments().stream().allMatch(SuggestionReader::isWholeLine)) {
            return HostText.of(HostTextCode.SUGGESTION_NOT_PLAIN);
        }
        List<HostText> mistakes = new ArrayList<>();
        new ProfileValidator((path, sentence) -> mistakes.add(HostText.of(
                        HostTextCode.PROFILE_WRONG,
                        TextCutter.excerpt(
                                PlainText.line(path.substring(server.name().length() + 1)), MAX_SHOWN),
                        sentence)))
                .check(server.name(), toBeGiven(server));
        return mistakes.isEmpty() ? HostText.NONE : mistakes.get(0);
    }

    private static Stream<String> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Stream.of(matcher.group()) : Stream.empty();
    }

    /** Whether the form of a profile, in which an argument is a line, keeps it as it is. */
    private static boolean isWholeLine(String argument) {
        return !argument.isEmpty() && argument.strip().equals(argument);
    }

    /** The same with references, because a value that is still to be given is no mistake of the file. */
    private static ProfileServer toBeGiven(ProfileServer server) {
        return new ProfileServer(
                server.name(),
                server.kind(),
                server.command(),
                server.arguments(),
                server.url(),
                server.settings().stream()
                        .map(setting ->
                                new ProfileSetting(setting.name(), ProfileSetting.Source.ENVIRONMENT, "VALUE", ""))
                        .toList());
    }
}
