package dev.pilothouse.session;

import static dev.pilothouse.model.ContentSize.FRAME;
import static dev.pilothouse.model.ContentSize.attachments;

import dev.pilothouse.model.ContentSize;

/** The approximate number of characters in an item; see {@link ContentSize}. Stateless. */
public final class ItemWeight implements Item.Visitor<Long> {
    private static final ItemWeight INSTANCE = new ItemWeight();

    private ItemWeight() {}

    public static long of(Item item) {
        return FRAME + item.accept(INSTANCE);
    }

    @Override
    public Long user(Item.UserItem item) {
        return item.text().length() + attachments(item.attachments());
    }

    @Override
    public Long message(Item.MessageItem item) {
        return item.text().length() + attachments(item.attachments());
    }

    @Override
    public Long thought(Item.ThoughtItem item) {
        return (long) item.text().length();
    }

    @Override
    public Long tool(Item.ToolItem item) {
        return ContentSize.of(item.call());
    }

    @Override
    public Long pending(Item.PendingItem item) {
        return ContentSize.of(item.pending()) + (item.answer() == null ? 0 : ContentSize.of(item.answer()));
    }

    @Override
    public Long note(Item.NoteItem item) {
        return ContentSize.of(item.text(), item.detail()) + ContentSize.of(item.says());
    }

    @Override
    public Long turnEnd(Item.TurnEndItem item) {
        return ContentSize.of(item.text()) + ContentSize.of(item.says());
    }
}
