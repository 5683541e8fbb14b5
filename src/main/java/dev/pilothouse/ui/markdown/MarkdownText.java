package dev.pilothouse.ui.markdown;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * A growing Markdown text and its blocks. When the text only grew, what comes before its last top-level block is settled
 * and is not read again: a chunk costs the block that it lands in. (A link defined after its use is the one thing that
 * this misses while text streams; a text that is read whole has it.)
 *
 * <p>Immutable, so any thread may use it; {@link #grownTo} returns the next one.
 */
public final class MarkdownText {
    public static final MarkdownText EMPTY = new MarkdownText("", List.of(), 0, List.of());

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private final String text;
    private final List<Block> settled;
    private final int openFrom;
    private final List<Block> blocks;

    private MarkdownText(String text, List<Block> settled, int openFrom, List<Block> blocks) {
        this.text = text;
        this.settled = settled;
        this.openFrom = openFrom;
        this.blocks = blocks;
    }

    public static MarkdownText of(String text) {
        return EMPTY.grownTo(text);
    }

    /** All blocks in order. */
    public List<Block> blocks() {
        return blocks;
    }

    public String text() {
        return text;
    }

    /** The blocks of {@code next}; cheap if it starts with this text, right in any case. */
    public MarkdownText grownTo(String next) {
        if (next.equals(text)) {
            return this;
        }
        boolean grew = next.startsWith(text);
        int from = grew ? openFrom : 0;
        List<Block> kept = new ArrayList<>(grew ? settled : List.of());
        Node document = PARSER.parse(next.substring(from));
        List<Block> all = new ArrayList<>(kept);
        int nextOpen = from;
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node.getNext() == null) {
                kept = List.copyOf(all);
                nextOpen = startOfLine(next, from + firstIndex(node));
            }
            all.addAll(BlockReader.read(node));
        }
        return new MarkdownText(next, List.copyOf(kept), nextOpen, List.copyOf(all));
    }

    private static int firstIndex(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        return spans.isEmpty() ? 0 : spans.get(0).getInputIndex();
    }

    private static int startOfLine(String text, int index) {
        return text.lastIndexOf('\n', index - 1) + 1;
    }
}
