package dev.pilothouse.desktop.http;

import java.util.function.Supplier;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * A client that is made at its first use, because each one reads the certificates of Java, which delays a start.
 *
 * <p>Owns the client. Thread-safe. Ends with {@link #close()}.
 */
public final class LazyOkHttpClient implements AutoCloseable {
    private final Supplier<OkHttpClient> maker;
    private @Nullable OkHttpClient client;
    private @Nullable OkHttpClient publicOnly;

    public LazyOkHttpClient(Supplier<OkHttpClient> maker) {
        this.maker = maker;
    }

    public synchronized OkHttpClient client() {
        if (client == null) {
            client = maker.get();
        }
        return client;
    }

    /** Returns the client that connects to no private address. */
    public synchronized OkHttpClient publicOnly() {
        if (publicOnly == null) {
            publicOnly = OkHttpPublicDns.restrict(client());
        }
        return publicOnly;
    }

    /** Cancels the running calls. */
    @Override
    public synchronized void close() {
        if (client != null) {
            client.dispatcher().cancelAll();
            client.dispatcher().executorService().shutdown();
            client.connectionPool().evictAll();
        }
    }
}
