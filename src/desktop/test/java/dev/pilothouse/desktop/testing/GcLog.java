package dev.pilothouse.desktop.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of a JVM's garbage collector. Immutable; any thread.
 *
 * @param pauses in order
 */
public record GcLog(List<Pause> pauses) {
    private static final Pattern LINE =
            Pattern.compile("\\[([\\d.]+)s\\] GC\\(\\d+\\) Pause .*?(\\d+)M->(\\d+)M\\((\\d+)M\\) ([\\d.,]+)ms");

    /**
     * One pause.
     *
     * @param at seconds since the JVM's start
     * @param before megabytes in use
     * @param after megabytes in use; after a young collection, this includes garbage of older generations
     */
    public record Pause(double at, int before, int after, int committed, double millis) {}

    public static GcLog read(Path file) throws IOException {
        List<Pause> pauses = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.find()) {
                pauses.add(new Pause(
                        Double.parseDouble(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3)),
                        Integer.parseInt(matcher.group(4)),
                        Double.parseDouble(matcher.group(5).replace(',', '.'))));
            }
        }
        return new GcLog(List.copyOf(pauses));
    }

    /** The pauses since then, in seconds since the JVM's start. */
    public GcLog since(double seconds) {
        return new GcLog(pauses.stream().filter(pause -> pause.at() >= seconds).toList());
    }

    public double longestMillis() {
        return pauses.stream().mapToDouble(Pause::millis).max().orElse(0);
    }

    /** The most that was in use at any time, in megabytes. */
    public int peak() {
        return pauses.stream().mapToInt(Pause::before).max().orElse(0);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%d pauses, at most %.1f ms, peak %d MB", pauses.size(), longestMillis(), peak());
    }
}
