package dev.pilothouse.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Strict JSON as in RFC 8259, without the library's leniency. Requires exactly one value and unique keys in an object
 * (with duplicates, two readers could see different values). Limits the depth. Stateless and thread-safe.
 */
public final class StrictJson {
    /** Deeper nesting is rejected; our own output stays below 20. */
    public static final int MAX_DEPTH = 64;

    /** Rejected here because the library would skip it. */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_LONG_DIGITS = 18;

    private StrictJson() {}

    /** Parses a text that must be one object. */
    public static JsonObject parseObject(String text) throws CodecException {
        if (parse(text) instanceof JsonObject object) {
            return object;
        }
        throw new CodecException("The text is JSON, but not an object");
    }

    /** Parses a text that must be exactly one value. */
    public static JsonElement parse(String text) throws CodecException {
        return parse(text, MAX_DEPTH);
    }

    /** Parses a text that must be exactly one value, with another depth limit. */
    public static JsonElement parse(String text, int maxDepth) throws CodecException {
        if (text.startsWith(BYTE_ORDER_MARK)) {
            throw new CodecException("The text begins with a byte order mark");
        }
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(maxDepth);
        try {
            JsonElement value = read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new CodecException("Something follows the JSON value");
            }
            return value;
        } catch (EOFException e) {
            throw new CodecException("The JSON text is empty or cut short", e);
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            throw new CodecException("The text is not JSON", e);
        } catch (IOException e) {
            throw new CodecException("The JSON text cannot be read", e);
        }
    }

    /** Writes a value without white space; includes members that are JSON null. */
    public static String write(JsonElement value) {
        return write(value, "");
    }

    /** Writes a value with line breaks, for files that people edit. */
    public static String writeIndented(JsonElement value) {
        return write(value, "  ");
    }

    private static String write(JsonElement value, String indent) {
        TextWriter out = new TextWriter();
        try {
            JsonWriter writer = new JsonWriter(out);
            writer.setStrictness(Strictness.STRICT);
            writer.setIndent(indent);
            writer.setHtmlSafe(false);
            writer.setSerializeNulls(true);
            write(writer, value);
            writer.flush();
            return out.text.toString();
        } catch (IOException e) {
            throw new IllegalStateException("Writing into memory does not fail", e);
        }
    }

    private static JsonElement read(JsonReader reader) throws IOException, CodecException {
        switch (reader.peek()) {
            case BEGIN_OBJECT:
                return readObject(reader);
            case BEGIN_ARRAY:
                JsonArray array = new JsonArray();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(read(reader));
                }
                reader.endArray();
                return array;
            case STRING:
                return new JsonPrimitive(reader.nextString());
            case NUMBER:
                return new JsonPrimitive(number(reader.nextString()));
            case BOOLEAN:
                return new JsonPrimitive(reader.nextBoolean());
            case NULL:
                reader.nextNull();
                return JsonNull.INSTANCE;
            default:
                throw new CodecException("The text is not JSON");
        }
    }

    private static JsonObject readObject(JsonReader reader) throws IOException, CodecException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (object.has(name)) {
                throw new CodecException("An object names a member twice");
            }
            object.add(name, read(reader));
        }
        reader.endObject();
        return object;
    }

    private static Number number(String text) throws CodecException {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new CodecException("A number has more than " + MAX_NUMBER_LENGTH + " characters");
        }
        return isLong(text) ? (Number) Long.valueOf(text) : new BigDecimal(text);
    }

    /** Whether the text is a whole number of at most 18 digits, without a fraction or an exponent. */
    static boolean isLong(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - from;
        if (digits < 1 || digits > MAX_LONG_DIGITS) {
            return false;
        }
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static void write(JsonWriter writer, JsonElement value) throws IOException {
        if (value instanceof JsonObject object) {
            writer.beginObject();
            for (Map.Entry<String, JsonElement> member : object.entrySet()) {
                writer.name(member.getKey());
                write(writer, member.getValue());
            }
            writer.endObject();
        } else if (value instanceof JsonArray array) {
            writer.beginArray();
            for (JsonElement element : array) {
                write(writer, element);
            }
            writer.endArray();
        } else if (value instanceof JsonPrimitive primitive) {
            writePrimitive(writer, primitive);
        } else {
            writer.nullValue();
        }
    }

    private static void writePrimitive(JsonWriter writer, JsonPrimitive primitive) throws IOException {
        if (primitive.isString()) {
            writer.value(primitive.getAsString());
        } else if (primitive.isBoolean()) {
            writer.value(primitive.getAsBoolean());
        } else {
            writer.value(primitive.getAsNumber());
        }
    }

    /** A StringWriter without its locks, which cost a fifth of the time of encoding. */
    private static final class TextWriter extends Writer {
        private final StringBuilder text = new StringBuilder();

        @Override
        public void write(int character) {
            text.append((char) character);
        }

        @Override
        public void write(String part, int from, int length) {
            text.append(part, from, from + length);
        }

        @Override
        public void write(char[] part, int from, int length) {
            text.append(part, from, length);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
