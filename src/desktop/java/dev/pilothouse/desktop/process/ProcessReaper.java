package dev.pilothouse.desktop.process;

import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.secure.NewerFileException;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records started processes in a file, and at the next start ends those that a killed host left behind. A process is
 * ended only if its pid, its start time and, where the system shows environments, its mark match the record: a recycled
 * pid belongs to another program. Owns the file, which the data folder's lock protects from other hosts. Any thread;
 * calls are synchronized. Ends with {@link #close()}, which keeps the records of running processes.
 *
 * <p>The file begins with {@code = version host}, where {@code host} names the data folder during this boot of the
 * machine ({@link ProcessMark#hostOf}). Records under another name belong to a folder that this one was copied from, or
 * to an earlier boot; nothing is ended for them. Each further line is one fact: {@code ? session} before a process is
 * started, {@code + pid startToken session} after it, {@code - session} when its tree is gone. A descendant that was found
 * by its parent has {@code session-pid} in place of the session. If the {@code +} is
 * missing because the host was killed in between, the process is found by its mark (Linux). The file is not synced: a
 * power loss ends the processes too. It is rewritten atomically when most of its lines are obsolete.
 *
 * <p>A damaged file is kept beside the original. In place of its lost records, all marks are searched (Linux): every
 * process of this data folder belongs to an earlier host, since this one has not started any yet.
 */
public final class ProcessReaper implements ProcessRegistry, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ProcessReaper.class);

    /** Number of obsolete lines after which the file is rewritten. */
    static final int MAX_PAST = 2_000;

    private static final int ENDERS = 16;
    private static final int VERSION = 1;
    /** Separates the session of a started process from the pid of its descendant. No session contains it. */
    private static final String DESCENDANT = "-";

    private static final Pattern HEADER = Pattern.compile("= (\\d{1,9}) (\\S{1,128}).*");

    private final PrivateFile file;
    private final String host;
    private final Procfs procfs;
    /** The current line of each process, by its session. */
    private final Map<String, String> live = new LinkedHashMap<>();

    private int lines;
    private boolean torn;
    private boolean closed;

    private ProcessReaper(Path file, String host, Procfs procfs) {
        this.file = new PrivateFile(file);
        this.host = host;
        this.procfs = procfs;
    }

    /**
     * Opens the records, ends the processes that are left, and starts a new file. Takes up to about two seconds if
     * there is something to end, and as much again for each {@value #ENDERS} more.
     *
     * @param file in the data folder; created if missing
     * @param host the name of the data folder, as in {@link ProcessMark#host}
     * @param earlierHost the name by versions whose files do not begin with a name
     * @return the reaper, ready to record new processes
     * @throws IOException if the file cannot be read, cannot be replaced, or is of a newer version
     */
    public static ProcessReaper open(Path file, String host, String earlierHost, StopTimings timings)
            throws IOException {
        return open(file, host, earlierHost, timings, Procfs.system());
    }

    static ProcessReaper open(Path file, String host, String earlierHost, StopTimings timings, Procfs procfs)
            throws IOException {
        ProcessReaper reaper = new ProcessReaper(file, host, procfs);
        Records records = reaper.recorded(earlierHost);
        List<Callable<Integer>> ends = new ArrayList<>();
        records.started().forEach(entry -> ends.add(() -> reaper.end(entry, timings)));
        records.starting().forEach(session -> ends.add(() -> reaper.end(Optional.empty(), session, timings)));
        if (records.damaged()) {
            log.warn("{} is damaged and is kept as {}", file, reaper.file.moveAside());
            Set<String> marked = reaper.sessionsOf(host);
            marked.addAll(reaper.sessionsOf(earlierHost));
            marked.forEach(session -> ends.add(() -> reaper.end(Optional.empty(), session, timings)));
        }
        int ended = endAll(ends);
        if (ended > 0) {
            log.info("ended {} processes that an earlier host had left behind", ended);
        }
        reaper.begin();
        return reaper;
    }

    /** Starts a new file. On a full disk the old one is deleted, so that no new record is added under another name. */
    private void begin() throws IOException {
        try {
            rewrite();
        } catch (IOException full) {
            log.warn("{} could not be rewritten: {}", file.path(), full.toString());
            Files.deleteIfExists(file.path());
        }
    }

    /**
     * Ends many at the same time, since each may have to be waited for.
     *
     * @return how many processes were ended
     */
    private static int endAll(List<Callable<Integer>> ends) {
        if (ends.isEmpty()) {
            return 0;
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(ENDERS, ends.size()), NamedThreads.numbered("reaper"));
        try {
            int ended = 0;
            for (Future<Integer> end : threads.invokeAll(ends)) {
                ended += end.get();
            }
            return ended;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 0;
        } catch (ExecutionException bug) {
            throw new IllegalStateException(bug.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    @Override
    public synchronized void starting(ProcessMark mark) {
        add(mark.session(), "? " + mark.session());
    }

    @Override
    public synchronized void started(ProcessHandle process, ProcessMark mark) {
        add(mark.session(), line(process, mark.session()));
    }

    /** Each one has a record of its own, which an earlier version reads as that of a started process. */
    @Override
    public synchronized void descendants(Collection<ProcessHandle> running, ProcessMark mark) {
        Map<String, ProcessHandle> now = new LinkedHashMap<>();
        running.forEach(process -> now.put(mark.session() + DESCENDANT + process.pid(), process));
        for (String key : descendantsOf(mark)) {
            if (!now.containsKey(key)) {
                remove(key);
            }
        }
        if (live.containsKey(mark.session())) {
            now.forEach((key, process) -> {
                String line = line(process, key);
                if (!line.equals(live.get(key))) {
                    add(key, line);
                }
            });
        }
    }

    private List<String> descendantsOf(ProcessMark mark) {
        return live.keySet().stream()
                .filter(key -> key.startsWith(mark.session() + DESCENDANT))
                .toList();
    }

    private String line(ProcessHandle process, String key) {
        return "+ " + process.pid() + " " + startToken(process) + " " + key;
    }

    @Override
    public synchronized void onReleased(ProcessMark mark) {
        descendantsOf(mark).forEach(this::remove);
        remove(mark.session());
    }

    private void remove(String key) {
        if (live.remove(key) != null) {
            append("- " + key);
        }
    }

    /** Returns how many started processes are running, without their descendants. */
    public synchronized int running() {
        return (int)
                live.keySet().stream().filter(key -> !key.contains(DESCENDANT)).count();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }

    private void add(String key, String line) {
        live.put(key, line);
        append(line);
    }

    private void append(String line) {
        if (closed) {
            return;
        }
        try {
            if (lines - live.size() >= MAX_PAST) {
                rewrite();
                return;
            }
            Files.writeString(
                    file.path(),
                    // A line that a full disk cut short must not corrupt this one.
                    (torn ? "\n" : "") + line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
            lines++;
            torn = false;
        } catch (IOException full) {
            torn = true;
            // Without the record a killed host leaves a process behind; that is no reason to fail now.
            log.warn("could not record a process in {}: {}", file.path(), full.getMessage());
        }
    }

    private void rewrite() throws IOException {
        StringBuilder text = new StringBuilder("= " + VERSION + " " + host + "\n");
        live.values().forEach(line -> text.append(line).append('\n'));
        file.write(text.toString().getBytes(StandardCharsets.UTF_8));
        lines = live.size();
        torn = false;
    }

    private Records recorded(String earlierHost) throws IOException {
        if (!Files.exists(file.path())) {
            return new Records(List.of(), List.of(), false);
        }
        if (Files.size(file.path()) > PrivateFile.MAX_BYTES) {
            return new Records(List.of(), List.of(), true);
        }
        Map<String, Optional<Entry>> open = new LinkedHashMap<>();
        boolean damaged = false;
        String text = new String(Files.readAllBytes(file.path()), StandardCharsets.UTF_8);
        String[] all = text.split("\n", -1);
        Matcher header = HEADER.matcher(all[0]);
        boolean named = header.matches();
        if (named) {
            NewerFileException.check(file.path(), Long.parseLong(header.group(1)), VERSION);
            if (!header.group(2).equals(host)) {
                log.info("{} is of another data folder or of an earlier boot: nothing is ended for it", file.path());
                return new Records(List.of(), List.of(), false);
            }
        }
        for (int i = named ? 1 : 0; i < all.length; i++) {
            // The last line may be cut short: the host was killed while writing it. Its "?" precedes it.
            damaged |= !take(all[i].strip(), open) && i < all.length - 1;
        }
        if (!named && procfs.showsEnvironments()) {
            // Such a file may be a copy: only processes that carry the name of this very folder belong to it.
            Set<String> ours = sessionsOf(earlierHost);
            // A full disk may have prevented the first line from being written.
            ours.addAll(sessionsOf(host));
            open.keySet().retainAll(ours);
        }
        List<Entry> started = open.values().stream().flatMap(Optional::stream).toList();
        List<String> starting = open.entrySet().stream()
                .filter(entry -> entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
        return new Records(started, starting, damaged);
    }

    /** @return whether the line is valid */
    private static boolean take(String line, Map<String, Optional<Entry>> open) {
        String[] words = line.split(" ", -1);
        if (words.length == 2 && words[0].equals("-")) {
            open.remove(words[1]);
            return true;
        }
        if (words.length == 2 && words[0].equals("?")) {
            open.put(words[1], Optional.empty());
            return true;
        }
        if (words.length == 4 && words[0].equals("+")) {
            Optional<Entry> entry = parse(words);
            entry.ifPresent(found -> open.put(found.session(), entry));
            return entry.isPresent();
        }
        return line.isEmpty();
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
        return end(root, entry.session(), timings);
    }

    private int end(Optional<ProcessHandle> root, String session, StopTimings timings) {
        ProcessTree tree = new ProcessTree(procfs, root, session);
        int before = tree.refresh().size();
        return before - tree.end(timings.termGrace(), timings.killGrace());
    }

    private Set<String> sessionsOf(String host) {
        Set<String> sessions = new LinkedHashSet<>();
        for (long pid : procfs.withVariable(ProcessMark.HOST_VARIABLE, host)) {
            procfs.variable(pid, ProcessMark.SESSION_VARIABLE).ifPresent(sessions::add);
        }
        return sessions;
    }

    private boolean isOurs(ProcessHandle handle, Entry entry) {
        boolean sameStart = startToken(handle).equals(entry.startToken());
        return sameStart
                && (!procfs.showsEnvironments()
                        || procfs.hasVariable(handle.pid(), ProcessMark.SESSION_VARIABLE, entry.session()));
    }

    /**
     * Returns a token that, with the pid, identifies one process forever; {@code unknown} if the system shows no start
     * time.
     */
    private String startToken(ProcessHandle process) {
        var ticks = procfs.startTicks(process.pid());
        if (ticks.isPresent()) {
            return "ticks:" + ticks.getAsLong() + ":" + procfs.bootId();
        }
        return process.info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .map(millis -> "millis:" + millis)
                // Unequal to every token, so that such a process is never ended.
                .orElseGet(() -> "unknown:" + System.nanoTime());
    }

    /** A process that was started and, according to the file, not released. */
    private record Entry(long pid, String startToken, String session) {}

    /**
     * The contents of the file.
     *
     * @param started processes that were started
     * @param starting sessions of processes that may have been started
     * @param damaged whether there may have been more
     */
    private record Records(List<Entry> started, List<String> starting, boolean damaged) {}
}
