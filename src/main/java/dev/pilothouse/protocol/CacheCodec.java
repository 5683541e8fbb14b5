package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.model.HostText;
import dev.pilothouse.session.CachedHost;
import dev.pilothouse.session.CachedSession;
import dev.pilothouse.session.PendingIntent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a client's cached data in the formats of the bridge: a session is a {@code snapshot}, an intent its message.
 * Avoids a second format. Stateless and thread-safe.
 */
public final class CacheCodec {
    private static final RecordCodec<CachedHost> HOST = io -> new CachedHost(
            io.put("hostName", Json.TEXT, CachedHost::hostName),
            io.put("scope", WireEnum.SCOPE, CachedHost::scope),
            io.put("sharing", AdminCodec.SHARING, CachedHost::sharing),
            io.put("agents", OfferCodec.AGENTS, CachedHost::agents),
            io.put("sessions", StateCodec.SUMMARIES, CachedHost::sessions),
            io.put("asOf", Json.TIME, CachedHost::asOf));

    /** Held intents are stored as unsent; the client decides again when it has a connection. */
    private record StoredIntent(Instant madeAt, @Nullable HostText refusal, boolean unsent, ClientMessage submit) {
        static StoredIntent of(PendingIntent pending) {
            return new StoredIntent(
                    pending.madeAt(),
                    pending.refusal(),
                    pending.stage() != PendingIntent.Stage.GOES,
                    new ClientMessage.Submit(pending.requestId(), pending.intent()));
        }

        /** Empty for an intent of an unknown kind. */
        Stream<PendingIntent> intent() {
            PendingIntent.Stage stage = unsent ? PendingIntent.Stage.WRITTEN : PendingIntent.Stage.GOES;
            return submit instanceof ClientMessage.Submit known
                    ? Stream.of(new PendingIntent(known.requestId(), known.intent(), madeAt, refusal, stage))
                    : Stream.empty();
        }
    }

    private static final RecordCodec<StoredIntent> INTENT = io -> new StoredIntent(
            io.put("madeAt", Json.TIME, StoredIntent::madeAt),
            io.orNull("refusal", HostTextCodec.TEXT_OR_SENTENCE, StoredIntent::refusal),
            io.opt("unsent", Json.FLAG, StoredIntent::unsent),
            io.put("submit", ClientMessageCodec.MESSAGE, StoredIntent::submit));

    private static final RecordCodec<List<StoredIntent>> INTENTS =
            io -> io.put("intents", INTENT.list(), Function.identity());

    private CacheCodec() {}

    public static byte[] encode(CachedSession kept) {
        return BridgeCodec.encode(new HostMessage.Snapshot(0, kept.gen(), kept.state()));
    }

    public static CachedSession decodeSession(byte[] content) throws CodecException {
        if (BridgeCodec.decodeHost(content) instanceof HostMessage.Snapshot snapshot) {
            return new CachedSession(snapshot.gen(), snapshot.state());
        }
        throw new CodecException("A kept session is no snapshot");
    }

    public static byte[] encode(CachedHost kept) {
        return bytes(HOST.encode(kept));
    }

    public static CachedHost decodeHost(byte[] content) throws CodecException {
        return HOST.decode(fields(content));
    }

    public static byte[] encode(List<PendingIntent> intents) {
        return bytes(INTENTS.encode(intents.stream().map(StoredIntent::of).toList()));
    }

    /** Omits intents of unknown kinds. */
    public static List<PendingIntent> decodeIntents(byte[] content) throws CodecException {
        return INTENTS.decode(fields(content)).stream()
                .flatMap(StoredIntent::intent)
                .toList();
    }

    private static byte[] bytes(JsonObject json) {
        return StrictJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    private static FieldReader fields(byte[] content) throws CodecException {
        return new FieldReader(StrictJson.parseObject(new String(content, StandardCharsets.UTF_8)));
    }
}
