package dev.pilothouse.desktop.bench;

import java.time.Duration;

/** Measures one operation beside its baselines. Benchmarks run one at a time on one thread; each ends with its run. */
interface Benchmark {

    /** The heading of its part of the table. */
    String name();

    /** Its share of the whole run's time. */
    Duration budget();

    /** Measures and reports. Stops everything that it started before it returns. */
    void run(Rounds rounds, Report report) throws Exception;
}
