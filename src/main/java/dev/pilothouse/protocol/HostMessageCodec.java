package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DirectoryEntry;
import dev.pilothouse.model.ExternalSession;
import dev.pilothouse.model.FileMatch;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Item;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Host messages as JSON objects. Stateless. */
final class HostMessageCodec {
    private static final Map<String, FieldReader.Decoder<HostMessage>> BY_TYPE = new HashMap<>();

    static {
        sessions();
        replies();
        host();
    }

    private HostMessageCodec() {}

    static JsonObject encode(HostMessage message) {
        return message.accept(Encoder.INSTANCE).json();
    }

    static HostMessage decode(FieldReader fields) throws CodecException {
        String type = fields.string("type");
        FieldReader.Decoder<HostMessage> decoder = BY_TYPE.get(type);
        return decoder != null ? decoder.decode(fields) : new HostMessage.Unknown(WireFormat.shortType(type));
    }

    private static RequestId request(FieldReader fields) throws CodecException {
        return fields.value("requestId", RequestId::new);
    }

    private static void sessions() {
        BY_TYPE.put("overview", fields -> new HostMessage.Overview(fields.list("sessions", StateCodec::decodeSummary)));
        BY_TYPE.put(
                "overviewChanged",
                fields -> new HostMessage.OverviewChanged(
                        fields.list("changed", StateCodec::decodeSummary), fields.values("removed", SessionId::new)));
        BY_TYPE.put("updates", HostMessageCodec::decodeUpdates);
        BY_TYPE.put(
                "snapshot",
                fields -> new HostMessage.Snapshot(
                        fields.number("sub"),
                        WireFormat.decodeGen(fields),
                        fields.object("state", StateCodec::decodeState)));
        BY_TYPE.put("historyPage", HostMessageCodec::decodeHistory);
    }

    private static HostMessage decodeUpdates(FieldReader fields) throws CodecException {
        long after = fields.number("after");
        // Carries the seq from one update to the next: a seq that is one more than the previous one is not sent.
        long[] seq = {after};
        List<JournaledUpdate> updates = fields.list("updates", update -> {
            JournaledUpdate decoded = UpdateCodec.decode(update, seq[0] + 1);
            seq[0] = decoded.seq();
            return decoded;
        });
        long to = fields.number("to", HostMessage.Updates.end(after, updates));
        return new HostMessage.Updates(
                fields.number("sub"),
                fields.has("gen") ? WireFormat.decodeGen(fields) : HostMessage.Updates.SAME_GEN,
                after,
                to,
                fields.number("head", to),
                updates);
    }

    private static HostMessage decodeHistory(FieldReader fields) throws CodecException {
        long start = fields.number("start");
        List<Item> items = fields.list("items", ItemCodec::decode);
        StateCodec.requireAscending(fields, items, start);
        return new HostMessage.HistoryPage(fields.number("sub"), fields.number("asOf"), start, items);
    }

    private static void replies() {
        BY_TYPE.put(
                "ack",
                fields -> new HostMessage.Ack(
                        request(fields),
                        fields.enumValue("outcome", WireEnum.OUTCOME),
                        fields.valueOrNull("sessionId", SessionId::new),
                        fields.number("seq", 0)));
        BY_TYPE.put(
                "error",
                fields -> new HostMessage.Failure(
                        fields.valueOrNull("requestId", RequestId::new),
                        fields.number("sub", 0),
                        fields.enumValue("code", WireEnum.ERROR_CODE),
                        fields.string("text")));
        BY_TYPE.put(
                "directory",
                fields -> new HostMessage.Directory(
                        request(fields),
                        fields.string("path"),
                        fields.list(
                                "entries",
                                entry -> new DirectoryEntry(entry.string("name"), entry.flag("directory")))));
        BY_TYPE.put(
                "externalSessions",
                fields -> new HostMessage.ExternalSessions(
                        request(fields),
                        fields.list(
                                "sessions",
                                session -> new ExternalSession(
                                        session.string("agentSessionId"),
                                        session.string("title", ""),
                                        session.string("cwd", ""),
                                        session.timeOrNull("updatedAt"))),
                        fields.flag("more")));
        BY_TYPE.put("blob", fields -> new HostMessage.Blob(request(fields), fields.string("text")));
        BY_TYPE.put("searchResults", SearchCodec::decode);
        BY_TYPE.put(
                "files",
                fields -> new HostMessage.Files(
                        request(fields),
                        fields.list("files", match -> new FileMatch(match.string("path"), match.flag("directory"))),
                        fields.flag("partial")));
        BY_TYPE.put(
                "blobKept",
                fields -> new HostMessage.BlobKept(
                        request(fields), fields.number("received"), fields.valueOrNull("blobId", BlobId::new)));
        BY_TYPE.put(
                "devices",
                fields -> new HostMessage.Devices(
                        request(fields),
                        fields.list("devices", AdminCodec::decodeDevice),
                        fields.list("asking", AdminCodec::decodeRequest)));
        BY_TYPE.put(
                "audit",
                fields -> new HostMessage.Audit(
                        request(fields), fields.list("entries", AdminCodec::decodeAudit), fields.flag("more")));
        BY_TYPE.put(
                "ticket",
                fields -> new HostMessage.TicketMade(
                        request(fields),
                        fields.string("ticket"),
                        fields.time("expiresAt"),
                        fields.timeOrNull("accessUntil")));
        BY_TYPE.put(
                "figures",
                fields -> new HostMessage.Figures(request(fields), fields.list("figures", AdminCodec::decodeFigure)));
        BY_TYPE.put("pong", fields -> new HostMessage.Pong(fields.number("nonce")));
    }

    private static void host() {
        BY_TYPE.put(
                "welcome",
                fields -> new HostMessage.Welcome(
                        fields.value("hostId", HostId::new),
                        fields.string("hostName"),
                        fields.integer("protocol"),
                        fields.value("deviceId", DeviceId::new),
                        fields.enumValue("scope", WireEnum.SCOPE_SENT),
                        fields.object("sharing", AdminCodec::decodeSharing),
                        fields.list("agents", OfferCodec::decodeAgent)));
        BY_TYPE.put(
                "pairingAsked",
                fields -> new HostMessage.PairingAsked(fields.list("asking", AdminCodec::decodeRequest)));
        BY_TYPE.put("pairingPending", fields -> new HostMessage.PairingPending(fields.string("code")));
        BY_TYPE.put(
                "agentsChanged",
                fields -> new HostMessage.AgentsChanged(fields.list("agents", OfferCodec::decodeAgent)));
        BY_TYPE.put(
                "sharingChanged",
                fields -> new HostMessage.SharingChanged(fields.object("sharing", AdminCodec::decodeSharing)));
        BY_TYPE.put(
                "conditionChanged",
                fields -> new HostMessage.ConditionChanged(fields.object("condition", AdminCodec::decodeCondition)));
        BY_TYPE.put(
                "scopeChanged", fields -> new HostMessage.ScopeChanged(fields.enumValue("scope", WireEnum.SCOPE_SENT)));
        BY_TYPE.put(
                "bye",
                fields -> new HostMessage.Bye(
                        fields.enumValue("code", WireEnum.ERROR_CODE),
                        fields.string("text"),
                        fields.integer("min", 0),
                        fields.integer("max", 0)));
    }

    /** Encodes the updates of one batch in order. Omits a seq that is one more than the previous one. */
    static Function<JournaledUpdate, JsonElement> followers(long after) {
        long[] seq = {after};
        return update -> {
            boolean follows = update.seq() == seq[0] + 1;
            seq[0] = update.seq();
            return follows ? UpdateCodec.encodeWithoutSeq(update) : UpdateCodec.encode(update);
        };
    }

    private enum Encoder implements HostMessage.Visitor<FieldWriter>, HostMessage.ReplyVisitor<FieldWriter> {
        INSTANCE;

        private static FieldWriter type(String type) {
            return new FieldWriter().put("type", type);
        }

        @Override
        public FieldWriter reply(HostMessage.Reply message) {
            return message.acceptReply(this);
        }

        private static FieldWriter reply(String type, RequestId request) {
            return type(type).put("requestId", request.value());
        }

        private static JsonElement entry(DirectoryEntry entry) {
            return new FieldWriter()
                    .put("name", entry.name())
                    .opt("directory", entry.directory())
                    .json();
        }

        @Override
        public FieldWriter welcome(HostMessage.Welcome message) {
            return type("welcome")
                    .put("hostId", message.hostId().value())
                    .put("hostName", message.hostName())
                    .put("protocol", message.protocol())
                    .put("deviceId", message.deviceId().value())
                    .put("scope", message.scope())
                    .put("sharing", AdminCodec.encode(message.sharing()))
                    .put("agents", message.agents(), OfferCodec::encode);
        }

        @Override
        public FieldWriter overview(HostMessage.Overview message) {
            return type("overview").put("sessions", message.sessions(), StateCodec::encode);
        }

        @Override
        public FieldWriter overviewChanged(HostMessage.OverviewChanged message) {
            return type("overviewChanged")
                    .opt("changed", message.changed(), StateCodec::encode)
                    .opt("removed", message.removed(), id -> new JsonPrimitive(id.value()));
        }

        @Override
        public FieldWriter updates(HostMessage.Updates message) {
            FieldWriter fields = type("updates").put("sub", message.sub());
            if (message.gen() != HostMessage.Updates.SAME_GEN) {
                fields.put("gen", WireFormat.gen(message.gen()));
            }
            fields.put("after", message.after());
            if (message.to() != HostMessage.Updates.end(message.after(), message.updates())) {
                fields.put("to", message.to());
            }
            if (message.head() != message.to()) {
                fields.put("head", message.head());
            }
            return fields.opt("updates", message.updates(), followers(message.after()));
        }

        @Override
        public FieldWriter snapshot(HostMessage.Snapshot message) {
            return type("snapshot")
                    .put("sub", message.sub())
                    .put("gen", WireFormat.gen(message.gen()))
                    .put("state", StateCodec.encode(message.state()));
        }

        @Override
        public FieldWriter historyPage(HostMessage.HistoryPage message) {
            return type("historyPage")
                    .put("sub", message.sub())
                    .put("asOf", message.asOf())
                    .put("start", message.start())
                    .put("items", message.items(), ItemCodec::encode);
        }

        @Override
        public FieldWriter ack(HostMessage.Ack message) {
            FieldWriter fields = reply("ack", message.requestId()).put("outcome", message.outcome());
            if (message.sessionId() != null) {
                fields.put("sessionId", message.sessionId().value());
            }
            return fields.opt("seq", message.seq());
        }

        @Override
        public FieldWriter failure(HostMessage.Failure message) {
            FieldWriter fields = type("error");
            if (message.requestId() != null) {
                fields.put("requestId", message.requestId().value());
            }
            return fields.opt("sub", message.sub()).put("code", message.code()).put("text", message.text());
        }

        @Override
        public FieldWriter directory(HostMessage.Directory message) {
            return reply("directory", message.requestId())
                    .put("path", message.path())
                    .put("entries", message.entries(), Encoder::entry);
        }

        @Override
        public FieldWriter externalSessions(HostMessage.ExternalSessions message) {
            return reply("externalSessions", message.requestId())
                    .put("sessions", message.sessions(), Encoder::external)
                    .opt("more", message.more());
        }

        private static JsonElement external(ExternalSession session) {
            return new FieldWriter()
                    .put("agentSessionId", session.agentSessionId())
                    .opt("title", session.title())
                    .opt("cwd", session.cwd())
                    .opt("updatedAt", session.updatedAt())
                    .json();
        }

        @Override
        public FieldWriter blob(HostMessage.Blob message) {
            return reply("blob", message.requestId()).put("text", message.text());
        }

        @Override
        public FieldWriter searchResults(HostMessage.SearchResults message) {
            return SearchCodec.encode(reply("searchResults", message.requestId()), message);
        }

        @Override
        public FieldWriter files(HostMessage.Files message) {
            return reply("files", message.requestId())
                    .put("files", message.files(), Encoder::match)
                    .opt("partial", message.partial());
        }

        private static JsonElement match(FileMatch match) {
            return new FieldWriter()
                    .put("path", match.path())
                    .opt("directory", match.directory())
                    .json();
        }

        @Override
        public FieldWriter blobKept(HostMessage.BlobKept message) {
            FieldWriter fields = reply("blobKept", message.requestId()).put("received", message.received());
            return message.blobId() == null
                    ? fields
                    : fields.put("blobId", message.blobId().value());
        }

        @Override
        public FieldWriter devices(HostMessage.Devices message) {
            return reply("devices", message.requestId())
                    .put("devices", message.devices(), AdminCodec::encode)
                    .opt("asking", message.asking(), AdminCodec::encode);
        }

        @Override
        public FieldWriter audit(HostMessage.Audit message) {
            return reply("audit", message.requestId())
                    .opt("entries", message.entries(), AdminCodec::encode)
                    .opt("more", message.more());
        }

        @Override
        public FieldWriter ticketMade(HostMessage.TicketMade message) {
            return reply("ticket", message.requestId())
                    .put("ticket", message.ticket())
                    .put("expiresAt", message.expiresAt())
                    .opt("accessUntil", message.accessUntil());
        }

        @Override
        public FieldWriter figures(HostMessage.Figures message) {
            return reply("figures", message.requestId()).put("figures", message.figures(), AdminCodec::encode);
        }

        @Override
        public FieldWriter pairingAsked(HostMessage.PairingAsked message) {
            return type("pairingAsked").put("asking", message.asking(), AdminCodec::encode);
        }

        @Override
        public FieldWriter pairingPending(HostMessage.PairingPending message) {
            return type("pairingPending").put("code", message.code());
        }

        @Override
        public FieldWriter agentsChanged(HostMessage.AgentsChanged message) {
            return type("agentsChanged").put("agents", message.agents(), OfferCodec::encode);
        }

        @Override
        public FieldWriter sharingChanged(HostMessage.SharingChanged message) {
            return type("sharingChanged").put("sharing", AdminCodec.encode(message.sharing()));
        }

        @Override
        public FieldWriter conditionChanged(HostMessage.ConditionChanged message) {
            return type("conditionChanged").put("condition", AdminCodec.encode(message.condition()));
        }

        @Override
        public FieldWriter scopeChanged(HostMessage.ScopeChanged message) {
            return type("scopeChanged").put("scope", message.scope());
        }

        @Override
        public FieldWriter pong(HostMessage.Pong message) {
            return type("pong").put("nonce", message.nonce());
        }

        @Override
        public FieldWriter bye(HostMessage.Bye message) {
            return type("bye")
                    .put("code", message.code())
                    .put("text", message.text())
                    .opt("min", message.min())
                    .opt("max", message.max());
        }

        @Override
        public FieldWriter unknown(HostMessage.Unknown message) {
            return type(message.type());
        }
    }
}
