package dev.pilothouse.desktop.bench;

import java.time.Duration;

/** Measures one thing beside its baselines. Runs on the one thread of the benchmarks, alone, and ends with its run. */
interface Benchmark {

    /** A few words that head its part of the table. */
    String name();

    /** How much of the whole run's time it may take. */
    Duration budget();

    /** Measures and reports. What it started is gone when this returns. */
    void run(Rounds rounds, Report report) throws Exception;
}
