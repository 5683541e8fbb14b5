package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Job;
import dev.pilothouse.model.JobId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.JobCodec;
import dev.pilothouse.protocol.Json;
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
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's jobs, in {@code jobs.jsonl}. Each line is the state of one job; the last line of a job counts.
 *
 * <p>Owns the file. Thread-safe. A record is on disk when {@link #add} returns. Ends with {@link #close()}.
 */
public final class JobJournal implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(JobJournal.class);
    private static final int VERSION = 1;
    /** The file is rewritten when it has this many lines more than jobs, or twice as many. */
    private static final int SPARE = 500;

    /**
     * A job as it is stored.
     *
     * @param parameters what its kind needs to carry it out, by name
     * @param step the last step that its kind has begun; empty before the first
     */
    public record Entry(Job job, Map<String, String> parameters, String step) {
        public Entry {
            parameters = Map.copyOf(parameters);
        }
    }

    private static final RecordCodec<Entry> CODEC = io -> {
        io.put("version", Json.INT, entry -> VERSION, VERSION);
        return new Entry(
                io.inline(JobCodec.JOB, Entry::job),
                io.opt("parameters", Json.TEXTS_BY_NAME, Entry::parameters, Map.of()),
                io.opt("step", Json.TEXT, Entry::step));
    };

    private final Path path;
    private final Optional<JournalDamage> damage;
    private JournalFile file;
    private int lines;

    private JobJournal(Path path, JournalFile file, int lines, Optional<JournalDamage> damage) {
        this.path = path;
        this.file = file;
        this.lines = lines;
        this.damage = damage;
    }

    /**
     * An opened journal.
     *
     * @param entries the last state of each job, in the order of their first lines
     */
    public record Opening(JobJournal journal, List<Entry> entries) {}

    /** Opens the file, or creates it. A line that is incomplete, as after a power loss, is cut off. */
    public static Opening open(Path path) throws IOException {
        Map<JobId, Entry> all = new LinkedHashMap<>();
        int[] lines = new int[1];
        JournalFile.Opening opening = JournalFile.open(path, (records, offset) -> {
            read(path, records, all);
            lines[0]++;
        });
        opening.damage().ifPresent(found -> LOG.warn("{}", found.text()));
        JobJournal journal = new JobJournal(path, opening.file(), lines[0], opening.damage());
        return new Opening(journal, List.copyOf(all.values()));
    }

    private static void read(Path path, List<JsonElement> records, Map<JobId, Entry> all)
            throws JournalLines.DamagedException {
        try {
            for (JsonElement record : records) {
                JsonObject json = record.getAsJsonObject();
                NewerFileException.check(
                        path, json.has("version") ? json.get("version").getAsLong() : 1, VERSION);
                Entry entry = CODEC.decode(new FieldReader(json));
                all.put(entry.job().jobId(), entry);
            }
        } catch (NewerFileException newer) {
            throw new JournalLines.RefusedException(newer);
        } catch (CodecException | RuntimeException e) {
            throw new JournalLines.DamagedException("not a record of a job: " + e.getMessage());
        }
    }

    /** The damage found when the file was opened. */
    public Optional<JournalDamage> damage() {
        return damage;
    }

    /** Writes the present state of a job. It is on disk when this returns. */
    public synchronized void add(Entry entry) throws IOException {
        file.append(line(entry));
        file.force();
        lines++;
    }

    private static JsonArray line(Entry entry) {
        JsonArray line = new JsonArray(1);
        line.add(CODEC.encode(entry));
        return line;
    }

    /** Whether most lines are obsolete. @param jobs the number of jobs */
    public synchronized boolean isLong(int jobs) {
        return lines > 2 * jobs + SPARE;
    }

    /** Rewrites the file with these entries alone. If that fails, the long file stays in use. */
    public synchronized void shorten(Collection<Entry> entries) {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(fresh);
            JournalFile shorter =
                    JournalFile.open(fresh, (records, offset) -> {}).file();
            try {
                for (Entry entry : entries) {
                    shorter.append(line(entry));
                }
                shorter.force();
                Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                shorter.close();
                throw e;
            }
            JournalFile old = file;
            file = shorter;
            lines = entries.size();
            old.close();
            PrivateFolders.force(path.toAbsolutePath().resolveSibling(""));
        } catch (IOException e) {
            LOG.warn("The journal of jobs could not be made shorter: {}", e.toString());
        }
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
