package dev.pilothouse.session;

import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The change to one file: its diff, or the beginning of it. Immutable.
 *
 * @param path as the agent gave it
 * @param diff the rows that are here; its sums count all lines of the change
 * @param more the number of rows that were left out after them
 */
public record FileDiff(String path, Diff diff, int more) {
    /** Limits of an excerpt, over all files of one call. */
    static final int EXCERPT_ROWS = 40;

    static final int EXCERPT_CHARACTERS = 4_096;
    private static final int EXCERPT_LINE = 300;
    /** An excerpt is computed often, so a longer comparison is not worth its time. */
    private static final int EXCERPT_COMPARABLE_LINES = 2_000;

    public FileDiff {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(diff, "diff");
    }

    /** The changes of a tool call, complete. Call it off the FX thread. */
    public static List<FileDiff> of(ToolCall call) {
        List<FileDiff> changes = new ArrayList<>();
        for (ToolContent part : call.content()) {
            if (part instanceof ToolContent.Diff change) {
                changes.add(new FileDiff(change.path(), Diff.between(change.oldText(), change.newText()), 0));
            }
        }
        return changes;
    }

    /** The changes of a tool call, at most {@value #EXCERPT_ROWS} rows and about 4 KiB of text. */
    static List<FileDiff> excerptsOf(ToolCall call) {
        List<FileDiff> changes = new ArrayList<>();
        int rows = EXCERPT_ROWS;
        int characters = EXCERPT_CHARACTERS;
        for (ToolContent part : call.content()) {
            if (part instanceof ToolContent.Diff change && characters > 0) {
                Diff whole = Diff.between(change.oldText(), change.newText(), EXCERPT_COMPARABLE_LINES);
                FileDiff excerpt = new FileDiff(change.path(), whole, 0).head(rows, characters);
                changes.add(excerpt);
                rows -= excerpt.diff().rows().size();
                // The path counts too, so that many files with short changes stay within the limit.
                characters -= excerpt.path().length()
                        + excerpt.diff().rows().stream()
                                .mapToInt(row -> row.text().length())
                                .sum();
            }
        }
        return changes;
    }

    /** The change without the rows after the first ones. */
    public FileDiff head(int rows) {
        return head(rows, Integer.MAX_VALUE);
    }

    private FileDiff head(int most, int characters) {
        List<DiffRow> kept = new ArrayList<>();
        int left = characters;
        for (DiffRow row : diff.rows()) {
            String text = characters == Integer.MAX_VALUE ? row.text() : TextCutter.excerpt(row.text(), EXCERPT_LINE);
            left -= text.length();
            if (kept.size() == most || left < 0) {
                break;
            }
            kept.add(new DiffRow(row.kind(), row.oldLine(), row.newLine(), text));
        }
        int cut = diff.rows().size() - kept.size();
        return new FileDiff(path, new Diff(kept, diff.added(), diff.removed()), more + cut);
    }
}
