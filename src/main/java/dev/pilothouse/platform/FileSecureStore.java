package dev.pilothouse.platform;

import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Stores each secret in a file that only its owner may read. On a phone the folder is private to the app. Owns the
 * folder's content and holds nothing open between calls. Any thread. Need not be closed.
 */
public final class FileSecureStore implements SecureStore {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-][a-z0-9.-]{0,63}");

    private final Path folder;

    /** @param folder need not exist; the first write creates it with access for its owner only */
    public FileSecureStore(Path folder) {
        this.folder = folder.toAbsolutePath();
    }

    @Override
    public Optional<byte[]> read(String name) {
        try {
            return file(name).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void write(String name, byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException(content.length + " bytes are more than " + MAX_BYTES);
        }
        try {
            file(name).write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void remove(String name) {
        try {
            Files.deleteIfExists(file(name).path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private PrivateFile file(String name) {
        // The name becomes a file name, so it must not lead out of the folder.
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a name for a secret: " + name);
        }
        return new PrivateFile(folder.resolve(name));
    }
}
