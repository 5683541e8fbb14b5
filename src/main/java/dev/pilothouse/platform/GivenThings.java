package dev.pilothouse.platform;

/** Where things wait that other apps have given to this one. Any thread, but not the FX thread: it reads from the disk. */
public interface GivenThings {
    /** Takes what has come since the last time, all of it together. Each thing is told once. */
    Given take();
}
