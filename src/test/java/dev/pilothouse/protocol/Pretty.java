package dev.pilothouse.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Formats JSON for readers: short values stay on one line. */
final class Pretty {
    private static final int LINE = 100;

    private Pretty() {}

    static String text(JsonElement value) {
        return text(value, "");
    }

    private static String text(JsonElement value, String indent) {
        String flat = StrictJson.write(value);
        if (flat.length() + indent.length() <= LINE) {
            return flat;
        }
        String inner = indent + "  ";
        if (value instanceof JsonObject object && object.size() > 0) {
            return object.entrySet().stream()
                    .map(member -> inner + StrictJson.write(new JsonPrimitive(member.getKey())) + ": "
                            + text(member.getValue(), inner))
                    .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
        }
        if (value instanceof JsonArray array && !array.isEmpty()) {
            return StreamSupport.stream(array.spliterator(), false)
                    .map(element -> inner + text(element, inner))
                    .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
        }
        return flat;
    }
}
