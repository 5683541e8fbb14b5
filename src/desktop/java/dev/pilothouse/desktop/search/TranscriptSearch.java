package dev.pilothouse.desktop.search;

import dev.pilothouse.session.HostGateway.Found;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Looks through transcripts, item by item, each session's newest first. Keeps no more than the hits that it returns.
 * Pure, but for being told to stop.
 */
final class TranscriptSearch {
    /** One talkative session must not fill the whole answer. */
    static final int PER_SESSION = 20;

    private static final int BEFORE = 60;
    private static final int EXCERPT = 200;
    private static final int ITEMS_BETWEEN_LOOKS = 32;

    private final SearchTerms terms;
    private final int limit;
    private final BooleanSupplier stop;
    /** The oldest of the newest. */
    private final PriorityQueue<SearchHit> kept = new PriorityQueue<>(
            Comparator.comparing(SearchHit::at).thenComparing(hit -> hit.item().born()));

    private boolean more;

    private TranscriptSearch(SearchTerms terms, int limit, BooleanSupplier stop) {
        this.terms = terms;
        this.limit = limit;
        this.stop = stop;
    }

    /** @param stop whether nobody waits for the answer any more, or has waited long enough; then what there is so far */
    static Found find(List<SearchedSession> sessions, SearchTerms terms, int limit, BooleanSupplier stop) {
        TranscriptSearch search = new TranscriptSearch(terms, limit, stop);
        int looked = 0;
        for (SearchedSession session : sessions) {
            if (stop.getAsBoolean()) {
                search.more = true;
                break;
            }
            search.look(session);
            looked++;
        }
        List<SearchHit> hits = new ArrayList<>(search.kept);
        hits.sort(search.kept.comparator().reversed());
        return new Found(hits, looked, search.more);
    }

    private void look(SearchedSession session) {
        if (isOlderThanAllKept(session.lastActive())) {
            more = true;
            return;
        }
        session.state(stop).ifPresentOrElse(this::look, () -> more = true);
    }

    /** What is older cannot be among the newest; whether it would be a hit is not worth a look. */
    private boolean isOlderThanAllKept(Instant at) {
        return kept.size() == limit && at.isBefore(kept.peek().at());
    }

    private void look(SessionState state) {
        List<Item> items = state.transcript().items();
        int found = 0;
        for (int i = items.size() - 1; i >= 0; i--) {
            if (i % ITEMS_BETWEEN_LOOKS == 0 && stop.getAsBoolean()) {
                more = true;
                return;
            }
            Item item = items.get(i);
            if (isOlderThanAllKept(item.at())) {
                // And so is all before it.
                more = true;
                return;
            }
            ItemText text = ItemText.of(item);
            if (!terms.in(text.parts())) {
                continue;
            }
            if (found == PER_SESSION) {
                more = true;
                return;
            }
            found++;
            keep(hit(state, item, text));
        }
    }

    private void keep(SearchHit hit) {
        kept.add(hit);
        if (kept.size() > limit) {
            kept.remove();
            more = true;
        }
    }

    private SearchHit hit(SessionState state, Item item, ItemText text) {
        for (String part : text.parts()) {
            int at = terms.firstIn(part);
            if (at >= 0) {
                String excerpt = excerpt(part, at);
                return new SearchHit(
                        state.sessionId(), item.id(), item.at(), text.kind(), excerpt, terms.marksIn(excerpt));
            }
        }
        throw new IllegalStateException("a hit has a part with a term");
    }

    /** One line around that place, from a word's beginning on where there is one near. */
    private static String excerpt(String text, int at) {
        int from = Math.max(0, at - BEFORE);
        if (from > 0) {
            int space = text.indexOf(' ', from);
            from = space >= 0 && space < at ? space + 1 : from;
            if (Character.isLowSurrogate(text.charAt(from))) {
                from--;
            }
        }
        int to = Math.min(text.length(), from + EXCERPT);
        if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
            to--;
        }
        String line = text.substring(from, to).replaceAll("\\s+", " ").strip();
        return (from > 0 ? "\u2026" : "") + line + (to < text.length() ? "\u2026" : "");
    }
}
