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
 * A growing Markdown text and its blocks. When the text only grew, what comes before its last two top-level blocks
 * is settled and is not read again: a chunk costs about the block that it lands in. (A link defined after its use is the one thing that
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
        // The last line may be half written, and then makes a block of its own that is none: so two blocks stay open.
        Node last = document.getLastChild();
        Node firstOpen = last == null || last.getPrevious() == null ? last : last.getPrevious();
        for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
            if (node == firstOpen) {
                kept = List.copyOf(all);
                nextOpen = node.getPrevious() == null ? from : afterLine(next, from + lastIndex(node.getPrevious()));
            }
            all.addAll(BlockReader.read(node));
        }
        return new MarkdownText(next, List.copyOf(kept), nextOpen, List.copyOf(all));
    }

    /** Where a block ends. Its start would not do: a table's own spans leave out its header. */
    private static int lastIndex(Node node) {
        List<SourceSpan> spans = node.getSourceSpans();
        if (spans.isEmpty()) {
            return node.getPrevious() == null ? 0 : lastIndex(node.getPrevious());
        }
        SourceSpan last = spans.get(spans.size() - 1);
        return last.getInputIndex() + last.getLength();
    }

    private static int afterLine(String text, int index) {
        int feed = text.indexOf('\n', index);
        return feed < 0 ? text.length() : feed + 1;
    }
}
