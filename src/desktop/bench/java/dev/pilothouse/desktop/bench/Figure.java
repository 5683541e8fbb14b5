package dev.pilothouse.desktop.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;

/**
 * One line of the table. Immutable; any thread.
 *
 * @param benchmark the part of the table that it is in
 * @param variant ours or a baseline
 * @param name the measured quantity
 * @param series null where there is no number
 * @param unit of the series; empty for plain counts
 * @param text the outcome where there is no number, or empty
 */
record Figure(String benchmark, String variant, String name, Series series, String unit, String text) {

    String value() {
        return series == null ? text : number(series.median()) + (unit.isEmpty() ? "" : " " + unit);
    }

    /** The noise: the least and the largest value, and the number of values. */
    String range() {
        return series == null || series.values().size() == 1
                ? ""
                : number(series.min()) + " to " + number(series.max()) + " in "
                        + series.values().size();
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("benchmark", benchmark);
        json.addProperty("variant", variant);
        json.addProperty("name", name);
        if (series == null) {
            json.addProperty("text", text);
            return json;
        }
        json.addProperty("unit", unit);
        json.addProperty("median", series.median());
        json.addProperty("min", series.min());
        json.addProperty("max", series.max());
        JsonArray values = new JsonArray();
        series.values().forEach(values::add);
        json.add("values", values);
        return json;
    }

    private static String number(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) || size >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (size >= 10) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return String.format(Locale.ROOT, size >= 0.1 ? "%.2f" : "%.4f", value);
    }
}
