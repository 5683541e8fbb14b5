package dev.pilothouse.session;

import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the number of characters in an item, as a measure of its size in memory and on disk. Stateless and
 * thread-safe.
 */
final class ItemWeight implements Item.Visitor<Long>, ToolContent.Visitor<Long> {

    /** Fixed weight of an item besides its text. */
    private static final long SELF = 64;

    private static final long ATTACHMENT = 400;

    private static final ItemWeight INSTANCE = new ItemWeight();

    private ItemWeight() {}

    static long of(Item item) {
        return SELF + item.accept(INSTANCE);
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    @Override
    public Long user(Item.UserItem item) {
        return length(item.text());
    }

    @Override
    public Long message(Item.MessageItem item) {
        return (long) item.text().length() + ATTACHMENT * item.attachments().size();
    }

    @Override
    public Long thought(Item.ThoughtItem item) {
        return (long) item.text().length();
    }

    @Override
    public Long tool(Item.ToolItem item) {
        ToolCall call = item.call();
        long sum = length(call.title()) + length(call.input()) + length(call.output());
        for (ToolContent content : call.content()) {
            sum += content.accept(this);
        }
        return sum;
    }

    @Override
    public Long pending(Item.PendingItem item) {
        Pending pending = item.pending();
        PendingAnswer answer = item.answer();
        return length(pending.title())
                + length(pending.object())
                + length(pending.detail())
                + (answer == null ? 0 : length(answer.text()));
    }

    @Override
    public Long note(Item.NoteItem item) {
        return length(item.text()) + length(item.detail());
    }

    @Override
    public Long turnEnd(Item.TurnEndItem item) {
        return length(item.text());
    }

    @Override
    public Long text(ToolContent.Text text) {
        return length(text.text());
    }

    @Override
    public Long diff(ToolContent.Diff diff) {
        return length(diff.oldText()) + length(diff.newText());
    }

    @Override
    public Long terminal(ToolContent.Terminal terminal) {
        return length(terminal.output());
    }

    @Override
    public Long large(ToolContent.Large large) {
        return length(large.head());
    }

    @Override
    public Long other(ToolContent.Other other) {
        return length(other.json());
    }
}
