package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.ClientJvm;
import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.ReadChanges;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.desktop.bench.rig.Way;
import dev.pilothouse.desktop.testing.ProcessFacts;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.model.FileDiff;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lanes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sessions in several working trees of a large git repository: the processor time of the host and of the git processes
 * that it starts, while nobody and somebody looks; what a phone receives; the FX thread's drains while the trees change;
 * and reading many changes. The baseline is git itself, in turn with the host, on the same tree.
 */
final class RepositoryBenchmark implements Benchmark {
    private static final int RATE = 20;
    private static final int LINES = 200;
    /** The {@code bench.case} that leaves out everything but reading. */
    private static final String READING = "reading";

    /** Of {@code /proc/pid/stat}: Linux counts in hundredths of a second. */
    private static final double TICK_MILLIS = 10;

    private int files;
    private int trees;
    private int sessions;
    private int changed;
    private int seconds;
    private int repeats;

    @Override
    public String name() {
        return "repositories";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(5);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        if (!Rig.isPossible()) {
            report.say("all", "processes", "not measured: this system has no /proc");
            return;
        }
        boolean quick = rounds.isQuick();
        files = quick ? 400 : 20_000;
        trees = quick ? 2 : 10;
        sessions = quick ? 4 : 50;
        changed = quick ? 20 : 500;
        seconds = quick ? 2 : 20;
        repeats = quick ? 1 : 7;
        if (System.getProperty("bench.case", "").equals(READING)) {
            readOnly(report);
            return;
        }
        try (Rig rig = Rig.start(sessions);
                Lanes lanes = new Lanes("bench", (thread, failure) -> failure.printStackTrace())) {
            List<Path> folders = repository(rig.work());
            List<SessionId> all = new ArrayList<>();
            try (Driver driver = rig.host().driver()) {
                for (Path folder : folders) {
                    all.addAll(driver.newSessions(sessions / trees, rig.agents(), folder));
                }
            }
            span("nobody looks", rig, report, null);
            try (Changes changes = new Changes(folders)) {
                span("nobody looks, all trees change", rig, report, null);
            }
            watched(rig, lanes, folders, all, report);
        }
    }

    /** Only the window that goes through many changed files, in a small repository. */
    private void readOnly(Report report) throws Exception {
        files = changed;
        trees = 1;
        try (Rig rig = Rig.start(1);
                Lanes lanes = new Lanes("bench", (thread, failure) -> failure.printStackTrace())) {
            Path folder = repository(rig.work()).get(0);
            ClientJvm window;
            SessionId session;
            String ticket;
            try (Driver driver = rig.host().driver()) {
                session = driver.newSessions(1, rig.agents(), folder).get(0);
                window = rig.window(Way.OURS, driver);
                window.show(session);
                ticket = driver.ticket();
            }
            try (BenchClient phone =
                    BenchClient.pair(rig.host().port(), ticket, BenchClient.USUAL_BUFFER, lanes, "phone")) {
                many(phone, window, session, folder, report);
            }
        }
    }

    private void watched(Rig rig, Lanes lanes, List<Path> folders, List<SessionId> all, Report report)
            throws Exception {
        ClientJvm window;
        String ticket;
        try (Driver driver = rig.host().driver()) {
            window = rig.window(Way.OURS, driver);
            window.show(all.get(0));
            ticket = driver.ticket();
        }
        try (BenchClient phone =
                BenchClient.pair(rig.host().port(), ticket, BenchClient.USUAL_BUFFER, lanes, "phone")) {
            phone.look(all);
            // The first look reads each tree.
            pause(seconds);
            span("a window and a phone look", rig, report, phone);
            try (Changes changes = new Changes(folders)) {
                span("both look, all trees change", rig, report, phone);
            }
            Series still = stream("agents write, no tree changes", rig, all, window, report);
            try (Changes changes = new Changes(folders)) {
                Series moving = stream("agents write, all trees change", rig, all, window, report);
                report.add(
                        "agents write, all trees change",
                        "drain p99 over that without changes",
                        moving.over(still),
                        "");
            }
            first(phone, all.get(0), folders.get(0), report);
            many(phone, window, all.get(0), folders.get(0), report);
        }
    }

    // --- the repository

    private List<Path> repository(Path work) throws Exception {
        Path main = Files.createDirectory(work.resolve("shop"));
        git(main, "init", "-q", "-b", "main");
        for (int i = 0; i < files; i++) {
            Path file = file(main, i);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text(i, 0));
        }
        git(main, "add", "-A");
        git(main, "commit", "-q", "-m", "All files");
        List<Path> folders = new ArrayList<>();
        for (int i = 0; i < trees; i++) {
            Path tree = work.resolve("shop-" + i);
            git(main, "worktree", "add", "-q", "-b", "work-" + i, tree.toString());
            folders.add(tree);
        }
        return folders;
    }

    private static Path file(Path tree, int number) {
        return tree.resolve("src/part" + number / 100 + "/File" + number + ".txt");
    }

    /** Text of {@value #LINES} lines, each of which is another one in another version. */
    private static String text(int number, int version) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            text.append("line ")
                    .append(line)
                    .append(" of ")
                    .append(number)
                    .append('.')
                    .append(version)
                    .append('\n');
        }
        return text.toString();
    }

    private static String git(Path folder, String... arguments) throws Exception {
        List<String> line =
                new ArrayList<>(List.of("git", "-c", "user.name=Bench", "-c", "user.email=bench@example.org"));
        line.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("git " + List.of(arguments) + ": " + output);
        }
        return output;
    }

    /** Changes a file in each tree twice a second. Owns its thread. */
    private static final class Changes implements AutoCloseable {
        private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        private int version;

        Changes(List<Path> folders) {
            timer.scheduleAtFixedRate(
                    () -> {
                        version++;
                        for (Path folder : folders) {
                            try {
                                Files.writeString(file(folder, version % 50), text(version % 50, version));
                            } catch (IOException failed) {
                                throw new IllegalStateException(failed);
                            }
                        }
                    },
                    0,
                    500,
                    TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() throws Exception {
            timer.shutdown();
            if (!timer.awaitTermination(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a write of a file hangs");
            }
        }
    }

    // --- the host's cost

    private void span(String variant, Rig rig, Report report, BenchClient phone) throws Exception {
        ProcessFacts before = rig.host().process().facts();
        double children = childrenMillis(rig.host().process().pid());
        long received = phone == null ? 0 : phone.received();
        pause(seconds);
        ProcessFacts after = rig.host().process().facts();
        report.add(variant, "host, % of a processor", Series.of(after.cpuPercentSince(before)), "%");
        report.add(
                variant,
                "git, % of a processor",
                Series.of((childrenMillis(rig.host().process().pid()) - children)
                        / ((after.at() - before.at()) / 1e6)
                        * 100),
                "%");
        if (phone != null) {
            report.add(
                    variant,
                    "to the phone",
                    Series.of((phone.received() - received) / ((after.at() - before.at()) / 1e9)),
                    "bytes/s");
        }
    }

    /** The processor time of all ended children of a process, and of theirs. */
    private static double childrenMillis(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * TICK_MILLIS;
    }

    /** All agents write while the window shows one session. Returns the drains' p99 in milliseconds. */
    private Series stream(String variant, Rig rig, List<SessionId> all, ClientJvm window, Report report)
            throws Exception {
        try (Driver driver = rig.host().driver()) {
            driver.prompt(all, "Talk");
        }
        rig.agents().get(0).await(all.size());
        window.begin();
        rig.agents().get(0).flood(RATE, RATE * seconds);
        JsonObject figures = window.figures();
        try (Driver driver = rig.host().driver()) {
            driver.awaitIdle(all);
        }
        Series drain = Series.of(figures.get("drainP99").getAsDouble());
        report.add(variant, "drain, p99", drain, "ms");
        report.add(variant, "drain, worst", Series.of(figures.get("drainWorst").getAsDouble()), "ms");
        report.add(
                variant, "line to pulse, p95", Series.of(figures.get("pixelP95").getAsDouble()), "ms");
        return drain;
    }

    // --- reading

    /** The list of changes and the first differences, for the phone and by git itself. */
    private void first(BenchClient phone, SessionId session, Path tree, Report report) throws Exception {
        List<Double> host = new ArrayList<>();
        List<Double> plain = new ArrayList<>();
        for (int i = 0; i <= repeats; i++) {
            long start = System.nanoTime();
            ChangedFile file =
                    phone.changes(session, ComparisonTarget.HEAD).files().get(0);
            phone.diff(session, file, ComparisonTarget.HEAD, 0);
            double took = (System.nanoTime() - start) / 1e6;
            start = System.nanoTime();
            git(tree, "--no-optional-locks", "status", "--porcelain=v2", "-z");
            git(tree, "--no-optional-locks", "diff", "--numstat", "HEAD");
            git(tree, "--no-optional-locks", "diff", "HEAD", "--", file.path());
            if (i > 0) {
                host.add(took);
                plain.add((System.nanoTime() - start) / 1e6);
            }
        }
        Series ours = new Series(host);
        Series baseline = new Series(plain);
        report.add("first difference", "on the phone", ours, "ms");
        report.add("first difference", "baseline: git status and diff", baseline, "ms");
        report.add("first difference", "ratio", ours.over(baseline), "");
    }

    private void many(BenchClient phone, ClientJvm window, SessionId session, Path tree, Report report)
            throws Exception {
        for (int i = 0; i < changed; i++) {
            Files.writeString(file(tree, i), text(i, -1));
        }
        String variant = changed + " files, " + changed * LINES + " lines";
        long received = phone.received();
        long start = System.nanoTime();
        FileChanges changes = phone.changes(session, ComparisonTarget.HEAD);
        report.add(variant, "list on the phone", Series.of((System.nanoTime() - start) / 1e6), "ms");
        report.add(variant, "list on the phone", Series.of((phone.received() - received) / 1024.0), "KiB");
        if (changes.total() < changed || changes.added() < changed * LINES) {
            throw new IllegalStateException("changes are missing: " + changes.total() + " files");
        }
        if (!System.getProperty("bench.case", "").equals(READING)) {
            differences(phone, session, changes, variant, report);
        }
        JsonObject request = new JsonObject();
        request.addProperty("files", repeats * 3);
        request.addProperty("least", changed);
        JsonObject read = window.run(ReadChanges.class, request);
        report.add(
                variant, "list in the window", Series.of(read.get("listMillis").getAsDouble()), "ms");
        report.add(
                variant,
                "first file in the window",
                Series.of(read.get("fileMillis").getAsDouble()),
                "ms");
        report.add(
                variant,
                "layout of a pulse while opening, worst",
                Series.of(read.get("openingWorst").getAsDouble()),
                "ms");
        report.add(
                variant, "layouts while reading", Series.of(read.get("layouts").getAsDouble()), "");
        report.add(
                variant,
                "layouts over 16 ms while reading",
                Series.of(read.get("layoutsOver16").getAsDouble()),
                "");
        report.add(
                variant,
                "layout of a pulse while reading, p99",
                Series.of(read.get("layoutP99").getAsDouble()),
                "ms");
        report.add(
                variant,
                "layout of a pulse while reading, worst",
                Series.of(read.get("layoutWorst").getAsDouble()),
                "ms");
    }

    private void differences(BenchClient phone, SessionId session, FileChanges changes, String variant, Report report)
            throws Exception {
        long received = phone.received();
        long start = System.nanoTime();
        int lines = 0;
        for (ChangedFile file : changes.files()) {
            FileDiff diff;
            int page = 0;
            do {
                diff = phone.diff(session, file, ComparisonTarget.HEAD, page++);
                lines += diff.hunks().stream()
                        .mapToInt(hunk -> hunk.lines().size())
                        .sum();
            } while (diff.more());
        }
        if (lines < changed * LINES * 2) {
            throw new IllegalStateException("only " + lines + " lines of the differences arrived");
        }
        report.add(variant, "all differences on the phone", Series.of((System.nanoTime() - start) / 1e6), "ms");
        report.add(variant, "all differences on the phone", Series.of((phone.received() - received) / 1024.0), "KiB");
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
