package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.process.ProcessUsage;
import java.time.Duration;
import java.time.Instant;

/**
 * What an agent's processes were seen to use. Immutable; any thread.
 *
 * @param at when they were looked at
 * @param now what they had used by then
 * @param since the time since the look before; zero at the first
 * @param cpuSince processor time that was used since the look before
 */
record AgentUsage(Instant at, ProcessUsage now, Duration since, Duration cpuSince) {
    static AgentUsage first(Instant at, ProcessUsage now) {
        return new AgentUsage(at, now, Duration.ZERO, Duration.ZERO);
    }

    AgentUsage next(Instant later, ProcessUsage then) {
        Duration cpu = then.cpu().minus(now.cpu());
        // Less than before: a process has ended and taken along what it had used.
        return new AgentUsage(later, then, Duration.between(at, later), cpu.isNegative() ? Duration.ZERO : cpu);
    }
}
