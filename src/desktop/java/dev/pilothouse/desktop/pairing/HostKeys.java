package dev.pilothouse.desktop.pairing;

import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two keys of a data folder, 32 bytes each, readable by their owner alone. {@code host.key} is the host's identity.
 * The command line of the same user connects as an admin with {@code local.key}.
 *
 * @param host pinned by every paired device; losing it unpairs all of them
 * @param local an admin on this host
 */
public record HostKeys(Identity host, Identity local) {
    private static final String HOST = "host.key";
    private static final String LOCAL = "local.key";

    /**
     * Reads the keys and creates the missing ones. Only the owner of the data folder's lock may call it.
     *
     * @throws IOException if a key cannot be read or stored, or is damaged; a damaged file is left unchanged
     */
    public static HostKeys open(Path dataFolder) throws IOException {
        return new HostKeys(loadOrCreate(dataFolder.resolve(HOST)), loadOrCreate(dataFolder.resolve(LOCAL)));
    }

    /** The path of the host's key. */
    public static Path hostKey(Path dataFolder) {
        return dataFolder.resolve(HOST);
    }

    /**
     * Whether the host's key is missing although a host has run on this folder. Paired devices may then have pinned the
     * lost key.
     */
    public static boolean isLost(Path dataFolder) {
        return !Files.exists(hostKey(dataFolder))
                && Stream.of(LOCAL, DeviceFile.NAME, "host.jsonl")
                        .anyMatch(name -> Files.exists(dataFolder.resolve(name)));
    }

    /**
     * Renames the keys and the list of devices. The next {@link #open} creates the identity of a new host. The old
     * files are preserved under other names.
     */
    public static void delete(Path dataFolder) throws IOException {
        for (String name : List.of(DeviceFile.NAME, LOCAL, HOST)) {
            PrivateFile file = new PrivateFile(dataFolder.resolve(name));
            if (Files.exists(file.path())) {
                file.moveAside("replaced");
            }
        }
    }

    /** Reads the local key for the command line. Empty if no host has run on this folder. */
    public static Optional<Identity> readLocal(Path dataFolder) throws IOException {
        return load(dataFolder.resolve(LOCAL));
    }

    private static Identity loadOrCreate(Path path) throws IOException {
        Optional<Identity> stored = load(path);
        if (stored.isPresent()) {
            return stored.get();
        }
        Identity created = Identity.generate();
        new PrivateFile(path).write(created.privateKey());
        return created;
    }

    private static Optional<Identity> load(Path path) throws IOException {
        Optional<byte[]> content = new PrivateFile(path).read();
        try {
            return content.map(Identity::of);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The key " + path + " is damaged. Restore it from a backup, or remove it: then every device must be"
                            + " paired again.",
                    e);
        }
    }
}
