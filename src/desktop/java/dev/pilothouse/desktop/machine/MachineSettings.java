package dev.pilothouse.desktop.machine;

import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a host treats its machine, in {@code machine.json} of the data folder. What cannot be read counts as not said.
 *
 * <p>Owns the file. Any thread; calls take turns; has no end.
 */
public final class MachineSettings {
    /** Where nobody has said anything: an agent's turn ends as it should, and no battery is emptied for it. */
    public static final KeepAwake.When KEEP_AWAKE = KeepAwake.When.PLUGGED_IN;

    private static final Logger LOG = LoggerFactory.getLogger(MachineSettings.class);
    private static final String NAME = "keepAwake";

    private final PrivateFile file;
    private KeepAwake.When keepAwake;

    private MachineSettings(PrivateFile file, KeepAwake.When keepAwake) {
        this.file = file;
        this.keepAwake = keepAwake;
    }

    /** @param dataFolder exists */
    public static MachineSettings open(Path dataFolder) {
        PrivateFile file = new PrivateFile(dataFolder.resolve("machine.json"));
        return new MachineSettings(file, read(file).orElse(KEEP_AWAKE));
    }

    private static Optional<KeepAwake.When> read(PrivateFile file) {
        try {
            Optional<byte[]> bytes = file.read();
            if (bytes.isEmpty()) {
                return Optional.empty();
            }
            JsonObject json = StrictJson.parseObject(new String(bytes.get(), StandardCharsets.UTF_8));
            return json.has(NAME) ? KeepAwake.When.of(json.get(NAME).getAsString()) : Optional.empty();
        } catch (IOException | CodecException | IllegalStateException | UnsupportedOperationException damaged) {
            LOG.warn("{} cannot be read, so what it says does not hold: {}", file.path(), damaged.toString());
            return Optional.empty();
        }
    }

    public synchronized KeepAwake.When keepAwake() {
        return keepAwake;
    }

    /** @throws IOException if it cannot be kept; it holds until the host ends all the same */
    public synchronized void setKeepAwake(KeepAwake.When when) throws IOException {
        keepAwake = when;
        JsonObject json = new JsonObject();
        json.addProperty(NAME, when.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        file.write(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }
}
