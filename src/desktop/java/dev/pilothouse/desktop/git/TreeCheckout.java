package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Copies of working trees, each a repository of its own with a detached HEAD. A copy shares the objects of the original,
 * and neither its branches, its configuration, its hooks nor its remotes. Nothing that happens in a copy changes the
 * original. Making one runs no program of the repository and takes no lock in it. Any thread; blocks for git.
 */
public final class TreeCheckout {
    private static final Duration TIME = Duration.ofMinutes(10);
    /** Larger files that are not committed are left out. */
    private static final long LARGEST = 64L * 1024 * 1024;
    /** Git reads neither the person's settings nor those of the system, so that the files get their exact bytes. */
    private static final Map<String, String> ALONE = Map.of(
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_ATTR_NOSYSTEM", "1",
            "GIT_NO_LAZY_FETCH", "1",
            "LC_ALL", "C");

    private static final List<Map.Entry<String, String>> SETTINGS = List.of(
            Map.entry("core.hooksPath", "/dev/null"),
            Map.entry("core.autocrlf", "false"),
            Map.entry("core.fsmonitor", "false"),
            Map.entry("gc.auto", "0"),
            Map.entry("maintenance.auto", "false"));

    private final GitRunner git;
    private final KeptStore kept;

    /**
     * A copy.
     *
     * @param commit its HEAD, which holds the files; the parent is the HEAD of the original
     * @param branch the full name of the original's branch; may be empty
     */
    public record Copy(String commit, String branch) {}

    public TreeCheckout(GitRunner git, KeptStore kept) {
        this.git = git;
        this.kept = kept;
    }

    /**
     * Makes a copy of the working tree that contains a directory, with its untracked files. If there is a copy at the
     * place, it becomes the present one: its own changes go.
     *
     * @param place private to the host
     */
    public Copy make(Path directory, Path place, BooleanSupplier cancelled) throws KeptException, IOException {
        RepositoryPaths original = RepositoryPaths.of(git, directory, cancelled);
        String commit = kept.commitOf(original, LARGEST, cancelled);
        begin(original, place, cancelled);
        require(run(place, cancelled, "checkout", "--quiet", "--force", "--detach", commit), "checkout");
        return new Copy(commit, original.branch());
    }

    private void begin(RepositoryPaths original, Path place, BooleanSupplier cancelled)
            throws KeptException, IOException {
        PrivateFolders.create(place);
        // All of it, also the configuration that an agent may have written. The folder stays: an agent works in it.
        try (Stream<Path> earlier = Files.list(place)) {
            for (Path each : earlier.toList()) {
                remove(each);
            }
        }
        List<String> init = new ArrayList<>(List.of("init", "--quiet", "--template="));
        if (original.sha256()) {
            init.add("--object-format=sha256");
        }
        require(run(place, cancelled, init.toArray(new String[0])), "init");
        Path folder = place.resolve(".git");
        for (Map.Entry<String, String> setting : SETTINGS) {
            require(run(place, cancelled, "config", "--local", setting.getKey(), setting.getValue()), "config");
        }
        Files.createDirectories(folder.resolve("info"));
        // The highest precedence, so that no file of the tree can ask for a conversion or a filter.
        Files.writeString(
                folder.resolve("info").resolve("attributes"),
                "* -text !eol !crlf -ident !filter !working-tree-encoding\n");
        Path shallow = original.common().resolve("shallow");
        if (Files.isRegularFile(shallow)) {
            Files.copy(shallow, folder.resolve("shallow"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.createDirectories(folder.resolve("objects").resolve("info"));
        Files.writeString(
                folder.resolve("objects").resolve("info").resolve("alternates"),
                original.common().resolve("objects") + "\n");
    }

    private GitResult run(Path place, BooleanSupplier cancelled, String... arguments) {
        GitRequest request = GitRequest.of(place, arguments).withTime(TIME).withCancelled(cancelled);
        for (Map.Entry<String, String> variable : ALONE.entrySet()) {
            request = request.withVariable(variable.getKey(), variable.getValue());
        }
        return git.write(request);
    }

    private static void require(GitResult result, String subcommand) throws KeptException {
        if (!result.succeeded()) {
            throw ScratchFolder.failure(result, subcommand);
        }
    }

    /**
     * Removes a copy with everything in it. Follows no link.
     *
     * @throws IOException if something of it is left
     */
    public static void remove(Path place) throws IOException {
        ScratchFolder.delete(place);
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(HostText.of(HostTextCode.COPY_LEFT, place).text());
        }
    }
}
