package dev.pilothouse.ui.fx;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The interface's style sheets, unchanged or with scaled text. The em unit of JavaFX is relative to the parent, so
 * nested nodes with a size of their own would multiply it. The sizes are therefore in pixels and scaled in the whole
 * sheet.
 *
 * <p>Stateless; any thread may call it.
 */
final class StyleSheets {
    private static final Pattern SIZE = Pattern.compile(
            "(-fx-(?:font-size|icon-size|line-spacing|min-height|pref-height|max-height|min-width|pref-width|max-width):\\s*)"
                    + "([0-9.]+)px");
    /**
     * The largest length, in pixels, that belongs to a line of text. Longer ones belong to panes and are not scaled.
     */
    private static final double TEXT_LENGTH = 64;
    /** The largest height, in pixels, that belongs to a few lines of text, such as those of a session's card. */
    private static final double TEXT_HEIGHT = 160;
    /** The largest length, in pixels, of a hairline. Such a length is not scaled. */
    private static final double HAIRLINE = 4;

    /** The smallest length, in pixels, of a target for a thumb, which is the same for every size of text. */
    private static final double THUMB = 44;

    private StyleSheets() {}

    /** The URL of the style sheet. */
    static String address(String name) {
        return resource(name).toExternalForm();
    }

    private static URL resource(String name) {
        URL found = StyleSheets.class.getResource("/dev/pilothouse/css/" + name);
        if (found == null) {
            throw new IllegalArgumentException("no style sheet " + name);
        }
        return found;
    }

    /** The style sheet with scaled text and line heights, as a data URL. */
    static String scaled(String name, double factor) {
        try (InputStream in = resource(name).openStream()) {
            String rules = scale(new String(in.readAllBytes(), StandardCharsets.UTF_8), factor);
            return "data:text/css;base64," + Base64.getEncoder().encodeToString(rules.getBytes(StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String scale(String rules, double factor) {
        Matcher size = SIZE.matcher(rules);
        StringBuilder scaled = new StringBuilder();
        while (size.find()) {
            double value = Double.parseDouble(size.group(2));
            boolean text = size.group(1).startsWith("-fx-font")
                    || size.group(1).startsWith("-fx-icon")
                    || size.group(1).startsWith("-fx-line");
            double longest = size.group(1).contains("-height") ? TEXT_HEIGHT : TEXT_LENGTH;
            boolean changes = text || (value > HAIRLINE && value <= longest && value != THUMB);
            String now = changes ? String.format(Locale.ROOT, "%.1f", value * factor) : size.group(2);
            size.appendReplacement(scaled, Matcher.quoteReplacement(size.group(1) + now + "px"));
        }
        return size.appendTail(scaled).toString();
    }
}
