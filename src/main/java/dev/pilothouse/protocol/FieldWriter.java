package dev.pilothouse.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builds one JSON object. {@code put} always writes a member. {@code opt} omits the default that the reader uses for an
 * absent member: null, the empty text, 0, false, the empty list. Confined to one thread.
 */
public final class FieldWriter {
    private final JsonObject object = new JsonObject();

    public JsonObject json() {
        return object;
    }

    public FieldWriter put(String member, String value) {
        object.addProperty(member, value);
        return this;
    }

    public FieldWriter put(String member, long value) {
        object.addProperty(member, value);
        return this;
    }

    public FieldWriter put(String member, boolean value) {
        object.addProperty(member, value);
        return this;
    }

    public FieldWriter put(String member, JsonElement value) {
        object.add(member, value);
        return this;
    }

    public FieldWriter put(String member, Enum<?> constant) {
        return put(member, WireEnum.toWire(constant));
    }

    /** Writes epoch milliseconds. */
    public FieldWriter put(String member, Instant time) {
        return put(member, time.toEpochMilli());
    }

    /** Writes an array, even an empty one. */
    public <T> FieldWriter put(String member, Collection<T> list, Function<T, JsonElement> encoder) {
        JsonArray array = new JsonArray(list.size());
        for (T element : list) {
            array.add(encoder.apply(element));
        }
        return put(member, array);
    }

    public FieldWriter put(String member, Map<String, String> values) {
        FieldWriter nested = new FieldWriter();
        values.forEach(nested::put);
        return put(member, nested.json());
    }

    /** Omits null and the empty text. */
    public FieldWriter opt(String member, @Nullable String value) {
        return value == null || value.isEmpty() ? this : put(member, value);
    }

    /** Omits only null, for members in which the empty text has its own meaning. */
    public FieldWriter nullable(String member, @Nullable String value) {
        return value == null ? this : put(member, value);
    }

    public FieldWriter opt(String member, long value) {
        return value == 0 ? this : put(member, value);
    }

    public FieldWriter opt(String member, boolean value) {
        return value ? put(member, true) : this;
    }

    public FieldWriter opt(String member, @Nullable Enum<?> constant) {
        return constant == null ? this : put(member, constant);
    }

    public FieldWriter opt(String member, @Nullable Instant time) {
        return time == null ? this : put(member, time);
    }

    public <T> FieldWriter opt(String member, Collection<T> list, Function<T, JsonElement> encoder) {
        return list.isEmpty() ? this : put(member, list, encoder);
    }

    /** Omits null. */
    public <T> FieldWriter optObject(String member, @Nullable T value, Function<T, JsonElement> encoder) {
        return value == null ? this : put(member, encoder.apply(value));
    }
}
