package dev.pilothouse.protocol;

import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.Item.MessageItem;
import dev.pilothouse.session.Item.NoteItem;
import dev.pilothouse.session.Item.PendingItem;
import dev.pilothouse.session.Item.ThoughtItem;
import dev.pilothouse.session.Item.ToolItem;
import dev.pilothouse.session.Item.TurnEndItem;
import dev.pilothouse.session.Item.UserItem;
import java.time.Instant;
import java.util.List;

/**
 * Transcript items as JSON: {@code item}, {@code rev}, {@code at}, {@code kind} and the fields of the kind. Stateless.
 */
final class ItemCodec {
    private static final MemberCodec<GrowingText> GROWING_TEXT = Json.text(GrowingText::of, GrowingText::toString);

    /** Rejects an unknown kind, because a window with a gap would be a wrong state. */
    private static final Kinds<Item> KINDS = new Kinds<Item>()
            .add(
                    "user",
                    UserItem.class,
                    io -> new UserItem(
                            id(io),
                            rev(io),
                            at(io),
                            io.put("text", Json.TEXT, UserItem::text),
                            io.orNull("cause", UpdateCodec.CAUSE, UserItem::cause),
                            io.opt("attachments", AttachmentCodec.LIST, UserItem::attachments)))
            .add(
                    "message",
                    MessageItem.class,
                    io -> new MessageItem(
                            id(io),
                            rev(io),
                            at(io),
                            io.put("text", GROWING_TEXT, MessageItem::text),
                            io.opt("attachments", AttachmentCodec.LIST, MessageItem::attachments)))
            .add(
                    "thought",
                    ThoughtItem.class,
                    io -> new ThoughtItem(id(io), rev(io), at(io), io.put("text", GROWING_TEXT, ThoughtItem::text)))
            .add(
                    "tool",
                    ToolItem.class,
                    io -> new ToolItem(id(io), rev(io), at(io), io.put("call", ToolCodec.CALL, ToolItem::call)))
            .add(
                    "pending",
                    PendingItem.class,
                    io -> new PendingItem(
                            id(io),
                            rev(io),
                            at(io),
                            io.put("pending", PendingCodec.PENDING, PendingItem::pending),
                            io.orNull("answer", PendingCodec.ANSWER, PendingItem::answer)))
            .add(
                    "note",
                    NoteItem.class,
                    io -> new NoteItem(
                            id(io),
                            rev(io),
                            at(io),
                            io.put("level", WireEnum.NOTE_LEVEL, NoteItem::level),
                            io.put("code", Json.TEXT, NoteItem::code),
                            io.put("text", Json.TEXT, NoteItem::text),
                            io.opt("detail", Json.TEXT, NoteItem::detail),
                            io.opt("snapshot", Json.TEXT, NoteItem::snapshot),
                            io.opt("says", HostTextCodec.CODE, NoteItem::says, HostText.Code.NONE)))
            .add(
                    "turnEnd",
                    TurnEndItem.class,
                    io -> new TurnEndItem(
                            id(io),
                            rev(io),
                            at(io),
                            io.put("turn", Json.TURN_ID, TurnEndItem::turn),
                            io.put("reason", WireEnum.STOP_REASON, TurnEndItem::reason),
                            io.opt("text", Json.TEXT, TurnEndItem::text),
                            io.put("durationMillis", Json.NUMBER, TurnEndItem::durationMillis),
                            io.inline(UpdateKinds.TOKENS, TurnEndItem::tokens),
                            io.opt("snapshot", Json.TEXT, TurnEndItem::snapshot),
                            io.opt("says", HostTextCodec.CODE, TurnEndItem::says, HostText.Code.NONE)))
            .orElse(fields -> {
                throw fields.bad("kind", "is a kind of item that is not known here");
            });

    private static final RecordCodec<Item> ITEM = io -> {
        FieldReader in = io.in();
        return KINDS.members(io, in == null ? "" : in.string("kind"));
    };

    static final MemberCodec.Optional<List<Item>> ITEMS = ITEM.list();

    private ItemCodec() {}

    private static ItemId id(Fields<? extends Item> io) throws CodecException {
        return io.put("item", Json.ITEM_ID, Item::id);
    }

    private static long rev(Fields<? extends Item> io) throws CodecException {
        return io.put("rev", Json.NUMBER, Item::rev);
    }

    /** The kind follows the time. */
    private static Instant at(Fields<? extends Item> io) throws CodecException {
        Instant at = io.put("at", Json.TIME, Item::at);
        io.put("kind", Json.TEXT, KINDS::name);
        return at;
    }

    /** Rejects items that do not ascend from the start of their window on. */
    static void requireAscending(Fields<?> io, List<Item> items, long start) throws CodecException {
        long before = start - 1;
        for (Item item : items) {
            io.require(item.id().createdSeq() > before, "items", "must ascend within the window");
            before = item.id().createdSeq();
        }
    }
}
