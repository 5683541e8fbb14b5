package dev.pilothouse.model;

/**
 * The tokens of a turn, as its agent has counted them.
 *
 * @param in what the model read
 * @param out what the model wrote
 */
public record TokenCount(long in, long out) {
    /** The agent gave none. */
    public static final TokenCount NONE = new TokenCount(0, 0);

    public TokenCount {
        in = Math.max(0, in);
        out = Math.max(0, out);
    }
}
