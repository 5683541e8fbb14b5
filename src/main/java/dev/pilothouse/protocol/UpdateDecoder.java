package dev.pilothouse.protocol;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PromptSupport;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the fields of each kind of update. Stateless. */
final class UpdateDecoder {
    private static final Map<String, FieldReader.Decoder<SessionUpdate>> BY_KIND = new HashMap<>();

    /** Kind names in journals of earlier hosts; no longer written. */
    private static final Map<String, String> OLD_NAMES =
            Map.of("agentMessageChunk", "message", "thoughtChunk", "thought");

    static {
        agent();
        turn();
        values();
        BY_KIND.put("unknown", fields -> new SessionUpdate.Unknown(fields.string("sourceKind"), fields.string("json")));
    }

    private UpdateDecoder() {}

    static Set<String> kinds() {
        return Set.copyOf(BY_KIND.keySet());
    }

    static SessionUpdate decode(FieldReader fields) throws CodecException {
        String kind = fields.string("kind");
        FieldReader.Decoder<SessionUpdate> decoder = BY_KIND.get(OLD_NAMES.getOrDefault(kind, kind));
        return decoder != null
                ? decoder.decode(fields)
                : new SessionUpdate.Unknown(kind, StrictJson.write(fields.json()));
    }

    private static ItemId item(FieldReader fields) throws CodecException {
        return fields.numbered("item", ItemId::new);
    }

    private static void agent() {
        BY_KIND.put(
                "sessionCreated",
                fields -> new SessionUpdate.SessionCreated(
                        fields.value("agentId", AgentId::new),
                        fields.string("agentName"),
                        fields.string("cwd"),
                        fields.string("name"),
                        new SessionUpdate.StartWish(
                                fields.string("mode", ""),
                                fields.string("model", ""),
                                fields.string("agentSessionId", ""))));
        BY_KIND.put("agentStarting", fields -> new SessionUpdate.AgentStarting());
        BY_KIND.put(
                "agentStarted",
                fields -> new SessionUpdate.AgentStarted(
                        fields.string("title", ""),
                        fields.string("version", ""),
                        fields.string("agentSessionId", ""),
                        fields.enumValue("memory", WireEnum.MEMORY),
                        new PromptSupport(fields.flag("images"), fields.flag("embedded"))));
        BY_KIND.put(
                "agentExited",
                fields -> new SessionUpdate.AgentExited(
                        fields.has("exitCode") ? (Integer) fields.integer("exitCode") : null,
                        fields.flag("expected"),
                        fields.string("text")));
        BY_KIND.put(
                "loginNeeded",
                fields -> new SessionUpdate.LoginNeeded(fields.string("command", ""), fields.string("text")));
        BY_KIND.put("sessionClosed", fields -> new SessionUpdate.SessionClosed());
    }

    private static void turn() {
        BY_KIND.put("turnStarted", fields -> new SessionUpdate.TurnStarted());
        BY_KIND.put(
                "turnEnded",
                fields -> new SessionUpdate.TurnEnded(
                        item(fields),
                        fields.numbered("turn", TurnId::new),
                        fields.enumValue("reason", WireEnum.STOP_REASON),
                        fields.string("text", ""),
                        fields.number("durationMillis"),
                        new TokenCount(fields.number("tokensIn", 0), fields.number("tokensOut", 0))));
        BY_KIND.put(
                "userMessage",
                fields -> new SessionUpdate.UserMessage(
                        item(fields), fields.string("text"), fields.list("attachments", AttachmentCodec::decode)));
        BY_KIND.put("passedOn", fields -> new SessionUpdate.PassedOn(fields.string("intent")));
        BY_KIND.put(
                "message",
                fields -> new SessionUpdate.AgentMessageChunk(
                        item(fields), fields.string("text"), fields.list("attachments", AttachmentCodec::decode)));
        BY_KIND.put("thought", fields -> new SessionUpdate.ThoughtChunk(item(fields), fields.string("text")));
        BY_KIND.put(
                "toolCall",
                fields ->
                        new SessionUpdate.ToolCallStarted(item(fields), fields.object("call", ToolCodec::decodeCall)));
        BY_KIND.put(
                "toolCallUpdate",
                fields -> new SessionUpdate.ToolCallChanged(
                        item(fields), fields.object("patch", ToolCodec::decodePatch)));
        BY_KIND.put(
                "pendingAsked",
                fields -> new SessionUpdate.PendingAsked(
                        item(fields), fields.object("pending", PendingCodec::decodePending)));
        BY_KIND.put(
                "pendingAnswered",
                fields -> new SessionUpdate.PendingAnswered(
                        item(fields),
                        fields.value("pendingId", PendingId::new),
                        fields.object("answer", PendingCodec::decodeAnswer)));
        BY_KIND.put(
                "note",
                fields -> new SessionUpdate.Note(
                        item(fields),
                        fields.enumValue("level", WireEnum.NOTE_LEVEL),
                        fields.string("code"),
                        fields.string("text"),
                        fields.string("detail", "")));
    }

    private static void values() {
        BY_KIND.put(
                "plan", fields -> new SessionUpdate.PlanChanged(fields.list("entries", UpdateCodec::decodePlanEntry)));
        BY_KIND.put(
                "modeChanged",
                fields -> new SessionUpdate.ModeChanged(
                        fields.string("current"), fields.list("available", OfferCodec::decodeMode)));
        BY_KIND.put(
                "modelChanged",
                fields -> new SessionUpdate.ModelChanged(
                        fields.string("current"), fields.list("available", OfferCodec::decodeModel)));
        BY_KIND.put(
                "optionChanged",
                fields -> new SessionUpdate.OptionsChanged(fields.list("options", OfferCodec::decodeOption)));
        BY_KIND.put(
                "commandsChanged",
                fields -> new SessionUpdate.CommandsChanged(fields.list("commands", OfferCodec::decodeCommand)));
        BY_KIND.put("usage", fields -> new SessionUpdate.UsageChanged(UpdateCodec.decodeUsage(fields)));
        BY_KIND.put("renamed", fields -> new SessionUpdate.Renamed(fields.string("name"), fields.flag("byPerson")));
        BY_KIND.put("organised", fields -> new SessionUpdate.Organised(OrganisationCodec.decode(fields)));
        BY_KIND.put(
                "queueChanged",
                fields -> new SessionUpdate.QueueChanged(fields.list("queue", UpdateCodec::decodeQueued)));
    }
}
