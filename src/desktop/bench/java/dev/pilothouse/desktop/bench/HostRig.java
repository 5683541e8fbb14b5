package dev.pilothouse.desktop.bench;

import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.pulse.Lanes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A real host on its own folder, with clients that reach it over loopback. Owns the folder, the host, its agents and
 * the clients. Confined to the thread of the benchmarks; ends with {@link #close()}.
 */
final class HostRig implements AutoCloseable {
    private final Path folder;
    private final Path work;
    private final ServerManager host;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Lanes lanes = new Lanes("bench", (thread, failure) -> failures.add(failure));
    private final List<BenchClient> clients = new ArrayList<>();

    private HostRig(Path folder, Path work, ServerManager host) {
        this.folder = folder;
        this.work = work;
        this.host = host;
    }

    static HostRig start() throws IOException {
        Path folder = Files.createTempDirectory("pilothouse-bench");
        Path work = Files.createDirectory(folder.resolve("work"));
        HostStartResult start =
                ServerManager.start(new HostOptions(folder.resolve("data"), 0, false, true, "Bench host"));
        if (start instanceof HostStartResult.Failed failed) {
            throw new IllegalStateException(failed.failure().text());
        }
        return new HostRig(folder, work, ((HostStartResult.Started) start).host());
    }

    /** A device that has paired and is live. */
    BenchClient client(String name) throws Exception {
        return client(name, BenchClient.USUAL_BUFFER);
    }

    /** A client with minimal network buffers. */
    BenchClient clientOfSmallBuffer(String name) throws Exception {
        return client(name, BenchClient.SMALL_BUFFER);
    }

    private BenchClient client(String name, int buffer) throws Exception {
        BenchClient client = BenchClient.pair(host, buffer, lanes, name);
        clients.add(client);
        return client;
    }

    /** The same device with its pairing only; the caller starts it. */
    BenchClient again(BenchClient device) throws IOException {
        BenchClient client = device.again(host.port(), lanes);
        clients.add(client);
        return client;
    }

    /** The working directory of agents. */
    Path work() {
        return work;
    }

    /** Ends the clients first, so that none tries to reach a host that has ended. */
    @Override
    public void close() throws IOException {
        clients.forEach(BenchClient::close);
        host.close();
        lanes.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("a client has failed", failures.get(0));
        }
    }
}
