package dev.pilothouse.ui.markdown;

import dev.pilothouse.model.TextCutter;
import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableBody;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableHead;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.ThematicBreak;

/**
 * Flattens a tree of Markdown blocks into rows. Nesting becomes a {@link Block.Frame}. A block that would be a very
 * tall row is cut into several. Owns only the list that it fills; confined to one call.
 */
final class BlockReader {
    static final int PROSE_CHARS_PER_BLOCK = 4_000;
    static final int TABLE_ROWS_PER_BLOCK = 60;

    private final List<Block> blocks = new ArrayList<>();
    private String marker = "";

    static List<Block> read(Node topLevel) {
        BlockReader reader = new BlockReader();
        reader.block(topLevel, Block.Frame.TOP);
        return reader.blocks;
    }

    /** Returns pieces of code that may continue an earlier piece, and that a later piece may continue. */
    static List<Block> code(String info, String literal, boolean first, boolean last) {
        BlockReader reader = new BlockReader();
        reader.code(Block.Frame.TOP, language(info), literal, first, last, false);
        return reader.blocks;
    }

    private static String language(String info) {
        return info == null || info.isBlank() ? "" : info.strip().split("\\s", 2)[0];
    }

    private void children(Node parent, Block.Frame frame) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            block(node, frame);
        }
    }

    private void block(Node node, Block.Frame frame) {
        if (node instanceof org.commonmark.node.Heading heading) {
            add(frame, new Block.Heading(heading.getLevel(), InlineReader.read(node)));
        } else if (node instanceof FencedCodeBlock code) {
            code(frame, language(code.getInfo()), code.getLiteral(), true, true, code.getClosingFenceLength() != null);
        } else if (node instanceof IndentedCodeBlock code) {
            code(frame, "", code.getLiteral(), true, true, false);
        } else if (node instanceof HtmlBlock html) {
            code(frame, "html", html.getLiteral(), true, true, false);
        } else if (node instanceof ListBlock list) {
            list(frame, list);
        } else if (node instanceof BlockQuote) {
            children(node, new Block.Frame(frame.listDepth(), "", frame.quoteDepth() + 1, false));
        } else if (node instanceof TableBlock table) {
            table(frame, table);
        } else if (node instanceof ThematicBreak) {
            add(frame, new Block.Rule());
        } else if (!(node instanceof LinkReferenceDefinition)) {
            prose(frame, InlineReader.read(node));
        }
    }

    private void list(Block.Frame frame, ListBlock list) {
        int number = list instanceof OrderedList ordered && ordered.getMarkerStartNumber() != null
                ? ordered.getMarkerStartNumber()
                : 1;
        boolean first = true;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            marker = list instanceof BulletList ? "\u2022" : number + ".";
            boolean tight = list.isTight() && (!first || frame.listDepth() > 0);
            if (item.getFirstChild() == null) {
                add(inItem(frame, tight), new Block.Prose(List.of()));
            }
            for (Node node = item.getFirstChild(); node != null; node = node.getNext()) {
                block(node, inItem(frame, tight || (list.isTight() && node.getPrevious() != null)));
            }
            marker = "";
            first = false;
            number++;
        }
    }

    private static Block.Frame inItem(Block.Frame frame, boolean tight) {
        return new Block.Frame(frame.listDepth() + 1, "", frame.quoteDepth(), tight);
    }

    /** Moves a task's check box into the item's marker. CommonMark leaves {@code [x]} in the text. */
    private List<Span> takeCheckBox(List<Span> spans) {
        if (marker.isEmpty() || spans.isEmpty() || spans.get(0).text().length() < 4) {
            return spans;
        }
        Span first = spans.get(0);
        String box = first.text().substring(0, 4);
        boolean ticked = box.equals("[x] ") || box.equals("[X] ");
        if (!ticked && !box.equals("[ ] ")) {
            return spans;
        }
        marker = ticked ? "\u2611" : "\u2610";
        List<Span> rest = new ArrayList<>(spans);
        rest.set(0, new Span(first.text().substring(4), first.style(), first.link()));
        return rest;
    }

    private void prose(Block.Frame frame, List<Span> read) {
        List<Span> spans = takeCheckBox(read);
        List<Span> piece = new ArrayList<>();
        int length = 0;
        for (Span span : spans) {
            String text = span.text();
            while (length + text.length() > PROSE_CHARS_PER_BLOCK) {
                int cut = cutAt(text, PROSE_CHARS_PER_BLOCK - length);
                piece.add(new Span(text.substring(0, cut), span.style(), span.link()));
                add(frame, new Block.Prose(piece));
                frame = new Block.Frame(frame.listDepth(), "", frame.quoteDepth(), true);
                piece = new ArrayList<>();
                length = 0;
                text = text.substring(cut);
            }
            if (!text.isEmpty()) {
                piece.add(new Span(text, span.style(), span.link()));
                length += text.length();
            }
        }
        if (!piece.isEmpty()) {
            add(frame, new Block.Prose(piece));
        }
    }

    private static int cutAt(String text, int limit) {
        if (limit <= 0) {
            return 0;
        }
        int space = text.lastIndexOf(' ', limit - 1);
        int cut = space > limit / 2 ? space + 1 : limit;
        return TextCutter.border(text, cut);
    }

    private void code(
            Block.Frame frame, String language, String literal, boolean opens, boolean closes, boolean finished) {
        String text = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
        int start = 0;
        boolean first = opens;
        boolean more = true;
        while (more) {
            int end = TextSplitter.endOfPiece(text, start);
            more = end < text.length();
            Block.Frame at = start == 0 ? frame : new Block.Frame(frame.listDepth(), "", frame.quoteDepth(), true);
            add(at, new Block.Code(language, text.substring(start, end), first, closes && !more, finished));
            start = TextSplitter.afterPiece(text, end);
            first = false;
        }
    }

    private void table(Block.Frame frame, TableBlock table) {
        List<List<Span>> header = new ArrayList<>();
        List<Block.Alignment> alignments = new ArrayList<>();
        List<List<List<Span>>> rows = new ArrayList<>();
        for (Node part = table.getFirstChild(); part != null; part = part.getNext()) {
            for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
                if (part instanceof TableHead) {
                    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
                        header.add(InlineReader.read(cell));
                        alignments.add(alignment((TableCell) cell));
                    }
                } else if (part instanceof TableBody) {
                    rows.add(cells(row, header.size()));
                }
            }
        }
        int start = 0;
        do {
            int end = Math.min(rows.size(), start + TABLE_ROWS_PER_BLOCK);
            add(frame, new Block.Table(header, rows.subList(start, end), alignments));
            start = end;
        } while (start < rows.size());
    }

    private static List<List<Span>> cells(Node row, int columns) {
        List<List<Span>> cells = new ArrayList<>();
        for (Node cell = row.getFirstChild(); cell != null && cells.size() < columns; cell = cell.getNext()) {
            cells.add(InlineReader.read(cell));
        }
        while (cells.size() < columns) {
            cells.add(List.of());
        }
        return List.copyOf(cells);
    }

    private static Block.Alignment alignment(TableCell cell) {
        if (cell.getAlignment() == TableCell.Alignment.CENTER) {
            return Block.Alignment.CENTRE;
        }
        return cell.getAlignment() == TableCell.Alignment.RIGHT ? Block.Alignment.END : Block.Alignment.START;
    }

    private void add(Block.Frame frame, Block.Content content) {
        blocks.add(new Block(new Block.Frame(frame.listDepth(), marker, frame.quoteDepth(), frame.tight()), content));
        marker = "";
    }
}
