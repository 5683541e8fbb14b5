package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.secure.NewerFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    private JournalFile file;
    private int lines;

    private StateJournal(Path path, RecordCodec<E> codec, int version, JournalFile file, int lines) {
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
     */
    public record Opening<E>(StateJournal<E> journal, List<E> states) {}

    /**
     * Opens the file, or creates it. A line that is incomplete, as after a power loss, is cut off.
     *
     * @param version of the lines that are written; a file with a greater one is refused
     */
    public static <E, K> Opening<E> open(Path path, RecordCodec<E> codec, int version, Function<E, K> id)
            throws IOException {
        Map<K, E> all = new LinkedHashMap<>();
        int[] lines = new int[1];
        JournalFile.Opening opening = JournalFile.open(path, (records, offset) -> {
            try {
                for (JsonElement record : records) {
                    JsonObject json = record.getAsJsonObject();
                    NewerFileException.check(
                            path, json.has(VERSION) ? json.get(VERSION).getAsLong() : 1, version);
                    E state = codec.decode(new FieldReader(json));
                    all.put(id.apply(state), state);
                }
            } catch (NewerFileException newer) {
                throw new JournalLines.RefusedException(newer);
            } catch (CodecException | RuntimeException e) {
                throw new JournalLines.DamagedException("not a record of this file: " + e.getMessage());
            }
            lines[0]++;
        });
        opening.damage().ifPresent(found -> LOG.warn("{}", found.text()));
        return new Opening<>(
                new StateJournal<>(path, codec, version, opening.file(), lines[0]), List.copyOf(all.values()));
    }

    /** Writes the present state of one thing. It is on disk when this returns. */
    public synchronized void add(E state) throws IOException {
        file.append(line(state));
        file.force();
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
                    JournalFile.open(fresh, (records, offset) -> {}).file();
            try {
                for (E state : states) {
                    shorter.append(line(state));
                }
                shorter.force();
                Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                shorter.close();
                throw e;
            }
            JournalFile old = file;
            file = shorter;
            lines = states.size();
            old.close();
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
