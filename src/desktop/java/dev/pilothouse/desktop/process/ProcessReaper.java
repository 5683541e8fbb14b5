package dev.pilothouse.desktop.process;

import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers in a file which processes we started, and at the next start ends what a killed host has left behind. A
 * process is touched only if its pid, its start time and, where the system shows environments, its mark are those of the
 * record: a recycled pid is somebody else's. Owns the file, which the data folder's lock protects from other hosts. Any
 * thread; calls take turns. Ends with {@link #close()}, which keeps the records of what still runs.
 *
 * <p>The file has one line a fact: {@code + pid startToken session} or {@code - session}. It is not synced: a power loss
 * ends the processes too.
 */
public final class ProcessReaper implements ProcessLedger, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProcessReaper.class);

    private final Path file;
    private final Procfs procfs;
    private final Map<String, Entry> live = new LinkedHashMap<>();
    private boolean closed;

    private ProcessReaper(Path file, Procfs procfs) {
        this.file = file;
        this.procfs = procfs;
    }

    /**
     * Opens the records, ends what they say is left, and starts a new file. Takes up to some two seconds if there is
     * something to end.
     *
     * @param file in the data folder; created where it is missing
     * @return the reaper, ready to be told of new processes
     * @throws IOException if the file can neither be read nor written
     */
    public static ProcessReaper open(Path file, StopTimings timings) throws IOException {
        return open(file, timings, Procfs.system());
    }

    static ProcessReaper open(Path file, StopTimings timings, Procfs procfs) throws IOException {
        ProcessReaper reaper = new ProcessReaper(file, procfs);
        int ended = 0;
        for (Entry entry : reaper.recorded()) {
            ended += reaper.end(entry, timings);
        }
        if (ended > 0) {
            log.info("ended {} processes that an earlier host had left behind", ended);
        }
        new PrivateFile(file).write(new byte[0]);
        return reaper;
    }

    @Override
    public synchronized void started(ProcessHandle process, ProcessMark mark) {
        Entry entry = new Entry(process.pid(), startToken(process), mark.session());
        live.put(entry.session(), entry);
        append("+ " + entry.pid() + " " + entry.startToken() + " " + entry.session());
    }

    @Override
    public synchronized void released(ProcessMark mark) {
        if (live.remove(mark.session()) != null) {
            append("- " + mark.session());
        }
    }

    /** How many processes of ours run, not counting those that they have started. */
    public synchronized int running() {
        return live.size();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void append(String line) {
        if (closed) {
            return;
        }
        try {
            Files.writeString(
                    file,
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        } catch (IOException full) {
            // Without the record a killed host leaves a process behind; that is no reason to refuse to work now.
            log.warn("could not record a process in {}: {}", file, full.getMessage());
        }
    }

    private List<Entry> recorded() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        Map<String, Entry> open = new LinkedHashMap<>();
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        for (String line : text.split("\n", -1)) {
            String[] words = line.strip().split(" ", -1);
            if (words.length == 2 && words[0].equals("-")) {
                open.remove(words[1]);
            } else if (words.length == 4 && words[0].equals("+")) {
                parse(words).ifPresent(entry -> open.put(entry.session(), entry));
            }
        }
        return List.copyOf(open.values());
    }

    private static Optional<Entry> parse(String[] words) {
        try {
            return Optional.of(new Entry(Long.parseLong(words[1]), words[2], words[3]));
        } catch (NumberFormatException torn) {
            return Optional.empty();
        }
    }

    private int end(Entry entry, StopTimings timings) {
        Optional<ProcessHandle> root = ProcessHandle.of(entry.pid()).filter(handle -> isOurs(handle, entry));
        ProcessTree tree = new ProcessTree(procfs, root, entry.session());
        int before = tree.look().size();
        return before - tree.end(timings.termGrace(), timings.killGrace());
    }

    private boolean isOurs(ProcessHandle handle, Entry entry) {
        boolean sameStart = startToken(handle).equals(entry.startToken());
        return sameStart
                && (!environmentsAreShown()
                        || procfs.hasVariable(handle.pid(), ProcessMark.SESSION_VARIABLE, entry.session()));
    }

    private boolean environmentsAreShown() {
        return Files.isReadable(procfs.root().resolve("self/environ"));
    }

    /** Names one process for ever, together with its pid; {@code unknown} where the system tells nothing. */
    private String startToken(ProcessHandle process) {
        var ticks = procfs.startTicks(process.pid());
        if (ticks.isPresent()) {
            return "ticks:" + ticks.getAsLong() + ":" + procfs.bootId();
        }
        return process.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(millis -> "millis:" + millis)
                // Equal to no token, so that such a process is never touched.
                .orElseGet(() -> "unknown:" + System.nanoTime());
    }

    /** A process that was started and, as far as the file says, not released. */
    private record Entry(long pid, String startToken, String session) {}
}
