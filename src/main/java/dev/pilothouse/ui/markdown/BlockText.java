package dev.pilothouse.ui.markdown;

import java.util.List;

/** Converts a block to plain text for the clipboard. Stateless; any thread may call it. */
public final class BlockText {
    private BlockText() {}

    public static String of(Block block) {
        return block.content()
                .match(new Block.Cases<>(
                        prose -> joined(prose.spans()),
                        heading -> joined(heading.spans()),
                        Block.Code::text,
                        BlockText::table,
                        rule -> ""));
    }

    /** The block's text after the bullet or number of its item. */
    public static String withMarker(Block block) {
        String marker = block.frame().marker();
        return marker.isEmpty() ? of(block) : marker + " " + of(block);
    }

    private static String table(Block.Table table) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.join("\t", table.header().stream().map(BlockText::joined).toList()));
        table.rows()
                .forEach(row -> text.append('\n')
                        .append(String.join(
                                "\t", row.stream().map(BlockText::joined).toList())));
        return text.toString();
    }

    private static String joined(List<Span> spans) {
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(span.text()));
        return text.toString();
    }
}
