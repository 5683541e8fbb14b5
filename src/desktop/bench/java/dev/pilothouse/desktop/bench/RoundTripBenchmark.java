package dev.pilothouse.desktop.bench;

import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.HostJvm;
import dev.pilothouse.desktop.bench.rig.LoadJvm;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.session.IntentResult;
import dev.pilothouse.session.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The round trips of a prompt, of the answer to a permission and of a ping, beside a flood of 50 sessions and without
 * it. The agent is the demo agent, or that of {@code bench.agent} with the prompt {@code bench.agent.prompt}, which must
 * lead to one permission and then to the end of the turn. Host, agents and load are separate processes.
 */
final class RoundTripBenchmark implements Benchmark {
    private static final int RATE = 100;

    private final boolean given = !System.getProperty("bench.agent", "").isBlank();
    private final String text = given ? System.getProperty("bench.agent.prompt", "[[TOOL:true]]") : "/approve";

    @Override
    public String name() {
        return "round trip";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(3);
    }

    /** Times of one span in milliseconds, unordered. */
    private record Times(
            List<Double> accepted, List<Double> asked, List<Double> answered, List<Double> ended, List<Double> pings) {
        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        List<Figure> figures() {
            return List.of(
                    new Figure("prompt: accepted", accepted),
                    new Figure("prompt: the agent's question is there", asked),
                    new Figure("answer: accepted", answered),
                    new Figure("answer: the turn has ended", ended),
                    new Figure("ping", pings));
        }

        record Figure(String name, List<Double> millis) {
            double at(double share) {
                double[] sorted =
                        millis.stream().mapToDouble(Double::doubleValue).toArray();
                Arrays.sort(sorted);
                return Stamps.at(sorted, share);
            }
        }
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        if (!Rig.isPossible()) {
            report.say("all", "processes", "not measured: this system has no /proc");
            return;
        }
        int load = rounds.isQuick() ? 5 : 50;
        // A real agent takes a second or more for a turn.
        int turns = rounds.isQuick() ? 3 : given ? 15 : 40;
        int count = rounds.isQuick() ? 1 : Math.min(5, Integer.getInteger("bench.rounds", 3));
        List<Times> quiet = new ArrayList<>();
        List<Times> loaded = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        try (Rig rig = Rig.start(load);
                Lanes lanes = new Lanes("bench", (thread, failure) -> failures.add(failure))) {
            List<SessionId> others;
            String ticket;
            try (Driver driver = rig.host().driver()) {
                others = driver.newSessions(load, rig.agents(), rig.work());
                ticket = driver.ticket();
            }
            try (BenchClient client = BenchClient.pair(rig.host().port(), ticket, BenchClient.DIRECT, lanes, "asker")) {
                SessionId session = client.newSession(given ? HostJvm.GIVEN : "demo", rig.work());
                client.open(session);
                span(client, session, turns, new Times());
                for (int i = 0; i < count; i++) {
                    Times alone = new Times();
                    span(client, session, turns, alone);
                    quiet.add(alone);
                    loaded.add(beside(rig, others, client, session, turns));
                }
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a client has failed", failures.get(0));
        }
        report("without load", quiet, report);
        report("beside " + load + " sessions with " + RATE + " updates/s", loaded, report);
        for (int i = 0; i < quiet.get(0).figures().size(); i++) {
            for (double share : new double[] {0.5, 0.95}) {
                Series ratio = series(loaded, i, share).over(series(quiet, i, share));
                report.add("ratio", name(quiet, i, share), ratio, "");
            }
        }
    }

    private static String name(List<Times> times, int figure, double share) {
        return times.get(0).figures().get(figure).name() + ", p" + Math.round(share * 100);
    }

    private static Series series(List<Times> times, int figure, double share) {
        return Series.of(times, each -> each.figures().get(figure).at(share));
    }

    private static void report(String variant, List<Times> times, Report report) {
        for (int i = 0; i < times.get(0).figures().size(); i++) {
            for (double share : new double[] {0.5, 0.95}) {
                report.add(variant, name(times, i, share), series(times, i, share), "ms");
            }
        }
    }

    /** The flood begins a second before the first prompt, and continues in portions until the last turn has ended. */
    private Times beside(Rig rig, List<SessionId> others, BenchClient client, SessionId session, int turns)
            throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        LoadJvm agent = rig.agents().get(0);
        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            try {
                while (!done.isDone()) {
                    try (Driver driver = rig.host().driver()) {
                        driver.awaitIdle(others);
                        driver.prompt(others, "Talk");
                    }
                    agent.await(others.size());
                    begun.completeOnTimeout(null, 1, TimeUnit.SECONDS);
                    agent.flood(RATE, RATE * 8);
                }
            } catch (Exception failed) {
                begun.completeExceptionally(failed);
                throw new IllegalStateException(failed);
            }
        });
        Times times = new Times();
        try {
            begun.get(BenchClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
            span(client, session, turns, times);
        } finally {
            done.complete(null);
        }
        flood.get(BenchClient.PATIENCE_SECONDS, TimeUnit.SECONDS);
        return times;
    }

    private void span(BenchClient client, SessionId session, int turns, Times times) throws Exception {
        for (int i = 0; i < turns; i++) {
            long before = client.state(session).seq();
            CompletableFuture<Long> asked =
                    client.when(session, state -> !state.open().isEmpty());
            long start = System.nanoTime();
            times.accepted().add(accepted(client.prompt(session, text), start));
            times.asked().add((asked.get() - start) / 1e6);
            Pending question = client.state(session).open().get(0).pending();
            CompletableFuture<Long> ended = client.when(session, state -> hasEnded(state, before));
            start = System.nanoTime();
            times.answered().add(accepted(client.answer(session, question.pendingId(), allowed(question)), start));
            times.ended().add((ended.get() - start) / 1e6);
            times.pings().add(client.ping().get().toNanos() / 1e6);
        }
    }

    private static boolean hasEnded(SessionState state, long since) {
        return state.lastTurn() != null
                && state.lastTurn().seq() > since
                && state.activity().turn() == null;
    }

    private static Answer allowed(Pending question) {
        return question.options().stream()
                .filter(option -> option.kind() == PendingOption.Kind.ALLOW_ONCE)
                .map(option -> new Answer.Option(option.optionId()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("cannot be allowed: " + question));
    }

    /** @return milliseconds until the host had accepted it */
    private static double accepted(CompletableFuture<IntentResult> sent, long start) throws Exception {
        CompletableFuture<Long> at = sent.thenApply(result -> {
            if (result instanceof IntentResult.Accepted) {
                return System.nanoTime();
            }
            throw new IllegalStateException("not accepted: " + result);
        });
        return (at.get(BenchClient.PATIENCE_SECONDS, TimeUnit.SECONDS) - start) / 1e6;
    }
}
