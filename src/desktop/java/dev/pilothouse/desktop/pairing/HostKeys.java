package dev.pilothouse.desktop.pairing;

import dev.pilothouse.secure.DeviceIdentity;
import dev.pilothouse.secure.HostIdentity;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The two keys of a data folder, 32 bytes each, readable by their owner alone: {@code host.key}, which the host is, and
 * {@code local.key}, with which the command line of the same user connects as an admin.
 *
 * @param host pinned by every paired device: losing it unpairs all of them
 * @param local an admin on this host
 */
public record HostKeys(HostIdentity host, DeviceIdentity local) {
    private static final String HOST = "host.key";
    private static final String LOCAL = "local.key";

    /**
     * Reads the keys; makes those that are missing. Only the owner of the data folder's lock may call it.
     *
     * @throws IOException if a key cannot be read or stored, or is damaged: it is left as it is
     */
    public static HostKeys open(Path dataFolder) throws IOException {
        return new HostKeys(
                loadOrCreate(
                        dataFolder.resolve(HOST), HostIdentity::of, HostIdentity::generate, HostIdentity::privateKey),
                loadOrCreate(
                        dataFolder.resolve(LOCAL),
                        DeviceIdentity::of,
                        DeviceIdentity::generate,
                        DeviceIdentity::privateKey));
    }

    /** Where the host's key lies. */
    public static Path hostKey(Path dataFolder) {
        return dataFolder.resolve(HOST);
    }

    /** Whether the host's key is missing though a host has run on this folder, so that devices may know it. */
    public static boolean isLost(Path dataFolder) {
        return !Files.exists(hostKey(dataFolder))
                && Stream.of(LOCAL, DeviceFile.NAME, "host.jsonl")
                        .anyMatch(name -> Files.exists(dataFolder.resolve(name)));
    }

    /**
     * Puts the keys and the list of devices out of the way, so that the next {@link #open} makes another host of the
     * folder. The old files are kept under other names.
     */
    public static void forget(Path dataFolder) throws IOException {
        for (String name : List.of(DeviceFile.NAME, LOCAL, HOST)) {
            PrivateFile file = new PrivateFile(dataFolder.resolve(name));
            if (Files.exists(file.path())) {
                file.keepAside("replaced");
            }
        }
    }

    /** The local key as the command line reads it; nothing if no host has run on this folder. */
    public static Optional<DeviceIdentity> readLocal(Path dataFolder) throws IOException {
        return load(dataFolder.resolve(LOCAL), DeviceIdentity::of);
    }

    private static <T> T loadOrCreate(
            Path path, Function<byte[], T> decoder, Supplier<T> generator, Function<T, byte[]> encoder)
            throws IOException {
        Optional<T> stored = load(path, decoder);
        if (stored.isPresent()) {
            return stored.get();
        }
        T created = generator.get();
        new PrivateFile(path).write(encoder.apply(created));
        return created;
    }

    private static <T> Optional<T> load(Path path, Function<byte[], T> decoder) throws IOException {
        Optional<byte[]> content = new PrivateFile(path).read();
        try {
            return content.map(decoder);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "The key " + path + " is damaged. Restore it from a backup, or remove it: then every device must be"
                            + " paired again.",
                    e);
        }
    }
}
