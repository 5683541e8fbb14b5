package dev.pilothouse.bridge;

import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seen marks as one small JSON text for each host, in the platform's {@link SecureStore}. Keeps at most the
 * {@value #KEPT} highest marks. Owns the entries {@code seen-*}; confined to the client-state lane.
 */
public final class StoredSeenMarks implements SeenMarks {

    private static final Logger LOG = LoggerFactory.getLogger(StoredSeenMarks.class);
    private static final int KEPT = 500;

    private static final RecordCodec<Map.Entry<SessionId, Long>> MARK = io -> Map.entry(
            io.put("sessionId", Json.SESSION_ID, Map.Entry::getKey), io.put("seq", Json.NUMBER, Map.Entry::getValue));

    private static final RecordCodec<List<Map.Entry<SessionId, Long>>> MARKS = io -> {
        io.put("version", Json.INT, marks -> 1, 1);
        return io.put("seen", MARK.list(), Function.identity());
    };

    private final SecureStore store;

    public StoredSeenMarks(SecureStore store) {
        this.store = store;
    }

    @Override
    public Optional<Map<SessionId, Long>> load(HostId hostId) {
        try {
            return store.read(entry(hostId)).flatMap(StoredSeenMarks::decode);
        } catch (UncheckedIOException e) {
            LOG.warn("The seen marks of host {} cannot be read", hostId, e);
            return Optional.empty();
        }
    }

    private static Optional<Map<SessionId, Long>> decode(byte[] content) {
        try {
            FieldReader fields = new FieldReader(StrictJson.parseObject(new String(content, StandardCharsets.UTF_8)));
            return Optional.of(MARKS.decode(fields).stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::max)));
        } catch (CodecException e) {
            LOG.warn("Seen marks are damaged and start over: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void save(HostId hostId, Map<SessionId, Long> marks) {
        List<Map.Entry<SessionId, Long>> kept = marks.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(KEPT)
                .toList();
        try {
            store.write(entry(hostId), StrictJson.write(MARKS.encode(kept)).getBytes(StandardCharsets.UTF_8));
        } catch (UncheckedIOException e) {
            LOG.warn("The seen marks of host {} cannot be stored", hostId, e);
        }
    }

    @Override
    public void remove(HostId hostId) {
        try {
            store.remove(entry(hostId));
        } catch (UncheckedIOException e) {
            LOG.warn("The seen marks of host {} cannot be removed", hostId, e);
        }
    }

    /** Hex, because a host id may contain characters that are not allowed in entry names. */
    private static String entry(HostId hostId) {
        String hex = HexFormat.of().formatHex(hostId.value().getBytes(StandardCharsets.UTF_8));
        return "seen-" + (hex.length() <= 56 ? hex : hex.substring(hex.length() - 56));
    }
}
