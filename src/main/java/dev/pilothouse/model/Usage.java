package dev.pilothouse.model;

/**
 * What a session has used.
 *
 * @param usedTokens tokens in the context now
 * @param contextTokens size of the context, 0 if unknown
 * @param cost what it has cost so far in {@code currency}, negative if unknown
 * @param currency ISO 4217, may be empty
 */
public record Usage(long usedTokens, long contextTokens, double cost, String currency) {
    public static final Usage UNKNOWN = new Usage(0, 0, -1, "");
}
