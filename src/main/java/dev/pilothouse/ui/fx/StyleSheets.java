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
 * The interface's style sheets, as they are and with larger or smaller text. JavaFX's own unit for that, em, is relative to
 * the parent and multiplies where a node with a size lies in another; so the sizes are written in pixels and changed as a whole.
 *
 * <p>Stateless; any thread may call it.
 */
final class StyleSheets {
    private static final Pattern SIZE = Pattern.compile(
            "(-fx-(?:font-size|icon-size|line-spacing|min-height|pref-height|max-height|min-width|pref-width|max-width):\\s*)"
                    + "([0-9.]+)px");
    /** Above it a length is the room of a pane, below that of a line of text. */
    private static final double TEXT_LENGTH = 64;
    /** Up to here a length is that of a hairline. */
    private static final double HAIRLINE = 4;

    private StyleSheets() {}

    /** Where the sheet of this name is. */
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

    /** The sheet with all text, and the room of one line of it, multiplied; as an address that holds the sheet itself. */
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
            boolean changes = text || (value > HAIRLINE && value <= TEXT_LENGTH);
            String now = changes ? String.format(Locale.ROOT, "%.1f", value * factor) : size.group(2);
            size.appendReplacement(scaled, Matcher.quoteReplacement(size.group(1) + now + "px"));
        }
        return size.appendTail(scaled).toString();
    }
}
