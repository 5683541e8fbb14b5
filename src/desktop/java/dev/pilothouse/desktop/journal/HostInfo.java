package dev.pilothouse.desktop.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pilothouse.secure.PrivateFile;
import dev.pilothouse.secure.PublicKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Information about a running host for programs of the same user, stored in {@code host.json} of its data folder.
 *
 * @param port of the bridge on loopback
 * @param hostKey the host's static key
 * @param pid of the host
 */
public record HostInfo(int port, PublicKey hostKey, String hostId, String name, long pid) {
    private static final String FILE = "host.json";

    /** Reads the file. Empty if no host runs on the folder. */
    public static Optional<HostInfo> read(Path dataFolder) throws IOException {
        Optional<byte[]> bytes = new PrivateFile(dataFolder.resolve(FILE)).read();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            JsonObject json = JsonParser.parseString(new String(bytes.get(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            HostInfo info = new HostInfo(
                    json.get("port").getAsInt(),
                    PublicKey.parse(json.get("hostKey").getAsString()),
                    json.get("hostId").getAsString(),
                    json.get("name").getAsString(),
                    json.get("pid").getAsLong());
            // A killed host leaves the file behind.
            return ProcessHandle.of(info.pid()).filter(ProcessHandle::isAlive).map(alive -> info);
        } catch (JsonParseException | IllegalStateException | NullPointerException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    void write(Path dataFolder) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("version", 1);
        json.addProperty("port", port);
        json.addProperty("hostKey", hostKey.text());
        json.addProperty("hostId", hostId);
        json.addProperty("name", name);
        json.addProperty("pid", pid);
        new PrivateFile(dataFolder.resolve(FILE)).write(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Path file(Path dataFolder) {
        return dataFolder.resolve(FILE);
    }
}
