/**
 * Who runs what, and when: named serial executors ({@link dev.pilothouse.pulse.Lane}) that own mutable state, and the
 * one door through which that state reaches a screen ({@link dev.pilothouse.pulse.Coalescer} and
 * {@link dev.pilothouse.pulse.Pulse}). Knows no user interface and nothing of sessions.
 */
package dev.pilothouse.pulse;
