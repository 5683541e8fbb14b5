package dev.pilothouse.desktop.power;

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
 * The host's settings for its machine, in {@code machine.json} of the data folder. An unreadable file counts as empty.
 *
 * <p>Owns the file. Any thread; calls are synchronized; needs no closing.
 */
public final class MachineSettings {
    /** The default: a turn is not interrupted by sleep, and no battery is emptied for it. */
    public static final SleepInhibitor.When KEEP_AWAKE = SleepInhibitor.When.PLUGGED_IN;

    private static final Logger LOG = LoggerFactory.getLogger(MachineSettings.class);
    private static final String NAME = "keepAwake";
    private static final String KEEP_FILES = "keepFiles";

    private final PrivateFile file;
    /** Other members of the file, such as those of a newer version. */
    private final JsonObject other;

    private SleepInhibitor.When keepAwake;
    private boolean keepsFiles;

    private MachineSettings(PrivateFile file, JsonObject read) {
        this.file = file;
        this.other = read;
        this.keepAwake = keepAwake(read).orElse(KEEP_AWAKE);
        this.keepsFiles = !(read.get(KEEP_FILES) instanceof JsonPrimitive flag
                && flag.getAsString().equals("false"));
    }

    /** @param dataFolder must exist */
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
            LOG.warn("{} cannot be read and is ignored: {}", file.path(), damaged.toString());
            return new JsonObject();
        }
    }

    private static Optional<SleepInhibitor.When> keepAwake(JsonObject json) {
        return json.get(NAME) instanceof JsonPrimitive word
                ? SleepInhibitor.When.of(word.getAsString())
                : Optional.empty();
    }

    public synchronized SleepInhibitor.When keepAwake() {
        return keepAwake;
    }

    /** Whether the host keeps the files of a repository before each turn, so that the turn can be undone. */
    public synchronized boolean keepsFiles() {
        return keepsFiles;
    }

    /** @throws IOException if it cannot be saved */
    public synchronized void setKeepsFiles(boolean wanted) throws IOException {
        keepsFiles = wanted;
        save();
    }

    /** @throws IOException if it cannot be saved; the setting then applies until the host ends */
    public synchronized void setKeepAwake(SleepInhibitor.When when) throws IOException {
        keepAwake = when;
        save();
    }

    private void save() throws IOException {
        JsonObject json = other.deepCopy();
        if (!json.has("version")) {
            json.addProperty("version", 1);
        }
        json.addProperty(NAME, keepAwake.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        json.addProperty(KEEP_FILES, keepsFiles);
        file.write(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
    }
}
