package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.desktop.journal.JournalLines.DamagedException;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.UpdateCodec;
import java.util.ArrayList;
import java.util.List;

/**
 * What the lines of a session's journal hold: updates, and where a host has opened it. An update of an old journal is
 * read within its {@link UpdateLimits}. Stateless, any thread.
 */
final class SessionRecords {
    private static final String OPENED = "opened";

    private SessionRecords() {}

    /** The line by which a generation begins. */
    static JsonArray opened(Generation generation) {
        JsonObject opened = new JsonObject();
        opened.add("gen", new JsonPrimitive(Long.toHexString(generation.gen())));
        opened.add("after", new JsonPrimitive(generation.after()));
        JsonObject record = new JsonObject();
        record.add(OPENED, opened);
        JsonArray line = new JsonArray(1);
        line.add(record);
        return line;
    }

    static JsonArray line(List<JournaledUpdate> updates) {
        JsonArray line = new JsonArray(updates.size());
        updates.forEach(update -> line.add(UpdateCodec.encode(update)));
        return line;
    }

    /** The updates of a line, without its openings. */
    static List<JournaledUpdate> updates(List<JsonElement> records) throws DamagedException {
        return read(records, new ArrayList<>(0));
    }

    /** All of a line. @param generations to which its openings are added */
    static List<JournaledUpdate> read(List<JsonElement> records, List<Generation> generations) throws DamagedException {
        List<JournaledUpdate> updates = new ArrayList<>(records.size());
        try {
            for (JsonElement element : records) {
                JsonObject json = element.getAsJsonObject();
                if (json.has(OPENED)) {
                    JsonObject opened = json.getAsJsonObject(OPENED);
                    generations.add(new Generation(
                            Long.parseUnsignedLong(opened.get("gen").getAsString(), 16),
                            opened.get("after").getAsLong()));
                } else {
                    updates.add(UpdateLimits.bound(UpdateCodec.decode(json)));
                }
            }
        } catch (CodecException | RuntimeException e) {
            throw new DamagedException("not a record of a session: " + e.getMessage());
        }
        return updates;
    }
}
