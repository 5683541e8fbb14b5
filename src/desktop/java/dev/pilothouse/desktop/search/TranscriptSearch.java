package dev.pilothouse.desktop.search;

import dev.pilothouse.model.TextCutter;
import dev.pilothouse.session.HostGateway.Found;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.PreviewText;
import dev.pilothouse.session.SearchHit;
import dev.pilothouse.session.SessionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * Searches transcripts item by item, newest first in each session. Keeps no more than the hits that it returns. Pure,
 * except for the stop signal.
 */
final class TranscriptSearch {
    /** Hits per session, so that one long session does not fill the whole answer. */
    static final int PER_SESSION = 20;

    private static final int BEFORE = 60;
    private static final int EXCERPT = 200;
    private static final int ITEMS_BETWEEN_CHECKS = 32;

    private final SearchTerms terms;
    private final int limit;
    private final BooleanSupplier stop;
    /** Its head is the oldest of the newest hits. */
    private final PriorityQueue<SearchHit> kept = new PriorityQueue<>(
            Comparator.comparing(SearchHit::at).thenComparing(hit -> hit.item().createdSeq()));

    private boolean more;

    private TranscriptSearch(SearchTerms terms, int limit, BooleanSupplier stop) {
        this.terms = terms;
        this.limit = limit;
        this.stop = stop;
    }

    /** @param stop returns whether the search is cancelled or out of time; the hits found so far are then returned */
    static Found find(List<SearchedSession> sessions, SearchTerms terms, int limit, BooleanSupplier stop) {
        TranscriptSearch search = new TranscriptSearch(terms, limit, stop);
        int looked = 0;
        for (SearchedSession session : sessions) {
            if (stop.getAsBoolean()) {
                search.more = true;
                break;
            }
            search.search(session);
            looked++;
        }
        List<SearchHit> hits = new ArrayList<>(search.kept);
        hits.sort(search.kept.comparator().reversed());
        return new Found(hits, looked, search.more);
    }

    private void search(SearchedSession session) {
        if (isOlderThanAllKept(session.newest())) {
            more = true;
            return;
        }
        session.state(stop).ifPresentOrElse(this::search, () -> more = true);
    }

    /** An older item cannot be among the newest hits, so it need not be searched. */
    private boolean isOlderThanAllKept(Instant at) {
        return kept.size() == limit && at.isBefore(kept.peek().at());
    }

    private void search(SessionState state) {
        List<Item> items = state.transcript().items();
        int found = 0;
        for (int i = items.size() - 1; i >= 0; i--) {
            if (i % ITEMS_BETWEEN_CHECKS == 0 && stop.getAsBoolean()) {
                more = true;
                return;
            }
            Item item = items.get(i);
            if (isOlderThanAllKept(item.at())) {
                // All items before it are older too.
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
            addHit(hit(state, item, text));
        }
    }

    private void addHit(SearchHit hit) {
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
                String excerpt = excerpt(part, at, text.isMarkdown());
                return new SearchHit(
                        state.sessionId(), item.id(), item.at(), text.kind(), excerpt, terms.marksIn(excerpt));
            }
        }
        throw new IllegalStateException("a hit has a part with a term");
    }

    /** Returns one line around that index, starting at the beginning of a word if one is near. */
    private static String excerpt(String text, int at, boolean markdown) {
        int from = Math.max(0, at - BEFORE);
        if (from > 0) {
            int space = text.indexOf(' ', from);
            from = space >= 0 && space < at ? space + 1 : from;
            from = TextCutter.border(text, from);
        }
        int to = TextCutter.border(text, Math.min(text.length(), from + EXCERPT));
        String part = text.substring(from, to);
        String line = (markdown ? PreviewText.text(part) : part)
                .replaceAll("\\s+", " ")
                .strip();
        return (from > 0 ? "\u2026" : "") + line + (to < text.length() ? "\u2026" : "");
    }
}
