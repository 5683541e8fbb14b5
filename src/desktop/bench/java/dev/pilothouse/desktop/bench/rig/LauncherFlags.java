package dev.pilothouse.desktop.bench.rig;

import java.util.List;

/** The JVM flags with which {@code ./pilothouse} starts each kind of process. */
final class LauncherFlags {
    static final List<String> HOST = List.of();
    static final List<String> WINDOW = List.of();

    private LauncherFlags() {}
}
