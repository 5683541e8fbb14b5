package dev.pilothouse.ui.markdown;

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
 * The end of a Markdown text that may still change, while it is being read on. What lies before its last two top-level
 * blocks is settled and never read again. A block that has become very long is cut: what lies before the cut is settled
 * as a piece of its own, and code and tables go on after it as what they are.
 *
 * <p>Owns the blocks that it settles; confined to one call.
 */
final class OpenText {
    /** More than this is not read again for a chunk. */
    static final int LIMIT = 16_384;
    /** A long text is read in steps, so that no step reads more than this and the limit together. */
    private static final int STEP = 16_384;

    private static final Parser PARSER = Parser.builder()
            .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private final List<Block> settled;
    private List<Block> open = List.of();
    private String text;
    /** The line of the fence or the head of the table in which the text goes on, or empty. */
    private String opener;

    /** @param settled is added to */
    OpenText(List<Block> settled, String opener, String text) {
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
            int to = Math.min(added.length(), at + STEP);
            if (to < added.length() && Character.isHighSurrogate(added.charAt(to - 1))) {
                to--;
            }
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
            // The last line may be half written, and then makes a block of its own that is none: so two blocks stay
            // open.
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

    /** What a top-level block of {@code opener + text} shows; the first one may go on after a settled piece. */
    private List<Block> blocks(Node node) {
        if (!opener.isEmpty() && node.getPrevious() == null && node instanceof FencedCodeBlock code) {
            return BlockReader.code(code.getInfo(), code.getLiteral(), false, true);
        }
        return BlockReader.read(node);
    }

    /** Settles the beginning of the only block that is left. */
    private void cut(Node block) {
        if (block instanceof FencedCodeBlock code) {
            cutCode(code);
        } else if (block instanceof TableBlock) {
            cutTable();
        } else {
            int at = goodCut();
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

    /** Behind the last line feed before {@code from + most}, or there if a single line is longer. */
    private static int endOfLinesWithin(String text, int from, int most) {
        int feed = text.lastIndexOf('\n', from + most);
        int end = feed > from ? feed + 1 : from + most;
        return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }

    /** A line that is not indented, else any line, else a space, else anywhere. */
    private int goodCut() {
        int most = LIMIT / 2;
        for (int feed = text.lastIndexOf('\n', most); feed > most / 2; feed = text.lastIndexOf('\n', feed - 1)) {
            if (!Character.isWhitespace(text.charAt(feed + 1))) {
                return feed + 1;
            }
        }
        int feed = text.lastIndexOf('\n', most);
        int space = text.lastIndexOf(' ', most);
        int cut = feed > most / 2 ? feed + 1 : space > most / 2 ? space + 1 : most;
        return Character.isHighSurrogate(text.charAt(cut - 1)) ? cut - 1 : cut;
    }

    /** How many characters of blank lines the text begins with. */
    private static int blankLines(String text) {
        int start = 0;
        for (int i = 0; i < text.length() && Character.isWhitespace(text.charAt(i)); i++) {
            if (text.charAt(i) == '\n') {
                start = i + 1;
            }
        }
        return start;
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
