package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.process.ProcessUsage;
import java.time.Duration;
import java.time.Instant;

/**
 * The measured resource usage of an agent's processes. Immutable; any thread.
 *
 * @param at when it was measured
 * @param now the usage up to that time
 * @param since time since the previous measurement; zero for the first
 * @param cpuSince processor time used since the previous measurement
 */
record AgentUsage(Instant at, ProcessUsage now, Duration since, Duration cpuSince) {
    static AgentUsage first(Instant at, ProcessUsage now) {
        return new AgentUsage(at, now, Duration.ZERO, Duration.ZERO);
    }

    AgentUsage next(Instant later, ProcessUsage then) {
        Duration cpu = then.cpu().minus(now.cpu());
        // The total falls when a process ends, because its usage is no longer counted.
        return new AgentUsage(later, then, Duration.between(at, later), cpu.isNegative() ? Duration.ZERO : cpu);
    }
}
