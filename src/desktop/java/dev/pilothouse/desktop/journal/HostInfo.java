package dev.pilothouse.desktop.journal;

import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
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

    private static final RecordCodec<HostInfo> CODEC = io -> {
        io.put("version", Json.INT, info -> 1, 1);
        return new HostInfo(
                io.put("port", Json.INT, HostInfo::port),
                io.put("hostKey", Json.text(PublicKey::parse, PublicKey::text), HostInfo::hostKey),
                io.put("hostId", Json.TEXT, HostInfo::hostId),
                io.put("name", Json.TEXT, HostInfo::name),
                io.put("pid", Json.NUMBER, HostInfo::pid));
    };

    /** Reads the file. Empty if no host runs on the folder. */
    public static Optional<HostInfo> read(Path dataFolder) throws IOException {
        Optional<byte[]> bytes = new PrivateFile(dataFolder.resolve(FILE)).read();
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        try {
            HostInfo info = CODEC.decode(
                    new FieldReader(StrictJson.parseObject(new String(bytes.get(), StandardCharsets.UTF_8))));
            // A killed host leaves the file behind.
            return ProcessHandle.of(info.pid()).filter(ProcessHandle::isAlive).map(alive -> info);
        } catch (CodecException e) {
            return Optional.empty();
        }
    }

    void write(Path dataFolder) throws IOException {
        byte[] content = StrictJson.write(CODEC.encode(this)).getBytes(StandardCharsets.UTF_8);
        new PrivateFile(dataFolder.resolve(FILE)).write(content);
    }

    static Path file(Path dataFolder) {
        return dataFolder.resolve(FILE);
    }
}
