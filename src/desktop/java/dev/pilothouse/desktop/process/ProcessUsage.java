package dev.pilothouse.desktop.process;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * The resource usage of a process tree at one moment. Immutable; any thread.
 *
 * @param cpu processor time of the living processes and, on Linux, of the children they have waited for; it may shrink
 *     when a process ends without being waited for
 * @param residentBytes main memory of the living processes; shared memory counts for each of them; empty where the
 *     system has no such data
 * @param processes how many are alive
 */
public record ProcessUsage(Duration cpu, OptionalLong residentBytes, int processes) {}
