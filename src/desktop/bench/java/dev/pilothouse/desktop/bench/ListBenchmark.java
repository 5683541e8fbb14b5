package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.ListWindow;
import dev.pilothouse.desktop.testing.JvmChild;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A list of 2,000 sessions in the app's window, in a process with the launcher's flags: searched, scrolled, changed. */
final class ListBenchmark implements Benchmark {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "list";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(2);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        Path folder = Files.createTempDirectory("bench-list");
        JvmChild window = ListWindow.start(
                folder,
                rounds.isQuick() ? 200 : 2_000,
                rounds.isQuick() ? 6 : 300,
                System.getProperty("bench.case", ""));
        try {
            report.add(
                    "the list",
                    "opened",
                    Series.of(window.next(LIMIT).get("opened").getAsDouble()),
                    "ms");
            for (JsonObject use = window.next(LIMIT); !use.has("done"); use = window.next(LIMIT)) {
                tell(use, report);
            }
        } finally {
            window.close();
        }
    }

    private static void tell(JsonObject use, Report report) {
        String variant = use.get("use").getAsString();
        report.add(variant, "frames", figure(use, "frames"), "");
        report.add(variant, "late: over 33 ms between frames", figure(use, "late"), "");
        report.add(variant, "over 16 ms of the FX thread", figure(use, "busy"), "");
        report.add(variant, "between frames, p99", figure(use, "gapP99"), "ms");
        report.add(variant, "between frames, worst", figure(use, "gapWorst"), "ms");
        report.add(variant, "FX thread for a frame, p50", figure(use, "threadP50"), "ms");
        report.add(variant, "FX thread for a frame, p99", figure(use, "threadP99"), "ms");
        report.add(variant, "FX thread for a frame, worst", figure(use, "threadWorst"), "ms");
    }

    private static Series figure(JsonObject use, String name) {
        return Series.of(use.get(name).getAsDouble());
    }
}
