package dev.pilothouse.bridge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.pulse.Cancellable;
import dev.pilothouse.pulse.Lane;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Detects dead links: pings the host every 15 seconds, and drops the link after 45 seconds without any message. Also
 * measures the round-trip time.
 *
 * <p>Owns two timers while a link is up. Confined to the client-state lane; ends with {@link #stop()}.
 */
final class Heartbeat {

    static final Duration EVERY = Duration.ofSeconds(15);
    static final Duration SILENCE = Duration.ofSeconds(45);
    /** Shorter timeout, for use after the device woke up or its network changed. */
    static final Duration PROBE = Duration.ofSeconds(5);

    private final Lane lane;
    private final LongSupplier ticker;
    private final Sender sender;
    private final Consumer<Duration> roundTrip;
    private final Consumer<HostText> dead;
    private @Nullable Link link;
    private Cancellable tick = Cancellable.NOTHING;
    private Cancellable probe = Cancellable.NOTHING;
    private long nonce;
    private long sentAt;

    Heartbeat(Lane lane, LongSupplier ticker, Sender sender, Consumer<Duration> roundTrip, Consumer<HostText> dead) {
        this.lane = lane;
        this.ticker = ticker;
        this.sender = sender;
        this.roundTrip = roundTrip;
        this.dead = dead;
    }

    void start(Link newLink) {
        stop();
        link = newLink;
        ping();
        tick = lane.schedule(EVERY, this::tick);
    }

    private void tick() {
        if (link == null) {
            return;
        }
        if (ticker.getAsLong() - link.lastReceivedAt() >= SILENCE.toNanos()) {
            dead.accept(HostText.of(HostTextCode.LINK_SILENT, SILENCE.toSeconds()));
            return;
        }
        ping();
        if (link != null) {
            tick = lane.schedule(EVERY, this::tick);
        }
    }

    private void ping() {
        nonce++;
        sentAt = ticker.getAsLong();
        sender.send(new ClientMessage.Ping(nonce));
    }

    /** Pings now, and drops the link if no message arrives within {@link #PROBE}. */
    void probe() {
        if (link == null) {
            return;
        }
        long received = link.received();
        ping();
        if (link == null) {
            return;
        }
        probe.cancel();
        probe = lane.schedule(PROBE, () -> {
            if (link != null && link.received() == received) {
                dead.accept(HostText.of(HostTextCode.NO_ANSWER_WITHIN, PROBE.toSeconds()));
            }
        });
    }

    void pong(long answered) {
        if (link != null && answered == nonce) {
            roundTrip.accept(Duration.ofNanos(Math.max(0, link.lastReceivedAt() - sentAt)));
        }
    }

    void stop() {
        link = null;
        tick.cancel();
        probe.cancel();
    }
}
