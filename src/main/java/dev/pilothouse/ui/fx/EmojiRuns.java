package dev.pilothouse.ui.fx;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits text into runs for the text font and runs for the emoji font. JavaFX does not fall back to a font that the
 * application loaded, so each emoji run must name its font.
 *
 * <p>Stateless; any thread may call it.
 */
public final class EmojiRuns {
    private static final int JOINER = 0x200D;
    private static final int EMOJI_STYLE = 0xFE0F;

    /** A run of text in one font. Immutable. */
    public record Run(String text, boolean emoji) {}

    private EmojiRuns() {}

    /** Returns the runs in order. Their texts joined are {@code text} without variation selectors and joiners. */
    public static List<Run> of(String text) {
        if (text.chars().allMatch(c -> c < 0x2190)) {
            return List.of(new Run(text, false));
        }
        List<Run> runs = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean inEmoji = false;
        for (int at = 0; at < text.length(); ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            if (point == JOINER || point == EMOJI_STYLE) {
                continue;
            }
            boolean styled = at < text.length() && text.charAt(at) == EMOJI_STYLE;
            boolean emoji = isEmoji(point) || (styled && point > 0xFF);
            if (emoji != inEmoji && current.length() > 0) {
                runs.add(new Run(current.toString(), inEmoji));
                current.setLength(0);
            }
            inEmoji = emoji;
            current.appendCodePoint(point);
        }
        if (current.length() > 0) {
            runs.add(new Run(current.toString(), inEmoji));
        }
        return List.copyOf(runs);
    }

    private static boolean isEmoji(int point) {
        return (point >= 0x1F300 && point <= 0x1FAFF)
                || (point >= 0x1F1E6 && point <= 0x1F1FF)
                || point == 0x2705
                || point == 0x274C
                || point == 0x274E
                || point == 0x2728
                || point == 0x26A1
                || point == 0x2B50
                || point == 0x2B55
                || (point >= 0x2753 && point <= 0x2757 && point != 0x2756)
                || point == 0x231A
                || point == 0x231B
                || point == 0x23F0
                || point == 0x23F3;
    }
}
