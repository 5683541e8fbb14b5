package dev.pilothouse.ui.markdown;

import dev.pilothouse.model.TextCutter;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Parses the end of a Markdown text, which may still change. The part before the last two top-level blocks is settled
 * and never parsed again. A very long block is cut. The part before the cut is settled as a separate piece, and code
 * and tables continue after it as the same kind of block.
 *
 * <p>Owns the blocks that it settles; confined to one call.
 */
final class MarkdownTail {
    /** The limit on the characters that are parsed again for a chunk. */
    static final int LIMIT = 16_384;
    /**
     * The characters added per step. A long text is read in steps, so that each step parses at most this and
     * {@link #LIMIT} together.
     */
    private static final int STEP = 16_384;

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private final List<Block> settled;
    private List<Block> open = List.of();
    private String text;
    /** The opening fence line or the table head that the text continues, or empty. */
    private String opener;

    /** @param settled the list that newly settled blocks are added to */
    MarkdownTail(List<Block> settled, String opener, String text) {
        this.settled = settled;
        this.opener = opener;
        this.text = text;
    }

    String opener() {
        return opener;
    }

    String text() {
        return text;
    }

    /** The blocks that are not settled. */
    List<Block> open() {
        return open;
    }

    void add(String added) {
        int at = 0;
        do {
            int to = TextCutter.border(added, Math.min(added.length(), at + STEP));
            text += added.substring(at, to);
            read();
            at = to;
        } while (at < added.length());
    }

    private void read() {
        while (true) {
            String all = opener + text;
            Node document = PARSER.parse(all);
            Node last = document.getLastChild();
            // Two blocks stay open. The last line may be incomplete, and is then parsed as a separate block that does
            // not exist later.
            Node firstOpen = last == null || last.getPrevious() == null ? last : last.getPrevious();
            settle(document.getFirstChild(), firstOpen, all);
            if (firstOpen != last
                    && text.length() > LIMIT
                    && lastIndex(firstOpen) - (all.length() - text.length()) < LIMIT / 2) {
                settle(firstOpen, last, all);
                firstOpen = last;
            }
            if (firstOpen == null || text.length() <= LIMIT) {
                open = new ArrayList<>();
                for (Node node = firstOpen; node != null; node = node.getNext()) {
                    open.addAll(blocks(node));
                }
                return;
            }
            cut(firstOpen);
        }
    }

    private void settle(Node from, Node to, String all) {
        if (from == to) {
            return;
        }
        for (Node node = from; node != to; node = node.getNext()) {
            settled.addAll(blocks(node));
        }
        text = all.substring(afterLine(all, lastIndex(to.getPrevious())));
        opener = "";
    }

    /** Returns the rows of a top-level block of {@code opener + text}. The first block may continue a settled piece. */
    private List<Block> blocks(Node node) {
        if (!opener.isEmpty() && node.getPrevious() == null && node instanceof FencedCodeBlock code) {
            return BlockReader.code(code.getInfo(), code.getLiteral(), false, true);
        }
        return BlockReader.read(node);
    }

    /** Settles the beginning of the only open block. */
    private void cut(Node block) {
        if (block instanceof FencedCodeBlock code) {
            cutCode(code);
        } else if (block instanceof TableBlock) {
            cutTable();
        } else {
            int at = findCut();
            Node head = PARSER.parse(text.substring(0, at));
            for (Node node = head.getFirstChild(); node != null; node = node.getNext()) {
                settled.addAll(BlockReader.read(node));
            }
            text = text.substring(at);
            opener = "";
        }
    }

    private void cutCode(FencedCodeBlock code) {
        boolean first = opener.isEmpty();
        int from = first ? afterLine(text, blankLines(text)) : 0;
        String fence = first ? text.substring(blankLines(text), from) : opener;
        int end = endOfLinesWithin(text, from, LIMIT / 2);
        String head = text.substring(from, end);
        settled.addAll(BlockReader.code(code.getInfo(), head, first, false));
        opener = fence;
        text = text.substring(end);
    }

    private void cutTable() {
        String head = opener;
        int from = 0;
        if (head.isEmpty()) {
            int start = blankLines(text);
            from = afterLine(text, afterLine(text, start));
            head = text.substring(start, from);
        }
        int end = endOfLinesWithin(text, from, LIMIT / 2);
        Node table = PARSER.parse(head + text.substring(from, end)).getFirstChild();
        if (table instanceof TableBlock) {
            settled.addAll(BlockReader.read(table));
        }
        opener = head;
        text = text.substring(end);
    }

    /**
     * Returns the position after the last line feed before {@code from + most}, or {@code from + most} itself if a
     * single line is longer.
     */
    private static int endOfLinesWithin(String text, int from, int most) {
        int feed = text.lastIndexOf('\n', from + most);
        int end = feed > from ? feed + 1 : from + most;
        return TextCutter.border(text, end);
    }

    /**
     * Finds a position for a cut: before an unindented line, else before any line, else after a space, else anywhere.
     */
    private int findCut() {
        int most = LIMIT / 2;
        for (int feed = text.lastIndexOf('\n', most); feed > most / 2; feed = text.lastIndexOf('\n', feed - 1)) {
            if (!Character.isWhitespace(text.charAt(feed + 1))) {
                return feed + 1;
            }
        }
        int feed = text.lastIndexOf('\n', most);
        int space = text.lastIndexOf(' ', most);
        int cut = feed > most / 2 ? feed + 1 : space > most / 2 ? space + 1 : most;
        return TextCutter.border(text, cut);
    }

    /** Returns the length of the blank lines at the start of the text. */
    private static int blankLines(String text) {
        int start = 0;
        for (int i = 0; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
            if (text.charAt(i) == '\n') {
                start = i + 1;
            }
        }
        return start;
    }

    /** Returns the end of a block. The start is not reliable: the source spans of a table omit its header. */
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
