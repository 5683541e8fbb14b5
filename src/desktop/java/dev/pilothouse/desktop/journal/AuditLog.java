package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.AuditAction;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.MemberCodec;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.secure.AtomicFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log of this host: one JSON line per action in {@code audit.jsonl}. It contains no message content and no
 * secrets.
 *
 * <p>Owns the file and its predecessor, at most {@value #MAX_BYTES} bytes each. Both are append-only and readable by
 * their owner alone. Refused actions need no rights, so at most {@value #REFUSALS_PER_MINUTE} a minute are written:
 * repeated attempts cannot push other entries out of the log.
 *
 * <p>Also owns the daemon thread {@code audit-log}, which writes waiting entries in batches and syncs each batch. At
 * most {@value #WAITING} entries wait. A caller that reaches this limit writes them itself, so that no entry is lost.
 * Thread-safe. Ends with {@link #close()}; later entries are written on the caller's thread.
 */
public final class AuditLog implements AutoCloseable {
    static final int REFUSALS_PER_MINUTE = 20;
    /** The maximum number of entries that one read returns. */
    public static final int MAX_READ = 1_000;

    static final int WAITING = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final long CLOSE_SECONDS = 5;
    private static final long MAX_BYTES = 4 * 1024 * 1024;
    private static final long MINUTE = 60_000_000_000L;
    private static final int MAX_TEXT = 120;
    private static final int VERSION = 1;
    private static final Set<AuditAction> REFUSALS =
            EnumSet.of(AuditAction.REFUSED, AuditAction.FORBIDDEN, AuditAction.PUSH_ANSWER_REFUSED);

    private static final MemberCodec<Instant> TIME = Json.text(Instant::parse, Instant::toString);

    private static final RecordCodec<AuditEntry> ENTRY = io -> {
        io.put("version", Json.INT, entry -> VERSION, VERSION);
        return new AuditEntry(
                io.put("at", TIME, AuditEntry::at),
                io.put("deed", WireEnum.AUDIT_ACTION, AuditEntry::deed),
                io.put("deviceId", Json.DEVICE_ID, AuditEntry::deviceId),
                io.put("device", Json.TEXT, AuditEntry::deviceName),
                io.put("about", Json.TEXT, AuditEntry::about),
                io.opt("address", Json.TEXT, AuditEntry::address));
    };

    private final Path file;
    private final Clock clock;
    private final LongSupplier ticker;
    private final long maxBytes;
    /** The queue holds one task. Each task writes all entries that wait when it runs. */
    private final ThreadPoolExecutor writer;
    /** Held while the files are written. Lock order: this lock before the monitor of {@code this}. */
    final Object disk = new Object();

    // --- guarded by this

    private final List<AuditEntry> waiting = new ArrayList<>();
    private boolean closed;
    private boolean refusedBefore;
    private long refusalsSince;
    private int refusals;

    /** @param ticker a monotonic clock that limits the rate of refusals */
    public AuditLog(Path file, Clock clock, LongSupplier ticker) {
        this(file, clock, ticker, MAX_BYTES);
    }

    AuditLog(Path file, Clock clock, LongSupplier ticker, long maxBytes) {
        this.file = file;
        this.clock = clock;
        this.ticker = ticker;
        this.maxBytes = maxBytes;
        this.writer = NamedThreads.pool(1, Duration.ofSeconds(10), 1, NamedThreads.factory("audit-log"));
        writer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    /** @param more whether earlier entries match the query */
    public record Page(List<AuditEntry> entries, boolean more) {}

    /**
     * @param about a session, a device or a code; never content
     * @param address the address of the device
     */
    public void add(AuditAction deed, DeviceId deviceId, String deviceName, String about, String address) {
        boolean writesItself;
        synchronized (this) {
            String left = about;
            if (REFUSALS.contains(deed)) {
                int passedOver = skippedCount();
                if (refusals > REFUSALS_PER_MINUTE) {
                    return;
                }
                left = passedOver == 0 ? about : about + " (and " + passedOver + " more that were passed over)";
            }
            waiting.add(new AuditEntry(clock.instant(), deed, deviceId, shown(deviceName), shown(left), address));
            writesItself = closed || waiting.size() >= WAITING;
        }
        if (writesItself) {
            flush();
        } else {
            writer.execute(this::flush);
        }
    }

    /** Returns when all entries added before the call are written. */
    void flush() {
        synchronized (disk) {
            List<AuditEntry> batch;
            synchronized (this) {
                batch = List.copyOf(waiting);
                waiting.clear();
            }
            if (!batch.isEmpty()) {
                write(batch);
            }
        }
    }

    /**
     * Counts a refusal. @return the number of refusals dropped in the previous minute if a new minute begins, else 0
     */
    private int skippedCount() {
        long now = ticker.getAsLong();
        int passedOver = 0;
        if (!refusedBefore || now - refusalsSince >= MINUTE) {
            passedOver = Math.max(0, refusals - REFUSALS_PER_MINUTE);
            refusedBefore = true;
            refusalsSince = now;
            refusals = 0;
        }
        refusals++;
        return passedOver;
    }

    private void write(List<AuditEntry> batch) {
        FileChannel channel = null;
        try {
            for (AuditEntry entry : batch) {
                byte[] line = (StrictJson.write(ENTRY.encode(entry)) + '\n').getBytes(StandardCharsets.UTF_8);
                if (channel != null && channel.size() + line.length > maxBytes) {
                    end(channel);
                    channel = null;
                }
                if (channel == null) {
                    channel = channelFor(line.length);
                }
                append(channel, line);
            }
            if (channel != null) {
                channel.force(false);
            }
        } catch (IOException e) {
            LOG.warn("Lines of the audit log could not be written: {}", e.toString());
        } finally {
            closeQuietly(channel);
        }
    }

    private static void end(FileChannel channel) throws IOException {
        try (channel) {
            channel.force(false);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            LOG.debug("The audit log did not close cleanly", e);
        }
    }

    /** Opens the file and first rotates it if it has no room for the line. */
    private FileChannel channelFor(int length) throws IOException {
        if (size() + length > maxBytes) {
            try {
                AtomicFiles.replace(file, older());
            } catch (IOException e) {
                // No line may be lost: the file grows until it can be moved.
                LOG.warn("The audit log stays longer than it should: {}", e.toString());
            }
        }
        if (!Files.exists(file)) {
            Files.createFile(file);
            PrivateFolders.makePrivate(file);
        }
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Starts a new line if the last one is incomplete, as after a full disk or a kill. */
    private static void append(FileChannel channel, byte[] line) throws IOException {
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean torn = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
        ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
        if (torn) {
            bytes.put((byte) '\n');
        }
        bytes.put(line).flip();
        channel.position(end);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private long size() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    private Path older() {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /**
     * The newest entries, newest first.
     *
     * @param since only entries from this time on; null for all
     * @param deviceId only actions of this device or on it; null for all
     * @param limit at most {@value #MAX_READ}
     */
    public Page read(@Nullable Instant since, @Nullable DeviceId deviceId, int limit) throws IOException {
        flush();
        int most = Math.max(1, Math.min(limit, MAX_READ));
        Deque<AuditEntry> newest = new ArrayDeque<>();
        boolean more = false;
        try (BufferedReader lines = open()) {
            String line = lines.readLine();
            while (line != null) {
                AuditEntry entry = entry(line);
                if (entry != null && fits(entry, since, deviceId)) {
                    newest.addLast(entry);
                    if (newest.size() > most) {
                        newest.removeFirst();
                        more = true;
                    }
                }
                line = lines.readLine();
            }
        }
        List<AuditEntry> entries = new ArrayList<>(newest);
        Collections.reverse(entries);
        return new Page(entries, more);
    }

    private static boolean fits(AuditEntry entry, @Nullable Instant since, @Nullable DeviceId deviceId) {
        return (since == null || !entry.at().isBefore(since))
                && (deviceId == null
                        || entry.deviceId().equals(deviceId)
                        || entry.about().startsWith(deviceId.value()));
    }

    /**
     * Opens both files in sequence. They are opened between two writes. Reading needs no lock, because the files only
     * grow.
     */
    private BufferedReader open() throws IOException {
        synchronized (disk) {
            return new BufferedReader(new InputStreamReader(
                    new SequenceInputStream(stream(older()), stream(file)), StandardCharsets.UTF_8));
        }
    }

    private static InputStream stream(Path path) throws IOException {
        try {
            return Files.newInputStream(path);
        } catch (NoSuchFileException e) {
            return InputStream.nullInputStream();
        }
    }

    /** Returns null for a line that is incomplete or that a newer version wrote. */
    private static @Nullable AuditEntry entry(String line) {
        try {
            return ENTRY.decode(new FieldReader(StrictJson.parseObject(line)));
        } catch (CodecException | DateTimeException e) {
            return null;
        }
    }

    /** Writes the waiting entries. Waits up to {@value #CLOSE_SECONDS} seconds for the disk. Idempotent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        // If the executor discards this task, a queued task or a concurrent caller does the same work.
        writer.execute(this::flush);
        writer.shutdown();
        try {
            if (!writer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The last lines of the audit log were not written in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reduces a text to one bounded line. Devices choose their own names. */
    private static String shown(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .limit(MAX_TEXT)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
