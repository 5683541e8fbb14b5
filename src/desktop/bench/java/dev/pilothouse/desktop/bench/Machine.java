package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Stream;

/** Describes the machine of a run, which its figures depend on. Has no state; any thread. */
final class Machine {
    private Machine() {}

    /** The load average over one minute; negative where the system does not report it. */
    static double load() {
        return system().getSystemLoadAverage();
    }

    private static OperatingSystemMXBean system() {
        return ManagementFactory.getOperatingSystemMXBean();
    }

    /** @param loadBefore {@link #load()} when the run began */
    static JsonObject facts(double loadBefore, long tookNanos) {
        JsonObject facts = new JsonObject();
        facts.addProperty("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.addProperty("took", tookNanos / 1_000_000_000 + " s");
        facts.addProperty("system", system().getName() + " " + system().getVersion() + " " + system().getArch());
        facts.addProperty("processor", system().getAvailableProcessors() + " x " + processor());
        facts.addProperty("memory", memory());
        facts.addProperty("heap", megabytes(Runtime.getRuntime().maxMemory()) + " at most");
        facts.addProperty("java", Runtime.version() + " " + System.getProperty("java.vm.name"));
        facts.addProperty(
                "javafx",
                System.getProperty("javafx.runtime.version", "unknown") + ", "
                        + System.getProperty("glass.platform", "window system") + ", "
                        + System.getProperty("prism.order", "default pipeline"));
        facts.addProperty("load", String.format(Locale.ROOT, "%.1f before, %.1f after", loadBefore, load()));
        return facts;
    }

    private static String memory() {
        return system() instanceof com.sun.management.OperatingSystemMXBean detailed
                ? megabytes(detailed.getTotalMemorySize())
                : "unknown";
    }

    private static String megabytes(long bytes) {
        return bytes / (1024 * 1024) + " MB";
    }

    private static String processor() {
        Path linux = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(linux)) {
            return "unknown";
        }
        try (Stream<String> lines = Files.lines(linux, StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }
}
