package dev.pilothouse.desktop.forge;

import dev.pilothouse.desktop.forge.ForgeLocator.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machines at which the user of the host is logged in with {@code gh} or {@code glab}. Reads the names from their
 * configuration, and keeps nothing else of it. Runs no program and asks no network. Reads the disk; any thread.
 *
 * @param environment the host's own
 */
record LoginHosts(Supplier<Map<String, String>> environment) {
    private static final long MAX_BYTES = 256 * 1024;
    private static final Pattern KEY = Pattern.compile("( *)[\"']?([A-Za-z0-9.-]+)[\"']?:.*");

    /** Whether the program of a kind of forge has a login for a host, by its name in lower case. */
    boolean has(Kind kind, String host) {
        Map<String, String> variables = environment.get();
        String chosen = variables.getOrDefault(kind == Kind.GITHUB ? "GH_HOST" : "GITLAB_HOST", "");
        return chosen.replaceFirst("^https?://", "")
                        .replaceFirst("/.*$", "")
                        .toLowerCase(Locale.ROOT)
                        .equals(host)
                || file(kind, variables)
                        .map(file -> names(kind, file))
                        .orElse(Set.of())
                        .contains(host);
    }

    /** The first file that is there, in the program's own order. */
    private static Optional<Path> file(Kind kind, Map<String, String> variables) {
        boolean gitHub = kind == Kind.GITHUB;
        String folder = gitHub ? "gh" : "glab-cli";
        String file = gitHub ? "hosts.yml" : "config.yml";
        Stream<Optional<Path>> places = Stream.of(
                place(variables, gitHub ? "GH_CONFIG_DIR" : "GLAB_CONFIG_DIR", file),
                place(variables, "XDG_CONFIG_HOME", folder, file),
                place(variables, "HOME", ".config", folder, file),
                place(variables, "HOME", "Library", "Application Support", folder, file),
                place(variables, "APPDATA", "GitHub CLI", file),
                place(variables, "LOCALAPPDATA", folder, file));
        return places.flatMap(Optional::stream).filter(Files::isRegularFile).findFirst();
    }

    private static Optional<Path> place(Map<String, String> variables, String variable, String... names) {
        String base = variables.getOrDefault(variable, "");
        try {
            return base.isEmpty()
                    ? Optional.empty()
                    : Optional.of(Path.of(base, names)).filter(Path::isAbsolute);
        } catch (InvalidPathException unusual) {
            return Optional.empty();
        }
    }

    /** The keys at the top for {@code gh}, and those below {@code hosts} for {@code glab}. */
    private static Set<String> names(Kind kind, Path file) {
        List<String> lines;
        try {
            if (Files.size(file) > MAX_BYTES) {
                return Set.of();
            }
            lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException unreadable) {
            return Set.of();
        }
        Set<String> names = new HashSet<>();
        boolean inside = kind == Kind.GITHUB;
        int wanted = inside ? 0 : -1;
        for (String line : lines) {
            Matcher key = KEY.matcher(line);
            if (!key.matches()) {
                continue;
            }
            int indent = key.group(1).length();
            if (kind == Kind.GITLAB && indent == 0) {
                inside = key.group(2).equals("hosts");
                wanted = -1;
            } else if (inside) {
                wanted = wanted < 0 ? indent : wanted;
                if (indent == wanted) {
                    names.add(key.group(2).toLowerCase(Locale.ROOT));
                }
            }
        }
        return names;
    }
}
