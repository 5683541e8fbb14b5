package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.session.CachedHost;
import dev.pilothouse.session.CachedSession;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.PendingIntent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Encodes a client's cached data in the formats of the bridge: a session is a {@code snapshot}, an intent its message.
 * Avoids a second format. Stateless and thread-safe.
 */
public final class CacheCodec {
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
        return bytes(new FieldWriter()
                .put("hostName", kept.hostName())
                .put("scope", kept.scope())
                .put("sharing", AdminCodec.encode(kept.sharing()))
                .put("agents", kept.agents(), OfferCodec::encode)
                .put("sessions", kept.sessions(), StateCodec::encode)
                .put("asOf", kept.asOf()));
    }

    public static CachedHost decodeHost(byte[] content) throws CodecException {
        FieldReader fields = fields(content);
        return new CachedHost(
                fields.string("hostName"),
                fields.enumValue("scope", WireEnum.SCOPE),
                fields.object("sharing", AdminCodec::decodeSharing),
                fields.list("agents", OfferCodec::decodeAgent),
                fields.list("sessions", StateCodec::decodeSummary),
                fields.time("asOf"));
    }

    public static byte[] encode(List<PendingIntent> intents) {
        return bytes(new FieldWriter().put("intents", intents, CacheCodec::encode));
    }

    private static JsonElement encode(PendingIntent pending) {
        JsonObject submit = ClientMessageCodec.encode(new ClientMessage.Submit(pending.requestId(), pending.intent()));
        return new FieldWriter()
                .put("madeAt", pending.madeAt())
                .nullable("refusal", pending.refusal())
                .opt("unsent", pending.stage() != PendingIntent.Stage.GOES)
                .put("submit", submit)
                .json();
    }

    /** Omits intents of unknown kinds. */
    public static List<PendingIntent> decodeIntents(byte[] content) throws CodecException {
        return fields(content).list("intents", CacheCodec::decodeIntent).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<PendingIntent> decodeIntent(FieldReader fields) throws CodecException {
        return fields.object("submit", submit -> {
            Intent intent = IntentCodec.decode(submit.string("type"), submit);
            RequestId requestId = submit.value("requestId", RequestId::new);
            return intent == null
                    ? Optional.empty()
                    : Optional.of(new PendingIntent(
                            requestId,
                            intent,
                            fields.time("madeAt"),
                            fields.stringOrNull("refusal"),
                            // Held intents are stored as unsent; the client decides again when it has a connection.
                            fields.flag("unsent") ? PendingIntent.Stage.WRITTEN : PendingIntent.Stage.GOES));
        });
    }

    private static byte[] bytes(FieldWriter fields) {
        return StrictJson.write(fields.json()).getBytes(StandardCharsets.UTF_8);
    }

    private static FieldReader fields(byte[] content) throws CodecException {
        return new FieldReader(StrictJson.parseObject(new String(content, StandardCharsets.UTF_8)));
    }
}
