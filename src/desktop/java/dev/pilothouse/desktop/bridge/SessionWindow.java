package dev.pilothouse.desktop.bridge;

import dev.pilothouse.desktop.journal.UpdateWeight;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import java.util.List;

/**
 * Selects the part of a transcript that fits into one frame: the last items for a snapshot, and the pages before them.
 * Pure.
 */
final class SessionWindow {
    static final int MAX_ITEMS = 200;
    /** Characters. A single item may exceed it; items have limits of their own. */
    static final long MAX_WEIGHT = 1 << 20;

    private SessionWindow() {}

    /** As {@link #newest(SessionState)}. @param maxWeight maximum characters, but at least one item; 0 for no items */
    static SessionState newest(SessionState state, long maxWeight) {
        List<Item> items = state.transcript().items();
        int from = maxWeight == 0 ? items.size() : start(items, items.size(), MAX_ITEMS, maxWeight);
        if (from == 0) {
            return state;
        }
        return state.withTranscript(
                from == items.size()
                        ? Transcript.of(List.of(), state.seq() + 1)
                        : Transcript.of(
                                items.subList(from, items.size()),
                                items.get(from).id().born()));
    }

    /** The newest items that were born before {@code beforeBorn}. */
    static HostMessage.HistoryPage page(long sub, SessionState state, long beforeBorn, int limit) {
        List<Item> items = state.transcript().items();
        int end = state.transcript().countBefore(beforeBorn);
        int from = start(items, end, Math.max(1, Math.min(limit, MAX_ITEMS)), MAX_WEIGHT);
        long start = from == 0 ? 1 : items.get(from).id().born();
        return new HostMessage.HistoryPage(sub, state.seq(), start, items.subList(from, end));
    }

    private static int start(List<Item> items, int end, int maxItems, long maxWeight) {
        int from = end;
        long weight = 0;
        while (from > 0 && end - from < maxItems) {
            weight += weight(items.get(from - 1));
            if (weight > maxWeight && from < end) {
                break;
            }
            from--;
        }
        return from;
    }

    private static long weight(Item item) {
        return 96
                + item.accept(new Item.Visitor<Long>() {
                    @Override
                    public Long user(Item.UserItem user) {
                        return user.text().length() + UpdateWeight.ofAttachments(user.attachments());
                    }

                    @Override
                    public Long message(Item.MessageItem message) {
                        return message.text().length() + UpdateWeight.ofAttachments(message.attachments());
                    }

                    @Override
                    public Long thought(Item.ThoughtItem thought) {
                        return (long) thought.text().length();
                    }

                    @Override
                    public Long tool(Item.ToolItem tool) {
                        return UpdateWeight.of(tool.call());
                    }

                    @Override
                    public Long pending(Item.PendingItem pending) {
                        return UpdateWeight.of(pending.pending())
                                + (pending.answer() == null ? 0 : UpdateWeight.of(pending.answer()));
                    }

                    @Override
                    public Long note(Item.NoteItem note) {
                        return (long) note.text().length() + note.detail().length();
                    }

                    @Override
                    public Long turnEnd(Item.TurnEndItem end) {
                        return (long) end.text().length();
                    }
                });
    }
}
