package dev.pilothouse.desktop.bridge;

import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.ItemWeight;
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

    /**
     * The state with the last items of its transcript.
     *
     * @param maxWeight maximum characters, but at least one item; 0 for no items
     */
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
                                items.get(from).id().createdSeq()));
    }

    /** The newest items that were born before {@code beforeBorn}. */
    static HostMessage.HistoryPage page(long sub, SessionState state, long beforeBorn, int limit) {
        List<Item> items = state.transcript().items();
        int end = state.transcript().countBefore(beforeBorn);
        int from = start(items, end, Math.max(1, Math.min(limit, MAX_ITEMS)), MAX_WEIGHT);
        long start = from == 0 ? 1 : items.get(from).id().createdSeq();
        return new HostMessage.HistoryPage(sub, state.seq(), start, items.subList(from, end));
    }

    private static int start(List<Item> items, int end, int maxItems, long maxWeight) {
        int from = end;
        long weight = 0;
        while (from > 0 && end - from < maxItems) {
            weight += ItemWeight.of(items.get(from - 1));
            if (weight > maxWeight && from < end) {
                break;
            }
            from--;
        }
        return from;
    }
}
