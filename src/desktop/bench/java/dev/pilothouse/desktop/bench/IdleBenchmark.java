package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.ClientJvm;
import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.QuietSpan;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.desktop.bench.rig.Way;
import dev.pilothouse.desktop.testing.ProcessFacts;
import dev.pilothouse.model.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * The remaining work of host and window with idle sessions, one of them on screen. The span begins after the answer to
 * a ping and ends before the next ping, so pings are not counted.
 */
final class IdleBenchmark implements Benchmark {
    private static final int SESSIONS = 50;

    @Override
    public String name() {
        return "idle";
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
        int sessions = rounds.isQuick() ? 5 : SESSIONS;
        int spans = rounds.isQuick() ? 1 : 3;
        try (Rig rig = Rig.start(sessions)) {
            ClientJvm ours = window(rig, Way.OURS, sessions);
            ClientJvm timer = window(rig, Way.TIMER, 0);
            for (int i = 0; i < spans; i++) {
                measure(rig, ours, timer, rounds, report, i);
            }
        }
    }

    private ClientJvm window(Rig rig, Way way, int sessions) throws Exception {
        try (Driver driver = rig.host().driver()) {
            if (sessions > 0) {
                List<SessionId> all = driver.newSessions(sessions, rig.agents(), rig.work());
                driver.prompt(all, "Talk");
                rig.agents().get(0).await(sessions);
                rig.agents().get(0).flood(100, 200);
                driver.awaitIdle(all);
            }
            ClientJvm window = rig.window(way, driver);
            window.show(driver.link().reader().host().sessions().get(0).sessionId());
            return window;
        }
    }

    private static void measure(Rig rig, ClientJvm ours, ClientJvm timer, Rounds rounds, Report report, int number)
            throws Exception {
        // Collects garbage of the earlier work before the measured span.
        rig.host().process().collect();
        ours.process().collect();
        JsonObject request = new JsonObject();
        ours.run(QuietSpan.class, request);
        timer.begin();
        ours.begin();
        ProcessFacts host = rig.host().process().facts();
        ProcessFacts window = ours.process().facts();
        ProcessFacts other = timer.process().facts();
        pause(rounds.isQuick() ? 2 : 12);
        ProcessFacts hostAfter = rig.host().process().facts();
        ProcessFacts windowAfter = ours.process().facts();
        ProcessFacts otherAfter = timer.process().facts();
        String span = number == 0 ? "" : ", again";
        JsonObject drawn = ours.figures();
        report.add(
                "window: ours",
                "pulses per second" + span,
                one(drawn.get("pulsesPerSecond").getAsDouble()),
                "/s");
        tell(report, "window: ours", span, window, windowAfter);
        tell(report, "window: baseline, a timer of 150 ms", span, other, otherAfter);
        tell(report, "host", span, host, hostAfter);
    }

    private static void tell(Report report, String who, String span, ProcessFacts before, ProcessFacts after) {
        report.add(who, "processor" + span, one(after.cpuPercentSince(before)), "%");
        report.add(who, "wake-ups per second" + span, one(after.wakeUpsPerSecondSince(before)), "/s");
        report.add(who, "memory (RSS)" + span, one(after.rssMegabytes()), "MB");
        Map<String, Long> woken = after.wakeUpsSince(before);
        report.say(
                who,
                "who was woken in 12 s" + span,
                woken.entrySet().stream()
                        .limit(8)
                        .map(thread -> thread.getKey() + " " + thread.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static Series one(double value) {
        return Series.of(value);
    }

    private static void pause(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
