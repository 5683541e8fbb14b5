package dev.pilothouse.desktop.push;

import com.google.gson.JsonObject;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.pulse.Backoff;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what buttons post to the response topic of a target of ntfy, by a request of its own, so that the host needs no
 * open port. Connects again after a loss, later each time, from the last message on.
 *
 * <p>Owns a daemon thread, which waits for the server, and its request. Ends with {@link #close()}.
 */
final class OkHttpAnswerReader implements AutoCloseable {
    /** A longer line is no press of a button of ours. */
    private static final long MAX_LINE = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(OkHttpAnswerReader.class);
    private static final int TOPIC_BYTES = 16;

    private final NotificationTarget target;
    private final byte[] secret;
    private final OkHttpClient client;
    private final Thread thread;
    private final Clock clock;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Consumer<String> presses;
    private final Backoff backoff = new Backoff(
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            () -> ThreadLocalRandom.current().nextDouble());
    private volatile @Nullable Call call;
    private volatile boolean closed;
    private int failures;
    /** The id of the last message, or the time of the start. */
    private String since;

    /**
     * @param presses is called on the reader's thread with what a button has sent, not checked yet
     */
    OkHttpAnswerReader(NotificationTarget target, byte[] secret, Clock clock, Consumer<String> presses) {
        this.target = target;
        this.secret = secret;
        this.clock = clock;
        this.thread = new Thread(this::run, "away-answers-" + target.id());
        thread.setDaemon(true);
        this.presses = presses;
        this.since = Long.toString(clock.instant().getEpochSecond());
        this.client = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .callTimeout(0, TimeUnit.MILLISECONDS)
                // The server sends a line every 45 seconds.
                .readTimeout(Duration.ofSeconds(120))
                .build();
    }

    /** Returns the name of the response topic, which nobody guesses. It is derived, so that it stays the same. */
    static String topic(byte[] secret) {
        try {
            byte[] name = WebPushSealer.hmac(secret, "pilothouse-response-topic".getBytes(StandardCharsets.US_ASCII));
            return "ph-" + HexFormat.of().formatHex(Arrays.copyOf(name, TOPIC_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            read();
            failures++;
            try {
                if (over.await(backoff.after(failures).toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void read() {
        URI url = target.url();
        if (url == null) {
            return;
        }
        Request.Builder request = new Request.Builder()
                .url(OkHttpWebhookClient.server(url) + topic(secret) + "/json?since=" + since)
                .header("User-Agent", "Pilothouse");
        if (!target.token().isEmpty()) {
            request.header("Authorization", "Bearer " + target.token());
        }
        Call opened = client.newCall(request.build());
        call = opened;
        if (closed) {
            return;
        }
        try (Response response = opened.execute()) {
            if (response.isSuccessful() && response.body() != null) {
                readLines(response.body().source());
            } else {
                LOG.debug("{}: the response topic answers HTTP {}", target.id(), response.code());
            }
        } catch (EOFException tooLong) {
            // Passes over it.
            since = Long.toString(clock.instant().getEpochSecond());
        } catch (IOException e) {
            // The message may contain the address.
            LOG.debug("{}: the response topic: {}", target.id(), e.getClass().getSimpleName());
        }
    }

    private void readLines(BufferedSource lines) throws IOException {
        while (!closed && !lines.exhausted()) {
            // Throws for a line that is too long.
            String line = lines.readUtf8LineStrict(MAX_LINE);
            failures = 0;
            try {
                JsonObject json = StrictJson.parseObject(line);
                FieldReader fields = new FieldReader(json);
                if (fields.string("event", "").equals("message")) {
                    since = id(fields.string("id"));
                    presses.accept(fields.string("message", ""));
                }
            } catch (CodecException e) {
                LOG.debug("{}: a line of the response topic is no message", target.id());
            }
        }
    }

    /** The id becomes a part of an address. */
    private String id(String text) {
        return text.matches("[A-Za-z0-9]{1,40}") ? text : since;
    }

    /** Idempotent. */
    @Override
    public void close() {
        closed = true;
        Call running = call;
        if (running != null) {
            running.cancel();
        }
        over.countDown();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
