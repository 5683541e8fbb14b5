package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.secure.NewerFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The states of some things of one type. Each line of the file is the state of one of them; its last line counts.
 *
 * <p>Owns the file. Thread-safe. A state is on disk when {@link #add} returns. Ends with {@link #close()}.
 *
 * @param <E> a state, with its id
 */
public final class StateJournal<E> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StateJournal.class);
    private static final String VERSION = "version";
    /** The file is rewritten when it has this many lines more than states, or twice as many. */
    private static final int SPARE = 200;

    private final Path path;
    private final RecordCodec<E> codec;
    private final int version;
    private final JournalFileSystem disk;
    private final JournalFile file;
    private int lines;
    /** Whether the last line was refused, and its removal is not on disk. */
    private boolean unwithdrawn;

    private StateJournal(
            JournalFileSystem disk, Path path, RecordCodec<E> codec, int version, JournalFile file, int lines) {
        this.disk = disk;
        this.path = path;
        this.codec = codec;
        this.version = version;
        this.file = file;
        this.lines = lines;
    }

    /**
     * An opened journal.
     *
     * @param states the last state of each thing, in the order of their first lines
     * @param damage what was found wrong, in sentences
     */
    public record Opening<E>(StateJournal<E> journal, List<E> states, List<HostText> damage) {}

    /**
     * Opens the file, or creates it. An incomplete last line, as after a power loss, is cut off. Any other line that
     * cannot be read is skipped, and a copy of the whole file is kept.
     *
     * @param version of the lines that are written; a file with a greater one is refused
     */
    public static <E, K> Opening<E> open(Path path, RecordCodec<E> codec, int version, Function<E, K> id)
            throws IOException {
        return open(JournalFileSystem.REAL, path, codec, version, id);
    }

    static <E, K> Opening<E> open(
            JournalFileSystem disk, Path path, RecordCodec<E> codec, int version, Function<E, K> id)
            throws IOException {
        Lines<E, K> read = new Lines<>(path, codec, version, id);
        JournalFile.Opening opening = JournalFile.open(disk, path, read);
        StateJournal<E> journal = new StateJournal<>(disk, path, codec, version, opening.file(), read.count);
        try {
            List<HostText> damage = new ArrayList<>();
            opening.damage().map(JournalDamage::sentence).ifPresent(damage::add);
            if (read.skipped > 0) {
                Path kept = JournalFile.moveAside(path);
                damage.add(HostText.of(
                        HostTextCode.JOURNAL_LINES_SKIPPED, path.getFileName(), read.skipped, kept.getFileName()));
                journal.shorten(read.states.values());
            }
            return new Opening<>(journal, List.copyOf(read.states.values()), damage);
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    /** The lines of a file. A line with an unreadable record counts for nothing; the others stay. */
    private static final class Lines<E, K> implements JournalFile.Reader {
        private final Path path;
        private final RecordCodec<E> codec;
        private final int version;
        private final Function<E, K> id;
        private final Map<K, E> states = new LinkedHashMap<>();
        private int count;
        private int skipped;

        Lines(Path path, RecordCodec<E> codec, int version, Function<E, K> id) {
            this.path = path;
            this.codec = codec;
            this.version = version;
            this.id = id;
        }

        @Override
        public void line(List<JsonElement> records, long offset) throws JournalLines.DamagedException {
            count++;
            try {
                for (JsonElement record : records) {
                    JsonObject json = record.getAsJsonObject();
                    NewerFileException.check(
                            path, json.has(VERSION) ? json.get(VERSION).getAsLong() : 1, version);
                    E state = codec.decode(new FieldReader(json));
                    states.put(id.apply(state), state);
                }
            } catch (NewerFileException newer) {
                throw new JournalLines.RefusedException(newer);
            } catch (CodecException | RuntimeException e) {
                throw new JournalLines.DamagedException("not a record of this file: " + e.getMessage());
            }
        }

        @Override
        public boolean skipsDamaged() {
            skipped++;
            return true;
        }
    }

    /**
     * Writes the present state of one thing. It is on disk when this returns.
     *
     * @throws IOException if it is not; the next start of the host does not find it then, unless the disk also refuses
     *     to remove it. The journal can be used again once the disk accepts that
     */
    public synchronized void add(E state) throws IOException {
        if (unwithdrawn) {
            file.withdrawLast();
            unwithdrawn = false;
        }
        file.append(line(state));
        try {
            file.force();
        } catch (IOException e) {
            unwithdrawn = true;
            try {
                file.withdrawLast();
                unwithdrawn = false;
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        lines++;
    }

    private JsonArray line(E state) {
        JsonObject json = codec.encode(state);
        json.addProperty(VERSION, version);
        JsonArray line = new JsonArray(1);
        line.add(json);
        return line;
    }

    /** Whether most lines are obsolete. @param count the number of things */
    public synchronized boolean isLong(int count) {
        return lines > 2 * count + SPARE;
    }

    /** Rewrites the file with these states alone. If that fails, the long file stays in use. */
    public synchronized void shorten(Collection<E> states) {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            JournalFile shorter =
                    JournalFile.open(disk, fresh, (records, offset) -> {}).file();
            try {
                for (E state : states) {
                    shorter.append(line(state));
                }
                shorter.force();
                file.replaceWith(shorter, disk);
            } finally {
                shorter.close();
            }
            lines = states.size();
            unwithdrawn = false;
            PrivateFolders.force(path.toAbsolutePath().resolveSibling(""));
        } catch (IOException e) {
            LOG.warn("{} could not be made shorter: {}", path.getFileName(), e.toString());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
