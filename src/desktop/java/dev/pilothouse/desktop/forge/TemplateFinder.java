package dev.pilothouse.desktop.forge;

import dev.pilothouse.desktop.git.WorkingTree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the repository's template for the text of a pull request, at the places that the forges document. Stateless. */
final class TemplateFinder {
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_ENTRIES = 2_000;
    private static final List<String> GITHUB_FOLDERS = List.of(".github", "", "docs");
    private static final String GITHUB_NAME = "pull_request_template";
    private static final String GITLAB_FOLDER = ".gitlab/merge_request_templates";

    private TemplateFinder() {}

    /** The template; empty if there is none. */
    static String find(Path directory, ForgeLocator.Kind kind) {
        Optional<WorkingTree> tree = WorkingTree.containing(directory);
        if (tree.isEmpty()) {
            return "";
        }
        if (kind == ForgeLocator.Kind.GITLAB) {
            return in(tree.get(), GITLAB_FOLDER, "default").orElse("");
        }
        return GITHUB_FOLDERS.stream()
                .map(folder -> in(tree.get(), folder, GITHUB_NAME))
                .flatMap(Optional::stream)
                .findFirst()
                .orElse("");
    }

    /** GitHub ignores the case of the name. */
    private static Optional<String> in(WorkingTree tree, String folder, String name) {
        Path place = tree.root().resolve(folder);
        if (!Files.isDirectory(place)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.limit(MAX_ENTRIES)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> {
                        String lower = file.toLowerCase(Locale.ROOT);
                        return lower.equals(name + ".md") || lower.equals(name + ".txt") || lower.equals(name);
                    })
                    .sorted()
                    .flatMap(file -> tree.file(folder.isEmpty() ? file : folder + "/" + file).stream())
                    .findFirst()
                    .flatMap(TemplateFinder::read);
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Optional<String> read(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return Optional.of(new String(stream.readNBytes(MAX_BYTES), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }
}
