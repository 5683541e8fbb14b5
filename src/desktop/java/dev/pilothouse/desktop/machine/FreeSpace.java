package dev.pilothouse.desktop.machine;

/**
 * How much room there must be on the disk of the data folder. Pure.
 *
 * <p>A busy host writes some megabytes an hour; a gibibyte leaves days in which to make room, and an eighth of that is so
 * near the end that other programs may fill it within a minute.
 */
final class FreeSpace {
    static final long MEBIBYTE = 1024 * 1024;
    /** Below this there is a warning. */
    static final long LOW = 1024 * MEBIBYTE;
    /** Above this the warning goes; between the two it stays as it is, so that it does not flicker. */
    static final long ENOUGH = LOW + LOW / 4;
    /** Below this it is about to be full. */
    static final long ALMOST_NONE = 128 * MEBIBYTE;

    private FreeSpace() {}

    /** For people: whole MB up to 10 GB, then GB. */
    static String text(long bytes) {
        long megabytes = bytes / 1_000_000;
        return megabytes < 10_000 ? megabytes + " MB" : megabytes / 1_000 + " GB";
    }
}
