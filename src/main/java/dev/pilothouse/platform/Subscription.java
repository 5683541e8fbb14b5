package dev.pilothouse.platform;

/** An activity that continues until it is closed. Closing is idempotent and may happen on any thread. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
