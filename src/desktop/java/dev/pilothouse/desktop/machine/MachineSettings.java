package dev.pilothouse.desktop.machine;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
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
    /** What the file holds beside the setting, such as what a newer version knows. */
    private final JsonObject other;

    private KeepAwake.When keepAwake;

    private MachineSettings(PrivateFile file, JsonObject read) {
        this.file = file;
        this.other = read;
        this.keepAwake = keepAwake(read).orElse(KEEP_AWAKE);
    }

    /** @param dataFolder exists */
    public static MachineSettings open(Path dataFolder) {
        PrivateFile file = new PrivateFile(dataFolder.resolve("machine.json"));
        return new MachineSettings(file, read(file));
    }

    private static JsonObject read(PrivateFile file) {
        try {
            Optional<byte[]> bytes = file.read();
            return bytes.isEmpty()
                    ? new JsonObject()
                    : StrictJson.parseObject(new String(bytes.get(), StandardCharsets.UTF_8));
        } catch (IOException | CodecException damaged) {
            LOG.warn("{} cannot be read, so what it says does not hold: {}", file.path(), damaged.toString());
            return new JsonObject();
        }
    }

    private static Optional<KeepAwake.When> keepAwake(JsonObject json) {
        return json.get(NAME) instanceof JsonPrimitive word ? KeepAwake.When.of(word.getAsString()) : Optional.empty();
    }

    public synchronized KeepAwake.When keepAwake() {
        return keepAwake;
    }

    /** @throws IOException if it cannot be kept; it holds until the host ends all the same */
    public synchronized void setKeepAwake(KeepAwake.When when) throws IOException {
        keepAwake = when;
        JsonObject json = other.deepCopy();
        if (!json.has("version")) {
            json.addProperty("version", 1);
        }
        json.addProperty(NAME, when.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        file.write(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }
}
