package dev.pilothouse.ui.attachment;

/** Reads what the person brought and makes it fit for the way to the host. Blocks; not for the FX thread. */
public interface Preparer {
    /** Largest thing that a host takes. */
    int MAX_BYTES = 5 * 1024 * 1024;

    Prepared prepare(Source source);
}
