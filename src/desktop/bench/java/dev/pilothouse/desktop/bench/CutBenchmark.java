package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.CatchUp;
import dev.pilothouse.desktop.bench.rig.ClientJvm;
import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.desktop.bench.rig.Way;
import dev.pilothouse.desktop.testing.FaultyNetwork;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.TicketParseResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A window that shows a session is cut off while {@code bench.cut} updates of it are written, and reconnects after the
 * last one. Measures when it has everything, and how long its FX thread was held meanwhile. Baseline: a cut in which
 * nothing was written.
 */
final class CutBenchmark implements Benchmark {
    private static final int RATE = 10_000;

    @Override
    public String name() {
        return "cut";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(3);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        if (!Rig.isPossible()) {
            report.say("all", "processes", "not measured: this system has no /proc");
            return;
        }
        int missed = Integer.getInteger("bench.cut", rounds.isQuick() ? 1_000 : 100_000);
        AtomicLong received = new AtomicLong();
        try (Rig rig = Rig.start(1);
                FaultyNetwork between = new FaultyNetwork(rig.host().port(), 1)) {
            connect(between, received);
            SessionId session;
            ClientJvm window;
            try (Driver driver = rig.host().driver()) {
                session = driver.newSessions(1, rig.agents(), rig.work()).get(0);
                window = rig.window(Way.OURS, through(driver.ticket(), between.port()));
                window.show(session);
            }
            // Warms both up.
            cut(rig, between, received, window, session, 2_000, null, report);
            cut(rig, between, received, window, session, 0, "baseline: a cut in which nothing happened", report);
            cut(rig, between, received, window, session, missed, "ours: " + missed + " updates missed", report);
        }
    }

    /** The same offer at the address of the proxy. */
    private static String through(String text, int port) {
        PairingTicket ticket = ((TicketParseResult.Ticket) PairingTicket.parse(text)).ticket();
        return new PairingTicket(
                        ticket.hostId(),
                        ticket.hostName(),
                        ticket.hostKey(),
                        List.of(new BridgeUrl(false, "127.0.0.1", port)),
                        ticket.ticketId(),
                        ticket.secret(),
                        ticket.scope(),
                        ticket.expiresAt())
                .text();
    }

    private static void connect(FaultyNetwork between, AtomicLong received) {
        between.meddle(FaultyNetwork.HONEST, (piece, length, offset) -> {
            received.addAndGet(length);
            return length;
        });
    }

    private static void cut(
            Rig rig,
            FaultyNetwork between,
            AtomicLong received,
            ClientJvm window,
            SessionId session,
            int missed,
            String variant,
            Report report)
            throws Exception {
        if (missed > 0) {
            try (Driver driver = rig.host().driver()) {
                driver.prompt(List.of(session), "Talk");
            }
            rig.agents().get(0).await(1);
        }
        JvmChild host = rig.host().process();
        double hostHeap = host.collect();
        double windowHeap = window.process().collect();
        double hostRss = host.facts().rssMegabytes();
        double windowRss = window.process().facts().rssMegabytes();
        CompletableFuture<JsonObject> written = missed == 0
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.supplyAsync(() -> {
                    try {
                        return rig.agents().get(0).flood(RATE, missed);
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                });
        FaultyNetwork.Meddler nothing = (piece, length, offset) -> 0;
        between.meddle(nothing, nothing);
        between.cutAll(false);
        JsonObject request = new JsonObject();
        request.addProperty("session", session.value());
        window.run(CatchUp.class, request);
        written.get(120, TimeUnit.SECONDS);
        long head;
        try (Driver driver = rig.host().driver()) {
            driver.awaitIdle(List.of(session));
            head = driver.whole(session).seq();
        }
        connect(between, received);
        long before = received.get();
        request.addProperty("step", CatchUp.RECONNECT);
        request.addProperty("head", head);
        request.addProperty("updates", missed);
        JsonObject figures = window.run(CatchUp.class, request);
        if (variant == null) {
            return;
        }
        report.add(variant, "until the store has everything", value(figures, "storeMillis"), "ms");
        report.add(variant, "until a pulse shows it", value(figures, "shownMillis"), "ms");
        report.add(variant, "FX thread: longest drain", value(figures, "drainWorst"), "ms");
        report.add(variant, "FX thread: longest gap between pulses", value(figures, "gapWorst"), "ms");
        report.add(variant, "bytes from the host", Series.of(received.get() - before), "");
        report.add(variant, "characters of messages held", value(figures, "held"), "");
        report.add(variant, "updates lost", value(figures, "lost"), "");
        report.add(
                variant,
                "window: memory (RSS), more",
                Series.of(window.process().facts().rssMegabytes() - windowRss),
                "MB");
        report.add(variant, "host: memory (RSS), more", Series.of(host.facts().rssMegabytes() - hostRss), "MB");
        report.add(
                variant,
                "window: heap that lives, more",
                Series.of(window.process().collect() - windowHeap),
                "MB");
        report.add(variant, "host: heap that lives, more", Series.of(host.collect() - hostHeap), "MB");
        if (figures.get("lost").getAsInt() != 0) {
            throw new IllegalStateException(figures.get("lost") + " updates were lost");
        }
    }

    private static Series value(JsonObject figures, String name) {
        return Series.of(figures.get(name).getAsDouble());
    }
}
