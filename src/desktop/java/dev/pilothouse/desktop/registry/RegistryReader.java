package dev.pilothouse.desktop.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.registry.RegistryEntry.Arguments;
import dev.pilothouse.desktop.registry.RegistryEntry.BinarySource;
import dev.pilothouse.desktop.registry.RegistryEntry.PackageSource;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the file of the ACP registry: {@code {version, agents[], extensions[]}}. Its form is described at
 * {@code github.com/agentclientprotocol/registry}. Unknown members are ignored. An entry or a distribution with a
 * wrong member is left out, and the others stay. Stateless; any thread.
 */
final class RegistryReader {
    static final int MAX_BYTES = 2 << 20;
    static final int MAX_AGENTS = 200;

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[0-9]+\\.[0-9]+[0-9A-Za-z.+-]{0,60}");
    private static final Pattern NPM =
            Pattern.compile("((?:@[a-z0-9~-][a-z0-9._~-]*/)?[a-z0-9~-][a-z0-9._~-]*)(?:@(.+))?");
    private static final Pattern PYTHON =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]*(?:\\[[A-Za-z0-9._,-]+\\])?)(?:(?:==|@)(.+))?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
    private static final Set<String> PLATFORMS = Set.of(
            "darwin-aarch64", "darwin-x86_64", "linux-aarch64", "linux-x86_64", "windows-aarch64", "windows-x86_64");
    private static final int MAX_NAME = 100;
    private static final int MAX_TEXT = 500;
    private static final int MAX_AUTHORS = 10;
    private static final int MAX_ARGUMENTS = 32;
    private static final int MAX_PACKAGE = 200;

    private RegistryReader() {}

    /** The text is no registry. */
    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String reason) {
            super(reason);
        }
    }

    /** @throws UnusableException if the members {@code version} and {@code agents} are missing, or no entry is right */
    static List<RegistryEntry> read(JsonElement root) throws UnusableException {
        JsonFields fields = JsonFields.of(root);
        if (fields.text("version").filter(version -> version.startsWith("1.")).isEmpty()) {
            throw new UnusableException("its version is not 1");
        }
        if (fields.element("agents").filter(JsonElement::isJsonArray).isEmpty()) {
            throw new UnusableException("it has no list of agents");
        }
        List<RegistryEntry> entries = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (JsonFields agent : fields.objects("agents")) {
            if (entries.size() < MAX_AGENTS) {
                entry(agent).filter(entry -> ids.add(entry.id())).ifPresent(entries::add);
            }
        }
        if (entries.isEmpty()) {
            throw new UnusableException("it has no usable agent");
        }
        return entries;
    }

    private static Optional<RegistryEntry> entry(JsonFields agent) {
        String id = agent.text("id").orElse("");
        String version = agent.text("version").orElse("");
        String name = line(agent, "name", MAX_NAME);
        Optional<JsonFields> distribution = agent.object("distribution");
        if (!ID.matcher(id).matches()
                || !VERSION.matcher(version).matches()
                || name.isEmpty()
                || distribution.isEmpty()) {
            return Optional.empty();
        }
        Map<String, BinarySource> binaries = new HashMap<>();
        distribution
                .get()
                .object("binary")
                .ifPresent(all -> PLATFORMS.forEach(platform -> all.object(platform)
                        .flatMap(RegistryReader::binary)
                        .ifPresent(source -> binaries.put(platform, source))));
        Optional<PackageSource> npm = distribution.get().object("npx").flatMap(npx -> source(npx, NPM, version));
        Optional<PackageSource> python = distribution.get().object("uvx").flatMap(uvx -> source(uvx, PYTHON, version));
        if (binaries.isEmpty() && npm.isEmpty() && python.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RegistryEntry(
                id,
                name,
                version,
                line(agent, "description", MAX_TEXT),
                agent.texts("authors").stream()
                        .limit(MAX_AUTHORS)
                        .map(author -> TextCutter.line(PlainText.line(author), MAX_NAME))
                        .filter(author -> !author.isBlank())
                        .toList(),
                line(agent, "license", MAX_NAME),
                Stream.of("website", "repository")
                        .map(member -> agent.text(member).orElse(""))
                        .filter(RegistryReader::isPage)
                        .findFirst()
                        .orElse(""),
                npm,
                python,
                binaries));
    }

    private static String line(JsonFields fields, String member, int length) {
        return TextCutter.line(PlainText.line(fields.text(member).orElse("")).strip(), length);
    }

    private static boolean isPage(String text) {
        return text.length() <= MAX_TEXT
                && text.startsWith("https://")
                && uri(text).isPresent();
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(new URI(text)).filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A version that is not exact would be another one tomorrow, so the agent's own version takes its place. */
    private static Optional<PackageSource> source(JsonFields fields, Pattern form, String agentVersion) {
        String text = fields.text("package").orElse("");
        Matcher parts = form.matcher(text);
        if (text.length() > MAX_PACKAGE || !parts.matches()) {
            return Optional.empty();
        }
        String version = parts.group(2) == null ? agentVersion : parts.group(2);
        return VERSION.matcher(version).matches()
                ? arguments(fields).map(arguments -> new PackageSource(parts.group(1), version, arguments))
                : Optional.empty();
    }

    private static Optional<BinarySource> binary(JsonFields fields) {
        String archive = fields.text("archive").orElse("");
        String program = fields.text("cmd").orElse("").replace('\\', '/');
        while (program.startsWith("./")) {
            program = program.substring(2);
        }
        String digest = fields.text("sha256").orElse("");
        boolean right = archive.length() <= 4 * MAX_TEXT
                && uri(archive).filter(OkHttpArchiveClient::isAllowed).isPresent()
                && isInside(program)
                // A digest that is wrong is not the same as none.
                && (digest.isEmpty() || SHA256.matcher(digest).matches());
        if (!right) {
            return Optional.empty();
        }
        String path = program;
        return arguments(fields)
                .map(arguments -> new BinarySource(archive, path, digest.toLowerCase(Locale.ROOT), arguments));
    }

    /** Whether a path with {@code /} is relative and stays in its folder. */
    static boolean isInside(String path) {
        return !path.isEmpty()
                && path.length() <= MAX_TEXT
                && !path.startsWith("/")
                && path.chars().noneMatch(c -> c < ' ' || c == ':' || c == '\\' || c == 0x7f)
                && Stream.of(path.split("/", -1))
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static Optional<Arguments> arguments(JsonFields fields) {
        List<String> values = fields.texts("args");
        Map<String, String> environment = new LinkedHashMap<>();
        JsonObject env = fields.object("env").map(JsonFields::json).orElseGet(JsonObject::new);
        for (Map.Entry<String, JsonElement> variable : env.entrySet()) {
            if (!variable.getValue().isJsonPrimitive()) {
                return Optional.empty();
            }
            environment.put(variable.getKey(), variable.getValue().getAsString());
        }
        boolean right = values.size() <= MAX_ARGUMENTS
                && environment.size() <= MAX_ARGUMENTS
                && values.stream().allMatch(RegistryReader::isPlain)
                && environment.keySet().stream()
                        .allMatch(name -> VARIABLE.matcher(name).matches())
                && environment.values().stream().allMatch(RegistryReader::isPlain);
        return right ? Optional.of(new Arguments(values, environment)) : Optional.empty();
    }

    private static boolean isPlain(String value) {
        return value.length() <= MAX_TEXT && PlainText.isPlainName(value);
    }
}
