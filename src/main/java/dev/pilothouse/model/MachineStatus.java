package dev.pilothouse.model;

/**
 * Conditions of the host's machine that a person should see. Immutable.
 *
 * @param diskLow whether the disk that holds the host's data is nearly full
 * @param diskFree free bytes on that disk; 0 where it does not matter
 */
public record MachineStatus(boolean diskLow, long diskFree) {
    /** No problem to report. */
    public static final MachineStatus GOOD = new MachineStatus(false, 0);
}
