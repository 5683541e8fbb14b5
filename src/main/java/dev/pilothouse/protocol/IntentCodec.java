package dev.pilothouse.protocol;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.WhenBusy;
import org.jspecify.annotations.Nullable;

/** Intents as the fields of a message; the message's type is the intent's kind. Stateless. */
final class IntentCodec {
    private IntentCodec() {}

    static FieldWriter encode(FieldWriter fields, Intent intent) {
        return intent.accept(new Encoder(fields));
    }

    /** Returns null if the type is not an intent. */
    static @Nullable Intent decode(String type, FieldReader fields) throws CodecException {
        if (type.equals("createSession")) {
            return new Intent.CreateSession(
                    fields.value("agentId", AgentId::new),
                    fields.string("cwd"),
                    fields.stringOrNull("mode"),
                    fields.stringOrNull("model"),
                    fields.stringOrNull("firstPrompt"),
                    fields.stringOrNull("agentSessionId"));
        }
        switch (type) {
            case "prompt":
                return new Intent.Prompt(
                        session(fields),
                        fields.string("text"),
                        fields.enumValue("whenBusy", WireEnum.WHEN_BUSY, WhenBusy.QUEUE),
                        fields.list("attachments", AttachmentCodec::decode));
            case "cancel":
                return new Intent.Cancel(session(fields), fields.numbered("turnId", TurnId::new));
            case "answer":
                return new Intent.AnswerPending(
                        session(fields), fields.value("pendingId", PendingId::new), decodeAnswer(fields));
            case "resumeSession":
                return new Intent.ResumeSession(session(fields));
            case "closeSession":
                return new Intent.CloseSession(session(fields));
            case "deleteSession":
                return new Intent.DeleteSession(session(fields));
            case "renameSession":
                return new Intent.RenameSession(session(fields), fields.string("name"));
            case "organise":
                return new Intent.Organise(
                        session(fields),
                        fields.has("pinned") ? (Boolean) fields.flag("pinned") : null,
                        fields.has("archived") ? (Boolean) fields.flag("archived") : null,
                        fields.stringOrNull("group"));
            case "setMode":
                return new Intent.SetMode(session(fields), fields.string("modeId"));
            case "setModel":
                return new Intent.SetModel(session(fields), fields.string("modelId"));
            case "setOption":
                return new Intent.SetOption(session(fields), fields.string("optionId"), fields.string("value"));
            case "editQueued":
                return new Intent.EditQueued(
                        session(fields), fields.number("queueId"), fields.integer("rev"), fields.string("text"));
            case "moveQueued":
                return new Intent.MoveQueued(session(fields), fields.number("queueId"), fields.integer("position"));
            case "removeQueued":
                return new Intent.RemoveQueued(session(fields), fields.number("queueId"));
            case "sendQueued":
                return new Intent.SendQueued(session(fields), fields.number("queueId"));
            default:
                return null;
        }
    }

    private static SessionId session(FieldReader fields) throws CodecException {
        return fields.value("sessionId", SessionId::new);
    }

    private static Answer decodeAnswer(FieldReader fields) throws CodecException {
        int forms = 0;
        for (String form : new String[] {"optionId", "text", "values", "decline"}) {
            forms += fields.has(form) ? 1 : 0;
        }
        if (forms != 1) {
            throw new CodecException("An answer has exactly one of optionId, text, values and decline");
        }
        if (fields.has("optionId")) {
            return new Answer.Option(fields.string("optionId"));
        }
        if (fields.has("text")) {
            return new Answer.Text(fields.string("text"));
        }
        if (fields.has("values")) {
            return new Answer.Form(fields.strings("values"));
        }
        if (!fields.flag("decline")) {
            throw fields.bad("decline", "must be true");
        }
        return new Answer.Decline();
    }

    private static final class AnswerEncoder implements Answer.Visitor<FieldWriter> {
        private final FieldWriter fields;

        AnswerEncoder(FieldWriter fields) {
            this.fields = fields;
        }

        @Override
        public FieldWriter option(Answer.Option option) {
            return fields.put("optionId", option.optionId());
        }

        @Override
        public FieldWriter text(Answer.Text text) {
            return fields.put("text", text.text());
        }

        @Override
        public FieldWriter form(Answer.Form form) {
            return fields.put("values", form.values());
        }

        @Override
        public FieldWriter decline(Answer.Decline decline) {
            return fields.put("decline", true);
        }
    }

    private static final class Encoder implements Intent.Visitor<FieldWriter> {
        private final FieldWriter fields;

        Encoder(FieldWriter fields) {
            this.fields = fields;
        }

        private FieldWriter type(String type, SessionId session) {
            return fields.put("type", type).put("sessionId", session.value());
        }

        @Override
        public FieldWriter createSession(Intent.CreateSession intent) {
            return fields.put("type", "createSession")
                    .put("agentId", intent.agentId().value())
                    .put("cwd", intent.cwd())
                    .nullable("mode", intent.mode())
                    .nullable("model", intent.model())
                    .nullable("firstPrompt", intent.firstPrompt())
                    .opt("agentSessionId", intent.agentSessionId());
        }

        @Override
        public FieldWriter prompt(Intent.Prompt intent) {
            return type("prompt", intent.sessionId())
                    .put("text", intent.text())
                    .put("whenBusy", intent.whenBusy())
                    .opt("attachments", intent.attachments(), AttachmentCodec::encode);
        }

        @Override
        public FieldWriter cancel(Intent.Cancel intent) {
            return type("cancel", intent.sessionId())
                    .put("turnId", intent.turnId().started());
        }

        @Override
        public FieldWriter answer(Intent.AnswerPending intent) {
            type("answer", intent.sessionId())
                    .put("pendingId", intent.pendingId().value());
            return intent.answer().accept(new AnswerEncoder(fields));
        }

        @Override
        public FieldWriter resumeSession(Intent.ResumeSession intent) {
            return type("resumeSession", intent.sessionId());
        }

        @Override
        public FieldWriter closeSession(Intent.CloseSession intent) {
            return type("closeSession", intent.sessionId());
        }

        @Override
        public FieldWriter deleteSession(Intent.DeleteSession intent) {
            return type("deleteSession", intent.sessionId());
        }

        @Override
        public FieldWriter renameSession(Intent.RenameSession intent) {
            return type("renameSession", intent.sessionId()).put("name", intent.name());
        }

        @Override
        public FieldWriter organise(Intent.Organise intent) {
            type("organise", intent.sessionId());
            if (intent.pinned() != null) {
                fields.put("pinned", (boolean) intent.pinned());
            }
            if (intent.archived() != null) {
                fields.put("archived", (boolean) intent.archived());
            }
            return fields.nullable("group", intent.group());
        }

        @Override
        public FieldWriter setMode(Intent.SetMode intent) {
            return type("setMode", intent.sessionId()).put("modeId", intent.modeId());
        }

        @Override
        public FieldWriter setModel(Intent.SetModel intent) {
            return type("setModel", intent.sessionId()).put("modelId", intent.modelId());
        }

        @Override
        public FieldWriter setOption(Intent.SetOption intent) {
            return type("setOption", intent.sessionId())
                    .put("optionId", intent.optionId())
                    .put("value", intent.value());
        }

        @Override
        public FieldWriter editQueued(Intent.EditQueued intent) {
            return type("editQueued", intent.sessionId())
                    .put("queueId", intent.queueId())
                    .put("rev", intent.rev())
                    .put("text", intent.text());
        }

        @Override
        public FieldWriter moveQueued(Intent.MoveQueued intent) {
            return type("moveQueued", intent.sessionId())
                    .put("queueId", intent.queueId())
                    .put("position", intent.position());
        }

        @Override
        public FieldWriter removeQueued(Intent.RemoveQueued intent) {
            return type("removeQueued", intent.sessionId()).put("queueId", intent.queueId());
        }

        @Override
        public FieldWriter sendQueued(Intent.SendQueued intent) {
            return type("sendQueued", intent.sessionId()).put("queueId", intent.queueId());
        }
    }
}
