package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.session.Item;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.CodeHighlighter;
import dev.pilothouse.ui.markdown.MarkdownText;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Caches the rows of each item by its revision. An item is read again only if it has changed, and a growing message
 * only in its last block. The cache is as large as the transcript's window.
 *
 * <p>Confined to the owner of the projection, and lives as long as it.
 */
final class RowCache {
    private static final int SUMMARY_LENGTH = 120;

    private final Map<Long, Kept<MarkdownRows>> texts = new HashMap<>();
    private final Map<Long, Kept<ToolRows>> tools = new HashMap<>();
    private final Map<Long, Kept<String>> summaries = new HashMap<>();
    private final CodeHighlighter codeHighlighter = new CodeHighlighter();
    private boolean colouring = true;
    private boolean leftPlain;

    private record Kept<T>(long rev, T value) {}

    /** The Markdown of a message and its rows. */
    private record MarkdownRows(MarkdownText text, List<Block> blocks, List<TranscriptRow> rows, boolean plain) {}

    /** Turns the highlighting of code on or off. It is off while a frame is waiting. */
    void setColouring(boolean on) {
        colouring = on;
    }

    /** Returns whether any row since the last {@link #reset} has code that is not highlighted yet. */
    boolean leftPlain() {
        return leftPlain;
    }

    void reset() {
        leftPlain = false;
    }

    /** Returns the number of characters that must be read to build the item's rows. */
    int newCharacters(Item item) {
        long born = item.id().createdSeq();
        if (item instanceof Item.MessageItem message) {
            return isKept(texts.get(born), item) ? 0 : message.text().length();
        }
        if (item instanceof Item.NoteItem note) {
            return isKept(texts.get(born), item) ? 0 : note.detail().length();
        }
        if (item instanceof Item.ThoughtItem thought) {
            return isKept(summaries.get(born), item) ? 0 : thought.text().length();
        }
        if (item instanceof Item.ToolItem tool && !isKept(tools.get(born), item)) {
            return ToolRows.characters(tool.call());
        }
        return item instanceof Item.UserItem user ? user.text().length() : 0;
    }

    private static boolean isKept(@Nullable Kept<?> kept, Item item) {
        return kept != null && kept.rev() == item.rev();
    }

    void removeBefore(long windowStart) {
        texts.keySet().removeIf(born -> born < windowStart);
        tools.keySet().removeIf(born -> born < windowStart);
        summaries.keySet().removeIf(born -> born < windowStart);
    }

    ToolRows tool(Item.ToolItem item, String cwd) {
        Kept<ToolRows> kept = tools.get(item.id().createdSeq());
        if (kept == null || kept.rev() != item.rev()) {
            kept = new Kept<>(item.rev(), new ToolRows(item, cwd));
            tools.put(item.id().createdSeq(), kept);
        }
        return kept.value();
    }

    /** Returns the rows of a tool call. */
    List<TranscriptRow> toolRows(ToolRows tool, RowExpansion opened, int depth, boolean asking) {
        if (tool.isPlain(opened)) {
            if (colouring) {
                tool.colour(codeHighlighter);
            } else {
                leftPlain = true;
            }
        }
        return tool.rows(opened, depth, asking);
    }

    /** Returns the rows of a text. The text is converted to a string only if it has changed. */
    List<TranscriptRow> prose(Item item, GrowingText growing, boolean muted) {
        Kept<MarkdownRows> kept = texts.get(item.id().createdSeq());
        if (kept != null
                && kept.rev() == item.rev()
                && !(colouring && kept.value().plain())) {
            leftPlain |= kept.value().plain();
            return kept.value().rows();
        }
        MarkdownText before = kept == null ? MarkdownText.EMPTY : kept.value().text();
        List<TranscriptRow> old = kept == null ? List.of() : kept.value().rows();
        MarkdownText after = before.extendTo(growing);
        List<Block> blocks = CodeHighlighter.withColoursOf(
                after.blocks(), kept == null ? List.of() : kept.value().blocks());
        if (colouring) {
            blocks = codeHighlighter.coloured(blocks);
        }
        boolean plain = CodeHighlighter.isPlain(blocks);
        leftPlain |= plain;
        List<TranscriptRow> rows = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            Block was = i < old.size() ? ((TranscriptRow.Prose) old.get(i)).block() : null;
            if (was == blocks.get(i) || blocks.get(i).equals(was)) {
                rows.add(old.get(i));
            } else {
                rows.add(new TranscriptRow.Prose(
                        "text-" + item.id() + "-" + i, item.rev() * 2 + (colouring ? 1 : 0), blocks.get(i), muted));
            }
        }
        texts.put(item.id().createdSeq(), new Kept<>(item.rev(), new MarkdownRows(after, blocks, rows, plain)));
        return rows;
    }

    String summary(Item.ThoughtItem item) {
        Kept<String> kept = summaries.get(item.id().createdSeq());
        if (kept == null || kept.rev() != item.rev()) {
            kept = new Kept<>(item.rev(), firstLine(item.text().toString()));
            summaries.put(item.id().createdSeq(), kept);
        }
        return kept.value();
    }

    private static String firstLine(String thought) {
        String line = thought.strip()
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("[*#`_]+", "")
                .strip();
        if (line.isEmpty()) {
            return Texts.text("transcript.thought");
        }
        return line.length() <= SUMMARY_LENGTH
                ? line
                : TextCutter.head(line, SUMMARY_LENGTH).strip() + "\u2026";
    }
}
