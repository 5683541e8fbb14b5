package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.Usage;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * One journaled update as a flat JSON object: {@code seq}, {@code at}, {@code kind}, optional {@code cause}, and the
 * fields of the kind. The journal's file and the bridge use the same form, so journals stay readable as long as the
 * protocol is supported. Stateless and thread-safe.
 */
public final class UpdateCodec {
    private static final MemberCodec<String> DIGEST = Json.text(Cause::requireDigest, Function.identity());

    public static final RecordCodec<Cause> CAUSE = io -> new Cause(
            io.put("requestId", Json.REQUEST_ID, Cause::requestId),
            io.put("deviceId", Json.DEVICE_ID, Cause::deviceId),
            io.put("deviceName", Json.TEXT, Cause::deviceName),
            io.opt("digest", DIGEST, Cause::digest, ""));

    private static final RecordCodec<PlanEntry> PLAN_ENTRY = io -> new PlanEntry(
            io.put("content", Json.TEXT, PlanEntry::content),
            io.put("priority", WireEnum.PRIORITY, PlanEntry::priority),
            io.put("status", WireEnum.PLAN_STATUS, PlanEntry::status));

    static final MemberCodec.Optional<List<PlanEntry>> PLAN = PLAN_ENTRY.list();

    private static final RecordCodec<QueuedPrompt> QUEUED = io -> new QueuedPrompt(
            io.put("queueId", Json.NUMBER, QueuedPrompt::queueId),
            io.put("rev", Json.INT, QueuedPrompt::rev),
            io.put("text", Json.TEXT, QueuedPrompt::text),
            io.put("cause", CAUSE, QueuedPrompt::cause),
            io.opt("attachments", AttachmentCodec.LIST, QueuedPrompt::attachments),
            io.orNull("editedBy", CAUSE, QueuedPrompt::editedBy));

    static final MemberCodec.Optional<List<QueuedPrompt>> QUEUE = QUEUED.list();

    private static final double NO_COST = -1;

    static final RecordCodec<Usage> USAGE = io -> new Usage(
            io.put("usedTokens", Json.NUMBER, Usage::usedTokens),
            io.opt("contextTokens", Json.NUMBER, Usage::contextTokens),
            io.opt("cost", Json.DECIMAL, UpdateCodec::knownCost, NO_COST),
            io.opt("currency", Json.TEXT, Usage::currency));

    private static final RecordCodec<JournaledUpdate> UPDATE =
            io -> withSeq(io, io.put("seq", Json.NUMBER, JournaledUpdate::seq));

    /** Kind names in journals of earlier hosts; no longer written. */
    private static final Map<String, String> OLD_NAMES =
            Map.of("agentMessageChunk", "message", "thoughtChunk", "thought");

    private UpdateCodec() {}

    public static JsonObject encode(JournaledUpdate journaled) {
        return UPDATE.encode(journaled);
    }

    /**
     * Decodes an update. An unknown kind becomes {@code Unknown} with the whole object.
     *
     * @throws CodecException if a field of a known kind is missing or invalid
     */
    public static JournaledUpdate decode(JsonObject object) throws CodecException {
        return UPDATE.decode(new FieldReader(object));
    }

    /**
     * The updates of one batch in order. Omits a seq that is one more than the previous one. Keeps the previous seq, so
     * each batch needs its own.
     */
    static RecordCodec<JournaledUpdate> following(long after) {
        long[] seq = {after};
        return io -> {
            seq[0] = io.opt("seq", Json.NUMBER, JournaledUpdate::seq, seq[0] + 1);
            return withSeq(io, seq[0]);
        };
    }

    private static double knownCost(Usage usage) {
        return usage.cost() >= 0 && Double.isFinite(usage.cost()) ? usage.cost() : NO_COST;
    }

    private static JournaledUpdate withSeq(Fields<JournaledUpdate> io, long seq) throws CodecException {
        io.require(seq >= 1, "seq", "counts from 1");
        var at = io.put("at", Json.TIME, JournaledUpdate::at);
        String kind = io.put("kind", Json.TEXT, journaled -> UpdateKinds.of(journaled.update()));
        Cause cause = io.orNull("cause", CAUSE, JournaledUpdate::cause);
        return new JournaledUpdate(
                seq, at, cause, io.inline(members(OLD_NAMES.getOrDefault(kind, kind)), JournaledUpdate::update));
    }

    private static RecordCodec<SessionUpdate> members(String kind) {
        return update -> UpdateKinds.KINDS.members(update, kind);
    }
}
