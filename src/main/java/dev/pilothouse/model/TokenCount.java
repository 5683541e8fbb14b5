package dev.pilothouse.model;

/**
 * The tokens of a turn, as counted by its agent.
 *
 * @param in tokens read by the model, without those from a cache
 * @param out tokens written by the model, without reasoning if the agent counts it apart
 * @param cached tokens read from a cache; 0 also if the agent does not say
 * @param reasoning tokens of reasoning; 0 also if the agent does not say
 */
public record TokenCount(long in, long out, long cached, long reasoning) {
    /** The agent reported no tokens. */
    public static final TokenCount NONE = new TokenCount(0, 0);

    public TokenCount {
        in = Math.max(0, in);
        out = Math.max(0, out);
        cached = Math.max(0, cached);
        reasoning = Math.max(0, reasoning);
    }

    public TokenCount(long in, long out) {
        this(in, out, 0, 0);
    }

    /** All of them. */
    public long total() {
        return in + out + cached + reasoning;
    }

    public TokenCount plus(TokenCount more) {
        return new TokenCount(in + more.in, out + more.out, cached + more.cached, reasoning + more.reasoning);
    }

    /** The difference to an earlier count of the same sum. */
    public TokenCount minus(TokenCount earlier) {
        return new TokenCount(
                in - earlier.in, out - earlier.out, cached - earlier.cached, reasoning - earlier.reasoning);
    }
}
