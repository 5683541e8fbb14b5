package dev.pilothouse.model;

/**
 * Resources used by a session.
 *
 * @param usedTokens tokens in the context now
 * @param contextTokens size of the context, 0 if unknown
 * @param cost cost so far in {@code currency}, negative if unknown
 * @param currency ISO 4217, may be empty
 */
public record Usage(long usedTokens, long contextTokens, double cost, String currency) {
    public static final Usage UNKNOWN = new Usage(0, 0, -1, "");
}
