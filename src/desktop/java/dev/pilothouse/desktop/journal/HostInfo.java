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
import java.nio.file.Files;
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
    private static final String STOP = "host.stop";

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

    /**
     * Asks the host of a folder to end, where the system can only kill it (Windows). A headless host looks for this
     * request once a second.
     *
     * @return whether there is a host to wait for
     */
    public static boolean requestStop(Path dataFolder) throws IOException {
        Optional<HostInfo> running = read(dataFolder);
        if (running.isPresent()) {
            byte[] pid = Long.toString(running.get().pid()).getBytes(StandardCharsets.US_ASCII);
            new PrivateFile(dataFolder.resolve(STOP)).write(pid);
        }
        return running.isPresent();
    }

    /** Whether a host with that pid is asked to end. A request is taken once, and one for another process is dropped. */
    public static boolean takeStopRequest(Path dataFolder, long pid) {
        Path request = dataFolder.resolve(STOP);
        if (!Files.exists(request)) {
            return false;
        }
        try {
            String asked = Files.readString(request, StandardCharsets.US_ASCII);
            Files.delete(request);
            return asked.equals(Long.toString(pid));
        } catch (IOException unreadable) {
            return false;
        }
    }

    static Path file(Path dataFolder) {
        return dataFolder.resolve(FILE);
    }
}
