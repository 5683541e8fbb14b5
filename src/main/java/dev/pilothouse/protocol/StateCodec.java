package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionProfile;
import dev.pilothouse.session.Activity;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.LastEvent;
import dev.pilothouse.session.LastTurn;
import dev.pilothouse.session.Offer;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.Review;
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
    private static final RecordCodec<SessionInfo> INFO = io -> new SessionInfo(
            io.put("agentId", Json.AGENT_ID, SessionInfo::agentId),
            io.put("agentName", Json.TEXT, SessionInfo::agentName),
            io.opt("agentTitle", Json.TEXT, SessionInfo::agentTitle),
            io.opt("agentVersion", Json.TEXT, SessionInfo::agentVersion),
            io.opt("agentSessionId", Json.TEXT, SessionInfo::agentSessionId),
            io.put("memory", WireEnum.MEMORY, SessionInfo::memory),
            io.put("cwd", Json.TEXT, SessionInfo::cwd),
            io.put("name", Json.TEXT, SessionInfo::name),
            io.opt("nameByPerson", Json.FLAG, SessionInfo::nameByPerson),
            io.inline(OrganisationCodec.MEMBERS, SessionInfo::organisation),
            io.put("createdAt", Json.TIME, SessionInfo::createdAt),
            io.inline(UpdateKinds.SUPPORT, SessionInfo::support),
            io.opt("profile", ProfileCodec.OF_SESSION, SessionInfo::profile, SessionProfile.NONE));

    private static final RecordCodec<Activity> ACTIVITY = io -> new Activity(
            io.put("phase", WireEnum.PHASE, Activity::phase),
            io.orNull("turn", Json.TURN_ID, Activity::turn),
            io.orNull("turnStartedAt", Json.TIME, Activity::turnStartedAt),
            io.opt("doing", WireEnum.DOING, Activity::doing, LastEvent.NOTHING),
            io.opt("detail", Json.TEXT, Activity::detail),
            io.orNull("item", Json.ITEM_ID, Activity::item),
            io.put("since", Json.TIME, Activity::since),
            io.opt("says", HostTextCodec.CODE, Activity::says, HostText.Code.NONE));

    private static final RecordCodec<Offer> OFFER = io -> new Offer(
            io.opt("modeId", Json.TEXT, Offer::modeId),
            io.opt("modes", OfferCodec.MODES, Offer::modes),
            io.opt("modelId", Json.TEXT, Offer::modelId),
            io.opt("models", OfferCodec.MODELS, Offer::models),
            io.opt("options", OfferCodec.OPTIONS, Offer::options),
            io.opt("commands", OfferCodec.COMMANDS, Offer::commands));

    private static final RecordCodec<OpenPending> OPEN_PENDING = io -> new OpenPending(
            io.put("item", Json.ITEM_ID, OpenPending::item),
            io.put("pending", PendingCodec.PENDING, OpenPending::pending),
            io.put("since", Json.TIME, OpenPending::since),
            io.opt("changes", FileDiffCodec.LIST, OpenPending::changes));

    private static final MemberCodec.Optional<List<OpenPending>> OPEN = OPEN_PENDING.list();

    private static final RecordCodec<LastTurn> LAST_TURN = io -> new LastTurn(
            io.put("turn", Json.TURN_ID, LastTurn::turn),
            io.put("seq", Json.NUMBER, LastTurn::seq),
            io.put("at", Json.TIME, LastTurn::at),
            io.put("reason", WireEnum.STOP_REASON, LastTurn::reason));

    private static final RecordCodec<Transcript> TRANSCRIPT = io -> {
        long start = io.put("windowStart", Json.NUMBER, Transcript::windowStart);
        List<Item> items = io.put("items", ItemCodec.ITEMS, Transcript::items);
        ItemCodec.requireAscending(io, items, start);
        Transcript written = io.value();
        return written != null ? written : Transcript.of(items, start);
    };

    static final RecordCodec<SessionState> STATE = io -> new SessionState(
            io.put("sessionId", Json.SESSION_ID, SessionState::sessionId),
            io.put("seq", Json.NUMBER, SessionState::seq),
            io.orNull("info", INFO, SessionState::info),
            io.orNull("activity", ACTIVITY, SessionState::activity),
            io.put("offer", OFFER, SessionState::offer),
            io.inline(TRANSCRIPT, SessionState::transcript),
            io.opt("open", OPEN, SessionState::open),
            io.opt("plan", UpdateCodec.PLAN, SessionState::plan),
            io.opt("queue", UpdateCodec.QUEUE, SessionState::queue),
            io.opt("review", ReviewCodec.REVIEW, SessionState::review, Review.NONE),
            io.put("usage", UpdateCodec.USAGE, SessionState::usage),
            io.orNull("lastTurn", LAST_TURN, SessionState::lastTurn),
            io.opt("unknown", Json.NUMBER, SessionState::unknown));

    private static final RecordCodec<WatchEvidence> EVIDENCE = io -> new WatchEvidence(
            io.put("quietSince", Json.TIME, WatchEvidence::quietSince),
            io.opt("processes", Json.INT, WatchEvidence::processes),
            Duration.ofMillis(
                    io.opt("cpuMillis", Json.NUMBER, evidence -> evidence.cpu().toMillis())),
            Duration.ofMillis(io.opt(
                    "overMillis", Json.NUMBER, evidence -> evidence.over().toMillis())));

    public static final RecordCodec<SessionSummary> SUMMARY = io -> new SessionSummary(
            io.put("sessionId", Json.SESSION_ID, SessionSummary::sessionId),
            io.put("name", Json.TEXT, SessionSummary::name),
            io.put("agentId", Json.AGENT_ID, SessionSummary::agentId),
            io.put("agentName", Json.TEXT, SessionSummary::agentName),
            io.opt("agentSessionId", Json.TEXT, SessionSummary::agentSessionId),
            io.put("cwd", Json.TEXT, SessionSummary::cwd),
            io.opt("modeName", Json.TEXT, SessionSummary::modeName),
            io.opt("modelName", Json.TEXT, SessionSummary::modelName),
            io.put("activity", ACTIVITY, SessionSummary::activity),
            io.opt("label", WireEnum.WATCH_LABEL, SessionSummary::label, WatchLabel.NONE),
            io.orNull("watch", EVIDENCE, SessionSummary::evidence),
            io.put("headSeq", Json.NUMBER, SessionSummary::headSeq),
            io.opt("open", OPEN, SessionSummary::open),
            io.orNull("lastTurn", LAST_TURN, SessionSummary::lastTurn),
            lastLine(io),
            // Omitted if they equal the last line.
            io.opt("lastLines", Json.TEXT, SessionSummary::lastLines, lastLine(io)),
            io.opt("lastNotes", HostTextCodec.TEXT.list(), SessionSummary::lastNotes),
            io.opt("queued", Json.INT, SessionSummary::queued),
            io.opt("queueIds", Json.NUMBERS, SessionSummary::queueIds),
            io.opt("drafts", Json.INT, SessionSummary::drafts),
            io.inline(OrganisationCodec.MEMBERS, SessionSummary::organisation),
            io.put("createdAt", Json.TIME, SessionSummary::createdAt),
            io.put("lastActive", Json.TIME, SessionSummary::lastActive));

    static final MemberCodec.Optional<List<SessionSummary>> SUMMARIES = SUMMARY.list();

    private StateCodec() {}

    public static JsonObject encode(SessionState state) {
        return STATE.encode(state);
    }

    private static String lastLine(Fields<SessionSummary> io) throws CodecException {
        return io.opt("lastLine", Json.TEXT, SessionSummary::lastLine);
    }
}
