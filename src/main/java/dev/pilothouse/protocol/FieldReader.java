package dev.pilothouse.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads the members of one JSON object by name and type. Ignores members that are not read. JSON null counts as an
 * absent member. Exceptions name the member by its path. Confined to one thread.
 */
public final class FieldReader {
    /** Reads one nested object. */
    @FunctionalInterface
    public interface Decoder<T> {
        T decode(FieldReader fields) throws CodecException;
    }

    private final JsonObject object;
    private final @Nullable FieldReader parent;
    private final String name;

    public FieldReader(JsonObject object) {
        this(object, null, "");
    }

    private FieldReader(JsonObject object, @Nullable FieldReader parent, String name) {
        this.object = object;
        this.parent = parent;
        this.name = name;
    }

    /** The object itself, for storing unknown content. */
    public JsonObject json() {
        return object;
    }

    public boolean has(String member) {
        JsonElement value = object.get(member);
        return value != null && !(value instanceof JsonNull);
    }

    public String string(String member) throws CodecException {
        if (primitive(member) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw bad(member, "must be a string");
    }

    public String string(String member, String orElse) throws CodecException {
        return has(member) ? string(member) : orElse;
    }

    /** Reads a string and converts it; {@code type} may reject it with an IllegalArgumentException. */
    public <T> T value(String member, Function<String, T> type) throws CodecException {
        String text = string(member);
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw new CodecException(path(member) + " is not acceptable", e);
        }
    }

    public long number(String member) throws CodecException {
        if (primitive(member) instanceof JsonPrimitive value && value.isNumber()) {
            Number number = value.getAsNumber();
            if (number instanceof Long whole) {
                return whole;
            }
            String text = number.toString();
            if (StrictJson.isLong(text)) {
                return Long.parseLong(text);
            }
        }
        throw bad(member, "must be a whole number");
    }

    public long number(String member, long orElse) throws CodecException {
        return has(member) ? number(member) : orElse;
    }

    public int integer(String member) throws CodecException {
        long number = number(member);
        if (number != (int) number) {
            throw bad(member, "is out of bounds");
        }
        return (int) number;
    }

    /** Reads a whole number and converts it; {@code type} may reject it with an IllegalArgumentException. */
    public <T> T numbered(String member, LongFunction<T> type) throws CodecException {
        long number = number(member);
        try {
            return type.apply(number);
        } catch (IllegalArgumentException e) {
            throw new CodecException(path(member) + " is out of bounds", e);
        }
    }

    public double decimal(String member) throws CodecException {
        if (primitive(member) instanceof JsonPrimitive value && value.isNumber()) {
            double number = value.getAsDouble();
            if (Double.isFinite(number)) {
                return number;
            }
        }
        throw bad(member, "must be a number");
    }

    /** Reads a boolean; false for an absent member. */
    public boolean flag(String member) throws CodecException {
        if (!has(member)) {
            return false;
        }
        if (primitive(member) instanceof JsonPrimitive value && value.isBoolean()) {
            return value.getAsBoolean();
        }
        throw bad(member, "must be true or false");
    }

    /** Reads epoch milliseconds. */
    public Instant time(String member) throws CodecException {
        long millis = number(member);
        try {
            return Instant.ofEpochMilli(millis);
        } catch (DateTimeException e) {
            throw new CodecException(path(member) + " is out of bounds", e);
        }
    }

    public <E extends Enum<E>> E enumValue(String member, WireEnum<E> words) throws CodecException {
        E constant = words.parse(string(member));
        if (constant == null) {
            throw bad(member, "is a word that is not known here");
        }
        return constant;
    }

    public <T> T object(String member, Decoder<T> decoder) throws CodecException {
        if (object.get(member) instanceof JsonObject value) {
            return decoder.decode(new FieldReader(value, this, member));
        }
        throw bad(member, "must be an object");
    }

    public <T> @Nullable T objectOrNull(String member, Decoder<T> decoder) throws CodecException {
        return has(member) ? object(member, decoder) : null;
    }

    /** Reads an array of objects; empty for an absent member. */
    public <T> List<T> list(String member, Decoder<T> decoder) throws CodecException {
        List<T> list = new ArrayList<>();
        for (JsonElement element : array(member)) {
            if (!(element instanceof JsonObject value)) {
                throw bad(member, "must be an array of objects");
            }
            list.add(decoder.decode(new FieldReader(value, this, member + "[" + list.size() + "]")));
        }
        return list;
    }

    /** Reads an array of strings and converts them as {@link #value} does; empty for an absent member. */
    public <T> List<T> values(String member, Function<String, T> type) throws CodecException {
        List<T> list = new ArrayList<>();
        for (JsonElement element : array(member)) {
            if (!(element instanceof JsonPrimitive value && value.isString())) {
                throw bad(member, "must be an array of strings");
            }
            try {
                list.add(type.apply(value.getAsString()));
            } catch (IllegalArgumentException e) {
                throw new CodecException(path(member) + " holds a text that is not acceptable", e);
            }
        }
        return list;
    }

    /** Reads an array of whole numbers; empty for an absent member. */
    public List<Long> numbers(String member) throws CodecException {
        List<Long> list = new ArrayList<>();
        for (JsonElement element : array(member)) {
            if (!(element instanceof JsonPrimitive value && value.isNumber())) {
                throw bad(member, "must be an array of numbers");
            }
            try {
                list.add(value.getAsBigDecimal().longValueExact());
            } catch (ArithmeticException | NumberFormatException e) {
                throw new CodecException(path(member) + " holds a number that is not whole", e);
            }
        }
        return list;
    }

    /** Reads an object whose members are strings; keeps their order. */
    public Map<String, String> strings(String member) throws CodecException {
        return object(member, fields -> {
            Map<String, String> map = new LinkedHashMap<>();
            for (String key : fields.object.keySet()) {
                map.put(key, fields.string(key));
            }
            return map;
        });
    }

    /** Makes an exception that names the member. */
    public CodecException bad(String member, String rule) {
        return new CodecException(path(member) + (has(member) ? " " + rule : " is missing"));
    }

    private JsonArray array(String member) throws CodecException {
        if (!has(member)) {
            return new JsonArray();
        }
        if (object.get(member) instanceof JsonArray array) {
            return array;
        }
        throw bad(member, "must be an array");
    }

    private JsonElement primitive(String member) {
        return object.get(member);
    }

    private String path(String member) {
        StringBuilder path = new StringBuilder(member);
        for (FieldReader at = this; at.parent != null; at = at.parent) {
            path.insert(0, at.name + ".");
        }
        return path.toString();
    }
}
