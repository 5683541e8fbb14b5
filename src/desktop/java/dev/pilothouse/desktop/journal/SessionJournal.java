package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.UpdateCodec;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * The record of one session on disk, which gives every update its place.
 *
 * <p>Owns the session's file. Appends belong to the session's lane; {@link #sync()} is the journal-sync thread's. Ends
 * with {@link #close()}.
 */
public final class SessionJournal implements AutoCloseable {
    private static final String OPENED = "opened";
    private static final Random RANDOM = new SecureRandom();

    private final JournalFile file;
    private Generations generations;
    private long head;
    private boolean openedWritten;
    private volatile long written;
    private volatile long synced;

    private SessionJournal(JournalFile file, Generations generations, long head) {
        this.file = file;
        this.generations = generations;
        this.head = head;
        this.written = head;
        this.synced = head;
    }

    /** @param damage what was wrong with the file, or empty */
    public record Opening(SessionJournal journal, Optional<JournalDamage> damage) {}

    /** Opens or makes the file and hands over every update in it, in order. */
    public static Opening open(Path path, Consumer<JournaledUpdate> reader) throws IOException {
        Replay replay = new Replay(reader);
        JournalFile.Opening opening = JournalFile.open(path, replay);
        return new Opening(new SessionJournal(opening.file(), replay.generations, replay.head), opening.damage());
    }

    private static final class Replay implements JournalFile.Reader {
        private final Consumer<JournaledUpdate> reader;
        private Generations generations = Generations.NONE;
        private long head;

        Replay(Consumer<JournaledUpdate> reader) {
            this.reader = reader;
        }

        @Override
        public void line(List<JsonElement> records) throws JournalFile.DamagedException {
            // A line counts as a whole or not at all, so nothing is handed over before all of it is understood.
            List<JournaledUpdate> updates = new ArrayList<>(records.size());
            try {
                for (JsonElement element : records) {
                    JsonObject json = element.getAsJsonObject();
                    if (json.has(OPENED)) {
                        opened(json.getAsJsonObject(OPENED), head + updates.size());
                    } else {
                        updates.add(UpdateCodec.decode(json));
                    }
                }
            } catch (CodecException | RuntimeException e) {
                throw new JournalFile.DamagedException("not a record of a session: " + e.getMessage());
            }
            long seq = head;
            for (JournaledUpdate update : updates) {
                if (update.seq() != ++seq || generations.current() == 0) {
                    throw new JournalFile.DamagedException("update " + update.seq() + " after " + (seq - 1));
                }
            }
            head = seq;
            updates.forEach(reader);
        }

        private void opened(JsonObject json, long at) throws JournalFile.DamagedException {
            long after = json.get("after").getAsLong();
            if (after != at) {
                throw new JournalFile.DamagedException("opened after " + after + ", but the head is " + at);
            }
            long gen = Long.parseUnsignedLong(json.get("gen").getAsString(), 16);
            generations = generations.plus(new Generation(gen, after));
        }
    }

    /** The seq of the newest update, 0 in an empty journal. */
    public long head() {
        return head;
    }

    public Generations generations() {
        return generations;
    }

    /**
     * Writes the updates as one line, so that they are there together or not at all. The first append after opening
     * begins a new generation, which is on disk before any of its updates can be seen.
     *
     * @throws IOException if nothing was written; the same updates may be tried again
     */
    public void append(List<JournaledUpdate> updates) throws IOException {
        if (!openedWritten) {
            open();
        }
        JsonArray line = new JsonArray(updates.size());
        long seq = head;
        for (JournaledUpdate update : updates) {
            if (update.seq() != ++seq) {
                throw new IllegalArgumentException("update " + update.seq() + " cannot follow " + (seq - 1));
            }
            line.add(UpdateCodec.encode(update));
        }
        file.append(line);
        head = seq;
        written = seq;
    }

    private void open() throws IOException {
        long gen;
        do {
            gen = RANDOM.nextLong();
        } while (gen == 0);
        JsonObject opened = new JsonObject();
        opened.add("gen", new JsonPrimitive(Long.toHexString(gen)));
        opened.add("after", new JsonPrimitive(head));
        JsonObject record = new JsonObject();
        record.add(OPENED, opened);
        JsonArray line = new JsonArray(1);
        line.add(record);
        file.append(line);
        file.force();
        generations = generations.plus(new Generation(gen, head));
        openedWritten = true;
    }

    /** Returns once everything appended before the call is on disk. */
    public void sync() throws IOException {
        long through = written;
        file.force();
        synced = through;
    }

    /** The seq up to which everything is on disk. Any thread. */
    public long synced() {
        return synced;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
