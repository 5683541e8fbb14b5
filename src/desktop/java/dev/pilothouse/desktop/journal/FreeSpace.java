package dev.pilothouse.desktop.journal;

/**
 * Thresholds for the free space on the disk of the data folder. Pure.
 *
 * <p>A busy host writes some megabytes an hour, so a gibibyte leaves days to free space. Other programs may fill an
 * eighth of that within a minute.
 */
public final class FreeSpace {
    public static final long MEBIBYTE = 1024 * 1024;
    /** Below this, warn. */
    public static final long LOW = 1024 * MEBIBYTE;
    /** Above this, withdraw the warning. Between the two the state does not change, so that it does not flicker. */
    static final long ENOUGH = LOW + LOW / 4;
    /** Below this, the disk is about to be full. */
    public static final long ALMOST_NONE = 128 * MEBIBYTE;

    private FreeSpace() {}

    /** Formats a size for users: whole MB up to 10 GB, then GB. */
    public static String text(long bytes) {
        long megabytes = bytes / 1_000_000;
        return megabytes < 10_000 ? megabytes + " MB" : megabytes / 1_000 + " GB";
    }
}
