package dev.pilothouse.desktop.demo;

import java.nio.file.Path;

/**
 * The settings from the environment. Immutable; any thread.
 *
 * @param state the folder of its sessions
 * @param speed 1 is normal, 0 without pauses
 * @param loginNeeded whether to ask for a login
 */
record DemoSettings(Path state, double speed, boolean loginNeeded) {}
