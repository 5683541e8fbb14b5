package dev.pilothouse.desktop.bench;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Collects figures as a table and as JSON. Confined to the thread of the benchmarks. */
final class Report {
    private final List<Figure> figures = new ArrayList<>();
    private String benchmark = "";

    /** Starts the part of this benchmark; later figures belong to it. */
    void begin(String name) {
        benchmark = name;
    }

    void add(String variant, String name, Series series, String unit) {
        figures.add(new Figure(benchmark, variant, name, series, unit, ""));
    }

    /** Reports an outcome that is not a number. */
    void say(String variant, String name, String text) {
        figures.add(new Figure(benchmark, variant, name, null, "", text));
    }

    void print(JsonObject machine, PrintStream out) {
        StringBuilder table = new StringBuilder("\n");
        machine.entrySet()
                .forEach(fact -> table.append(String.format(
                        "%-14s %s%n", fact.getKey(), fact.getValue().getAsString())));
        int variants = width(Figure::variant);
        int names = width(Figure::name);
        int values = width(Figure::value);
        String format = "  %-" + variants + "s  %-" + names + "s  %" + values + "s   %s%n";
        String heading = "";
        for (Figure figure : figures) {
            if (!figure.benchmark().equals(heading)) {
                heading = figure.benchmark();
                table.append(String.format("%n%s%n", heading));
            }
            table.append(String.format(format, figure.variant(), figure.name(), figure.value(), figure.range()));
        }
        out.println(table);
    }

    private int width(Function<Figure, String> column) {
        return figures.stream()
                .mapToInt(figure -> column.apply(figure).length())
                .max()
                .orElse(1);
    }

    void write(JsonObject machine, Path file) throws IOException {
        JsonObject json = new JsonObject();
        json.add("machine", machine);
        JsonArray all = new JsonArray();
        figures.forEach(figure -> all.add(figure.json()));
        json.add("figures", all);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n", StandardCharsets.UTF_8);
    }
}
