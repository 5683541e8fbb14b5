package dev.pilothouse.desktop.git;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recognizes lock files and the output of tools by their names. Pure. */
final class GeneratedFiles {
    private static final Set<String> NAMES = Set.of(
            "bun.lock",
            "bun.lockb",
            "cargo.lock",
            "composer.lock",
            "deno.lock",
            "flake.lock",
            "gemfile.lock",
            "go.sum",
            "gradle.lockfile",
            "mix.lock",
            "npm-shrinkwrap.json",
            "package-lock.json",
            "packages.lock.json",
            "pdm.lock",
            "pipfile.lock",
            "pnpm-lock.yaml",
            "podfile.lock",
            "poetry.lock",
            "pubspec.lock",
            "uv.lock",
            "yarn.lock");
    private static final List<String> ENDINGS = List.of(
            ".min.js", ".min.css", ".js.map", ".css.map", ".pb.go", "_pb2.py", ".g.dart", ".designer.cs", ".snap");

    private GeneratedFiles() {}

    static boolean isGenerated(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return NAMES.contains(name) || ENDINGS.stream().anyMatch(name::endsWith);
    }
}
