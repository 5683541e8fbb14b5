package dev.pilothouse.platform;

/**
 * A queue of content that other apps shared with this one. Any thread except the FX thread, because it reads from the
 * disk.
 */
public interface SharedContentInbox {
    /** Takes everything that arrived since the last call, joined. Each item is returned once. */
    SharedContent take();

    /**
     * Called once. From then on the observer runs when something has arrived while the app is in front. It runs on any
     * thread and must not block. An inbox that gets nothing in that state never calls it.
     */
    default void observe(Runnable observer) {}
}
