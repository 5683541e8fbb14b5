package dev.pilothouse.desktop.bench;

import dev.pilothouse.desktop.bench.rig.Driver;
import dev.pilothouse.desktop.bench.rig.HostJvm;
import dev.pilothouse.desktop.bench.rig.LoadJvm;
import dev.pilothouse.desktop.bench.rig.Rig;
import dev.pilothouse.desktop.testing.ProcessFacts;
import dev.pilothouse.model.SessionId;
import java.time.Duration;
import java.util.List;

/**
 * The host's own memory for each session with a running agent, without that agent: before there is a session, with all
 * of them, and when each has written something. Measured once, since it is a state and not a time.
 */
final class LiveSessionsBenchmark implements Benchmark {
    private static final int SESSIONS = 200;
    private static final int UPDATES = 500;
    private static final int RATE = 50;

    @Override
    public String name() {
        return "live sessions";
    }

    @Override
    public Duration budget() {
        return Duration.ofMinutes(2);
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        if (!Rig.isPossible()) {
            report.say("all", "memory", "not measured: this system has no /proc");
            return;
        }
        int sessions = rounds.isQuick() ? 5 : SESSIONS;
        try (Rig rig = Rig.start(sessions)) {
            HostJvm host = rig.host();
            ProcessFacts empty = tell(report, "baseline: no session", host);
            try (Driver driver = host.driver()) {
                List<SessionId> all = driver.newSessions(sessions, rig.agents(), rig.work());
                driver.prompt(all, "Talk");
                for (int i = 0; i < rig.agents().size(); i++) {
                    LoadJvm agents = rig.agents().get(i);
                    // Sessions are assigned to load processes in turn.
                    agents.await((sessions - i + rig.agents().size() - 1)
                            / rig.agents().size());
                }
                for (LoadJvm agents : rig.agents()) {
                    agents.flood(RATE, UPDATES);
                }
                driver.awaitIdle(all);
            }
            ProcessFacts full = tell(report, sessions + " live sessions, " + UPDATES + " updates each", host);
            report.add(
                    "each live session",
                    "memory (RSS)",
                    Series.of((full.rssMegabytes() - empty.rssMegabytes()) / sessions),
                    "MB");
            report.add(
                    "each live session",
                    "threads",
                    Series.of((double) (full.threads().size() - empty.threads().size()) / sessions),
                    "");
        }
    }

    /** Reads the resident memory first: the collection that shows the live heap would release some of it. */
    private static ProcessFacts tell(Report report, String who, HostJvm host) throws Exception {
        ProcessFacts facts = host.process().facts();
        report.add(who, "memory (RSS)", Series.of(facts.rssMegabytes()), "MB");
        report.add(who, "live heap", Series.of(host.process().collect()), "MB");
        return facts;
    }
}
