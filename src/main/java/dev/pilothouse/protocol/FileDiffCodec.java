package dev.pilothouse.protocol;

import dev.pilothouse.session.Diff;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.FileDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The change to one file as JSON. The rows are lines of a unified diff; a gap is {@code @} and its number of lines. The
 * line numbers follow from the first ones. Stateless.
 */
final class FileDiffCodec {
    private static final RecordCodec<FileDiff> CHANGE = io -> {
        String path = io.put("path", Json.TEXT, FileDiff::path);
        int added = io.opt("added", Json.INT, change -> change.diff().added());
        int removed = io.opt("removed", Json.INT, change -> change.diff().removed());
        int oldLine = io.opt("oldLine", Json.INT, change -> first(change, DiffRow::oldLine));
        int newLine = io.opt("newLine", Json.INT, change -> first(change, DiffRow::newLine));
        List<String> lines = io.opt("lines", Json.TEXTS, FileDiffCodec::lines);
        int more = io.opt("more", Json.INT, FileDiff::more);
        FileDiff written = io.value();
        return written != null
                ? written
                : new FileDiff(path, new Diff(rows(io, lines, oldLine, newLine), added, removed), more);
    };

    static final MemberCodec.Optional<List<FileDiff>> LIST = CHANGE.list();

    private FileDiffCodec() {}

    /** The first line number on one side, 0 if no row is on that side. */
    private static int first(FileDiff change, ToIntFunction<DiffRow> number) {
        return change.diff().rows().stream()
                .filter(row -> row.kind() != DiffRow.Kind.GAP)
                .mapToInt(number)
                .filter(line -> line > 0)
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(FileDiff change) {
        return change.diff().rows().stream()
                .map(row -> switch (row.kind()) {
                    case SAME -> " " + row.text();
                    case ADDED -> "+" + row.text();
                    case REMOVED -> "-" + row.text();
                    case GAP -> "@" + row.newLine();
                })
                .toList();
    }

    private static List<DiffRow> rows(Fields<FileDiff> io, List<String> lines, int oldLine, int newLine)
            throws CodecException {
        List<DiffRow> rows = new ArrayList<>();
        int oldAt = oldLine;
        int newAt = newLine;
        for (String line : lines) {
            String text = line.isEmpty() ? "" : line.substring(1);
            switch (line.isEmpty() ? '?' : line.charAt(0)) {
                case ' ' -> rows.add(new DiffRow(DiffRow.Kind.SAME, oldAt++, newAt++, text));
                case '+' -> rows.add(new DiffRow(DiffRow.Kind.ADDED, 0, newAt++, text));
                case '-' -> rows.add(new DiffRow(DiffRow.Kind.REMOVED, oldAt++, 0, text));
                case '@' -> {
                    io.require(text.matches("[0-9]{1,9}"), "lines", "a gap needs a number of lines");
                    int omitted = Integer.parseInt(text);
                    rows.add(new DiffRow(DiffRow.Kind.GAP, 0, omitted, ""));
                    oldAt += omitted;
                    newAt += omitted;
                }
                default -> io.require(false, "lines", "each line begins with a space, +, - or @");
            }
        }
        return rows;
    }
}
