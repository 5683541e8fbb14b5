package dev.pilothouse.platform;

import java.util.Optional;

/**
 * Small secrets, kept where no other user or app can read them: the device's key, what a paired host is known by.
 *
 * <p>Any thread; writes of one name must not overlap (their owner's lane sees to it). Lives as long as the app.
 */
public interface SecureStore {

    /** The longest content, in bytes. */
    int MAX_BYTES = 64 * 1024;

    /**
     * The content under the name, as a copy, or empty if there is none.
     *
     * @param name 1 to 64 of {@code a-z 0-9 . -}, not starting with a dot
     * @throws IllegalArgumentException if the name is not of that form
     * @throws java.io.UncheckedIOException if the device cannot read it
     */
    Optional<byte[]> read(String name);

    /**
     * Replaces the content as a whole, and returns once it would survive a power loss.
     *
     * @param content copied, at most {@link #MAX_BYTES}
     * @throws IllegalArgumentException if the name is not of the form of {@link #read}, or the content is too long
     * @throws java.io.UncheckedIOException if the device cannot store it; the old content is then still there
     */
    void write(String name, byte[] content);

    /**
     * Forgets the content; does nothing if there is none.
     *
     * @throws IllegalArgumentException if the name is not of the form of {@link #read}
     * @throws java.io.UncheckedIOException if the device cannot remove it
     */
    void remove(String name);
}
