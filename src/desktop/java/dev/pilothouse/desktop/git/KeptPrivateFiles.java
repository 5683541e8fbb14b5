package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Small ignored files with settings, such as {@code .env}, of worktrees that were removed. They often have passwords, so
 * they are not in the repository's objects but in the host's data folder, readable for the host's user alone.
 *
 * <p>Owns a folder, with a folder for each snapshot. Any thread.
 */
final class KeptPrivateFiles {
    static final long MAX_FILE = 256 * 1024;
    static final int MAX_FILES = 50;

    private static final String NAMES = "names";

    private final Path folder;

    KeptPrivateFiles(Path folder) {
        this.folder = folder;
    }

    /** Whether a file name is one of settings that only one machine has. */
    static boolean isSettings(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals(".env")
                || name.startsWith(".env.")
                || name.equals(".envrc")
                || name.endsWith(".local")
                || name.equals("local.properties");
    }

    /**
     * Copies files.
     *
     * @param ignored paths of ignored files, one character for each byte; those that are no settings or too large are
     *     left out
     */
    void keep(String id, Path top, List<String> ignored) throws IOException {
        Path place = folder.resolve(id);
        List<String> names = new ArrayList<>();
        for (String path : ignored) {
            Optional<Path> file = isSettings(path) ? GitPath.in(top, path) : Optional.empty();
            if (names.size() == MAX_FILES || file.isEmpty() || !isSmallFile(top, file.get())) {
                continue;
            }
            PrivateFolders.create(place);
            new PrivateFile(place.resolve(Integer.toString(names.size()))).write(Files.readAllBytes(file.get()));
            names.add(top.relativize(file.get()).toString());
        }
        if (!names.isEmpty()) {
            new PrivateFile(place.resolve(NAMES)).write(String.join("\n", names).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static boolean isSmallFile(Path top, Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.isReadable(file)
                && Files.size(file) <= MAX_FILE
                && file.toString().indexOf('\n') < 0
                && !GitPath.isBelowLink(top, file);
    }

    /** Copies the files back that are missing. */
    void restore(String id, Path top) throws IOException {
        Path place = folder.resolve(id);
        List<String> names;
        try {
            names = Files.readAllLines(place.resolve(NAMES));
        } catch (NoSuchFileException none) {
            return;
        }
        for (int i = 0; i < names.size(); i++) {
            Path file = top.resolve(names.get(i)).normalize();
            boolean missing = file.startsWith(top)
                    && !Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                    && !GitPath.isBelowLink(top, file);
            Optional<byte[]> content = new PrivateFile(place.resolve(Integer.toString(i))).read();
            if (missing && content.isPresent()) {
                Files.createDirectories(file.getParent());
                new PrivateFile(file).write(content.get());
            }
        }
    }

    void forget(String id) {
        ScratchFolder.delete(folder.resolve(id));
    }

    /** Deletes those of snapshots from before that time. */
    void expire(Instant limit) {
        try (Stream<Path> all = Files.list(folder)) {
            all.map(each -> String.valueOf(each.getFileName()))
                    .filter(id -> KeptTree.isId(id) && KeptTree.time(id).isBefore(limit))
                    .forEach(this::forget);
        } catch (IOException none) {
            return;
        }
    }
}
