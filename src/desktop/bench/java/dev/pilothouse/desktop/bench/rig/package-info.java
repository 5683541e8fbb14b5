/**
 * Host, clients and agents as separate processes, to measure them as they run in production: the headless host as the
 * launcher starts it, the app's window, and agents that cost almost nothing, since a few load processes act for all of
 * them. Linux only. The entry is {@link dev.pilothouse.desktop.bench.rig.Rig}.
 */
package dev.pilothouse.desktop.bench.rig;
