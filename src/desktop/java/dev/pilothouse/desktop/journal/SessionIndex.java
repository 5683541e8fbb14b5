package dev.pilothouse.desktop.journal;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.FieldWriter;
import dev.pilothouse.protocol.StateCodec;
import dev.pilothouse.protocol.UpdateCodec;
import dev.pilothouse.session.SessionReducer;
import dev.pilothouse.session.SessionSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The overview data of a session at rest, in a file beside its journal, so that a host starts without reading journals.
 * This is a cache. It is written once its journal is on disk, and it records the journal's end
 * ({@link JournalFileEnd}). It is ignored if the journal ends elsewhere or if any part of it is invalid.
 *
 * @param createdBy the request that created the session, null if it is not known
 */
public record SessionIndex(
        SessionSummary summary,
        Generations generations,
        @Nullable Cause createdBy) {
    private static final Logger LOG = LoggerFactory.getLogger(SessionIndex.class);
    private static final int VERSION = 1;

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
            return Optional.of(fields.object("summary", StateCodec::decodeSummary))
                    .filter(summary -> summary.sessionId().equals(sessionId));
        } catch (IOException | CodecException | RuntimeException | JournalLines.DamagedException e) {
            return Optional.empty();
        }
    }

    private static Optional<SessionIndex> read(FieldReader fields, Path journal) throws CodecException, IOException {
        boolean mine = fields.number("version") == VERSION && fields.number("reducer") == SessionReducer.VERSION;
        JournalFileEnd end =
                new JournalFileEnd(fields.number("length"), fields.number("lastLine"), fields.string("checksum"));
        if (!mine || !end.isEndOf(journal)) {
            return Optional.empty();
        }
        return Optional.of(new SessionIndex(
                fields.object("summary", StateCodec::decodeSummary),
                new Generations(fields.list("generations", SessionIndex::generation)),
                fields.objectOrNull("createdBy", UpdateCodec::decodeCause)));
    }

    private static Generation generation(FieldReader fields) throws CodecException {
        return new Generation(fields.value("gen", text -> Long.parseUnsignedLong(text, 16)), fields.number("after"));
    }

    /** Replaces the file. @param end the end of the journal, which must be on disk up to there */
    void write(Path index, JournalFileEnd end) throws IOException {
        FieldWriter fields = new FieldWriter()
                .put("version", VERSION)
                .put("reducer", SessionReducer.VERSION)
                .put("length", end.length())
                .put("lastLine", end.lastLine())
                .put("checksum", end.checksum())
                .put("generations", generations.list(), SessionIndex::json)
                .put("summary", StateCodec.encode(summary));
        if (createdBy != null) {
            fields.put("createdBy", UpdateCodec.encode(createdBy));
        }
        JsonArray line = new JsonArray(1);
        line.add(fields.json());
        Path fresh = index.resolveSibling(index.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)) {
            PrivateFolders.makePrivate(fresh);
            ByteBuffer bytes = JournalLines.encode(line).bytes();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(fresh, index, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static JsonObject json(Generation generation) {
        return new FieldWriter()
                .put("gen", Long.toHexString(generation.gen()))
                .put("after", generation.after())
                .json();
    }
}
