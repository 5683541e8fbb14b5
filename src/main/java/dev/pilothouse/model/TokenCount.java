package dev.pilothouse.model;

/**
 * The tokens of a turn, as counted by its agent.
 *
 * @param in tokens read by the model
 * @param out tokens written by the model
 */
public record TokenCount(long in, long out) {
    /** The agent reported no tokens. */
    public static final TokenCount NONE = new TokenCount(0, 0);

    public TokenCount {
        in = Math.max(0, in);
        out = Math.max(0, out);
    }
}
