package dev.pilothouse.ui.markdown;

import java.util.List;
import java.util.function.Function;

/**
 * One piece of Markdown that is drawn as one row: a paragraph, a heading, one item's line of a list, a piece of code.
 * Immutable; equal blocks look the same, so a row is redrawn only when its block is another one.
 *
 * @param frame where the block stands: in which list and quote
 * @param content what it shows
 */
public record Block(Frame frame, Content content) {

    /**
     * Where a block stands. Immutable.
     *
     * @param listDepth 0 outside of lists, then the nesting depth
     * @param marker the bullet, number or check box of the item that starts with this block, or empty
     * @param quoteDepth how many quotes enclose it
     * @param tight whether it sits close below the block before it
     */
    public record Frame(int listDepth, String marker, int quoteDepth, boolean tight) {
        public static final Frame TOP = new Frame(0, "", 0, false);
    }

    /** What a block shows. */
    public sealed interface Content {
        <T> T match(Cases<T> cases);
    }

    /** One function for each kind of content; a new kind does not compile until every reader handles it. */
    public record Cases<T>(
            Function<Prose, T> prose,
            Function<Heading, T> heading,
            Function<Code, T> code,
            Function<Table, T> table,
            Function<Rule, T> rule) {}

    /** A paragraph. */
    public record Prose(List<Span> spans) implements Content {
        public Prose {
            spans = List.copyOf(spans);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.prose().apply(this);
        }
    }

    /** A heading; level 1 is the largest. */
    public record Heading(int level, List<Span> spans) implements Content {
        public Heading {
            spans = List.copyOf(spans);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.heading().apply(this);
        }
    }

    /**
     * A piece of a code block. Long code is cut into several, which are drawn joined.
     *
     * @param language as written after the fence, may be empty
     * @param text without a final line feed
     * @param first whether the code block starts here
     * @param last whether it ends here
     * @param finished whether its fence is closed, so that it will not grow, and the whole block is at hand
     * @param colours what stands out in it, in order; null while that has not been looked for
     */
    public record Code(
            String language,
            String text,
            boolean first,
            boolean last,
            boolean finished,
            List<CodeColours.Colour> colours)
            implements Content {
        public Code {
            colours = colours == null ? null : List.copyOf(colours);
        }

        Code(String language, String text, boolean first, boolean last, boolean finished) {
            this(language, text, first, last, finished, null);
        }

        Code with(List<CodeColours.Colour> found) {
            return new Code(language, text, first, last, finished, found);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.code().apply(this);
        }
    }

    /** A table; every row has as many cells as the header. */
    public record Table(List<List<Span>> header, List<List<List<Span>>> rows, List<Alignment> alignments)
            implements Content {
        public Table {
            header = List.copyOf(header);
            rows = List.copyOf(rows);
            alignments = List.copyOf(alignments);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.table().apply(this);
        }
    }

    /** How a table's column is set. */
    public enum Alignment {
        START,
        CENTRE,
        END
    }

    /** A thematic break. */
    public record Rule() implements Content {
        @Override
        public <T> T match(Cases<T> cases) {
            return cases.rule().apply(this);
        }
    }
}
