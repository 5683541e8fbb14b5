package dev.pilothouse.desktop.journal;

import com.google.gson.JsonObject;
import dev.pilothouse.model.DeviceId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what on this host, one line of JSON for each deed in {@code audit.jsonl}: never what was said.
 *
 * <p>Owns the file and the one before it, at most {@value #MAX_BYTES} bytes each. Any thread. Nothing to close.
 */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long MAX_BYTES = 4 * 1024 * 1024;

    /** What is worth a line. */
    public enum Deed {
        PAIRED,
        REFUSED,
        REVOKED,
        ANSWERED,
        PROMPTED
    }

    private final Path file;
    private final Clock clock;

    public AuditLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** @param about a session, a device or a code word; never content */
    public synchronized void add(Deed deed, DeviceId deviceId, String deviceName, String about) {
        JsonObject json = new JsonObject();
        json.addProperty("at", clock.instant().toString());
        json.addProperty("deed", deed.name().toLowerCase(Locale.ROOT));
        json.addProperty("deviceId", deviceId.value());
        json.addProperty("device", deviceName);
        json.addProperty("about", about);
        try {
            if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
                Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            boolean fresh = !Files.exists(file);
            Files.writeString(
                    file, json + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            if (fresh) {
                PrivateFolders.makePrivate(file);
            }
        } catch (IOException e) {
            LOG.warn("A line of the audit log could not be written: {}", e.toString());
        }
    }
}
