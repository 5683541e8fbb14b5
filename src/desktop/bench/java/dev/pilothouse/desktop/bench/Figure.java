package dev.pilothouse.desktop.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;

/**
 * One line of the table. Immutable; any thread.
 *
 * @param benchmark whose part of the table it is in
 * @param variant who did it: ours or a baseline
 * @param name what was measured
 * @param series null where there is no number
 * @param unit of the series; empty for plain counts
 * @param text what there is to say instead of a number, or empty
 */
record Figure(String benchmark, String variant, String name, Series series, String unit, String text) {

    String value() {
        return series == null ? text : number(series.median()) + (unit.isEmpty() ? "" : " " + unit);
    }

    /** The noise: the least and the largest value and of how many. */
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
