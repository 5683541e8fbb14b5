package dev.pilothouse.desktop.bench;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.ClientJvm;
import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.LoadJvm;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.desktop.bench.rig.Way;
import dev.pilothouse.desktop.testing.GcLog;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.desktop.testing.ProcessFacts;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lanes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Many concurrent sessions, each with a hundred updates a second, from an agent's line to the pulse that shows it.
 * Host, window and agents are separate processes. The window shows one session and lists the others. Every update is
 * checked afterwards; a missing one fails the run.
 */
final class FloodBenchmark implements Benchmark {
    private static final int RATE = 100;
    /** Fifty sessions, each with a hundred updates a second. */
    static final Case FIFTY = new Case("ours, 50 sessions", Way.OURS, 50);
    /** Two sessions in parallel, of which one is on screen. */
    static final Case TWO_STREAMS = new Case("two streams of 200/s", Way.OURS, 2, 0, false, 200);

    /**
     * @param name of the variant in the table
     * @param members of the sessions, those that are a run: a lead and its workers; 0 for none
     * @param phone whether a second device has the lists open, and its bytes are counted
     * @param rate updates of each session in a second
     */
    record Case(String name, Way way, int sessions, int members, boolean phone, int rate) {
        Case(String name, Way way, int sessions) {
            this(name, way, sessions, 0, false, RATE);
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("ours, 5 sessions", Way.OURS, 5),
            new Case("baseline: a runLater per event, 50", Way.EVENT, 50),
            new Case("baseline: flag + runLater, 50", Way.FLAG, 50),
            new Case("baseline: a timer of 150 ms, 50", Way.TIMER, 50),
            FIFTY,
            TWO_STREAMS,
            new Case("ours, 200 sessions", Way.OURS, 200),
            new Case("load without a run: 50 sessions and a phone", Way.OURS, 50, 0, true, RATE),
            new Case("load with a run of 20: 50 sessions and a phone", Way.OURS, 50, 20, true, RATE));
    private static final List<Case> QUICK = List.of(
            new Case("ours, 5 sessions", Way.OURS, 5),
            new Case("baseline: a runLater per event, 5", Way.EVENT, 5),
            new Case("load with a run of 3: 5 sessions and a phone", Way.OURS, 5, 3, true, RATE));

    private int seconds;
    private int warmUpSeconds;

    @Override
    public String name() {
        return "flood";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(8);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        if (!Rig.isPossible()) {
            report.say("all", "processes", "not measured: this system has no /proc");
            return;
        }
        last(rounds.isQuick());
        String only = System.getProperty("bench.case", "");
        for (Case each : rounds.isQuick() ? QUICK : CASES) {
            if (each.name().contains(only)) {
                measure(each, report);
            }
        }
    }

    /** Sets how long a flood lasts: {@code bench.flood.seconds}, 20 if that is not set. */
    void last(boolean quick) {
        seconds = quick ? 2 : Integer.getInteger("bench.flood.seconds", 20);
        warmUpSeconds = quick ? 1 : 5;
    }

    /** @return the figures of the window, and those of its process and the host's */
    JsonObject measure(Case each, Report report) throws Exception {
        try (Rig rig = Rig.start(each.sessions());
                Lanes lanes = new Lanes("bench-phone", (thread, failure) -> failure.printStackTrace())) {
            List<SessionId> sessions;
            ClientJvm window;
            BenchClient phone = null;
            try (Driver driver = rig.host().driver()) {
                sessions = driver.newSessions(each.sessions() - each.members(), rig.agents(), rig.work());
                if (each.members() > 0) {
                    driver.startTeam(each.members(), rig.agents().get(0), rig.work());
                }
                if (each.phone()) {
                    phone = BenchClient.pair(
                            rig.host().port(), driver.ticket(), BenchClient.USUAL_BUFFER, lanes, "phone");
                }
                window = rig.window(each.way(), driver);
                window.show(sessions.get(0));
            }
            flood(each, rig, sessions, warmUpSeconds);
            double hostBefore = rig.host().process().collect();
            double windowBefore = window.process().collect();
            ProcessFacts host = rig.host().process().facts();
            ProcessFacts client = window.process().facts();
            double hostBegan = uptime(rig.host().process());
            double clientBegan = uptime(window.process());
            prompt(each, rig, sessions, 2);
            window.begin();
            long received = phone == null ? 0 : phone.received();
            List<JsonObject> written = write(rig, each.rate(), seconds);
            JsonObject figures = window.figures();
            if (phone != null) {
                double kilobytes = (phone.received() - received) / 1_000.0 / seconds;
                report.add(each.name(), "phone with the lists: traffic per second", Series.of(kilobytes), "kB");
                phone.close();
            }
            report.add(
                    each.name(),
                    "host: descriptors",
                    Series.of(rig.host().process().facts().descriptors()),
                    "");
            ProcessFacts hostAfter = rig.host().process().facts();
            ProcessFacts clientAfter = window.process().facts();
            if (figures.get("shown").getAsInt() == 0) {
                throw new IllegalStateException("the window has shown nothing; see " + rig.folder());
            }
            report(each, report, figures, written);
            memory(each, report, figures, "host", rig.host().process(), host, hostAfter, hostBefore, hostBegan);
            memory(each, report, figures, "client", window.process(), client, clientAfter, windowBefore, clientBegan);
            lost(each, rig, sessions, report);
            return figures;
        }
    }

    private void flood(Case each, Rig rig, List<SessionId> sessions, int span) throws Exception {
        prompt(each, rig, sessions, 1);
        write(rig, each.rate(), span);
        try (Driver driver = rig.host().driver()) {
            driver.awaitIdle(sessions);
        }
    }

    /** @param round the lead of a run is prompted by the host: at its start, and with the results of the round before */
    private static void prompt(Case each, Rig rig, List<SessionId> sessions, int round) throws Exception {
        try (Driver driver = rig.host().driver()) {
            driver.prompt(sessions, "Talk");
            driver.assign(each.members(), round);
        }
        for (int i = 0; i < rig.agents().size(); i++) {
            int share = sessions.size() / rig.agents().size()
                    + (i < sessions.size() % rig.agents().size() ? 1 : 0);
            rig.agents().get(i).await(i == 0 ? share + each.members() : share);
        }
    }

    /** Starts all load processes at once. */
    private static List<JsonObject> write(Rig rig, int rate, int span) throws Exception {
        ExecutorService each = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<JsonObject>> floods = new ArrayList<>();
            for (LoadJvm agent : rig.agents()) {
                floods.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return agent.flood(rate, rate * span);
                            } catch (Exception failed) {
                                throw new IllegalStateException(failed);
                            }
                        },
                        each));
            }
            List<JsonObject> done = new ArrayList<>();
            for (CompletableFuture<JsonObject> flood : floods) {
                done.add(flood.get(300 + 4L * span, TimeUnit.SECONDS));
            }
            return done;
        } finally {
            each.shutdown();
        }
    }

    private static void report(Case each, Report report, JsonObject figures, List<JsonObject> written) {
        Map<String, String> names = Map.ofEntries(
                Map.entry("commitsPerSecond", "commits per second"),
                Map.entry("firstPulse", "start: first pulse"),
                Map.entry("pulsesPerSecond", "pulses per second"),
                Map.entry("eventsPerSecond", "events in the store per second"),
                Map.entry("fxPercent", "FX thread, % of a processor"),
                Map.entry("lookingPercent", "the benchmark's own search in the scene, % of a processor"),
                Map.entry("drainP99", "drain, p99"),
                Map.entry("drainWorst", "drain, worst"),
                Map.entry("gapWorst", "longest gap between pulses"),
                Map.entry("gapP99", "gap between pulses, p99"),
                Map.entry("pixelP50", "line to pulse, p50"),
                Map.entry("pixelP95", "line to pulse, p95"),
                Map.entry("pixelP99", "line to pulse, p99"),
                Map.entry("pixelWorst", "line to pulse, worst"),
                Map.entry("shown", "updates seen in the scene"));
        figures.entrySet().forEach(figure -> {
            String name = names.get(figure.getKey());
            if (name != null) {
                boolean millis = figure.getKey().matches("(drain|gap|pixel|first).*");
                report.add(each.name(), name, Series.of(figure.getValue().getAsDouble()), millis ? "ms" : "");
            }
        });
        double latest = written.stream()
                .mapToDouble(done -> done.get("latestMillis").getAsDouble())
                .max()
                .orElse(0);
        report.add(each.name(), "agents: latest line after its time", Series.of(latest), "ms");
    }

    /** The latest collection was asked for. */
    private static double uptime(JvmChild process) throws IOException {
        List<GcLog.Pause> pauses = process.gcLog().pauses();
        return pauses.isEmpty() ? 0 : pauses.get(pauses.size() - 1).at() + 0.001;
    }

    private static void memory(
            Case each,
            Report report,
            JsonObject figures,
            String who,
            JvmChild process,
            ProcessFacts before,
            ProcessFacts after,
            double heapBefore,
            double began)
            throws Exception {
        // Without the collections of the start and those that are asked for.
        GcLog flooded = process.gcLog().since(began);
        int peak = flooded.peak();
        double longest = flooded.longestMillis();
        figures.addProperty(who + "Cpu", after.cpuPercentSince(before));
        figures.addProperty(who + "Rss", after.rssMegabytes());
        figures.addProperty(who + "Pause", longest);
        report.add(each.name(), who + ": processor", Series.of(after.cpuPercentSince(before)), "%");
        report.add(each.name(), who + ": memory (RSS)", Series.of(after.rssMegabytes()), "MB");
        report.add(each.name(), who + ": heap that lives, before", Series.of(heapBefore), "MB");
        report.add(each.name(), who + ": heap that lives, after", Series.of(process.collect()), "MB");
        report.add(each.name(), who + ": heap in use at most", Series.of(peak), "MB");
        report.add(each.name(), who + ": longest pause of the collector", Series.of(longest), "ms");
    }

    private void lost(Case each, Rig rig, List<SessionId> sessions, Report report) throws Exception {
        int lost = 0;
        try (Driver driver = rig.host().driver()) {
            List<SessionId> all = new ArrayList<>(sessions);
            // The lead has its next prompt already.
            all.addAll(driver.workers());
            driver.awaitIdle(all);
            for (SessionId session : all) {
                lost += driver.lost(session, each.rate() * seconds);
            }
        }
        report.add(each.name(), "updates lost", Series.of(lost), "");
        if (lost != 0) {
            throw new IllegalStateException(lost + " updates were lost");
        }
    }
}
