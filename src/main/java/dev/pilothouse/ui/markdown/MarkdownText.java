package dev.pilothouse.ui.markdown;

import dev.pilothouse.model.GrowingText;
import java.util.ArrayList;
import java.util.List;

/**
 * A growing Markdown text and its blocks. The settled part (see {@link MarkdownTail}) is not parsed again when text is
 * appended. A chunk costs about as much as the block that it belongs to, up to a limit. While text streams, a link that
 * is defined after its use is not found; in a short text that is read at once it is.
 *
 * <p>Immutable, so any thread may use it. {@code extendTo} returns the next text.
 */
public final class MarkdownText {
    public static final MarkdownText EMPTY = new MarkdownText(GrowingText.EMPTY, List.of(), "", "", List.of());

    private final GrowingText source;
    private final List<Block> settled;
    private final String opener;
    private final String open;
    private final List<Block> blocks;

    private MarkdownText(GrowingText source, List<Block> settled, String opener, String open, List<Block> blocks) {
        this.source = source;
        this.settled = settled;
        this.opener = opener;
        this.open = open;
        this.blocks = blocks;
    }

    public static MarkdownText of(String text) {
        return EMPTY.extendTo(text);
    }

    /** All blocks in order. */
    public List<Block> blocks() {
        return blocks;
    }

    /** The number of leading blocks that no longer change when text is appended. */
    public int settledCount() {
        return settled.size();
    }

    /**
     * Returns the blocks of {@code next}. Fast if {@code next} is this text with more appended, correct in any case.
     */
    public MarkdownText extendTo(GrowingText next) {
        if (next == source) {
            return this;
        }
        return next.extendsText(source)
                ? withAppended(next, next.tail(next.length() - source.length()))
                : EMPTY.withAppended(next, next.toString());
    }

    /** Like {@link #extendTo(GrowingText)} for a string, which is compared as a whole. */
    public MarkdownText extendTo(String next) {
        String now = source.toString();
        return next.startsWith(now)
                ? withAppended(source.append(next.substring(now.length())), next.substring(now.length()))
                : of(next);
    }

    private MarkdownText withAppended(GrowingText whole, String added) {
        if (added.isEmpty()) {
            return this;
        }
        List<Block> all = new ArrayList<>(settled);
        MarkdownTail reading = new MarkdownTail(all, opener, open);
        reading.add(added);
        int settledNow = all.size();
        all.addAll(reading.open());
        keepSame(all);
        List<Block> kept = settledNow == settled.size() ? settled : List.copyOf(all.subList(0, settledNow));
        return new MarkdownText(whole, kept, reading.opener(), reading.text(), List.copyOf(all));
    }

    /**
     * Replaces blocks that were read again by the equal ones of this text. The rows of unchanged blocks are then found
     * by identity, without a comparison of the contents of all blocks for each chunk.
     */
    private void keepSame(List<Block> all) {
        for (int i = settled.size(); i < all.size() && i < blocks.size(); i++) {
            if (all.get(i).equals(blocks.get(i))) {
                all.set(i, blocks.get(i));
            }
        }
    }
}
