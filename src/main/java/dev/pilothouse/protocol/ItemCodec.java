package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.TurnId;
import dev.pilothouse.session.Item;
import java.time.Instant;

/**
 * Transcript items as JSON: {@code item}, {@code rev}, {@code at}, {@code kind} and the fields of the kind. Stateless.
 */
final class ItemCodec {
    private ItemCodec() {}

    static JsonElement encode(Item item) {
        FieldWriter fields = new FieldWriter()
                .put("item", item.id().born())
                .put("rev", item.rev())
                .put("at", item.at());
        return item.accept(new Encoder(fields)).json();
    }

    /** @throws CodecException also for an unknown kind, because a window with a gap would be a wrong state */
    static Item decode(FieldReader fields) throws CodecException {
        ItemId id = fields.numbered("item", ItemId::new);
        long rev = fields.number("rev");
        Instant at = fields.time("at");
        switch (fields.string("kind")) {
            case "user":
                return new Item.UserItem(
                        id,
                        rev,
                        at,
                        fields.string("text"),
                        fields.objectOrNull("cause", UpdateCodec::decodeCause),
                        fields.list("attachments", AttachmentCodec::decode));
            case "message":
                return new Item.MessageItem(
                        id,
                        rev,
                        at,
                        GrowingText.of(fields.string("text")),
                        fields.list("attachments", AttachmentCodec::decode));
            case "thought":
                return new Item.ThoughtItem(id, rev, at, GrowingText.of(fields.string("text")));
            case "tool":
                return new Item.ToolItem(id, rev, at, fields.object("call", ToolCodec::decodeCall));
            case "pending":
                PendingAnswer answer = fields.objectOrNull("answer", PendingCodec::decodeAnswer);
                return new Item.PendingItem(id, rev, at, fields.object("pending", PendingCodec::decodePending), answer);
            case "note":
                return new Item.NoteItem(
                        id,
                        rev,
                        at,
                        fields.enumValue("level", WireEnum.NOTE_LEVEL),
                        fields.string("code"),
                        fields.string("text"),
                        fields.string("detail", ""));
            case "turnEnd":
                return new Item.TurnEndItem(
                        id,
                        rev,
                        at,
                        fields.numbered("turn", TurnId::new),
                        fields.enumValue("reason", WireEnum.STOP_REASON),
                        fields.string("text", ""),
                        fields.number("durationMillis"),
                        new TokenCount(fields.number("tokensIn", 0), fields.number("tokensOut", 0)));
            default:
                throw fields.bad("kind", "is a kind of item that is not known here");
        }
    }

    private static final class Encoder implements Item.Visitor<FieldWriter> {
        private final FieldWriter fields;

        Encoder(FieldWriter fields) {
            this.fields = fields;
        }

        @Override
        public FieldWriter user(Item.UserItem item) {
            return fields.put("kind", "user")
                    .put("text", item.text())
                    .optObject("cause", item.cause(), UpdateCodec::encode)
                    .opt("attachments", item.attachments(), AttachmentCodec::encode);
        }

        @Override
        public FieldWriter message(Item.MessageItem item) {
            return fields.put("kind", "message")
                    .put("text", item.text().toString())
                    .opt("attachments", item.attachments(), AttachmentCodec::encode);
        }

        @Override
        public FieldWriter thought(Item.ThoughtItem item) {
            return fields.put("kind", "thought").put("text", item.text().toString());
        }

        @Override
        public FieldWriter tool(Item.ToolItem item) {
            return fields.put("kind", "tool").put("call", ToolCodec.encode(item.call()));
        }

        @Override
        public FieldWriter pending(Item.PendingItem item) {
            return fields.put("kind", "pending")
                    .put("pending", PendingCodec.encode(item.pending()))
                    .optObject("answer", item.answer(), PendingCodec::encode);
        }

        @Override
        public FieldWriter note(Item.NoteItem item) {
            return fields.put("kind", "note")
                    .put("level", item.level())
                    .put("code", item.code())
                    .put("text", item.text())
                    .opt("detail", item.detail());
        }

        @Override
        public FieldWriter turnEnd(Item.TurnEndItem item) {
            return fields.put("kind", "turnEnd")
                    .put("turn", item.turn().started())
                    .put("reason", item.reason())
                    .opt("text", item.text())
                    .put("durationMillis", item.durationMillis())
                    .opt("tokensIn", item.tokens().in())
                    .opt("tokensOut", item.tokens().out());
        }
    }
}
