package dev.pilothouse.desktop.process;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a process tree has used, as of one look. Immutable; any thread.
 *
 * @param cpu processor time of the living processes and, on Linux, of those that they have waited for. It may shrink when
 *     a process ends that nobody waits for
 * @param residentBytes main memory of the living processes; memory that they share counts for each of them. Empty where
 *     the system does not tell
 * @param processes how many live
 */
public record ProcessUsage(Duration cpu, OptionalLong residentBytes, int processes) {}
