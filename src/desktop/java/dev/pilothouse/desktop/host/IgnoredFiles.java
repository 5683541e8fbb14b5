package dev.pilothouse.desktop.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files and folders that a search excludes when git cannot be used: large folders of tools, and those in the
 * .gitignore of the directory itself. The last matching line counts, so {@code !keep.log} re-includes what
 * {@code *.log} ignored. Ignore files of subfolders and of the user are not read; their files are only shown in
 * addition. Immutable.
 */
final class IgnoredFiles {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_LINES = 500;
    private static final Set<String> HEAVY = Set.of(
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

    private static final Set<String> OF_VERSION_CONTROL = Set.of(".git", ".hg", ".svn", ".jj");

    /** The last line first. */
    private final List<IgnoreRule> rules = new ArrayList<>();

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
                        .forEach(line -> IgnoreRule.of(line).ifPresent(rule -> ignored.rules.add(0, rule)));
            } catch (IOException e) {
                // An unreadable .gitignore ignores nothing.
                return ignored;
            }
        }
        return ignored;
    }

    /** Whether a file or folder of that name holds the data of version control. Some systems ignore case. */
    static boolean isOfVersionControl(String name) {
        return OF_VERSION_CONTROL.contains(name.toLowerCase(Locale.ROOT));
    }

    /** @param path relative to the project's directory, with {@code /} between names */
    boolean contains(String path, String name, boolean directory) {
        if (directory && OF_VERSION_CONTROL.contains(name)) {
            return true;
        }
        for (IgnoreRule rule : rules) {
            if (rule.matches(path, name, directory)) {
                return !rule.wanted();
            }
        }
        return directory && HEAVY.contains(name);
    }
}
