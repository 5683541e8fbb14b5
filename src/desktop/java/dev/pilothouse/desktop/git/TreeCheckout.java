package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Copies of working trees for agents that only read, each a repository of its own with a detached HEAD. A copy shares the
 * objects of the original, and neither its branches, its configuration, its hooks nor its remotes. Nothing that happens
 * in a copy changes the original. Making one runs no program of the repository and takes no lock in it.
 *
 * <p>Owns a folder of the host's data. Any thread; blocks for git and the disk. Calls for one id must not overlap.
 */
public final class TreeCheckout {
    private static final Duration TIME = Duration.ofMinutes(10);
    /** Larger files that are not committed are left out. */
    private static final long LARGEST = 64L * 1024 * 1024;

    private static final int MAX_PATH = 4_096;
    /** In the folder of an id: the path of the original. */
    private static final String ORIGINAL = "original";

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
    private final Path root;

    /**
     * A copy.
     *
     * @param commit its HEAD, which holds the files; the parent is the HEAD of the original
     */
    public record Copy(Path place, String commit) {}

    /** @param root private to the host; created when it is needed */
    public TreeCheckout(GitRunner git, KeptStore kept, Path root) {
        this.git = git;
        this.kept = kept;
        this.root = root.toAbsolutePath().normalize();
    }

    private Path folder(String id) {
        if (!id.matches("[a-z0-9]{1,64}")) {
            throw new IllegalArgumentException("not an id of a copy: " + id);
        }
        return root.resolve(id);
    }

    /** Whether a directory is in a copy. */
    public boolean contains(Path directory) {
        return directory.toAbsolutePath().normalize().startsWith(root);
    }

    /** The top of the working tree from which the copy was made that contains a directory. */
    public Optional<Path> originalOf(Path directory) {
        Path inside = directory.toAbsolutePath().normalize();
        if (!contains(directory) || inside.getNameCount() <= root.getNameCount()) {
            return Optional.empty();
        }
        try (InputStream file = Files.newInputStream(
                root.resolve(inside.getName(root.getNameCount())).resolve(ORIGINAL))) {
            return Optional.of(Path.of(new String(file.readNBytes(MAX_PATH), StandardCharsets.UTF_8)));
        } catch (IOException | InvalidPathException unknown) {
            return Optional.empty();
        }
    }

    /** The ids of all copies. */
    public List<String> ids() {
        try (Stream<Path> folders = Files.list(root)) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException none) {
            return List.of();
        }
    }

    /**
     * Makes a copy of the working tree that contains a directory, with its untracked files. If there is a copy with the
     * id, it becomes the present one, at the same place: its own changes go.
     *
     * @param id lower-case letters and digits
     */
    public Copy make(Path directory, String id, BooleanSupplier cancelled) throws KeptException, IOException {
        RepositoryPaths original = RepositoryPaths.of(git, directory, cancelled);
        create(folder(id));
        Path note = folder(id).resolve(ORIGINAL);
        if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
            delete(note);
        }
        Files.writeString(note, original.top().toString());
        Path name = original.top().getFileName();
        Path place = folder(id).resolve(name == null || name.toString().equals(ORIGINAL) ? "copy" : name.toString());
        String commit = kept.commitOf(original, LARGEST, cancelled);
        begin(original, place, cancelled);
        require(run(place, cancelled, "checkout", "--quiet", "--force", "--detach", commit), "checkout");
        return new Copy(place, commit);
    }

    private void begin(RepositoryPaths original, Path place, BooleanSupplier cancelled)
            throws KeptException, IOException {
        create(place);
        // All of it, also the configuration that an agent may have written. The folder stays: an agent works in it.
        try (Stream<Path> earlier = Files.list(place)) {
            for (Path each : earlier.toList()) {
                delete(each);
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
     * Removes a copy with everything in it. Follows no link. Nothing happens if there is none.
     *
     * @throws IOException if something of it is left
     */
    public void remove(String id) throws IOException {
        delete(folder(id));
    }

    /** Creates a folder. An agent may have put a link in its place, which is removed and not followed. */
    private static void create(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            delete(path);
        }
        PrivateFolders.create(path);
    }

    private static void delete(Path path) throws IOException {
        ScratchFolder.delete(path);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(HostText.of(HostTextCode.COPY_LEFT, path).text());
        }
    }
}
