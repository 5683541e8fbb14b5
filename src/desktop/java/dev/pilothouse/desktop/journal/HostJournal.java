package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outcomes of what changes the host's list of sessions, in {@code host.jsonl}: without it a repeated
 * {@code deleteSession} could not find its outcome, since the session's own journal is gone. Kept for seven days.
 *
 * <p>Owns the file. Any thread; a record is on disk when {@link #add} returns. Ends with {@link #close()}.
 */
public final class HostJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostJournal.class);
    /** For how long a repeated request finds its outcome. */
    public static final Duration KEPT = Duration.ofDays(7);

    /** What was done. */
    public enum Deed {
        CREATED,
        DELETED
    }

    /** One outcome. */
    public record Entry(RequestId requestId, DeviceId deviceId, Deed deed, SessionId sessionId, Instant at) {}

    private record Key(DeviceId deviceId, RequestId requestId) {}

    private final JournalFile file;
    /** The oldest first, so that a host that runs for months forgets too. */
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    private final Set<SessionId> deleted = new HashSet<>();

    private HostJournal(JournalFile file) {
        this.file = file;
    }

    /** Opens or makes the file; forgets what is too old. */
    public static HostJournal open(Path path, Clock clock) throws IOException {
        List<Entry> kept = new ArrayList<>();
        JournalFile.Opening opening = JournalFile.open(path, (records, offset) -> read(records, kept));
        opening.damage().ifPresent(damage -> LOG.warn("{}", damage.text()));
        int all = kept.size();
        Instant limit = clock.instant().minus(KEPT);
        kept.removeIf(entry -> entry.at().isBefore(limit));
        JournalFile file = kept.size() == all ? opening.file() : rewritten(path, opening.file(), kept);
        HostJournal journal = new HostJournal(file);
        kept.forEach(journal::index);
        return journal;
    }

    private static JournalFile rewritten(Path path, JournalFile old, List<Entry> kept) throws IOException {
        old.close();
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (JournalFile file = JournalFile.open(fresh, (records, offset) -> {}).file()) {
            for (Entry entry : kept) {
                file.append(line(entry));
            }
            file.force();
        }
        Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        PrivateFolders.force(path.toAbsolutePath().getParent());
        return JournalFile.open(path, (records, offset) -> {}).file();
    }

    private static void read(List<JsonElement> records, List<Entry> entries) throws JournalLines.DamagedException {
        try {
            for (JsonElement record : records) {
                JsonObject json = record.getAsJsonObject();
                entries.add(new Entry(
                        new RequestId(json.get("requestId").getAsString()),
                        new DeviceId(json.get("deviceId").getAsString()),
                        Deed.valueOf(json.get("deed").getAsString()),
                        new SessionId(json.get("sessionId").getAsString()),
                        Instant.ofEpochMilli(json.get("at").getAsLong())));
            }
        } catch (IllegalArgumentException | NullPointerException | IllegalStateException e) {
            throw new JournalLines.DamagedException("not a record of a host: " + e.getMessage());
        }
    }

    private static JsonArray line(Entry entry) {
        JsonObject json = new JsonObject();
        json.addProperty("requestId", entry.requestId().value());
        json.addProperty("deviceId", entry.deviceId().value());
        json.addProperty("deed", entry.deed().name());
        json.addProperty("sessionId", entry.sessionId().value());
        json.addProperty("at", entry.at().toEpochMilli());
        JsonArray line = new JsonArray(1);
        line.add(json);
        return line;
    }

    private void index(Entry entry) {
        entries.put(new Key(entry.deviceId(), entry.requestId()), entry);
        if (entry.deed() == Deed.DELETED) {
            deleted.add(entry.sessionId());
        }
    }

    /** The outcome of an earlier request. */
    public synchronized Optional<Entry> find(DeviceId deviceId, RequestId requestId) {
        return Optional.ofNullable(entries.get(new Key(deviceId, requestId)));
    }

    /** Whether the session's removal was decided, so that what is left of it may go. */
    public synchronized boolean isDeleted(SessionId sessionId) {
        return deleted.contains(sessionId);
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
        all.forEach(this::indexNow);
    }

    private void indexNow(Entry entry) {
        index(entry);
        Instant limit = entry.at().minus(KEPT);
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry old = oldest.next();
            if (!old.at().isBefore(limit)) {
                break;
            }
            oldest.remove();
            if (old.deed() == Deed.DELETED) {
                deleted.remove(old.sessionId());
            }
        }
    }

    /** Remembers an outcome until the host ends, where the disk takes nothing. */
    public synchronized void remember(Entry entry) {
        indexNow(entry);
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
