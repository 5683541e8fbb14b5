package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.Usage;

/**
 * One journaled update as a flat JSON object: {@code seq}, {@code at}, {@code kind}, optional {@code cause}, and the
 * fields of the kind. The journal's file and the bridge use the same form, so journals stay readable as long as the
 * protocol is supported. Stateless and thread-safe.
 */
public final class UpdateCodec {
    private UpdateCodec() {}

    public static JsonObject encode(JournaledUpdate journaled) {
        return encode(new FieldWriter().put("seq", journaled.seq()), journaled);
    }

    /** Encodes an update whose seq follows from its position. */
    static JsonObject encodeWithoutSeq(JournaledUpdate journaled) {
        return encode(new FieldWriter(), journaled);
    }

    private static JsonObject encode(FieldWriter fields, JournaledUpdate journaled) {
        fields.put("at", journaled.at())
                .put("kind", UpdateKinds.of(journaled.update()))
                .optObject("cause", journaled.cause(), UpdateCodec::encode);
        journaled.update().accept(new UpdateEncoder(fields));
        return fields.json();
    }

    /**
     * Decodes an update. An unknown kind becomes {@code Unknown} with the whole object.
     *
     * @throws CodecException if a field of a known kind is missing or invalid
     */
    public static JournaledUpdate decode(JsonObject object) throws CodecException {
        return decode(new FieldReader(object));
    }

    static JournaledUpdate decode(FieldReader fields) throws CodecException {
        return decode(fields, fields.number("seq"));
    }

    /** @param placed the seq to use if the object has none */
    static JournaledUpdate decode(FieldReader fields, long placed) throws CodecException {
        long seq = fields.number("seq", placed);
        if (seq < 1) {
            throw fields.bad("seq", "counts from 1");
        }
        return new JournaledUpdate(
                seq,
                fields.time("at"),
                fields.objectOrNull("cause", UpdateCodec::decodeCause),
                UpdateDecoder.decode(fields));
    }

    public static JsonElement encode(Cause cause) {
        return new FieldWriter()
                .put("requestId", cause.requestId().value())
                .put("deviceId", cause.deviceId().value())
                .put("deviceName", cause.deviceName())
                .opt("digest", cause.digest())
                .json();
    }

    public static Cause decodeCause(FieldReader fields) throws CodecException {
        RequestId requestId = fields.value("requestId", RequestId::new);
        DeviceId deviceId = fields.value("deviceId", DeviceId::new);
        String deviceName = fields.string("deviceName");
        Cause withDigest = fields.valueOrNull("digest", digest -> new Cause(requestId, deviceId, deviceName, digest));
        return withDigest == null ? new Cause(requestId, deviceId, deviceName) : withDigest;
    }

    static JsonElement encode(PlanEntry entry) {
        return new FieldWriter()
                .put("content", entry.content())
                .put("priority", entry.priority())
                .put("status", entry.status())
                .json();
    }

    static PlanEntry decodePlanEntry(FieldReader fields) throws CodecException {
        return new PlanEntry(
                fields.string("content"),
                fields.enumValue("priority", WireEnum.PRIORITY),
                fields.enumValue("status", WireEnum.PLAN_STATUS));
    }

    static JsonElement encode(QueuedPrompt prompt) {
        FieldWriter fields = new FieldWriter()
                .put("queueId", prompt.queueId())
                .put("rev", prompt.rev())
                .put("text", prompt.text())
                .put("cause", encode(prompt.cause()))
                .opt("attachments", prompt.attachments(), AttachmentCodec::encode);
        if (prompt.editedBy() != null) {
            fields.put("editedBy", encode(prompt.editedBy()));
        }
        return fields.json();
    }

    static QueuedPrompt decodeQueued(FieldReader fields) throws CodecException {
        return new QueuedPrompt(
                fields.number("queueId"),
                fields.integer("rev"),
                fields.string("text"),
                fields.object("cause", UpdateCodec::decodeCause),
                fields.list("attachments", AttachmentCodec::decode),
                fields.objectOrNull("editedBy", UpdateCodec::decodeCause));
    }

    static void encode(FieldWriter fields, Usage usage) {
        fields.put("usedTokens", usage.usedTokens()).opt("contextTokens", usage.contextTokens());
        if (usage.cost() >= 0 && Double.isFinite(usage.cost())) {
            fields.json().addProperty("cost", usage.cost());
        }
        fields.opt("currency", usage.currency());
    }

    static Usage decodeUsage(FieldReader fields) throws CodecException {
        return new Usage(
                fields.number("usedTokens"),
                fields.number("contextTokens", 0),
                fields.decimal("cost", -1),
                fields.string("currency", ""));
    }
}
