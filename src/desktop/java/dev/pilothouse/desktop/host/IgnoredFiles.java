package dev.pilothouse.desktop.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which files and folders of a project nobody wants to find by name: heavy folders of tools, and what the plain lines of
 * the project's own .gitignore name. Patterns beyond a name, a path or {@code *.ending} are passed over, which only shows
 * more. Immutable.
 */
final class IgnoredFiles {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_LINES = 500;
    private static final Set<String> HEAVY = Set.of(
            ".git",
            ".hg",
            ".svn",
            ".jj",
            "node_modules",
            "bower_components",
            "target",
            "build",
            "dist",
            ".gradle",
            ".idea",
            ".vs",
            ".venv",
            "venv",
            "__pycache__",
            ".tox",
            ".mypy_cache",
            ".pytest_cache",
            ".cache",
            ".next",
            ".nuxt",
            ".terraform",
            ".dart_tool",
            "Pods",
            "DerivedData");

    private final Set<String> names = new HashSet<>();
    private final Set<String> paths = new HashSet<>();
    private final List<String> endings = new ArrayList<>();

    private IgnoredFiles() {}

    /** Reads the beginning of the directory's .gitignore, if it has one. */
    static IgnoredFiles of(Path directory) {
        IgnoredFiles ignored = new IgnoredFiles();
        Path file = directory.resolve(".gitignore");
        if (Files.isRegularFile(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8)
                        .lines()
                        .limit(MAX_LINES)
                        .forEach(ignored::add);
            } catch (IOException e) {
                // A list that cannot be read ignores nothing.
                return ignored;
            }
        }
        return ignored;
    }

    private void add(String line) {
        String pattern = line.strip();
        if (pattern.isEmpty() || pattern.startsWith("#") || pattern.startsWith("!")) {
            return;
        }
        boolean anchored = pattern.startsWith("/");
        if (anchored) {
            pattern = pattern.substring(1);
        }
        if (pattern.endsWith("/")) {
            pattern = pattern.substring(0, pattern.length() - 1);
        }
        if (pattern.startsWith("*.") && isPlain(pattern.substring(1)) && pattern.indexOf('/') < 0) {
            endings.add(pattern.substring(1));
        } else if (isPlain(pattern)) {
            (anchored || pattern.indexOf('/') >= 0 ? paths : names).add(pattern);
        }
    }

    private static boolean isPlain(String pattern) {
        return !pattern.isEmpty()
                && pattern.chars()
                        .noneMatch(letter -> letter == '*' || letter == '?' || letter == '[' || letter == '\\');
    }

    /** @param path relative to the project's directory, with {@code /} between names */
    boolean contains(String path, String name, boolean directory) {
        return directory && HEAVY.contains(name)
                || names.contains(name)
                || paths.contains(path)
                || !directory && endings.stream().anyMatch(name::endsWith);
    }
}
