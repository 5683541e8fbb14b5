package dev.pilothouse.desktop.registry;

import dev.pilothouse.desktop.http.LazyOkHttpClient;
import dev.pilothouse.desktop.http.OkHttpPublicDns;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Loads files over {@code https}, or over {@code http} from this machine itself. A redirect leads to no other address
 * either. Nothing is loaded from this machine or from a private network, unless the registry itself is there. The request
 * carries the program's name and nothing that identifies a user.
 *
 * <p>Owns its client. Any thread; each call blocks. Ends with {@link #close()}.
 */
final class OkHttpArchiveClient implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final int REDIRECTS = 10;

    private final LazyOkHttpClient http;
    private final String registry;

    /** @param registry the address of the registry, which decides about all others @param silence without a byte */
    OkHttpArchiveClient(String registry, Duration silence) {
        this.registry = registry;
        http = new LazyOkHttpClient(() -> new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .connectTimeout(silence)
                .readTimeout(silence)
                .build());
    }

    static boolean isAllowed(URI uri) {
        return "https".equals(uri.getScheme())
                || "http".equals(uri.getScheme())
                        && ("127.0.0.1".equals(uri.getHost()) || "localhost".equals(uri.getHost()));
    }

    /** A loaded file. @param sha256 of its bytes, in lower case */
    record Loaded(long size, String sha256) {}

    /** Receives the progress of a transfer. */
    interface Progress extends LongConsumer {
        /** @param total in bytes; negative if it is not known */
        default void begins(long total) {}
    }

    /**
     * Loads a file and returns its digest.
     *
     * @throws IOException if it cannot be loaded, is larger than the limit, or the caller no longer wants it; the message is a clause for
     *     display
     */
    Loaded load(String address, Path file, long limit, Progress progress, BooleanSupplier cancelled)
            throws IOException {
        try (Response response = open(address)) {
            if (!response.isSuccessful()) {
                throw new IOException(response.request().url().host() + " answers with " + response.code());
            }
            long total = response.body().contentLength();
            if (total > limit) {
                throw new IOException("it has more than " + limit + " bytes");
            }
            progress.begins(total);
            return copy(response.body().source(), file, limit, progress, cancelled);
        } catch (InterruptedIOException late) {
            throw new IOException("the server does not answer", late);
        }
    }

    /** Follows redirects, each after a check of its address. */
    private Response open(String address) throws IOException {
        HttpUrl next = HttpUrl.get(address);
        for (int step = 0; step <= REDIRECTS; step++) {
            Request request = new Request.Builder()
                    .url(next)
                    .header("User-Agent", "Pilothouse")
                    .build();
            Response response = execute(request);
            String location = response.isRedirect() ? response.header("Location") : null;
            if (location == null) {
                return response;
            }
            response.close();
            HttpUrl target = next.resolve(location);
            if (target == null || !isAllowed(target.uri())) {
                throw new IOException(next.host() + " redirects to an address without https");
            }
            next = target;
        }
        throw new IOException(next.host() + " redirects too often");
    }

    private Response execute(Request request) throws IOException {
        try {
            return http.publicOnly().newCall(request).execute();
        } catch (OkHttpPublicDns.PrivateAddressException e) {
            if (!isRegistryPrivate()) {
                throw new IOException(
                        request.url().host() + " is this machine or in a private network, but the registry is not", e);
            }
            return http.client().newCall(request).execute();
        }
    }

    private boolean isRegistryPrivate() {
        HttpUrl address = HttpUrl.parse(registry);
        try {
            return address != null && OkHttpPublicDns.isPrivate(InetAddress.getByName(address.host()));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Loaded copy(
            BufferedSource source, Path file, long limit, Progress progress, BooleanSupplier cancelled)
            throws IOException {
        MessageDigest digest = sha256();
        long size = 0;
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int count = source.read(chunk); count >= 0; count = source.read(chunk)) {
                size += count;
                if (size > limit) {
                    throw new IOException("it has more than " + limit + " bytes");
                }
                if (cancelled.getAsBoolean()) {
                    throw new IOException("it was cancelled");
                }
                digest.update(chunk, 0, count);
                out.write(chunk, 0, count);
                progress.accept(size);
            }
        }
        return new Loaded(size, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
