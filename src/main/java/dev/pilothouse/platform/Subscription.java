package dev.pilothouse.platform;

/** Something that goes on until it is closed. Closing is idempotent and may happen on any thread. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
