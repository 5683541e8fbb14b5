package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.model.Usage;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.Offer;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionSummary;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.session.WatchEvidence;
import dev.pilothouse.session.WatchLabel;
import java.time.Duration;
import java.util.List;

/** A session's complete state, and its entry in the overview, as JSON. Stateless and thread-safe. */
public final class StateCodec {
    private StateCodec() {}

    public static JsonObject encode(SessionState state) {
        Transcript transcript = state.transcript();
        FieldWriter fields = new FieldWriter()
                .put("sessionId", state.sessionId().value())
                .put("seq", state.seq())
                .optObject("info", state.info(), StateCodec::encode)
                .optObject("activity", state.activity(), StateCodec::encode)
                .put("offer", encode(state.offer()))
                .put("windowStart", transcript.windowStart())
                .put("items", transcript.items(), ItemCodec::encode)
                .opt("open", state.open(), StateCodec::encode)
                .opt("plan", state.plan(), UpdateCodec::encode)
                .opt("queue", state.queue(), UpdateCodec::encode)
                .put("usage", encode(state.usage()))
                .optObject("lastTurn", state.lastTurn(), StateCodec::encode)
                .opt("unknown", state.unknown());
        return fields.json();
    }

    /**
     * @throws CodecException if a field is missing or invalid, or the items are not ascending from the window's start
     *     on
     */
    public static SessionState decodeState(FieldReader fields) throws CodecException {
        List<Item> items = fields.list("items", ItemCodec::decode);
        long windowStart = fields.number("windowStart");
        requireAscending(fields, items, windowStart);
        return new SessionState(
                fields.value("sessionId", SessionId::new),
                fields.number("seq"),
                fields.objectOrNull("info", StateCodec::decodeInfo),
                fields.objectOrNull("activity", StateCodec::decodeActivity),
                fields.object("offer", StateCodec::decodeOffer),
                Transcript.of(items, windowStart),
                fields.list("open", StateCodec::decodeOpen),
                fields.list("plan", UpdateCodec::decodePlanEntry),
                fields.list("queue", UpdateCodec::decodeQueued),
                fields.object("usage", UpdateCodec::decodeUsage),
                fields.objectOrNull("lastTurn", StateCodec::decodeLastTurn),
                fields.number("unknown", 0));
    }

    static void requireAscending(FieldReader fields, List<Item> items, long from) throws CodecException {
        long before = from - 1;
        for (Item item : items) {
            if (item.id().born() <= before) {
                throw fields.bad("items", "must ascend within the window");
            }
            before = item.id().born();
        }
    }

    public static JsonObject encode(SessionSummary summary) {
        FieldWriter fields = new FieldWriter()
                .put("sessionId", summary.sessionId().value())
                .put("name", summary.name())
                .put("agentId", summary.agentId().value())
                .put("agentName", summary.agentName())
                .opt("agentSessionId", summary.agentSessionId())
                .put("cwd", summary.cwd())
                .opt("modeName", summary.modeName())
                .put("activity", encode(summary.activity()))
                .opt("label", summary.label() == WatchLabel.NONE ? null : summary.label())
                .optObject("watch", summary.evidence(), StateCodec::encode)
                .put("headSeq", summary.headSeq())
                .opt("open", summary.open(), StateCodec::encode)
                .optObject("lastTurn", summary.lastTurn(), StateCodec::encode)
                .opt("lastLine", summary.lastLine())
                // Omitted if it equals the last line.
                .opt("lastLines", summary.lastLines().equals(summary.lastLine()) ? "" : summary.lastLines())
                .opt("queued", summary.queued());
        return OrganisationCodec.encode(fields, summary.organisation())
                .put("createdAt", summary.createdAt())
                .put("lastActive", summary.lastActive())
                .json();
    }

    public static SessionSummary decodeSummary(FieldReader fields) throws CodecException {
        return new SessionSummary(
                fields.value("sessionId", SessionId::new),
                fields.string("name"),
                fields.value("agentId", AgentId::new),
                fields.string("agentName"),
                fields.string("agentSessionId", ""),
                fields.string("cwd"),
                fields.string("modeName", ""),
                fields.object("activity", StateCodec::decodeActivity),
                fields.enumValue("label", WireEnum.WATCH_LABEL, WatchLabel.NONE),
                fields.objectOrNull("watch", StateCodec::decodeEvidence),
                fields.number("headSeq"),
                fields.list("open", StateCodec::decodeOpen),
                fields.objectOrNull("lastTurn", StateCodec::decodeLastTurn),
                fields.string("lastLine", ""),
                fields.string("lastLines", fields.string("lastLine", "")),
                fields.integer("queued", 0),
                OrganisationCodec.decode(fields),
                fields.time("createdAt"),
                fields.time("lastActive"));
    }

    private static JsonElement encode(WatchEvidence evidence) {
        return new FieldWriter()
                .put("quietSince", evidence.quietSince())
                .opt("processes", evidence.processes())
                .opt("cpuMillis", evidence.cpu().toMillis())
                .opt("overMillis", evidence.over().toMillis())
                .json();
    }

    private static WatchEvidence decodeEvidence(FieldReader fields) throws CodecException {
        return new WatchEvidence(
                fields.time("quietSince"),
                fields.integer("processes", 0),
                Duration.ofMillis(fields.number("cpuMillis", 0)),
                Duration.ofMillis(fields.number("overMillis", 0)));
    }

    private static JsonElement encode(SessionInfo info) {
        FieldWriter fields = new FieldWriter()
                .put("agentId", info.agentId().value())
                .put("agentName", info.agentName())
                .opt("agentTitle", info.agentTitle())
                .opt("agentVersion", info.agentVersion())
                .opt("agentSessionId", info.agentSessionId())
                .put("memory", info.memory())
                .put("cwd", info.cwd())
                .put("name", info.name())
                .opt("nameByPerson", info.nameByPerson());
        return OrganisationCodec.encode(fields, info.organisation())
                .put("createdAt", info.createdAt())
                .opt("images", info.support().images())
                .opt("embedded", info.support().embedded())
                .json();
    }

    private static SessionInfo decodeInfo(FieldReader fields) throws CodecException {
        return new SessionInfo(
                fields.value("agentId", AgentId::new),
                fields.string("agentName"),
                fields.string("agentTitle", ""),
                fields.string("agentVersion", ""),
                fields.string("agentSessionId", ""),
                fields.enumValue("memory", WireEnum.MEMORY),
                fields.string("cwd"),
                fields.string("name"),
                fields.flag("nameByPerson"),
                OrganisationCodec.decode(fields),
                fields.time("createdAt"),
                new PromptSupport(fields.flag("images"), fields.flag("embedded")));
    }

    private static JsonElement encode(Activity activity) {
        FieldWriter fields = new FieldWriter().put("phase", activity.phase());
        if (activity.turn() != null) {
            fields.put("turn", activity.turn().started());
        }
        fields.opt("turnStartedAt", activity.turnStartedAt());
        if (activity.doing() != LastEvent.NOTHING) {
            fields.put("doing", activity.doing());
        }
        fields.opt("detail", activity.detail());
        if (activity.item() != null) {
            fields.put("item", activity.item().born());
        }
        return fields.put("since", activity.since()).json();
    }

    private static Activity decodeActivity(FieldReader fields) throws CodecException {
        return new Activity(
                fields.enumValue("phase", WireEnum.PHASE),
                fields.numberedOrNull("turn", TurnId::new),
                fields.timeOrNull("turnStartedAt"),
                fields.enumValue("doing", WireEnum.DOING, LastEvent.NOTHING),
                fields.string("detail", ""),
                fields.numberedOrNull("item", ItemId::new),
                fields.time("since"));
    }

    private static JsonElement encode(Offer offer) {
        return new FieldWriter()
                .opt("modeId", offer.modeId())
                .opt("modes", offer.modes(), OfferCodec::encode)
                .opt("modelId", offer.modelId())
                .opt("models", offer.models(), OfferCodec::encode)
                .opt("options", offer.options(), OfferCodec::encode)
                .opt("commands", offer.commands(), OfferCodec::encode)
                .json();
    }

    private static Offer decodeOffer(FieldReader fields) throws CodecException {
        return new Offer(
                fields.string("modeId", ""),
                fields.list("modes", OfferCodec::decodeMode),
                fields.string("modelId", ""),
                fields.list("models", OfferCodec::decodeModel),
                fields.list("options", OfferCodec::decodeOption),
                fields.list("commands", OfferCodec::decodeCommand));
    }

    private static JsonElement encode(OpenPending open) {
        return new FieldWriter()
                .put("item", open.item().born())
                .put("pending", PendingCodec.encode(open.pending()))
                .put("since", open.since())
                .json();
    }

    private static OpenPending decodeOpen(FieldReader fields) throws CodecException {
        return new OpenPending(
                fields.numbered("item", ItemId::new),
                fields.object("pending", PendingCodec::decodePending),
                fields.time("since"));
    }

    private static JsonElement encode(LastTurn turn) {
        return new FieldWriter()
                .put("turn", turn.turn().started())
                .put("seq", turn.seq())
                .put("at", turn.at())
                .put("reason", turn.reason())
                .json();
    }

    private static LastTurn decodeLastTurn(FieldReader fields) throws CodecException {
        return new LastTurn(
                fields.numbered("turn", TurnId::new),
                fields.number("seq"),
                fields.time("at"),
                fields.enumValue("reason", WireEnum.STOP_REASON));
    }

    private static JsonElement encode(Usage usage) {
        FieldWriter fields = new FieldWriter();
        UpdateCodec.encode(fields, usage);
        return fields.json();
    }
}
