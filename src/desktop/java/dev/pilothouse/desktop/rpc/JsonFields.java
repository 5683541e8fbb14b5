package dev.pilothouse.desktop.rpc;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A lenient view of a JSON object from outside. A field that is absent, null or of another type counts as empty, so
 * that one bad field does not invalidate a message. Treat as immutable; any thread.
 */
public record JsonFields(JsonObject json) {
    public static JsonFields of(JsonElement element) {
        return new JsonFields(element.isJsonObject() ? element.getAsJsonObject() : new JsonObject());
    }

    public Optional<JsonElement> element(String name) {
        return Optional.ofNullable(json.get(name)).filter(value -> !value.isJsonNull());
    }

    public Optional<String> text(String name) {
        return element(name)
                .filter(value ->
                        value.isJsonPrimitive() && value.getAsJsonPrimitive().isString())
                .map(JsonElement::getAsString);
    }

    public OptionalLong number(String name) {
        Optional<JsonElement> value = element(name)
                .filter(element -> element.isJsonPrimitive()
                        && element.getAsJsonPrimitive().isNumber());
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        double number = value.get().getAsDouble();
        return Double.isFinite(number) ? OptionalLong.of((long) number) : OptionalLong.empty();
    }

    /** Returns a number that may have a fraction. */
    public OptionalDouble decimal(String name) {
        Optional<JsonElement> value = element(name)
                .filter(element -> element.isJsonPrimitive()
                        && element.getAsJsonPrimitive().isNumber());
        double number = value.isEmpty() ? Double.NaN : value.get().getAsDouble();
        return Double.isFinite(number) ? OptionalDouble.of(number) : OptionalDouble.empty();
    }

    /** Returns true only for the value true. */
    public boolean flag(String name) {
        return element(name)
                .filter(value ->
                        value.isJsonPrimitive() && value.getAsJsonPrimitive().isBoolean())
                .map(JsonElement::getAsBoolean)
                .orElse(false);
    }

    public Optional<JsonFields> object(String name) {
        return element(name).filter(JsonElement::isJsonObject).map(value -> new JsonFields(value.getAsJsonObject()));
    }

    /** Returns whether the field is an object, as for offered capabilities. */
    public boolean has(String name) {
        return object(name).isPresent();
    }

    /** Returns the objects of an array; other elements are left out. */
    public List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonElement element : array(name)) {
            if (element.isJsonObject()) {
                objects.add(new JsonFields(element.getAsJsonObject()));
            }
        }
        return objects;
    }

    /** Returns the strings of an array; other elements are left out. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonElement element : array(name)) {
            if (element.isJsonPrimitive() && element.getAsJsonPrimitive().isString()) {
                texts.add(element.getAsString());
            }
        }
        return texts;
    }

    private JsonArray array(String name) {
        return element(name)
                .filter(JsonElement::isJsonArray)
                .map(JsonElement::getAsJsonArray)
                .orElseGet(JsonArray::new);
    }
}
