package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.secure.NewerFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcomes of requests that create or delete sessions, in {@code host.jsonl}. Without it, a repeated
 * {@code deleteSession} would not find its outcome, because the session's own journal is deleted. The newest
 * {@value #KEPT} are kept. A limit by time would drop all of them after a change of the clock, and would not bound the
 * file on a busy day.
 *
 * <p>Owns the file, which has at most about twice as many lines. Thread-safe. A record is on disk when {@link #add}
 * returns. Ends with {@link #close()}.
 */
public final class HostJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostJournal.class);
    /** The number of outcomes that can be found again. */
    static final int KEPT = 10_000;

    private static final int VERSION = 1;

    /** The kind of change. */
    public enum Deed {
        CREATED,
        /** The session's agent is asked to delete its session. No outcome yet. */
        DELETING,
        /** The agent has not deleted its session, so this session stays. No outcome: the request may be repeated. */
        KEPT,
        DELETED
    }

    private static final Set<String> ACTIONS =
            Stream.of(Deed.values()).map(Deed::name).collect(Collectors.toUnmodifiableSet());

    /** One outcome. @param cause its device name is not stored */
    public record Entry(Cause cause, Deed deed, SessionId sessionId, Instant at) {
        /** Removes the device name, as in the stored form. */
        public Entry {
            cause = new Cause(cause.requestId(), cause.deviceId(), "", cause.digest());
        }
    }

    private static final RecordCodec<Entry> CODEC = io -> {
        io.put("version", Json.INT, entry -> VERSION, VERSION);
        Cause cause = new Cause(
                io.put("requestId", Json.REQUEST_ID, entry -> entry.cause().requestId()),
                io.put("deviceId", Json.DEVICE_ID, entry -> entry.cause().deviceId()),
                "",
                io.opt("digest", Json.TEXT, entry -> entry.cause().digest()));
        return new Entry(
                cause,
                io.put("deed", Json.text(Deed::valueOf, Deed::name), Entry::deed),
                io.put("sessionId", Json.SESSION_ID, Entry::sessionId),
                io.put("at", Json.TIME, Entry::at));
    };

    private record Key(DeviceId deviceId, RequestId requestId) {}

    private final Path path;
    private final int most;
    private final JournalFile file;
    private int lines;
    /** The file is rewritten when it has more lines than this. */
    private int longest;

    /** Oldest first, so that the oldest are dropped beyond the limit. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private final Set<SessionId> deleted = new HashSet<>();
    /** The deletions at agents that have begun, with no outcome yet. */
    private final Map<SessionId, Entry> deleting = new LinkedHashMap<>();
    /** The newest records of unknown kinds, unchanged. */
    private final Deque<JsonObject> unknown;

    private final Optional<JournalDamage> damage;

    private HostJournal(
            Path path,
            int most,
            JournalFile file,
            int lines,
            Deque<JsonObject> unknown,
            Optional<JournalDamage> damage) {
        this.unknown = unknown;
        this.damage = damage;
        this.path = path;
        this.most = most;
        this.file = file;
        this.lines = lines;
        this.longest = 2 * most;
    }

    /** Opens the file, and creates it if it does not exist. */
    public static HostJournal open(Path path) throws IOException {
        return open(path, KEPT);
    }

    /** @param most the number of outcomes to keep */
    static HostJournal open(Path path, int most) throws IOException {
        List<Entry> all = new ArrayList<>();
        Deque<JsonObject> unknown = new ArrayDeque<>();
        JournalFile.Opening opening = JournalFile.open(
                path,
                (records, offset) -> read(path, records, all, record -> {
                    unknown.addLast(record);
                    if (unknown.size() > most) {
                        unknown.removeFirst();
                    }
                }));
        opening.damage().ifPresent(damage -> LOG.warn("{}", damage.text()));
        HostJournal journal =
                new HostJournal(path, most, opening.file(), all.size() + unknown.size(), unknown, opening.damage());
        all.forEach(journal::index);
        journal.shorten();
        return journal;
    }

    /** Rewrites the file when most of its lines are obsolete. If that fails, the long file stays in use. */
    private void shorten() {
        if (lines <= longest) {
            return;
        }
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            JournalFile shorter =
                    JournalFile.open(fresh, (records, offset) -> {}).file();
            try {
                for (JsonObject record : unknown) {
                    shorter.append(line(record));
                }
                for (Entry entry : entries.values()) {
                    shorter.append(line(entry));
                }
                for (Entry entry : deleting.values()) {
                    shorter.append(line(entry));
                }
                shorter.force();
                file.replaceWith(shorter, JournalFileSystem.REAL);
            } finally {
                shorter.close();
            }
            lines = entries.size() + deleting.size() + unknown.size();
            longest = 2 * most + unknown.size();
            PrivateFolders.force(path.toAbsolutePath().resolveSibling(""));
        } catch (IOException e) {
            longest = 2 * lines;
            LOG.warn("The host's journal could not be made shorter: {}", e.toString());
        }
    }

    /** The damage found when the file was opened. */
    public Optional<JournalDamage> damage() {
        return damage;
    }

    /** @param unknown receives records of unknown kinds */
    private static void read(Path path, List<JsonElement> records, List<Entry> entries, Consumer<JsonObject> unknown)
            throws JournalLines.DamagedException {
        try {
            for (JsonElement record : records) {
                JsonObject json = record.getAsJsonObject();
                NewerFileException.check(
                        path, json.has("version") ? json.get("version").getAsLong() : 1, VERSION);
                if (!ACTIONS.contains(json.get("deed").getAsString())) {
                    unknown.accept(json);
                    continue;
                }
                entries.add(CODEC.decode(new FieldReader(json)));
            }
        } catch (NewerFileException newer) {
            throw new JournalLines.RefusedException(newer);
        } catch (CodecException | RuntimeException e) {
            throw new JournalLines.DamagedException("not a record of a host: " + e.getMessage());
        }
    }

    private static JsonArray line(Entry entry) {
        return line(CODEC.encode(entry));
    }

    private static JsonArray line(JsonObject record) {
        JsonArray line = new JsonArray(1);
        line.add(record);
        return line;
    }

    private void index(Entry entry) {
        if (entry.deed() == Deed.DELETING) {
            deleting.put(entry.sessionId(), entry);
            return;
        }
        if (entry.deed() != Deed.CREATED) {
            deleting.remove(entry.sessionId());
        }
        if (entry.deed() == Deed.KEPT) {
            return;
        }
        entries.put(new Key(entry.cause().deviceId(), entry.cause().requestId()), entry);
        if (entry.deed() == Deed.DELETED) {
            deleted.add(entry.sessionId());
        }
        if (entries.size() > most) {
            Iterator<Entry> oldest = entries.values().iterator();
            Entry old = oldest.next();
            oldest.remove();
            if (old.deed() == Deed.DELETED) {
                deleted.remove(old.sessionId());
            }
        }
    }

    /** The outcome of an earlier request. */
    public synchronized Optional<Entry> find(DeviceId deviceId, RequestId requestId) {
        return Optional.ofNullable(entries.get(new Key(deviceId, requestId)));
    }

    /** Whether deletion of the session was recorded, so that its remaining files may be removed. */
    public synchronized boolean isDeleted(SessionId sessionId) {
        return deleted.contains(sessionId);
    }

    /** The deletions at agents that have begun, with no outcome yet. */
    public synchronized List<Entry> deleting() {
        return List.copyOf(deleting.values());
    }

    /** Whether creation of the session was acknowledged, if that outcome is still kept. Scans all outcomes. */
    public synchronized boolean isCreated(SessionId sessionId) {
        return entries.values().stream()
                .anyMatch(entry ->
                        entry.deed() == Deed.CREATED && entry.sessionId().equals(sessionId));
    }

    public void add(Entry entry) throws IOException {
        addAll(List.of(entry));
    }

    /** Adds several with one fsync. */
    public synchronized void addAll(List<Entry> all) throws IOException {
        for (Entry entry : all) {
            file.append(line(entry));
        }
        file.force();
        lines += all.size();
        all.forEach(this::index);
        shorten();
    }

    /** Keeps an outcome in memory until the host ends. For a disk that refuses writes. */
    public synchronized void apply(Entry entry) {
        index(entry);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
