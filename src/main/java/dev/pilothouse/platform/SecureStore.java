package dev.pilothouse.platform;

import java.util.Optional;

/**
 * Stores small secrets where no other user or app can read them: the device's key, and the identity of each paired
 * host.
 *
 * <p>Any thread. Writes of one name must not overlap; the owner's lane guarantees that. Lives as long as the app.
 */
public interface SecureStore {

    /** The longest content, in bytes. */
    int MAX_BYTES = 64 * 1024;

    /**
     * A copy of the content under the name, or empty if there is none.
     *
     * @param name 1 to 64 of {@code a-z 0-9 . -}, not starting with a dot
     * @throws IllegalArgumentException if the name is not of that form
     * @throws java.io.UncheckedIOException if the device cannot read it
     */
    Optional<byte[]> read(String name);

    /**
     * Replaces the content as a whole. Returns once the new content would survive a power loss.
     *
     * @param content copied, at most {@link #MAX_BYTES}
     * @throws IllegalArgumentException if the name is not of the form of {@link #read}, or the content is too long
     * @throws java.io.UncheckedIOException if the device cannot store it; the old content then remains
     */
    void write(String name, byte[] content);

    /**
     * Removes the content. Does nothing if there is none.
     *
     * @throws IllegalArgumentException if the name is not of the form of {@link #read}
     * @throws java.io.UncheckedIOException if the device cannot remove it
     */
    void remove(String name);
}
