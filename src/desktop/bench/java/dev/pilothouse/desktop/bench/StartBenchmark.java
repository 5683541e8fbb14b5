package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.StartProgram;
import dev.pilothouse.desktop.testing.JvmChild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The time from the JVM's start to the first frame of the app in the phone's form, on an unpaired device, beside an
 * empty window; and the number of loaded classes by owner.
 */
final class StartBenchmark implements Benchmark {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** The owners of classes that are counted apart: ours, and libraries that the first screen does not need. */
    private static final Map<String, String> OWNERS = Map.of(
            "ours", "dev.pilothouse.",
            "Markdown", "org.commonmark.",
            "code colours", "io.noties.prism4j.",
            "QR codes", "com.google.zxing.",
            "differences", "com.github.difflib.",
            "WebSockets", "okhttp3.");

    @Override
    public String name() {
        return "start";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(2);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        int starts = rounds.isQuick() ? 1 : 7;
        Path folder = Files.createTempDirectory("bench-start");
        List<JsonObject> app = new ArrayList<>();
        List<JsonObject> empty = new ArrayList<>();
        Path classes = folder.resolve("classes.log");
        for (int i = 0; i < starts; i++) {
            // In turn, so that other load on the machine affects both.
            empty.add(start(folder, "empty" + i, StartProgram.EMPTY, folder.resolve("other.log")));
            app.add(start(folder, "app" + i, folder.resolve("device" + i).toString(), classes));
        }
        tell(report, "an empty window", empty);
        tell(report, "the app", app);
        report.add("the app", "times the empty window", Series.of(median(app) / median(empty)), "");
        for (Map.Entry<String, String> owner : new TreeMap<>(OWNERS).entrySet()) {
            report.add("the app, classes of", owner.getKey(), Series.of(loaded(classes, owner.getValue())), "");
        }
    }

    private static JsonObject start(Path folder, String name, String what, Path log) throws Exception {
        Files.deleteIfExists(log);
        JvmChild child = JvmChild.start(
                name,
                folder,
                List.of(
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-Dglass.platform=Monocle",
                        "-Dmonocle.platform=Headless",
                        "-Dheadless.geometry=400x900-32",
                        "-Dprism.order=sw",
                        "-Djavafx.platform=desktop",
                        "-Xlog:class+load:file=" + log),
                List.of(StartProgram.class.getName(), what));
        try {
            return child.next(LIMIT);
        } finally {
            child.close();
        }
    }

    private static void tell(Report report, String who, List<JsonObject> starts) {
        report.add(who, "to the first frame", series(starts, "millis"), "ms");
        report.add(who, "classes", series(starts, "classes"), "");
    }

    private static Series series(List<JsonObject> starts, String figure) {
        return Series.of(starts.stream()
                .mapToDouble(start -> start.get(figure).getAsDouble())
                .toArray());
    }

    private static double median(List<JsonObject> starts) {
        return series(starts, "millis").median();
    }

    private static long loaded(Path log, String owner) throws IOException {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.contains("] " + owner)).count();
        }
    }
}
