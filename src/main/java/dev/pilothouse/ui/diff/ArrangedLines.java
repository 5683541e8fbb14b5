package dev.pilothouse.ui.diff;

import dev.pilothouse.session.DiffRow;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Arranges the rows of a diff as drawn lines, unified or side by side. Stateless; any thread may call it. */
public final class ArrangedLines {
    private static final int LEAST_DIGITS = 3;

    /** The drawn part of a pair of rows. */
    enum Side {
        BEFORE,
        AFTER,
        BOTH
    }

    /** One drawn line. Compared by identity, so that a list draws lines of another file again. Immutable. */
    public static final class Line {
        private final LinePairs.Pair pair;
        private final Side side;

        private Line(LinePairs.Pair pair, Side side) {
            this.pair = pair;
            this.side = side;
        }

        /** Returns the drawn rows: two if an old and a new row are side by side. */
        public List<DiffRow> rows() {
            Stream<@Nullable DiffRow> drawn = switch (side) {
                case BEFORE -> Stream.of(pair.before());
                case AFTER -> Stream.of(pair.after());
                case BOTH -> Stream.of(pair.before(), pair.after());
            };
            return drawn.filter(Objects::nonNull).distinct().toList();
        }

        /** Whether this and another line look the same because they draw the same row objects. */
        public boolean isSame(Line other) {
            return pair.before() == other.pair.before() && pair.after() == other.pair.after() && side == other.side;
        }

        /** Whether this line draws this row object. */
        public boolean draws(DiffRow row) {
            return side != Side.AFTER && pair.before() == row || side != Side.BEFORE && pair.after() == row;
        }

        LinePairs.Pair pair() {
            return pair;
        }

        Side side() {
            return side;
        }
    }

    private ArrangedLines() {}

    /** Returns a line without a row, such as the place of rows that are not loaded yet. */
    public static Line none() {
        return new Line(new LinePairs.Pair(null, null), Side.BOTH);
    }

    /** Returns the lines in their order. @param blocks rows that are paired together, such as those of a hunk */
    public static List<Line> of(List<List<DiffRow>> blocks, boolean sideBySide) {
        List<Line> lines = new ArrayList<>();
        for (List<DiffRow> rows : blocks) {
            List<LinePairs.Pair> pairs = LinePairs.of(rows);
            if (sideBySide) {
                pairs.forEach(pair -> lines.add(new Line(pair, Side.BOTH)));
                continue;
            }
            Map<DiffRow, LinePairs.Pair> ofRow = new IdentityHashMap<>();
            for (LinePairs.Pair pair : pairs) {
                if (pair.before() != null) {
                    ofRow.put(pair.before(), pair);
                }
                if (pair.after() != null) {
                    ofRow.put(pair.after(), pair);
                }
            }
            for (DiffRow row : rows) {
                LinePairs.Pair pair = Objects.requireNonNull(ofRow.get(row));
                lines.add(new Line(pair, row == pair.before() ? Side.BEFORE : Side.AFTER));
            }
        }
        return lines;
    }

    /** Returns the width of the line numbers of these rows in digits. */
    public static int digits(List<List<DiffRow>> blocks) {
        int widest = blocks.stream()
                .flatMap(List::stream)
                .filter(row -> row.kind() != DiffRow.Kind.GAP)
                .mapToInt(row -> Math.max(row.oldLine(), row.newLine()))
                .max()
                .orElse(0);
        return Math.max(LEAST_DIGITS, String.valueOf(widest).length());
    }
}
