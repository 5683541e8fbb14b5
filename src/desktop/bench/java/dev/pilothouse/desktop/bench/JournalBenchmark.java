package dev.pilothouse.desktop.bench;

import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.HostJvm;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.desktop.journal.JournalFileSystem;
import dev.pilothouse.desktop.journal.JournalSync;
import dev.pilothouse.desktop.journal.SessionJournal;
import dev.pilothouse.desktop.journal.Syncer;
import dev.pilothouse.desktop.testing.ProcessFacts;
import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.SessionUpdate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The cost of the rule "write before mirror, fsync before effect". Also the time from the start of a host's process
 * until a client has its whole overview, by the number and size of its journals.
 */
final class JournalBenchmark implements Benchmark {
    private static final int SESSIONS_AT_ONCE = 20;
    private static final int THREADS = 4;

    private int made;

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(3);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        Path folder = Files.createTempDirectory("pilothouse-journal");
        try {
            appends(folder, rounds, report);
            if (Rig.isPossible()) {
                restart(folder, 10, 1, rounds, report);
                if (!rounds.isQuick()) {
                    restart(folder, 100, 100, rounds, report);
                    restart(folder, 1_000, 1_000, rounds, report);
                }
            }
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    // --- appends

    private void appends(Path folder, Rounds rounds, Report report) throws Exception {
        int few = rounds.isQuick() ? 50 : 300;
        int many = rounds.isQuick() ? 2_000 : 40_000;
        String each = "baseline: an fsync for each append";
        String never = "baseline: written, no fsync";
        String one = "ours: one session, each append confirmed by a shared fsync";
        String twenty = "ours: 20 sessions at once";
        Rounds.Outcomes<Double> outcomes = rounds.run(
                1,
                0.2,
                List.of(
                        new Rounds.Variant<>(each, () -> alone(folder, few, true)),
                        new Rounds.Variant<>(never, () -> alone(folder, many, false)),
                        new Rounds.Variant<>(one, () -> together(folder, 1, many)),
                        new Rounds.Variant<>(twenty, () -> together(folder, SESSIONS_AT_ONCE, many))));
        for (String variant : List.of(each, never, one, twenty)) {
            report.add(variant, "appends per second", Series.of(outcomes.of(variant), rate -> rate), "/s");
        }
        Series floor = Series.of(outcomes.of(each), rate -> rate);
        Series top = Series.of(outcomes.of(never), rate -> rate);
        Series ours = Series.of(outcomes.of(twenty), rate -> rate);
        report.add("ours, 20 sessions / an fsync for each", "appends per second", ours.over(floor), "x");
        report.add("ours, 20 sessions / no fsync", "appends per second", ours.over(top), "x");
    }

    private SessionJournal journal(Path folder) throws IOException {
        SessionJournal journal = SessionJournal.open(
                        JournalFileSystem.REAL, folder.resolve("appends-" + ++made), update -> {})
                .journal();
        JournalSeeds.append(
                journal,
                new SessionUpdate.SessionCreated(
                        new AgentId("demo"), "Demo", "/srv/work", "work", SessionUpdate.StartWish.NONE));
        return journal;
    }

    private static void chunk(SessionJournal journal) throws IOException {
        JournalSeeds.append(journal, new SessionUpdate.AgentMessageChunk(new ItemId(2), "twenty characters xx"));
    }

    private double alone(Path folder, int count, boolean sync) throws IOException {
        try (SessionJournal journal = journal(folder)) {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                chunk(journal);
                if (sync) {
                    journal.sync();
                }
            }
            return count * 1e9 / (System.nanoTime() - start);
        }
    }

    /** A session that requests an fsync after each append without waiting for it, as a session's log does. */
    private static final class Session implements Syncer.Target {
        private final SessionJournal journal;
        private final CompletableFuture<Void> confirmed = new CompletableFuture<>();
        private volatile long last = Long.MAX_VALUE;

        Session(SessionJournal journal) {
            this.journal = journal;
        }

        @Override
        public void sync() throws IOException {
            journal.sync();
        }

        @Override
        public void onSynced() {
            if (journal.synced() >= last) {
                confirmed.complete(null);
            }
        }

        @Override
        public void onSyncFailed(IOException failure) {
            confirmed.completeExceptionally(failure);
        }
    }

    private double together(Path folder, int sessions, int count) throws Exception {
        List<Session> all = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            all.add(new Session(journal(folder)));
        }
        try (JournalSync sync = new JournalSync()) {
            long start = System.nanoTime();
            List<CompletableFuture<Void>> writers = new ArrayList<>();
            int threads = Math.min(THREADS, sessions);
            for (int t = 0; t < threads; t++) {
                int first = t;
                CompletableFuture<Void> done = new CompletableFuture<>();
                writers.add(done);
                Thread writer = new Thread(() -> write(all, first, threads, count / sessions, sync, done), "writer");
                writer.setDaemon(true);
                writer.start();
            }
            for (CompletableFuture<Void> writer : writers) {
                writer.get(60, TimeUnit.SECONDS);
            }
            for (Session session : all) {
                session.confirmed.get(60, TimeUnit.SECONDS);
            }
            return (double) (count / sessions) * sessions * 1e9 / (System.nanoTime() - start);
        } finally {
            for (Session session : all) {
                session.journal.close();
            }
        }
    }

    private static void write(
            List<Session> all, int first, int step, int count, JournalSync sync, CompletableFuture<Void> done) {
        try {
            for (int i = 0; i < count; i++) {
                for (int s = first; s < all.size(); s += step) {
                    Session session = all.get(s);
                    chunk(session.journal);
                    if (i == count - 1) {
                        session.last = session.journal.head();
                    }
                    sync.request(session);
                }
            }
            done.complete(null);
        } catch (IOException | RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    // --- restart

    /**
     * One start.
     *
     * @param seconds from the start of the process until a client has its overview
     * @param processorSeconds of the host until then, which other load on the machine does not stretch
     * @param liveMegabytes of the heap after a collection
     * @param residentMegabytes of the process when the client had its overview
     */
    private record Start(double seconds, double processorSeconds, double liveMegabytes, double residentMegabytes) {}

    private static void restart(Path folder, int sessions, int megabytes, Rounds rounds, Report report)
            throws Exception {
        Path place = Files.createDirectory(folder.resolve("host-" + sessions));
        Path data = place.resolve("data");
        JournalSeeds.write(data, sessions, megabytes * 1_000_000L);
        Path empty = Files.createDirectory(place.resolve("empty")).resolve("data");
        String size = sessions + " sessions, " + megabytes + " MB: ";
        String none = size + "floor, a host without sessions";
        String reading = size + "baseline, every journal is read";
        String ours = size + "ours, from the indexes";
        Rounds.Outcomes<Start> outcomes = rounds.run(
                0,
                0.45,
                List.of(
                        new Rounds.Variant<>(none, () -> start(empty, 0)),
                        new Rounds.Variant<>(reading, () -> {
                            removeIndexes(data);
                            return start(data, sessions);
                        }),
                        // Any earlier start has left the indexes.
                        new Rounds.Variant<>(ours, () -> start(data, sessions))));
        for (String variant : List.of(none, reading, ours)) {
            List<Start> starts = outcomes.of(variant);
            report.add(variant, "process to whole overview", Series.of(starts, Start::seconds), "s");
            report.add(variant, "processor time of the host", Series.of(starts, Start::processorSeconds), "s");
            report.add(variant, "live heap then", Series.of(starts, Start::liveMegabytes), "MB");
            report.add(variant, "memory then (RSS)", Series.of(starts, Start::residentMegabytes), "MB");
        }
    }

    private static void removeIndexes(Path data) throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            for (Path path : all.filter(file -> file.endsWith("index.jsonl")).toList()) {
                Files.delete(path);
            }
        }
    }

    private static Start start(Path data, int sessions) throws Exception {
        long begin = System.nanoTime();
        try (HostJvm host = HostJvm.start(data, List.of());
                Driver driver = host.driver()) {
            int known = driver.link().reader().host().sessions().size();
            double seconds = (System.nanoTime() - begin) / 1e9;
            if (known != sessions) {
                throw new IllegalStateException(known + " sessions in the overview, not " + sessions);
            }
            ProcessFacts facts = host.process().facts();
            return new Start(seconds, facts.cpuMillis() / 1e3, host.process().collect(), facts.rssMegabytes());
        }
    }
}
