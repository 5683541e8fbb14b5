package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.LauncherFlags;
import dev.pilothouse.desktop.bench.rig.Rig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The window with other compilers and collectors: its start, a flood of fifty sessions, two streams, and memory, one
 * row for each set of options. Takes about a minute and a half for each, so it runs only if {@code bench.only} is its
 * whole name; {@code bench.case} chooses rows. {@code bench.java25} is the home of a JDK 25; without it, one beside this
 * JDK is used.
 */
final class OptionsBenchmark implements Benchmark {
    private static final String C1 = "-XX:TieredStopAtLevel=1 -XX:-UsePerfData";
    private static final String LATE_C2 = "-XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
            + " -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000 -XX:-UsePerfData";
    private static final String NEWER = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ";
    private static final String HEAD =
            "| window | first pulse | FX thread | drain p99, worst | longest gap | line to pulse p99 | longest pause"
                    + " | client: processor | client: RSS | two streams: processor | RSS |";

    /** @param newer whether it needs a JDK 25 */
    private record Options(String name, boolean newer, String flags) {}

    private static List<Options> all() {
        String launcher = String.join(" ", LauncherFlags.WINDOW);
        return List.of(
                new Options("17: launcher", false, launcher),
                new Options("17: C1, serial", false, "-XX:+UseSerialGC " + C1),
                new Options("17: default tiers, G1", false, "-XX:-UsePerfData"),
                new Options("17: late C2, serial", false, "-XX:+UseSerialGC " + LATE_C2),
                new Options("17: C1, G1", false, "-XX:+UseG1GC " + C1),
                new Options("25: launcher", true, NEWER + launcher),
                new Options("25: launcher, compact headers", true, NEWER + launcher + " -XX:+UseCompactObjectHeaders"),
                new Options("25: default tiers, G1", true, NEWER + "-XX:-UsePerfData"),
                new Options("25: C1, ZGC", true, NEWER + "-XX:+UseZGC " + C1));
    }

    @Override
    public String name() {
        return "options";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(20);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        if (!Rig.isPossible() || !System.getProperty("bench.only", "").equals(name())) {
            report.say("all", "compilers and collectors", "not measured: only with -Dbench.only=options, on Linux");
            return;
        }
        String newer = home25();
        String only = System.getProperty("bench.case", "");
        FloodBenchmark flood = new FloodBenchmark();
        flood.last(rounds.isQuick());
        List<String> table = new ArrayList<>(List.of(HEAD, "| --- ".repeat(11) + "|"));
        for (Options each : all()) {
            if (!each.name().contains(only)) {
                continue;
            }
            if (each.newer() && newer.isEmpty()) {
                report.say(each.name(), "all", "not measured: no JDK 25; set -Dbench.java25=HOME");
                continue;
            }
            System.setProperty("bench.window.flags", each.flags());
            System.setProperty("bench.window.java", each.newer() ? newer : "");
            try {
                JsonObject fifty = flood.measure(FloodBenchmark.FIFTY, report);
                JsonObject two = flood.measure(FloodBenchmark.TWO_STREAMS, report);
                table.add(row(each.name(), fifty, two));
            } finally {
                System.clearProperty("bench.window.flags");
                System.clearProperty("bench.window.java");
            }
            // One row at a time, so that a run that is ended has the rows so far.
            Files.write(Path.of("target", "options.md"), table);
        }
        table.forEach(System.out::println);
    }

    private static String row(String name, JsonObject fifty, JsonObject two) {
        return String.format(
                Locale.ROOT,
                "| %s | %.0f ms | %.1f %% | %.1f, %.1f ms | %.0f ms | %.1f ms | %.1f ms | %.0f %% | %.0f MB | %.0f %% | %.0f MB |",
                name,
                number(fifty, "firstPulse"),
                number(fifty, "fxPercent"),
                number(fifty, "drainP99"),
                number(fifty, "drainWorst"),
                number(fifty, "gapWorst"),
                number(fifty, "pixelP99"),
                number(fifty, "clientPause"),
                number(fifty, "clientCpu"),
                number(fifty, "clientRss"),
                number(two, "clientCpu"),
                number(two, "clientRss"));
    }

    private static double number(JsonObject figures, String name) {
        return figures.get(name).getAsDouble();
    }

    private static String home25() {
        String given = System.getProperty("bench.java25", "");
        if (!given.isBlank()) {
            return given;
        }
        Path beside = Path.of(System.getProperty("java.home")).toAbsolutePath().getParent();
        try (Stream<Path> all = Files.list(beside)) {
            return all.filter(home -> home.getFileName().toString().contains("25"))
                    .filter(home -> Files.isExecutable(home.resolve("bin").resolve("java")))
                    .map(Path::toString)
                    .sorted()
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
