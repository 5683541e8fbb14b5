package dev.pilothouse.desktop.catalog;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of the members of a JSON text, for messages to the person who edits it. Reads the text a second time, since
 * parsed values have no positions. Immutable.
 */
public final class JsonLines {
    /** The reader has its position only in its texts. */
    private static final Pattern POSITION = Pattern.compile("line (\\d+) column (\\d+)");

    private final Map<String, Integer> lines = new HashMap<>();
    private Optional<Place> fault = Optional.empty();
    private boolean namedTwice;

    /** A position in the text, from 1. */
    public record Place(int line, int column) {}

    private JsonLines() {}

    public static JsonLines of(String text) {
        JsonLines lines = new JsonLines();
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(StrictJson.MAX_DEPTH);
        try {
            if (lines.walk(reader) && reader.peek() != JsonToken.END_DOCUMENT) {
                lines.fault = place(reader.toString());
            }
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException malformed) {
            lines.fault = place(String.valueOf(malformed.getMessage())).or(() -> place(reader.toString()));
        } catch (IOException end) {
            lines.fault = place(reader.toString());
        }
        return lines;
    }

    /** The line of the member with this path, such as {@code agents[2].command}; else of the nearest one around it. */
    public int line(String path) {
        String at = path;
        while (!at.isEmpty()) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        return 0;
    }

    /** Where the text stops being one JSON value. */
    public Optional<Place> fault() {
        return fault;
    }

    /** Whether the fault is a member that its object names a second time. */
    public boolean isNamedTwice() {
        return namedTwice;
    }

    /** Reads one value; false at a member that is named twice. */
    private boolean walk(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                Set<String> names = new HashSet<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String name = reader.nextName();
                    note(reader);
                    if (!names.add(name)) {
                        namedTwice = true;
                        fault = place(reader.toString());
                        return false;
                    }
                    if (!walk(reader)) {
                        return false;
                    }
                }
                reader.endObject();
            }
            case BEGIN_ARRAY -> {
                reader.beginArray();
                while (reader.hasNext()) {
                    note(reader);
                    if (!walk(reader)) {
                        return false;
                    }
                }
                reader.endArray();
            }
            default -> reader.skipValue();
        }
        return true;
    }

    private void note(JsonReader reader) {
        String path = reader.getPath().replaceFirst("^\\$\\.?", "");
        place(reader.toString()).ifPresent(place -> lines.put(path, place.line()));
    }

    private static Optional<Place> place(String text) {
        Matcher found = POSITION.matcher(text);
        return found.find()
                ? Optional.of(new Place(Integer.parseInt(found.group(1)), Integer.parseInt(found.group(2))))
                : Optional.empty();
    }
}
