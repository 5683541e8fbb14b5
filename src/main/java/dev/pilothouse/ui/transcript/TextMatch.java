package dev.pilothouse.ui.transcript;

import dev.pilothouse.session.DiffRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One occurrence of a searched text in the conversation. Immutable.
 *
 * @param index the number of the occurrence within its row, from 0
 */
record TextMatch(RowItem item, int index) {
    /** The thin spaces around inline code are not part of the text. */
    private static final char THIN_SPACE = '\u2009';

    /** An occurrence within one line of a row's text. */
    private record Place(String line, int from, int to) {}

    /** The number of occurrences in a row. */
    static int count(TranscriptRow row, String sought) {
        return places(row, sought).size();
    }

    private static List<Place> places(TranscriptRow row, String sought) {
        String wanted = sought.toLowerCase(Locale.ROOT);
        List<Place> places = new ArrayList<>();
        for (String line : searched(row).split("\n")) {
            String lower = line.toLowerCase(Locale.ROOT);
            for (int at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, at + wanted.length())) {
                places.add(new Place(lower, at, at + wanted.length()));
            }
        }
        return places;
    }

    /** The text of a row as its view draws it: the signs of a diff are apart from the lines. */
    private static String searched(TranscriptRow row) {
        return row instanceof TranscriptRow.DiffPiece piece
                ? piece.rows().stream()
                        .filter(line -> line.kind() != DiffRow.Kind.GAP)
                        .map(DiffRow::text)
                        .collect(Collectors.joining("\n"))
                : RowText.of(row);
    }

    /**
     * Finds the occurrences in the text of a cell, which has more parts than the row's text, such as times and line
     * numbers. These are not searched, so they are not marked.
     *
     * @return a range for each occurrence, empty where the cell does not show it
     */
    static List<int[]> ranges(TranscriptRow row, String sought, String cellText) {
        List<Place> places = places(row, sought);
        if (places.isEmpty()) {
            return List.of();
        }
        Visible cell = Visible.of(cellText.toLowerCase(Locale.ROOT));
        List<int[]> ranges = new ArrayList<>();
        int next = 0;
        String line = "";
        Visible visible = Visible.of(line);
        int start = -1;
        for (Place place : places) {
            // Two occurrences in one line have the same string.
            if (place.line() != line) {
                line = place.line();
                visible = Visible.of(line);
                start = cell.text().indexOf(visible.text(), next);
                next = start < 0 ? next : start + visible.text().length();
            }
            int from = visible.before(place.from());
            int to = visible.before(place.to());
            ranges.add(
                    start < 0 || from == to
                            ? new int[] {0, 0}
                            : new int[] {cell.at()[start + from], cell.at()[start + to - 1] + 1});
        }
        return ranges;
    }

    /**
     * A text without its white space, because a view breaks and joins lines.
     *
     * @param at the position of each character in the whole text
     */
    private record Visible(String text, int[] at) {
        static Visible of(String whole) {
            StringBuilder text = new StringBuilder();
            int[] at = new int[whole.length()];
            for (int i = 0; i < whole.length(); i++) {
                if (!Character.isWhitespace(whole.charAt(i)) && whole.charAt(i) != THIN_SPACE) {
                    at[text.length()] = i;
                    text.append(whole.charAt(i));
                }
            }
            return new Visible(text.toString(), at);
        }

        /** The number of visible characters before a position of the whole text. */
        int before(int position) {
            int found = Arrays.binarySearch(at, 0, text.length(), position);
            return found < 0 ? -found - 1 : found;
        }
    }
}
