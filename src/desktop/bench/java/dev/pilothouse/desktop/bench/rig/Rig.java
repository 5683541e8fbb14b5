package dev.pilothouse.desktop.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A host, agents and windows, each a separate process, on a scratch folder. Owns all of them and the folder, which is
 * kept after a failure or if {@code bench.keep} is set. Confined to the thread of the benchmarks; ends with
 * {@link #close()}, clients first.
 */
public final class Rig implements AutoCloseable {
    private static final int SESSIONS_OF_A_PROCESS = 50;

    private final Path folder;
    private final Path work;
    private final List<LoadJvm> agents = new ArrayList<>();
    private final List<ClientJvm> clients = new ArrayList<>();
    private HostJvm host;

    private Rig(Path folder, Path work) {
        this.folder = folder;
        this.work = work;
    }

    /** Whether this system supports it. */
    public static boolean isPossible() {
        return Files.isDirectory(Path.of("/proc/self/fd")) && Files.isExecutable(Path.of("/bin/sh"));
    }

    /** Starts a host, and enough load processes for so many sessions. */
    public static Rig start(int sessions) throws Exception {
        Path folder = Files.createTempDirectory("pilothouse-rig");
        Rig rig = new Rig(folder, Files.createDirectory(folder.resolve("work")));
        try {
            for (int i = 0; i * SESSIONS_OF_A_PROCESS < sessions; i++) {
                rig.agents.add(LoadJvm.start("load-" + i, folder));
            }
            rig.host = HostJvm.start(folder.resolve("data"), rig.agents);
            return rig;
        } catch (Exception failed) {
            rig.close();
            throw failed;
        }
    }

    public HostJvm host() {
        return host;
    }

    /** Starts another host on the same data folder; the previous one must have ended. */
    public HostJvm startHostAgain() throws Exception {
        host = HostJvm.start(host.dataFolder(), agents);
        return host;
    }

    /** The load processes, to which sessions are assigned in turn. */
    public List<LoadJvm> agents() {
        return List.copyOf(agents);
    }

    /** The working directory of agents. */
    public Path work() {
        return work;
    }

    /** The folder of the processes' logs. */
    public Path folder() {
        return folder;
    }

    /** A window that is paired with the host. */
    public ClientJvm window(Way way, Driver driver) throws Exception {
        return window(way, driver.ticket());
    }

    /** A window that is paired by this ticket. */
    public ClientJvm window(Way way, String ticket) throws Exception {
        ClientJvm client = ClientJvm.start("window-" + clients.size(), folder, way);
        clients.add(client);
        client.pair(ticket);
        return client;
    }

    /** A process for clients without windows, empty at first. The caller closes it. */
    public CrowdJvm crowd() throws IOException {
        return CrowdJvm.start(folder);
    }

    @Override
    public void close() throws Exception {
        clients.forEach(ClientJvm::close);
        if (host != null) {
            host.close();
        }
        agents.forEach(LoadJvm::close);
        if (Boolean.getBoolean("bench.keep")) {
            System.out.println("kept: " + folder);
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (UncheckedIOException | IOException busy) {
            System.out.println("not removed: " + folder + ": " + busy.getMessage());
        }
    }
}
