// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Starts windows in turn and prints how long each took to be drawn, for {@code src/dist/linux/measure-start}. It maps the
 * picture of an Xvfb and reads a few of its pixels every two milliseconds, which takes about a hundredth of a processor.
 * A shell that read them with programs of its own took most of one, and the window had to wait for it.
 */
public final class StartTimes {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(2);
    /** A window stores what it shows within two seconds, and the next start shows that at once. */
    private static final Duration STORED = Duration.ofSeconds(5);

    private final MappedByteBuffer picture;
    private final int head;
    private final int row;

    private StartTimes(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            picture = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        }
        // The head of an X window dump: its own size, the bytes of a row of pixels, and the number of colours of 12
        // bytes that follow.
        picture.order(ByteOrder.BIG_ENDIAN);
        head = picture.getInt(0) + picture.getInt(4 * 19) * 12;
        row = picture.getInt(4 * 12);
    }

    /**
     * The times of one program: until it was drawn, until it showed the sessions, and its processor time until then, of all
     * threads and of that of JavaFX.
     */
    private record Times(List<Long> drawn, List<Long> sessions, List<Long> processor, List<Long> fx) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** Arguments: {@code copies SESSION-FOLDER NUMBER}, or {@code times PICTURE ROUNDS yes|no WORK PROGRAM...} */
    public static void main(String[] line) throws IOException, InterruptedException {
        List<String> arguments = List.of(line).subList(1, line.length);
        if (line[0].equals("copies")) {
            copies(Path.of(arguments.get(0)), Integer.parseInt(arguments.get(1)));
        } else {
            times(arguments);
        }
    }

    /**
     * Copies the journal of one session for others. A journal names its session in its first line, which has a checksum,
     * and a host refuses one that is in the folder of another session.
     */
    private static void copies(Path session, int number) throws IOException {
        String id = session.getFileName().toString();
        List<String> journal = Files.readAllLines(session.resolve("journal.jsonl"));
        for (int i = 1; i <= number; i++) {
            String copy = "s" + (100_000 + i);
            String first = journal.get(0);
            String records = first.substring(first.indexOf(",\"r\":") + 5, first.length() - 1)
                    .replace('"' + id + '"', '"' + copy + '"');
            CRC32C sum = new CRC32C();
            sum.update(records.getBytes(StandardCharsets.UTF_8));
            List<String> lines = new ArrayList<>(journal);
            lines.set(0, String.format(Locale.ROOT, "{\"c\":\"%08x\",\"r\":%s}", sum.getValue(), records));
            Files.write(Files.createDirectories(session.resolveSibling(copy)).resolve("journal.jsonl"), lines);
        }
    }

    private static void times(List<String> arguments) throws IOException, InterruptedException {
        StartTimes screen = new StartTimes(Path.of(arguments.get(0)));
        int rounds = Integer.parseInt(arguments.get(1));
        boolean sessions = arguments.get(2).equals("yes");
        Path work = Path.of(arguments.get(3));
        List<String> programs = arguments.subList(4, arguments.size());
        List<Times> all = new ArrayList<>();
        programs.forEach(program -> all.add(new Times()));
        // The first start of each program fills its caches and is not counted.
        for (int round = 0; round <= rounds; round++) {
            for (int i = 0; i < programs.size(); i++) {
                screen.start(programs.get(i), sessions, work, round == 0 ? null : all.get(i));
            }
        }
        for (int i = 0; i < programs.size(); i++) {
            print(programs.get(i), "drawn", all.get(i).drawn(), "ms");
            if (sessions) {
                print(programs.get(i), "with sessions", all.get(i).sessions(), "ms");
            }
            print(programs.get(i), "processor time", all.get(i).processor(), "ms");
            print(programs.get(i), "FX thread", all.get(i).fx(), "ms");
        }
    }

    private void start(String program, boolean sessions, Path work, Times times)
            throws IOException, InterruptedException {
        Path out = work.resolve("out");
        List<String> line = new ArrayList<>(List.of(program));
        Path fresh = Files.createTempDirectory(work, "fresh");
        line.addAll(List.of(
                "--data",
                (sessions ? work.resolve("data") : fresh.resolve("data")).toString(),
                "--profile",
                (sessions ? work.resolve("profile") : fresh.resolve("profile")).toString(),
                "--port",
                "0"));
        long began = System.nanoTime();
        Process window = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            long drawn = when(this::isDrawn, began, window, out);
            long shown = sessions ? when(this::hasSessions, began, window, out) : drawn;
            List<ProcessHandle> processes = Stream.concat(Stream.of(window.toHandle()), window.descendants())
                    .toList();
            long fx = processes.stream().mapToLong(StartTimes::fxTime).sum();
            long processor =
                    processes.stream().mapToLong(StartTimes::processorTime).sum();
            if (times == null) {
                Thread.sleep(STORED.toMillis());
            } else {
                times.drawn().add(drawn);
                times.sessions().add(shown);
                times.processor().add(processor);
                times.fx().add(fx);
            }
        } finally {
            window.descendants().forEach(ProcessHandle::destroy);
            window.destroy();
            window.waitFor();
        }
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (isDrawn() && System.nanoTime() < until) {
            LockSupport.parkNanos(POLL);
        }
    }

    private long when(BooleanSupplier shown, long began, Process window, Path out) throws IOException {
        while (!shown.getAsBoolean()) {
            if (!window.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
                System.err.println("No window was drawn: " + Files.readString(out));
                window.descendants().forEach(ProcessHandle::destroy);
                window.destroy();
                System.exit(1);
            }
            LockSupport.parkNanos(POLL);
        }
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private int pixel(int x, int y) {
        return picture.getInt(head + y * row + x * 4);
    }

    /** The background of the right half: black before there is a window, white before it is drawn. */
    private boolean isDrawn() {
        int colour = pixel(1000, 300) & 0xffffff00;
        int other = pixel(1000, 300) & 0x00ffffff;
        return other != 0 && other != 0x00ffffff && colour != 0 && colour != 0xffffff00;
    }

    /** The row of the first session: a single colour before it has a text. */
    private boolean hasSessions() {
        Set<Integer> colours = new HashSet<>();
        for (int x = 100; x < 240; x++) {
            colours.add(pixel(x, 131));
        }
        return colours.size() > 8;
    }

    private static long processorTime(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            // User and system time, in ticks of 10 ms.
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10;
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
    }

    /** The processor time of the FX thread, which Linux counts in nanoseconds. Zero in a process without one. */
    private static long fxTime(ProcessHandle process) {
        try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(process.pid()), "task"))) {
            for (Path thread : threads.toList()) {
                // Linux cuts names after fifteen characters.
                if (Files.readString(thread.resolve("comm")).startsWith("JavaFX Applicat")) {
                    String used = Files.readString(thread.resolve("schedstat"));
                    return TimeUnit.NANOSECONDS.toMillis(Long.parseLong(used.substring(0, used.indexOf(' '))));
                }
            }
        } catch (IOException | UncheckedIOException gone) {
            return 0;
        }
        return 0;
    }

    private static void print(String program, String what, List<Long> values, String unit) {
        List<Long> sorted = values.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s: %s n=%d least %d p50 %d p95 %d most %d %s%n",
                program,
                what,
                sorted.size(),
                sorted.get(0),
                at(sorted, 0.5),
                at(sorted, 0.95),
                sorted.get(sorted.size() - 1),
                unit);
    }

    private static long at(List<Long> sorted, double part) {
        return sorted.get(Math.max(0, (int) Math.ceil(part * sorted.size()) - 1));
    }
}
