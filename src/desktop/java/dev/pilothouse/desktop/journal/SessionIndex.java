package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StateCodec;
import dev.pilothouse.protocol.UpdateCodec;
import dev.pilothouse.secure.AtomicFiles;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The overview data of a session at rest, in a file beside its journal, so that a host starts without reading journals.
 * This is a cache. It is written once its journal is on disk, and it records the journal's end
 * ({@link JournalFileEnd}). It is ignored if the journal ends elsewhere or if any part of it is invalid.
 *
 * @param createdBy the request that created the session
 */
public record SessionIndex(
        SessionSummary summary,
        Generations generations,
        @Nullable Cause createdBy) {
    private static final Logger LOG = LoggerFactory.getLogger(SessionIndex.class);
    private static final int VERSION = 2;

    static final RecordCodec<Generation> GENERATION = io -> new Generation(
            io.put("gen", Json.text(gen -> Long.parseUnsignedLong(gen, 16), Long::toHexString), Generation::gen),
            io.put("after", Json.NUMBER, Generation::after));

    /** The content of the file. */
    private record Line(
            long version,
            long reducer,
            JournalFileEnd end,
            List<Generation> generations,
            SessionSummary summary,
            @Nullable Cause createdBy) {}

    private static final RecordCodec<Line> LINE = io -> new Line(
            io.put("version", Json.NUMBER, Line::version),
            io.put("reducer", Json.NUMBER, Line::reducer),
            new JournalFileEnd(
                    io.put("length", Json.NUMBER, line -> line.end().length()),
                    io.put("lastLine", Json.NUMBER, line -> line.end().lastLine()),
                    io.put("checksum", Json.TEXT, line -> line.end().checksum())),
            io.put("generations", GENERATION.list(), Line::generations),
            io.put("summary", StateCodec.SUMMARY, Line::summary),
            io.orNull("createdBy", UpdateCodec.CAUSE, Line::createdBy));

    /** @return empty if it is missing, damaged, or belongs to another end of the journal */
    public static Optional<SessionIndex> read(Path index, Path journal, SessionId sessionId) {
        if (!Files.exists(index)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(index, StandardOpenOption.READ)) {
            JournalLines lines = new JournalLines(channel, 0);
            if (!lines.next() || lines.end() != channel.size()) {
                return Optional.empty();
            }
            return read(new FieldReader(lines.records().get(0).getAsJsonObject()), journal)
                    .filter(read -> read.summary().sessionId().equals(sessionId));
        } catch (IOException | CodecException | RuntimeException | JournalLines.DamagedException e) {
            // The index is a cache; the journal is read instead.
            LOG.debug("The index of {} is not usable: {}", sessionId, e.toString());
            return Optional.empty();
        }
    }

    /**
     * The summary alone, even if the journal has changed or is missing. Describes a session whose journal cannot be
     * read.
     */
    public static Optional<SessionSummary> lastKnown(Path index, SessionId sessionId) {
        try (FileChannel channel = FileChannel.open(index, StandardOpenOption.READ)) {
            JournalLines lines = new JournalLines(channel, 0);
            if (!lines.next()) {
                return Optional.empty();
            }
            FieldReader fields = new FieldReader(lines.records().get(0).getAsJsonObject());
            return Optional.of(StateCodec.SUMMARY.read(fields, "summary"))
                    .filter(summary -> summary.sessionId().equals(sessionId));
        } catch (IOException | CodecException | RuntimeException | JournalLines.DamagedException e) {
            return Optional.empty();
        }
    }

    private static Optional<SessionIndex> read(FieldReader fields, Path journal) throws CodecException, IOException {
        Line line = LINE.decode(fields);
        boolean mine = line.version() == VERSION && line.reducer() == SessionReducer.VERSION;
        return mine && line.end().isEndOf(journal)
                ? Optional.of(new SessionIndex(line.summary(), new Generations(line.generations()), line.createdBy()))
                : Optional.empty();
    }

    /** Replaces the file. @param end the end of the journal, which must be on disk up to there */
    void write(Path index, JournalFileEnd end) throws IOException {
        Line content = new Line(VERSION, SessionReducer.VERSION, end, generations.list(), summary, createdBy);
        JsonArray line = new JsonArray(1);
        line.add(LINE.encode(content));
        Path fresh = index.resolveSibling(index.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            PrivateFolders.makePrivate(fresh);
            ByteBuffer bytes = JournalLines.encode(line).bytes();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        AtomicFiles.replace(fresh, index);
    }
}
