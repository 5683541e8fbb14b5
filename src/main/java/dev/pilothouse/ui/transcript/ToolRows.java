package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.Item;
import dev.pilothouse.ui.diff.DiffHighlighter;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.CodeHighlighter;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import dev.pilothouse.ui.markdown.FileReference;
import dev.pilothouse.ui.markdown.MarkdownText;
import dev.pilothouse.ui.markdown.TextSplitter;
import dev.pilothouse.ui.text.ActionText;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one tool call: its line, and its content while it is open. Diffs are computed once per revision of the
 * call.
 *
 * <p>Owned by one projection and guarded by its lock.
 */
final class ToolRows {
    private static final int FOLD_PAST = 12;
    private static final int FOLD_PAST_CHARACTERS = 4_000;
    private static final int LAST_LINE = 300;
    private static final int LONGEST_LINK = 4_000;
    private static final Pattern RESOURCE = Pattern.compile("\\[(?:[^\\[\\]\\\\]|\\\\.)++\\]\\(([^()\\s]++)\\)");
    private static final int DIFF_LINES_PER_ROW = 24;
    /** The code of a longer diff is not highlighted. */
    private static final int MAX_HIGHLIGHTED = 60_000;

    private final Item.ToolItem item;
    private final String cwd;
    private final List<FileDiff> diffs;
    private List<Map<DiffRow, List<Colour>>> colours = List.of();
    private List<TranscriptRow> made = List.of();
    private @Nullable RowExpansion madeFor;
    private int madeDepth;
    private boolean madeAsking;

    /** @param cwd the session's directory; paths inside it are shown relative to it */
    ToolRows(Item.ToolItem item, String cwd) {
        this.item = item;
        this.cwd = cwd;
        this.diffs = FileDiff.of(item.call());
    }

    /** Returns the number of characters in a call. */
    static int characters(ToolCall call) {
        long sum = call.title().length();
        for (ToolContent part : call.content()) {
            if (part instanceof ToolContent.Diff diff) {
                sum += diff.newText().length()
                        + (diff.oldText() == null ? 0L : diff.oldText().length());
            } else if (part instanceof ToolContent.Text text) {
                sum += text.text().length();
            } else if (part instanceof ToolContent.Terminal terminal) {
                sum += terminal.output().length();
            }
        }
        return (int) Math.min(Integer.MAX_VALUE / 2, sum);
    }

    List<FileDiff> diffs() {
        return diffs;
    }

    /** Whether it is open and has diffs whose code is not highlighted yet. */
    boolean isPlain(RowExpansion opened) {
        return colours.size() < diffs.size() && opened.rows().contains(rowId(item));
    }

    /** Highlights the code of the diffs. */
    void colour(CodeHighlighter highlighter) {
        colours = diffs.stream().map(change -> coloursOf(change, highlighter)).toList();
        made = List.of();
    }

    private static Map<DiffRow, List<Colour>> coloursOf(FileDiff change, CodeHighlighter highlighter) {
        List<DiffRow> rows = change.diff().rows();
        int characters = rows.stream().mapToInt(row -> row.text().length()).sum();
        return characters > MAX_HIGHLIGHTED
                ? Map.of()
                : DiffHighlighter.of(rows, CodeHighlighter.languageOf(fileName(change.path())), highlighter);
    }

    static String rowId(Item.ToolItem item) {
        return "tool-" + item.id();
    }

    /**
     * @param asking whether the call waits for the user's permission
     * @return the same list as last time if nothing has changed, because an open call may have a long output
     */
    List<TranscriptRow> rows(RowExpansion opened, int depth, boolean asking) {
        boolean stays = !made.isEmpty()
                && depth == madeDepth
                && asking == madeAsking
                // Other opened rows do not affect a closed call.
                && (opened == madeFor || (!opened.rows().contains(rowId(item)) && made.size() == 1));
        if (!stays) {
            made = List.copyOf(build(opened, depth, asking));
            madeFor = opened;
            madeDepth = depth;
            madeAsking = asking;
        }
        return made;
    }

    private List<TranscriptRow> build(RowExpansion opened, int depth, boolean asking) {
        ToolCall call = item.call();
        String id = rowId(item);
        List<TranscriptRow> detail = new ArrayList<>();
        boolean open = opened.rows().contains(id);
        if (open) {
            detail(detail, opened, depth);
        }
        ActionText deed = describe(call);
        boolean ended = call.endedAt() > 0;
        List<TranscriptRow> rows = new ArrayList<>();
        rows.add(new TranscriptRow.Tool(
                id,
                item.rev() * 4 + (asking ? 2 : 0) + (open ? 1 : 0),
                call.kind(),
                deed.verb(),
                deed.object(),
                file(call, deed),
                diffs.stream().mapToInt(each -> each.diff().added()).sum(),
                diffs.stream().mapToInt(each -> each.diff().removed()).sum(),
                call.status().isFinal() ? "" : lastLine(call),
                "",
                // A phone has no room for it in a deep row.
                ended && depth < 2 ? TimeFormatter.duration(call.endedAt() - call.startedAt()) : "",
                ended || call.status().isFinal() ? 0 : call.startedAt(),
                asking && !call.status().isFinal() ? TranscriptRow.Status.ASKING : status(call.status()),
                openable(call),
                open,
                depth));
        rows.addAll(detail);
        return rows;
    }

    /** The call in one line. */
    String title() {
        ActionText deed = describe(item.call());
        return (deed.verb() + " " + deed.object()).strip();
    }

    private static boolean openable(ToolCall call) {
        return !call.content().isEmpty()
                || !shown(call.input()).isEmpty()
                || !shown(call.output()).isEmpty();
    }

    /** Returns the JSON to show, or an empty string. */
    private static String shown(@Nullable String json) {
        return json == null || json.isBlank() || json.equals("{}") || json.equals("null") ? "" : json;
    }

    static TranscriptRow.Status status(ToolStatus status) {
        return switch (status) {
            case PENDING, IN_PROGRESS -> TranscriptRow.Status.RUNNING;
            case COMPLETED -> TranscriptRow.Status.DONE;
            case FAILED -> TranscriptRow.Status.FAILED;
            case CANCELLED -> TranscriptRow.Status.REFUSED;
        };
    }

    /** The verb and the object of the call. */
    private ActionText describe(ToolCall call) {
        ActionText deed = ActionText.of(call.kind(), call.title());
        if (!deed.object().isEmpty() || call.locations().isEmpty()) {
            boolean path = call.kind() != ToolKind.EXECUTE && call.kind() != ToolKind.FETCH;
            return path ? new ActionText(deed.verb(), ActionText.within(deed.object(), cwd)) : deed;
        }
        String place = ActionText.within(path(call), cwd);
        if (isPathOf(call, deed.verb())) {
            // Some agents send the path alone as the title.
            return new ActionText(Texts.text("tool.kind." + call.kind().name()), place);
        }
        return deed.verb().contains(fileName(place)) ? deed : new ActionText(deed.verb(), place);
    }

    /** Whether a title is the path of the call's file or the end of it. */
    private static boolean isPathOf(ToolCall call, String title) {
        String path = call.locations().get(0).path();
        return path.equals(title) || path.endsWith("/" + title) || path.endsWith("\\" + title);
    }

    /** The link to the call's file. Empty if it has none or the file's name is not shown. */
    private static String file(ToolCall call, ActionText deed) {
        if (call.locations().isEmpty() || deed.object().isEmpty()) {
            return "";
        }
        ToolLocation place = call.locations().get(0);
        return deed.object().contains(fileName(place.path()))
                ? new FileReference(place.path(), place.line()).link()
                : "";
    }

    private static String path(ToolCall call) {
        String path = call.locations().get(0).path();
        int line = call.locations().get(0).line();
        return line > 0 ? path + ":" + line : path;
    }

    private static String fileName(String path) {
        String name = PathText.name(path);
        int colon = name.indexOf(':');
        return colon > 0 ? name.substring(0, colon) : name;
    }

    private static String lastLine(ToolCall call) {
        for (int i = call.content().size() - 1; i >= 0; i--) {
            String text = call.content().get(i) instanceof ToolContent.Terminal terminal
                    ? terminal.output()
                    : call.content().get(i) instanceof ToolContent.Text plain ? plain.text() : "";
            // Only the end is read, because the output and its last line may be long.
            String end = text.substring(Math.max(0, text.length() - FOLD_PAST_CHARACTERS))
                    .stripTrailing();
            if (!end.isEmpty()) {
                StringBuilder shown = new StringBuilder();
                AnsiText.runs(end.substring(end.lastIndexOf('\n') + 1)).forEach(run -> shown.append(run.text()));
                String line = shown.toString().strip();
                return TextCutter.excerpt(line, LAST_LINE);
            }
        }
        return "";
    }

    private void detail(List<TranscriptRow> rows, RowExpansion opened, int depth) {
        ToolCall call = item.call();
        boolean anyDiff = !diffs.isEmpty();
        String about = describe(call).object();
        boolean saidAlready = call.kind() == ToolKind.EXECUTE
                && call.input() != null
                && !about.isEmpty()
                && call.input().replace("\\\"", "\"").contains(about);
        String input = shown(call.input());
        if (!anyDiff && !saidAlready && !input.isEmpty()) {
            output(rows, opened, "in", Texts.text("tool.input"), input, depth);
        }
        int part = 0;
        int diffAt = 0;
        for (ToolContent content : call.content()) {
            String name = String.valueOf(part++);
            if (content instanceof ToolContent.Diff) {
                diff(rows, diffAt++, name, depth, opened.sideBySide());
            } else if (content instanceof ToolContent.Text text) {
                text(rows, opened, name, text.text(), depth);
            } else if (content instanceof ToolContent.Terminal terminal) {
                output(rows, opened, name, "", terminal.output(), depth);
            } else if (content instanceof ToolContent.Large large) {
                large(rows, opened, large, depth);
            } else if (content instanceof ToolContent.Other other) {
                output(rows, opened, name, other.kind(), other.json(), depth);
            }
        }
        String output = shown(call.output());
        if (call.content().isEmpty() && !output.isEmpty()) {
            output(rows, opened, "out", Texts.text("tool.output"), output, depth);
        }
    }

    private void diff(List<TranscriptRow> rows, int at, String name, int depth, boolean sideBySide) {
        FileDiff change = diffs.get(at);
        boolean coloured = at < colours.size();
        List<DiffRow> lines = change.diff().rows();
        for (int from = 0; from < lines.size(); from += DIFF_LINES_PER_ROW) {
            int to = Math.min(lines.size(), from + DIFF_LINES_PER_ROW);
            rows.add(new TranscriptRow.DiffPiece(
                    ToolRows.rowId(item) + "-diff-" + name + "-" + from,
                    item.rev() * 4 + (coloured ? 2 : 0) + (sideBySide ? 1 : 0),
                    ActionText.within(change.path(), cwd),
                    lines.subList(from, to),
                    coloured ? colours.get(at) : Map.of(),
                    from == 0,
                    to == lines.size(),
                    depth,
                    sideBySide));
        }
    }

    private void large(List<TranscriptRow> rows, RowExpansion opened, ToolContent.Large large, int depth) {
        String whole = opened.fetched().get(large.blob().value());
        if (whole != null) {
            output(rows, opened, largeName(large), "", whole, depth);
            return;
        }
        rows.add(new TranscriptRow.Output(
                outputId(largeName(large)),
                item.rev(),
                Texts.text("tool.largeHead", large.head().length(), large.characters()),
                AnsiText.runs(large.head()
                        .substring(0, TextSplitter.endOfPiece(large.head(), 0, FOLD_PAST, FOLD_PAST_CHARACTERS))),
                true,
                true,
                0,
                large.characters(),
                depth));
    }

    private static String largeName(ToolContent.Large large) {
        return "blob-" + large.blob();
    }

    /** Returns the blob id within an output row's id, or null. */
    static @Nullable String blobOf(String outputId) {
        int at = outputId.indexOf("-blob-");
        return at < 0 ? null : outputId.substring(at + 6, outputId.lastIndexOf('-'));
    }

    private String outputId(String name) {
        return rowId(item) + "-out-" + name + "-0";
    }

    /**
     * A resource begins with its name as a link on a line of its own. Its text may follow. A file outside of the
     * session's directory is shown by its path, without a link.
     */
    private void text(List<TranscriptRow> rows, RowExpansion opened, String name, String text, int depth) {
        int feed = text.indexOf('\n');
        String first = feed < 0 ? text : text.substring(0, feed);
        Matcher resource = RESOURCE.matcher(first);
        if (first.length() > LONGEST_LINK || !resource.matches()) {
            output(rows, opened, name, "", unfenced(text), depth);
            return;
        }
        String path =
                FileReference.ofLink(resource.group(1)).map(FileReference::path).orElse("");
        if (PathText.isAbsolute(path) && !isInside(path)) {
            output(rows, opened, name, "", path + text.substring(first.length()), depth);
            return;
        }
        List<Block> blocks = MarkdownText.of(first).blocks();
        for (int i = 0; i < blocks.size(); i++) {
            rows.add(new TranscriptRow.Prose(
                    rowId(item) + "-link-" + name + "-" + i, item.rev(), blocks.get(i), false, depth));
        }
        String rest = feed < 0 ? "" : text.substring(feed + 1);
        if (!rest.isBlank()) {
            output(rows, opened, name, "", rest, depth);
        }
    }

    private boolean isInside(String path) {
        String folder = cwd.replace('\\', '/');
        String file = path.replace('\\', '/');
        // The path of a file: address begins with a slash on Windows, too.
        String from = folder.startsWith("/") || !file.startsWith("/") ? file : file.substring(1);
        return from.startsWith(folder.endsWith("/") ? folder : folder + "/") && !from.contains("/../");
    }

    private void output(
            List<TranscriptRow> rows, RowExpansion opened, String name, String caption, String raw, int depth) {
        String text = raw.stripTrailing();
        String id = outputId(name);
        int fold = foldAt(text);
        boolean whole = opened.unfolded().contains(id) || fold == text.length();
        int shown = whole ? text.length() : fold;
        AnsiText.Reader reader = new AnsiText.Reader();
        int from = 0;
        do {
            int to = Math.min(shown, TextSplitter.endOfPiece(text, from));
            boolean last = to >= shown;
            rows.add(new TranscriptRow.Output(
                    rowId(item) + "-out-" + name + "-" + from,
                    item.rev() * 2 + (whole ? 1 : 0),
                    caption,
                    reader.runs(text.substring(from, to)),
                    from == 0,
                    last,
                    last ? feeds(text, to) : 0,
                    last ? text.length() - shown : 0,
                    depth));
            from = last ? shown : TextSplitter.afterPiece(text, to);
        } while (from < shown);
    }

    /**
     * Returns the position at which output is folded: after a few lines, or within a very long line. Output is not
     * folded if only a little would be hidden.
     */
    private static int foldAt(String text) {
        int kept = TextSplitter.endOfPiece(text, 0, FOLD_PAST + 3, FOLD_PAST_CHARACTERS);
        return kept == text.length() ? kept : TextSplitter.endOfPiece(text, 0, FOLD_PAST, FOLD_PAST_CHARACTERS);
    }

    private static int feeds(String text, int from) {
        int feeds = 0;
        for (int at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) {
            feeds++;
        }
        return feeds;
    }

    /** Removes the fence that agents put around a file's text, because the pane already shows it as code. */
    private static String unfenced(String text) {
        String stripped = text.strip();
        int firstFeed = stripped.indexOf('\n');
        if (stripped.startsWith("```")
                && stripped.endsWith("```")
                && firstFeed > 0
                && stripped.length() > firstFeed + 3) {
            String inner = stripped.substring(firstFeed + 1, stripped.length() - 3);
            return inner.contains("```") ? text : inner;
        }
        return text;
    }
}
