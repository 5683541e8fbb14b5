package dev.pilothouse.desktop.journal;

import com.google.gson.JsonElement;
import dev.pilothouse.desktop.journal.JournalLines.DamagedException;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one session on disk. It assigns each update its place in the order.
 *
 * <p>Owns the session's file. Appends are confined to the session's lane; {@link #sync()} runs on the journal-sync
 * thread. Any thread may read what was appended ({@link #history()}). Ends with {@link #close()}.
 */
public final class SessionJournal implements AutoCloseable {
    private static final Random RANDOM = new SecureRandom();

    private final Path path;
    private final JournalFile file;
    private final JournalOffsetIndex marks;
    private Generations generations;
    private @Nullable JournaledUpdate newest;
    private long head;
    private boolean openedWritten;
    private volatile long written;
    private volatile long synced;

    private SessionJournal(Path path, JournalFile file, Replay replay) {
        this.path = path;
        this.file = file;
        this.marks = replay.marks;
        this.generations = replay.generations;
        this.newest = replay.newest;
        this.head = replay.head;
        this.written = head;
        this.synced = head;
    }

    /** @param damage empty if there was none */
    public record Opening(SessionJournal journal, Optional<JournalDamage> damage) {}

    public static Opening open(JournalFileSystem disk, Path path, Consumer<JournaledUpdate> reader) throws IOException {
        Replay replay = new Replay(path, reader);
        JournalFile.Opening opening = JournalFile.open(disk, path, replay);
        replay.endLine(opening.file().end().length());
        return new Opening(new SessionJournal(path, opening.file(), replay), opening.damage());
    }

    /** Whether a journal has a first update. */
    public enum Beginning {
        READABLE,
        MISSING,
        /** No update: the file is empty or as short as a host leaves it that is killed while it creates the session. */
        NOTHING,
        DAMAGED
    }

    /** Checks the beginning of the journal. Reads only its first lines and changes nothing. */
    public static Beginning beginning(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Replay replay = new Replay(path, update -> {});
            JournalLines lines = new JournalLines(channel, 0);
            while (lines.next()) {
                replay.line(lines.records(), lines.offset());
                if (replay.head > 0) {
                    return Beginning.READABLE;
                }
            }
            return Beginning.NOTHING;
        } catch (JournalLines.RefusedException e) {
            // Opening it fails with the reason and leaves the file as it is.
            return Beginning.READABLE;
        } catch (NoSuchFileException e) {
            return Beginning.MISSING;
        } catch (DamagedException e) {
            return Beginning.DAMAGED;
        }
    }

    /** The result of a check of all lines. */
    enum Check {
        WHOLE,
        /** The host reads the updates before the damage. */
        DAMAGED,
        /** The host reads nothing of it and does not change it. */
        UNUSABLE
    }

    /** Checks that every line is valid and follows the one before it. An incomplete last line is ignored. */
    static Check check(Path path) throws IOException {
        Replay replay = new Replay(path, update -> {});
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            JournalLines lines = new JournalLines(channel, 0);
            while (lines.next()) {
                replay.line(lines.records(), lines.offset());
            }
            return replay.head > 0 ? Check.WHOLE : Check.UNUSABLE;
        } catch (JournalLines.RefusedException e) {
            return Check.UNUSABLE;
        } catch (DamagedException e) {
            return replay.head > 0 ? Check.DAMAGED : Check.UNUSABLE;
        }
    }

    /** The id of the session whose folder contains the journal. Empty outside of a data folder. */
    private static String session(Path path) {
        Path folder = path.toAbsolutePath().getParent();
        Path above = folder == null ? null : folder.getParent();
        if (folder == null || above == null || !above.endsWith(DataFolder.SESSIONS)) {
            return "";
        }
        try {
            return new SessionId(folder.getFileName().toString()).value();
        } catch (IllegalArgumentException notOurs) {
            return "";
        }
    }

    private static final class Replay implements JournalFile.Reader {
        private final Path path;
        private final Consumer<JournaledUpdate> reader;
        private final JournalOffsetIndex marks = new JournalOffsetIndex();
        private Generations generations = Generations.NONE;
        private @Nullable JournaledUpdate newest;
        private long head;
        /** The line read last. Its end is known when the next line begins. */
        private long lineOffset = -1;

        private long lineBefore;
        private long lineWeight;

        Replay(Path path, Consumer<JournaledUpdate> reader) {
            this.path = path;
            this.reader = reader;
        }

        @Override
        public void line(List<JsonElement> records, long offset) throws DamagedException {
            // A line is valid as a whole or not at all, so all of it is checked before any update is passed on.
            List<SessionRecords.Opened> openings = SessionRecords.openings(records, path);
            List<JournaledUpdate> updates = SessionRecords.updates(records);
            Generations known = generations;
            for (SessionRecords.Opened opened : openings) {
                Generation generation = opened.generation();
                String own = session(path);
                if (!own.isEmpty()
                        && !opened.session().isEmpty()
                        && !opened.session().equals(own)) {
                    throw new JournalLines.RefusedException(new IOException(path + " is the journal of the session "
                            + opened.session() + ". Put it back into the folder of that name"));
                }
                if (generation.after() != head) {
                    throw new DamagedException("opened after " + generation.after() + ", but the head is " + head);
                }
                known = known.plus(generation);
            }
            long seq = head;
            for (JournaledUpdate update : updates) {
                if (update.seq() != ++seq || known.current() == 0) {
                    throw new DamagedException("update " + update.seq() + " after " + (seq - 1));
                }
            }
            endLine(offset);
            lineOffset = offset;
            lineBefore = head;
            lineWeight = weight(newest, updates);
            generations = known;
            head = seq;
            newest = updates.isEmpty() ? newest : updates.get(updates.size() - 1);
            updates.forEach(reader);
        }

        void endLine(long end) {
            if (lineOffset >= 0) {
                marks.line(lineOffset, end, lineBefore, lineWeight);
            }
        }
    }

    private static long weight(@Nullable JournaledUpdate newest, List<JournaledUpdate> updates) {
        long weight = 0;
        JournaledUpdate before = newest;
        for (JournaledUpdate update : updates) {
            weight += UpdateWeight.after(before, update);
            before = update;
        }
        return weight;
    }

    /** The seq of the newest update, 0 in an empty journal. */
    public long head() {
        return head;
    }

    public Generations generations() {
        return generations;
    }

    /** A reader of the appended updates. Any thread. */
    JournalHistory history() {
        return new JournalHistory(path, marks);
    }

    /**
     * Writes the session's summary beside its journal. For the session's lane, while it is idle and everything is on
     * disk.
     *
     * @throws IOException if it could not be stored; the journal is not affected
     */
    public void keepIndex(Path index, SessionIndex of) throws IOException {
        if (synced < head) {
            throw new IOException("the journal is not on disk");
        }
        of.write(index, file.end());
    }

    /**
     * Writes the updates as one line, so that they are stored together or not at all. The first append after opening
     * begins a new generation. The generation is on disk before any of its updates is visible.
     *
     * @throws IOException if nothing was written; the same updates may be tried again
     */
    public void append(List<JournaledUpdate> updates) throws IOException {
        if (!openedWritten) {
            open();
        }
        long seq = head;
        for (JournaledUpdate update : updates) {
            if (update.seq() != ++seq) {
                throw new IllegalArgumentException("update " + update.seq() + " cannot follow " + (seq - 1));
            }
        }
        long offset = file.end().length();
        file.append(SessionRecords.line(updates));
        marks.line(offset, file.end().length(), head, weight(newest, updates));
        newest = updates.get(updates.size() - 1);
        head = seq;
        written = seq;
    }

    /** Checks that the file can grow by that many bytes, and leaves it unchanged. @throws IOException if it cannot */
    public void requireRoom(int bytes) throws IOException {
        file.requireRoom(bytes);
    }

    private void open() throws IOException {
        long gen;
        do {
            gen = RANDOM.nextLong();
        } while (gen == 0);
        Generation generation = new Generation(gen, head);
        long offset = file.end().length();
        file.append(SessionRecords.opened(generation, session(path)));
        try {
            file.force();
        } catch (IOException e) {
            // The next host must not rely on a line that may not be on disk.
            file.undoLast();
            throw e;
        }
        marks.line(offset, file.end().length(), head, 0);
        generations = generations.plus(generation);
        openedWritten = true;
    }

    /** Returns once everything appended before the call is on disk. */
    public void sync() throws IOException {
        long through = written;
        file.force();
        synced = through;
    }

    /** Whether a sync failed; nothing more may be written then. Any thread. */
    public boolean isRefused() {
        return file.isRefused();
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
