package dev.pilothouse.ui.markdown;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of Markdown that is drawn as one row: a paragraph, a heading, one line of a list item, a piece of code.
 * Immutable. Equal blocks look the same, so a row is redrawn only if its block is not equal to the old one.
 *
 * @param frame the lists and quotes around the block
 * @param content the block's content
 */
public record Block(Frame frame, Content content) {

    /**
     * The position of a block within lists and quotes. Immutable.
     *
     * @param listDepth the nesting depth of lists, 0 outside of lists
     * @param marker the bullet, number or check box of the item that starts with this block, or empty
     * @param quoteDepth the number of enclosing quotes
     * @param tight whether the block is set close to the block above
     */
    public record Frame(int listDepth, String marker, int quoteDepth, boolean tight) {
        public static final Frame TOP = new Frame(0, "", 0, false);
    }

    /** The content of a block. */
    public sealed interface Content {
        <T> T match(Cases<T> cases);
    }

    /** One function per kind of content. A new kind does not compile until every reader handles it. */
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
     * A piece of a code block. Long code is cut into several pieces, which are drawn joined.
     *
     * @param language the text after the opening fence, up to the first space; may be empty
     * @param text the code without a final line feed
     * @param first whether this is the first piece of the code block
     * @param last whether this is the last piece of the code block
     * @param finished whether the fence is closed, so that the code block is complete
     * @param colours the highlighted ranges in order; null before highlighting
     */
    public record Code(
            String language,
            String text,
            boolean first,
            boolean last,
            boolean finished,
            @Nullable List<CodeHighlighter.Colour> colours)
            implements Content {
        public Code {
            colours = colours == null ? null : List.copyOf(colours);
        }

        Code(String language, String text, boolean first, boolean last, boolean finished) {
            this(language, text, first, last, finished, null);
        }

        Code with(List<CodeHighlighter.Colour> found) {
            return new Code(language, text, first, last, finished, found);
        }

        @Override
        public <T> T match(Cases<T> cases) {
            return cases.code().apply(this);
        }
    }

    /** A table. Every row has as many cells as the header. */
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

    /** The alignment of a table column. */
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
