/**
 * Threads and scheduling: named serial executors ({@link dev.pilothouse.pulse.Lane}) that own mutable state, and the
 * delivery of that state to a screen ({@link dev.pilothouse.pulse.Coalescer} and {@link dev.pilothouse.pulse.Pulse}).
 * Depends on no user interface and no session types.
 */
@NullMarked
package dev.pilothouse.pulse;

import org.jspecify.annotations.NullMarked;
