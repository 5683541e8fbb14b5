package dev.pilothouse.secure;

/**
 * Limits for received frames: their size, and whether they may be deflated.
 *
 * @param maxBytes maximum size of one frame, both as sent and after inflating
 * @param deflate whether a deflated frame is accepted
 */
public record FrameLimits(int maxBytes, boolean deflate) {
    /** Limits until a device's first frame has been accepted: an unauthenticated peer can use at most 4 KiB. */
    public static final FrameLimits FIRST_FRAME = new FrameLimits(4 * 1024, false);

    /** Limits between an authenticated device and host. */
    public static final FrameLimits OPEN = new FrameLimits(8 * 1024 * 1024, true);

    public FrameLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("A frame has at least one byte");
        }
    }
}
