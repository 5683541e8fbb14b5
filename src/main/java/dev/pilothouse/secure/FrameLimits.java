package dev.pilothouse.secure;

/**
 * How large a received frame may be, and whether it may be deflated.
 *
 * @param maxBytes of one frame, both as sent and after inflating
 * @param deflate whether a deflated frame is accepted
 */
public record FrameLimits(int maxBytes, boolean deflate) {
    /** Until the first frame of a device has been accepted: a stranger costs at most 4 KiB. */
    public static final FrameLimits FIRST_FRAME = new FrameLimits(4 * 1024, false);

    /** Between a device and a host that know each other. */
    public static final FrameLimits OPEN = new FrameLimits(8 * 1024 * 1024, true);

    public FrameLimits {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("A frame has at least one byte");
        }
    }
}
