package dev.pilothouse.desktop.agent.rpc;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.StringReader;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses one object strictly. Gson's own short cuts are lenient: they take comments, single quotes and trailing text. */
final class StrictJson {
    private static final int NESTING = 200;
    private static final Pattern PLACE = Pattern.compile(" at line \\d+ column \\d+");

    private StrictJson() {}

    /**
     * @throws JsonParseException if the text is not exactly one JSON object, or is nested too deeply
     */
    static JsonObject object(String text) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(NESTING);
            JsonElement element = parse(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("text after the object");
            }
            if (!element.isJsonObject()) {
                throw new JsonParseException("not an object");
            }
            return element.getAsJsonObject();
        } catch (MalformedJsonException malformed) {
            throw new JsonParseException("malformed" + place(malformed.getMessage()), malformed);
        } catch (IOException impossible) {
            throw new JsonParseException(impossible);
        } catch (NumberFormatException absurd) {
            throw new JsonParseException("a number out of range", absurd);
        }
    }

    private static JsonElement parse(JsonReader reader) throws IOException {
        try {
            return JsonParser.parseReader(reader);
        } catch (JsonParseException wrapped) {
            if (wrapped.getCause() instanceof MalformedJsonException malformed) {
                throw malformed;
            }
            throw wrapped;
        }
    }

    /** Gson's message without its advice to its own users. */
    private static String place(String message) {
        Matcher matcher = PLACE.matcher(message == null ? "" : message);
        return matcher.find() ? matcher.group() : "";
    }
}
