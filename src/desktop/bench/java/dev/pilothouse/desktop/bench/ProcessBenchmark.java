package dev.pilothouse.desktop.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.pilothouse.desktop.process.ChildEnvironment;
import dev.pilothouse.desktop.process.CliProcess;
import dev.pilothouse.desktop.process.Line;
import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.desktop.process.ProcessLauncher;
import dev.pilothouse.desktop.process.ProcessListener;
import dev.pilothouse.desktop.process.ProcessMark;
import dev.pilothouse.desktop.process.ProcessRegistry;
import dev.pilothouse.desktop.process.ProcessSpec;
import dev.pilothouse.desktop.process.StopTimings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A child that fills stderr before it writes to stdout, and many children one after the other. Needs a Unix shell;
 * reports where there is none.
 */
final class ProcessBenchmark implements Benchmark {
    private static final int CYCLES = 1_000;
    private static final Duration BOUND = Duration.ofSeconds(3);
    private static final String STDERR_FIRST = "yes 'words on stderr' | head -c 10485760 >&2; echo done";
    private static final String WAITS = "echo up; exec cat >/dev/null";

    private final ProcessLauncher launcher = new ProcessLauncher(ProcessRegistry.none(), StopTimings.standard());

    @Override
    public String name() {
        return "processes";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(30);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        if (!Path.of("/bin/sh").toFile().canExecute()) {
            report.say("all", "children", "not measured: there is no /bin/sh");
            return;
        }
        stderrFirst(rounds, report);
        cycles(rounds, report);
    }

    // --- 10 MB of stderr before the first line of stdout

    private void stderrFirst(Rounds rounds, Report report) throws Exception {
        String ours = "ours: both pipes are drained";
        String floor = "baseline: plain child, a thread throws stderr away";
        Rounds.Outcomes<Double> outcomes = rounds.run(
                1,
                0.3,
                List.of(
                        new Rounds.Variant<>(ours, this::firstLineOfOurs),
                        new Rounds.Variant<>(floor, ProcessBenchmark::firstLineWithThread)));
        report.add(ours, "10 MB stderr, then a line", new Series(outcomes.of(ours)), "ms");
        report.add(floor, "10 MB stderr, then a line", new Series(outcomes.of(floor)), "ms");
        report.add(
                "ours / baseline",
                "10 MB stderr, then a line",
                new Series(outcomes.of(ours)).over(new Series(outcomes.of(floor))),
                "x");
        report.say("baseline: stdout to its end, then stderr", "10 MB stderr, then a line", firstLineInSequence());
    }

    private double firstLineOfOurs() throws Exception {
        FirstLine line = new FirstLine();
        long start = System.nanoTime();
        CliProcess process = start(STDERR_FIRST, line);
        try {
            return (line.at.get(60, TimeUnit.SECONDS) - start) / 1e6;
        } finally {
            process.close();
        }
    }

    private static double firstLineWithThread() throws Exception {
        long start = System.nanoTime();
        Process process = plain(STDERR_FIRST);
        Thread drain = new Thread(() -> drain(process.getErrorStream()), "bench-err");
        drain.setDaemon(true);
        drain.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            expect("done", out.readLine());
            double millis = (System.nanoTime() - start) / 1e6;
            process.waitFor();
            drain.join();
            return millis;
        }
    }

    /** A client that reads one pipe after the other. */
    private static String firstLineInSequence() throws Exception {
        Process process = plain(STDERR_FIRST);
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(
                () -> {
                    drain(process.getInputStream());
                    drain(process.getErrorStream());
                    line.complete("done");
                },
                "bench-sequence");
        reader.setDaemon(true);
        reader.start();
        try {
            long start = System.nanoTime();
            line.get(BOUND.toMillis(), TimeUnit.MILLISECONDS);
            return (System.nanoTime() - start) / 1_000_000 + " ms";
        } catch (TimeoutException expected) {
            return "blocked (ended after " + BOUND.toMillis() + " ms)";
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            reader.join();
        }
    }

    private static void drain(InputStream stream) {
        try (stream) {
            stream.transferTo(OutputStream.nullOutputStream());
        } catch (IOException ended) {
            // Its process was ended.
        }
    }

    // --- start, one line, stop

    private void cycles(Rounds rounds, Report report) throws Exception {
        oursOnce();
        plainOnce();
        long descriptors = descriptors();
        long children = children();
        String ours = "ours: CliProcess";
        String plain = "baseline: ProcessBuilder";
        int times = rounds.isQuick() ? 20 : CYCLES / 5;
        Rounds.Outcomes<Double> outcomes = rounds.run(
                0,
                1,
                List.of(
                        new Rounds.Variant<>(ours, () -> perCycle(times, this::oursOnce)),
                        new Rounds.Variant<>(plain, () -> perCycle(times, ProcessBenchmark::plainOnce))));
        int total = times * outcomes.of(ours).size();
        report.add(ours, "start, a line, stop", new Series(outcomes.of(ours)), "ms");
        report.add(plain, "start, a line, stop", new Series(outcomes.of(plain)), "ms");
        report.add(
                "ours / baseline",
                "start, a line, stop",
                new Series(outcomes.of(ours)).over(new Series(outcomes.of(plain))),
                "x");
        report.say(
                "both",
                "descriptors before and after " + total + " cycles",
                descriptors < 0 ? "not told by the system" : descriptors + ", " + descriptors());
        report.say("both", "children before and after " + total + " cycles", children + ", " + children());
    }

    private interface Cycle {
        void run() throws Exception;
    }

    private static double perCycle(int times, Cycle cycle) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            cycle.run();
        }
        return (System.nanoTime() - start) / 1e6 / times;
    }

    private void oursOnce() throws Exception {
        FirstLine line = new FirstLine();
        CliProcess process = start(WAITS, line);
        try {
            line.at.get(60, TimeUnit.SECONDS);
        } finally {
            process.close();
        }
    }

    private static void plainOnce() throws Exception {
        Process process = plain(WAITS);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            expect("up", out.readLine());
            process.getOutputStream().close();
            process.waitFor();
        }
        process.getErrorStream().close();
    }

    // --- children

    private CliProcess start(String script, ProcessListener listener) {
        Map<String, String> environment = ChildEnvironment.from(System.getenv(), List.of(), Map.of());
        ProcessSpec spec = new ProcessSpec(
                List.of("/bin/sh", "-c", script),
                Path.of("").toAbsolutePath(),
                environment,
                ProcessMark.fresh("bench"));
        return launcher.start(spec, listener).match(process -> process, failed -> {
            throw new IllegalStateException(failed.sentence());
        });
    }

    private static Process plain(String script) throws IOException {
        return new ProcessBuilder("/bin/sh", "-c", script).start();
    }

    private static void expect(String wanted, String line) {
        if (!wanted.equals(line)) {
            throw new IllegalStateException("the child said " + line);
        }
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getOpenFileDescriptorCount()
                : -1;
    }

    private static long children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .count();
    }

    /** Records the time of the first line. */
    private static final class FirstLine implements ProcessListener {
        private final CompletableFuture<Long> at = new CompletableFuture<>();

        @Override
        public void onLine(Line line) {
            at.complete(System.nanoTime());
        }

        @Override
        public void onExit(ProcessExit exit) {
            at.completeExceptionally(new IllegalStateException("the child ended without a word"));
        }
    }
}
