package dev.pilothouse.model;

/**
 * Tokens as an agent reports them at the end of a turn. Most agents count the turn, some the whole session up to there; what
 * an agent means it does not say.
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
