package dev.pilothouse.ui.markdown;

import dev.pilothouse.model.GrowingText;
import java.util.ArrayList;
import java.util.List;

/**
 * A growing Markdown text and its blocks. When the text only grew, what is settled (see {@link OpenText}) is not read
 * again: a chunk costs about the block that it lands in, and never more than a bounded piece of that. (A link defined
 * after its use is the one thing that this misses while text streams; a short text that is read whole has it.)
 *
 * <p>Immutable, so any thread may use it; {@code grownTo} returns the next one.
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
        return EMPTY.grownTo(text);
    }

    /** All blocks in order. */
    public List<Block> blocks() {
        return blocks;
    }

    /** How many of the blocks, from the first, stay as they are however the text grows. */
    public int settledCount() {
        return settled.size();
    }

    /** The blocks of {@code next}; cheap if that was appended to this text, right in any case. */
    public MarkdownText grownTo(GrowingText next) {
        if (next == source) {
            return this;
        }
        return next.grewFrom(source)
                ? withAppended(next, next.tail(next.length() - source.length()))
                : EMPTY.withAppended(next, next.toString());
    }

    /** The same for text at hand, which is compared as a whole. */
    public MarkdownText grownTo(String next) {
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
        OpenText reading = new OpenText(all, opener, open);
        reading.add(added);
        List<Block> kept = all.size() == settled.size() ? settled : List.copyOf(all);
        all.addAll(reading.open());
        return new MarkdownText(whole, kept, reading.opener(), reading.text(), List.copyOf(all));
    }
}
