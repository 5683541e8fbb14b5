/**
 * Host, clients and agents as processes of their own, for measuring them as they run in life: the headless host as the
 * launcher starts it, the app's own window, and agents that cost nothing, since a few load processes speak for all of them.
 * Linux only. Entered through {@link dev.pilothouse.desktop.bench.rig.Rig}.
 */
package dev.pilothouse.desktop.bench.rig;
