package dev.pilothouse.testing;

import java.util.Random;

/**
 * Random texts with special characters: quotes, line ends, controls, accents, emoji outside the basic plane, JSON, and
 * empty texts.
 */
public final class RandomText {
    private static final String[] PIECES = {
        "word",
        " ",
        "\n",
        "\"",
        "\\",
        "\t",
        "é",
        "漢字",
        "\uD83D\uDE80",
        "</script>",
        "\u2028",
        "{\"a\":1}",
        "\u0007",
        "0",
        "null"
    };

    private RandomText() {}

    /** A text of up to {@code pieces} pieces, possibly none. */
    public static String of(Random random, int pieces) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(pieces + 1); left > 0; left--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
