package dev.pilothouse.desktop.search;

import dev.pilothouse.session.SearchHit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terms of a search. All must occur, in any case, also inside longer words; quoted text is one term. Immutable. */
final class SearchTerms {
    static final int MAX_TERMS = 8;
    static final int MAX_TEXT = 200;
    private static final Pattern TERM = Pattern.compile("\"([^\"]+)\"|(\\S+)");

    private final List<Term> terms;

    private SearchTerms(List<Term> terms) {
        this.terms = terms;
    }

    /** Terms past {@value #MAX_TERMS} are ignored. */
    static SearchTerms of(String text) {
        List<Term> terms = new ArrayList<>();
        Matcher matcher = TERM.matcher(text);
        while (matcher.find() && terms.size() < MAX_TERMS) {
            String term = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            String bare = matcher.group(1) == null ? term.replace("\"", "") : term.strip();
            if (!bare.isEmpty()) {
                terms.add(new Term(bare));
            }
        }
        return new SearchTerms(List.copyOf(terms));
    }

    boolean isEmpty() {
        return terms.isEmpty();
    }

    /** Returns whether each term occurs in at least one part. */
    boolean in(List<String> parts) {
        for (Term term : terms) {
            if (parts.stream().noneMatch(part -> term.indexIn(part, 0) >= 0)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the index of an occurrence of the first term that occurs, or -1. */
    int firstIn(String part) {
        for (Term term : terms) {
            int index = term.indexIn(part, 0);
            if (index >= 0) {
                return index;
            }
        }
        return -1;
    }

    /** Returns all occurrences in one line, ascending; overlapping ones are merged. */
    List<SearchHit.Mark> marksIn(String line) {
        List<SearchHit.Mark> all = new ArrayList<>();
        for (Term term : terms) {
            for (int at = term.indexIn(line, 0); at >= 0; at = term.indexIn(line, at + 1)) {
                all.add(new SearchHit.Mark(at, at + term.length()));
            }
        }
        all.sort(Comparator.comparingInt(SearchHit.Mark::from));
        List<SearchHit.Mark> apart = new ArrayList<>();
        for (SearchHit.Mark mark : all) {
            SearchHit.Mark before = apart.isEmpty() ? null : apart.get(apart.size() - 1);
            if (before != null && mark.from() <= before.to()) {
                apart.set(apart.size() - 1, new SearchHit.Mark(before.from(), Math.max(before.to(), mark.to())));
            } else {
                apart.add(mark);
            }
        }
        return apart;
    }

    /** One term. Searches for both cases of its first character, which the JVM does fast, and compares from there. */
    private static final class Term {
        private final String text;
        private final int lower;
        private final int upper;

        Term(String text) {
            this.text = text;
            String first = text.substring(0, 1);
            lower = first.toLowerCase(Locale.ROOT).charAt(0);
            upper = first.toUpperCase(Locale.ROOT).charAt(0);
        }

        int length() {
            return text.length();
        }

        int indexIn(String hay, int from) {
            int small = hay.indexOf(lower, from);
            int large = lower == upper ? -1 : hay.indexOf(upper, from);
            while (small >= 0 || large >= 0) {
                int at = small < 0 || (large >= 0 && large < small) ? large : small;
                if (hay.regionMatches(true, at, text, 0, text.length())) {
                    return at;
                }
                if (at == small) {
                    small = hay.indexOf(lower, at + 1);
                } else {
                    large = hay.indexOf(upper, at + 1);
                }
            }
            return -1;
        }
    }
}
