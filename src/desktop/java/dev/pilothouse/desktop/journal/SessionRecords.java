package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.journal.JournalLines.DamagedException;
import dev.pilothouse.desktop.journal.JournalLines.RefusedException;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.MemberCodec;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.UpdateCodec;
import dev.pilothouse.secure.NewerFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Encodes and decodes the records of a session's journal: updates, and openings by a host. Updates from old journals
 * are reduced to their {@link UpdateLimits}. A record of an unknown type comes from a newer version and is skipped. An
 * update that cannot be decoded also comes from a newer version and becomes {@code Unknown}. Stateless; any thread.
 */
final class SessionRecords {
    private static final String OPENED = "opened";
    private static final int VERSION = 1;

    private SessionRecords() {}

    /**
     * Marks where a host opened the journal.
     *
     * @param session the session of the journal; empty in records of earlier versions
     */
    record Opened(Generation generation, String session) {}

    private static final MemberCodec<String> SESSION =
            Json.text(session -> session.isEmpty() ? session : new SessionId(session).value(), Function.identity());

    private static final RecordCodec<Opened> CODEC = io -> {
        io.put("version", Json.INT, opened -> VERSION, VERSION);
        String session = io.put("session", SESSION, Opened::session, "");
        return new Opened(io.inline(SessionIndex.GENERATION, Opened::generation), session);
    };

    /** The line that begins a generation. */
    static JsonArray opened(Generation generation, String session) {
        JsonObject record = new JsonObject();
        record.add(OPENED, CODEC.encode(new Opened(generation, session)));
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
        List<JournaledUpdate> updates = new ArrayList<>(records.size());
        try {
            for (JsonElement element : records) {
                JsonObject json = element.getAsJsonObject();
                if (json.has("kind")) {
                    updates.add(UpdateLimits.bound(update(json)));
                }
            }
        } catch (CodecException | RuntimeException e) {
            throw new DamagedException("not a record of a session: " + e.getMessage());
        }
        return updates;
    }

    private static JournaledUpdate update(JsonObject json) throws CodecException {
        try {
            return UpdateCodec.decode(json);
        } catch (CodecException e) {
            // The checksum is correct, so a host of a newer version wrote it.
            JsonObject unknown = new JsonObject();
            List.of("seq", "at").forEach(name -> unknown.add(name, json.get(name)));
            unknown.addProperty("kind", "unknown");
            unknown.addProperty("sourceKind", json.get("kind").getAsString());
            unknown.addProperty("json", StrictJson.write(json));
            return UpdateCodec.decode(unknown);
        }
    }

    /** The openings of a line. @param file the file that is read */
    static List<Opened> openings(List<JsonElement> records, Path file) throws DamagedException {
        List<Opened> openings = new ArrayList<>(1);
        try {
            for (JsonElement element : records) {
                if (element.getAsJsonObject().get(OPENED) instanceof JsonObject opened) {
                    FieldReader fields = new FieldReader(opened);
                    NewerFileException.check(file, fields.number("version", 1), VERSION);
                    openings.add(CODEC.decode(fields));
                }
            }
        } catch (NewerFileException newer) {
            throw new RefusedException(newer);
        } catch (CodecException | RuntimeException e) {
            throw new DamagedException("not a record of a session: " + e.getMessage());
        }
        return openings;
    }
}
