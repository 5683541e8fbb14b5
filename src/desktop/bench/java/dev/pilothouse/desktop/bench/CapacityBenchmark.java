package dev.pilothouse.desktop.bench;

import dev.pilothouse.desktop.bench.rig.CrowdJvm;
import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.LoadJvm;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.desktop.testing.ProcessFacts;
import dev.pilothouse.model.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The cost of many sessions and clients for a host: memory at rest, for each live session (without its agent) and for
 * each client. Also checks that all clients are complete after all sessions have written.
 */
final class CapacityBenchmark implements Benchmark {
    private static final int RATE = 20;

    @Override
    public String name() {
        return "capacity";
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
        int count = Integer.getInteger("bench.sessions", rounds.isQuick() ? 10 : 200);
        int clients = Integer.getInteger("bench.clients", rounds.isQuick() ? 2 : 20);
        int updates = rounds.isQuick() ? 20 : 400;
        try (Rig rig = Rig.start(count)) {
            JvmChild host = rig.host().process();
            // The first client's handshake loads its classes, so the host is measured at rest after it.
            rig.host().driver().close();
            Memory rest = Memory.of(host);
            rest.report(report, "host at rest");
            List<SessionId> sessions;
            try (Driver driver = rig.host().driver()) {
                sessions = driver.newSessions(count, rig.agents(), rig.work());
            }
            Memory live = Memory.of(host);
            live.report(report, "with " + count + " live sessions");
            live.perOne(report, "for each live session", rest, count);
            try (CrowdJvm crowd = rig.crowd()) {
                try (Driver driver = rig.host().driver()) {
                    for (int i = 0; i < clients; i++) {
                        crowd.join(driver.ticket(), sessions.get(i * count / clients));
                    }
                    driver.prompt(sessions, "Talk");
                }
                Memory watched = Memory.of(host);
                watched.report(report, "and " + clients + " clients");
                watched.perOne(report, "for each client", live, clients);
                talk(rig, sessions, updates, report);
                Memory after = Memory.of(host);
                after.report(report, "after " + updates + " updates of each session");
                after.perOne(report, "for each session and what it has said", rest, count);
                complete(rig, crowd, sessions, clients, updates, report);
            }
        }
    }

    private static void talk(Rig rig, List<SessionId> sessions, int updates, Report report) throws Exception {
        List<Thread> each = new ArrayList<>();
        ProcessFacts before = rig.host().process().facts();
        for (int i = 0; i < rig.agents().size(); i++) {
            LoadJvm agent = rig.agents().get(i);
            int share = sessions.size() / rig.agents().size()
                    + (i < sessions.size() % rig.agents().size() ? 1 : 0);
            Thread thread = new Thread(() -> {
                try {
                    agent.await(share);
                    agent.flood(RATE, updates);
                } catch (Exception failed) {
                    failed.printStackTrace();
                }
            });
            each.add(thread);
            thread.start();
        }
        for (Thread thread : each) {
            thread.join();
        }
        ProcessFacts after = rig.host().process().facts();
        report.add(
                sessions.size() * RATE + " updates/s in all",
                "host: processor",
                Series.of(after.cpuPercentSince(before)),
                "%");
    }

    private static void complete(
            Rig rig, CrowdJvm crowd, List<SessionId> sessions, int clients, int updates, Report report)
            throws Exception {
        int lost = 0;
        try (Driver driver = rig.host().driver()) {
            driver.awaitIdle(sessions);
            for (SessionId session : sessions) {
                lost += driver.lost(session, updates);
            }
            List<Long> heads = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                heads.add(driver.whole(sessions.get(i * sessions.size() / clients))
                        .seq());
            }
            // The other clients get the updates shortly after the driver.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (!crowd.seqs().equals(heads) && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            if (lost > 0 || !crowd.seqs().equals(heads)) {
                throw new IllegalStateException(
                        lost + " updates were lost, clients hold " + crowd.seqs() + " of " + heads);
            }
        }
        report.add("all clients, all sessions", "updates lost", Series.of(lost), "");
    }

    /**
     * @param rss resident memory after a collection
     * @param heap live heap after a collection
     */
    private record Memory(double rss, double heap, int threads, int descriptors) {
        static Memory of(JvmChild process) throws Exception {
            double heap = process.collect();
            ProcessFacts facts = process.facts();
            return new Memory(facts.rssMegabytes(), heap, facts.threads().size(), facts.descriptors());
        }

        void report(Report report, String when) {
            report.add(when, "memory (RSS)", Series.of(rss), "MB");
            report.add(when, "heap that lives", Series.of(heap), "MB");
            report.add(when, "threads", Series.of(threads), "");
            report.add(when, "descriptors", Series.of(descriptors), "");
        }

        void perOne(Report report, String who, Memory before, int count) {
            report.add(who, "memory (RSS)", Series.of((rss - before.rss) / count), "MB");
            report.add(who, "heap that lives", Series.of((heap - before.heap) / count), "MB");
        }
    }
}
