package dev.pilothouse.desktop.git;

import dev.pilothouse.desktop.journal.PrivateFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Merges the lines of three versions of a file with {@code git merge-file}. Stateless; any thread.
 *
 * @param folder private to the host; each merge has a folder in it, which it deletes
 */
public record LineMerge(GitRunner git, Path folder) {
    /**
     * Applies the change from {@code base} to {@code theirs} to {@code ours}.
     *
     * @return empty if {@code ours} has another change at the same lines, or if a version is no text
     */
    public Optional<byte[]> merge(byte[] ours, byte[] base, byte[] theirs) throws IOException {
        PrivateFolders.create(folder);
        Path place = Files.createTempDirectory(folder, "merge-");
        try {
            Files.write(place.resolve("ours"), ours);
            Files.write(place.resolve("base"), base);
            Files.write(place.resolve("theirs"), theirs);
            GitResult merged = git.read(place, "merge-file", "-p", "--quiet", "ours", "base", "theirs");
            return merged.succeeded() ? Optional.of(merged.output()) : Optional.empty();
        } finally {
            ScratchFolder.delete(place);
        }
    }
}
