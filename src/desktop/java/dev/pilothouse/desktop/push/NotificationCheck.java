package dev.pilothouse.desktop.push;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Tests the targets of a data folder, for the command line. Needs no running host.
 *
 * <p>Owns its client. Blocks until the result is known. Ends with {@link #close()}.
 */
public final class NotificationCheck implements AutoCloseable {
    private static final Duration ATTEMPT = Duration.ofSeconds(15);

    private final NotificationState state;
    private final OkHttpWebhookClient client;

    /** The last delivery of a host. @param at null for never */
    public record LastResult(@Nullable Instant at, boolean delivered, String text) {}

    /**
     * A test.
     *
     * @param words the answer of the server, or why there was none
     * @param answeredMillis from the start until the button was pressed; -1 without that
     */
    public record Result(boolean sent, String words, long sentMillis, long answeredMillis) {}

    public NotificationCheck(Path dataFolder) throws NotificationConfig.InvalidException {
        this.state = NotificationState.open(dataFolder);
        this.client = new OkHttpWebhookClient("test", ATTEMPT, state);
        client.useContact(NotificationConfig.readContact(dataFolder));
    }

    public static LastResult lastResult(Path dataFolder, NotificationTarget target) {
        NotificationState.Entry entry = NotificationState.open(dataFolder).find(target.id());
        return new LastResult(entry.at(), entry.delivered(), entry.last().text());
    }

    /** @param press how long to wait for a press of the button; zero for no button */
    public Result run(NotificationTarget target, Duration press) {
        if (target.url() == null) {
            return new Result(false, HostText.of(HostTextCode.NOTIFY_NO_ADDRESS).text(), -1, -1);
        }
        String nonce = UUID.randomUUID().toString();
        boolean roundTrip = !press.isZero();
        if (roundTrip && target.settings().answersAs() == null) {
            return new Result(false, HostText.of(HostTextCode.NOTIFY_NO_BUTTONS).text(), -1, -1);
        }
        long start = System.nanoTime();
        AtomicLong pressed = new AtomicLong(-1);
        CountDownLatch done = new CountDownLatch(roundTrip ? 1 : 0);
        byte[] secret = roundTrip ? state.secret(target.id()) : new byte[0];
        try (OkHttpAnswerReader reader = new OkHttpAnswerReader(target, secret, Clock.systemUTC(), text -> {
            if (AnswerToken.verify(text, target.id(), secret)
                    .filter(token -> token.pendingId().value().equals(nonce))
                    .isPresent()) {
                pressed.compareAndSet(-1, millisSince(start));
                done.countDown();
            }
        })) {
            if (roundTrip) {
                reader.start();
            }
            WebhookClient.Outcome outcome =
                    client.post(target, NotificationService.testNotice(nonce, Instant.now(), roundTrip));
            boolean sent = outcome.fate() == WebhookClient.Fate.SENT;
            long sentMillis = millisSince(start);
            if (sent && !done.await(press.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Result(true, outcome.words(), sentMillis, -1);
            }
            return new Result(sent, outcome.words(), sentMillis, pressed.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(false, "interrupted", -1, -1);
        }
    }

    private static long millisSince(long start) {
        return Duration.ofNanos(System.nanoTime() - start).toMillis();
    }

    @Override
    public void close() {
        client.close();
    }
}
