package dev.pilothouse.model;

/**
 * What a person should know of the machine that a host runs on. Immutable.
 *
 * @param diskLow whether the disk of its data is getting full
 * @param diskFree bytes that can still be written there; 0 where that does not matter
 */
public record HostCondition(boolean diskLow, long diskFree) {
    /** Nothing to say. */
    public static final HostCondition GOOD = new HostCondition(false, 0);
}
