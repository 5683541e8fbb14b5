package dev.pilothouse.desktop.bench.rig;

import java.util.List;

/**
 * The JVM flags with which {@code ./pilothouse} starts each kind of process. {@code LauncherFlagsTest} keeps them
 * equal.
 */
public final class LauncherFlags {
    public static final List<String> HOST = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms24m",
            "-XX:MinHeapFreeRatio=15",
            "-XX:MaxHeapFreeRatio=30",
            "-XX:-UsePerfData");
    public static final List<String> WINDOW = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Xms96m",
            "-Xmn40m",
            "-XX:MetaspaceSize=96m");

    private LauncherFlags() {}

    /** @param option a system property with replacement flags, for experiments */
    static List<String> orOther(List<String> flags, String option) {
        String other = System.getProperty(option, "");
        return other.isBlank() ? flags : List.of(other.strip().split(" +"));
    }
}
