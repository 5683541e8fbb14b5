package dev.pilothouse.desktop.registry;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's copy of the registry: the newest one that was fetched, or the one that comes with the program if that is
 * newer. Both files have the form {@code {at, registry}}, where {@code registry} is the file of the ACP registry.
 *
 * <p>Thread-safe. Writes the disk in {@link #store}. Needs no closing.
 */
final class RegistryStore {
    private static final String SHIPPED = "registry.json";
    private static final Logger LOG = LoggerFactory.getLogger(RegistryStore.class);

    private final PrivateFile file;
    private volatile Copy copy;

    /**
     * A copy of the registry.
     *
     * @param at when it was made
     * @param shipped whether it came with the program
     */
    record Copy(Instant at, boolean shipped, List<RegistryEntry> entries) {
        Copy {
            entries = List.copyOf(entries);
        }

        Optional<RegistryEntry> find(String id) {
            return entries.stream().filter(entry -> entry.id().equals(id)).findFirst();
        }
    }

    private RegistryStore(PrivateFile file, Copy copy) {
        this.file = file;
        this.copy = copy;
    }

    /** @param file need not exist. One that is damaged counts as missing */
    static RegistryStore open(Path file) {
        PrivateFile stored = new PrivateFile(file);
        Copy shipped = shipped();
        Copy newest = shipped;
        try {
            Optional<byte[]> content = stored.read();
            if (content.isPresent()) {
                Copy fetched = parse(new String(content.get(), StandardCharsets.UTF_8), false);
                newest = fetched.at().isAfter(shipped.at()) ? fetched : shipped;
            }
        } catch (IOException | CodecException | RegistryReader.UnusableException e) {
            LOG.warn("The copy of the registry {} is not readable: {}", file, e.toString());
        }
        return new RegistryStore(stored, newest);
    }

    /** The copy that comes with the program. */
    static Copy shipped() {
        try (InputStream in = RegistryStore.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException("The program lacks its copy of the registry");
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), true);
        } catch (IOException | CodecException | RegistryReader.UnusableException e) {
            throw new IllegalStateException("The program's copy of the registry is wrong", e);
        }
    }

    private static Copy parse(String text, boolean shipped) throws CodecException, RegistryReader.UnusableException {
        JsonFields root = JsonFields.of(StrictJson.parse(text));
        JsonElement registry = root.element("registry").orElseGet(JsonObject::new);
        return new Copy(Instant.ofEpochMilli(root.number("at").orElse(0)), shipped, RegistryReader.read(registry));
    }

    Copy copy() {
        return copy;
    }

    /**
     * Replaces the copy. A text that is no registry changes nothing.
     *
     * @return the new copy
     */
    synchronized Copy store(String text, Instant at)
            throws IOException, CodecException, RegistryReader.UnusableException {
        JsonObject root = new JsonObject();
        root.addProperty("at", at.toEpochMilli());
        root.add("registry", StrictJson.parse(text));
        String stored = StrictJson.write(root);
        Copy next = parse(stored, false);
        file.write(stored.getBytes(StandardCharsets.UTF_8));
        copy = next;
        return next;
    }
}
