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

/** Parses one object strictly. Gson's own short cuts are lenient: they take comments, single quotes and trailing text. */
final class StrictJson {
    private static final int NESTING = 200;

    private StrictJson() {}

    /**
     * @throws JsonParseException if the text is not exactly one JSON object, or is nested too deeply
     */
    static JsonObject object(String text) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            reader.setNestingLimit(NESTING);
            JsonElement element = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonParseException("text after the object");
            }
            if (!element.isJsonObject()) {
                throw new JsonParseException("not an object");
            }
            return element.getAsJsonObject();
        } catch (MalformedJsonException malformed) {
            throw new JsonParseException(malformed.getMessage(), malformed);
        } catch (IOException impossible) {
            throw new JsonParseException(impossible);
        } catch (NumberFormatException absurd) {
            throw new JsonParseException("a number out of range", absurd);
        }
    }
}
