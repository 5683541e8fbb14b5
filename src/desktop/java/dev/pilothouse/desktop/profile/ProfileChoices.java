package dev.pilothouse.desktop.profile;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The profile that was chosen last in each directory. Owns a small file, whose loss does no harm. Any thread; calls are
 * synchronized.
 */
final class ProfileChoices {
    private static final Logger LOG = LoggerFactory.getLogger(ProfileChoices.class);
    private static final int MAX = 500;

    private final PrivateFile file;
    /** In the order of their last choice. */
    private final Map<String, String> byDirectory = new LinkedHashMap<>();

    ProfileChoices(Path dataFolder) {
        file = new PrivateFile(dataFolder.resolve("profile-choices.json"));
        try {
            byte[] bytes = file.read().orElse(null);
            if (bytes != null) {
                JsonObject json = StrictJson.parseObject(new String(bytes, StandardCharsets.UTF_8));
                for (Map.Entry<String, JsonElement> entry :
                        json.getAsJsonObject("directories").entrySet()) {
                    byDirectory.put(entry.getKey(), entry.getValue().getAsString());
                }
            }
        } catch (IOException | CodecException | RuntimeException damaged) {
            LOG.info("{} could not be read and starts empty: {}", file.path(), damaged.toString());
        }
    }

    synchronized String of(String directory) {
        return byDirectory.getOrDefault(directory, "");
    }

    /** @param name empty for none */
    synchronized void remember(String directory, String name) {
        String before = byDirectory.remove(directory);
        if (!name.isEmpty()) {
            byDirectory.put(directory, name);
        }
        if (byDirectory.size() > MAX) {
            byDirectory.remove(byDirectory.keySet().iterator().next());
        }
        if (name.equals(before == null ? "" : before)) {
            return;
        }
        JsonObject directories = new JsonObject();
        byDirectory.forEach(directories::addProperty);
        JsonObject json = new JsonObject();
        json.addProperty("version", 1);
        json.add("directories", directories);
        try {
            file.write(StrictJson.write(json).getBytes(StandardCharsets.UTF_8));
        } catch (IOException full) {
            LOG.warn("{} could not be written: {}", file.path(), full.getMessage());
        }
    }
}
