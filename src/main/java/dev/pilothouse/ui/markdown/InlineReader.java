package dev.pilothouse.ui.markdown;

import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.jspecify.annotations.Nullable;

/** Flattens the inline nodes of a block into spans. Owns only the list that it fills; confined to one call. */
final class InlineReader {
    private final List<Span> spans = new ArrayList<>();

    static List<Span> read(Node block) {
        InlineReader reader = new InlineReader();
        reader.children(block, Span.Style.PLAIN, null);
        return List.copyOf(reader.spans);
    }

    private void children(Node parent, Span.Style style, @Nullable String link) {
        for (Node node = parent.getFirstChild(); node != null; node = node.getNext()) {
            inline(node, style, link);
        }
    }

    private void inline(Node node, Span.Style style, @Nullable String link) {
        if (node instanceof Text text) {
            text(text.getLiteral(), style, link);
        } else if (node instanceof Code code) {
            String target = link != null
                    ? link
                    : FileReference.of(code.getLiteral())
                            .map(FileReference::link)
                            .orElse(null);
            add(code.getLiteral(), style.withCode(), target);
        } else if (node instanceof StrongEmphasis) {
            children(node, style.withStrong(), link);
        } else if (node instanceof Emphasis) {
            children(node, style.withEmphasis(), link);
        } else if (node instanceof Strikethrough) {
            children(node, style.withStrike(), link);
        } else if (node instanceof Link target) {
            children(node, style, target.getDestination());
        } else if (node instanceof Image image) {
            // Pictures are never loaded from the network. A picture is shown as a link with its description.
            add(described(image), style, link == null ? image.getDestination() : link);
        } else if (node instanceof SoftLineBreak) {
            add(" ", style, link);
        } else if (node instanceof HardLineBreak) {
            add("\n", style, link);
        } else if (node instanceof HtmlInline html) {
            add(html.getLiteral(), style, link);
        } else {
            children(node, style, link);
        }
    }

    /** Adds text, with a link for each file that has a line number. */
    private void text(String literal, Span.Style style, @Nullable String link) {
        int from = 0;
        if (link == null && literal.indexOf(':') > 0) {
            Matcher found = FileReference.within(literal);
            while (found.find()) {
                Optional<FileReference> file = FileReference.of(found.group());
                if (file.isPresent()) {
                    add(literal.substring(from, found.start()), style, null);
                    add(found.group(), style, file.get().link());
                    from = found.end();
                }
            }
        }
        add(literal.substring(from), style, link);
    }

    private static String described(Image image) {
        StringBuilder words = new StringBuilder();
        read(image).forEach(span -> words.append(span.text()));
        return words.toString().isBlank()
                ? Texts.text("transcript.picture")
                : Texts.text("transcript.pictureOf", words.toString());
    }

    private void add(String text, Span.Style style, @Nullable String link) {
        if (text.isEmpty()) {
            return;
        }
        int last = spans.size() - 1;
        if (last >= 0) {
            Span before = spans.get(last);
            if (before.style().equals(style) && Objects.equals(before.link(), link)) {
                spans.set(last, new Span(before.text() + text, style, link));
                return;
            }
        }
        spans.add(new Span(text, style, link));
    }
}
