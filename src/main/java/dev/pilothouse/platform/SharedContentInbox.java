package dev.pilothouse.platform;

/**
 * A queue of content that other apps shared with this one. Any thread except the FX thread, because it reads from the
 * disk.
 */
public interface SharedContentInbox {
    /** Takes everything that arrived since the last call, joined. Each item is returned once. */
    SharedContent take();
}
