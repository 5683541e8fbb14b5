package dev.pilothouse.ui.markdown;

import org.jspecify.annotations.Nullable;

/**
 * A run of text in one style. Immutable.
 *
 * @param text the characters; a line break is {@code \n}
 * @param style the style of the run
 * @param link the link target
 */
public record Span(String text, Style style, @Nullable String link) {

    /** The style of a run. Immutable. */
    public record Style(boolean strong, boolean emphasised, boolean struck, boolean code) {
        public static final Style PLAIN = new Style(false, false, false, false);

        Style withStrong() {
            return new Style(true, emphasised, struck, code);
        }

        Style withEmphasis() {
            return new Style(strong, true, struck, code);
        }

        Style withStrike() {
            return new Style(strong, emphasised, true, code);
        }

        Style withCode() {
            return new Style(strong, emphasised, struck, true);
        }
    }

    public static Span plain(String text) {
        return new Span(text, Style.PLAIN, null);
    }
}
