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
 * A host, agents and windows, each a process of its own, on a scratch folder. Owns all of them and the folder, which stays
 * if something has failed or {@code bench.keep} is set. Confined to the thread of the benchmarks; ends with {@link
 * #close()}, clients first.
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

    /** Whether this system has what it needs. */
    public static boolean isPossible() {
        return Files.isDirectory(Path.of("/proc/self/fd")) && Files.isExecutable(Path.of("/bin/sh"));
    }

    /** Starts a host and as many load processes as so many sessions need. */
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

    /** Another host on the same data folder; the one before must have ended. */
    public HostJvm startHostAgain() throws Exception {
        host = HostJvm.start(host.dataFolder(), agents);
        return host;
    }

    /** The load processes, among which sessions are shared out in turn. */
    public List<LoadJvm> agents() {
        return List.copyOf(agents);
    }

    /** Where agents work. */
    public Path work() {
        return work;
    }

    /** Where the processes' logs are. */
    public Path folder() {
        return folder;
    }

    /** A window that is paired with the host. */
    public ClientJvm window(Way way, Driver driver) throws Exception {
        ClientJvm client = ClientJvm.start("window-" + clients.size(), folder, way);
        clients.add(client);
        client.pair(driver.ticket());
        return client;
    }

    /** Clients without windows, none yet. Its caller closes it. */
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
