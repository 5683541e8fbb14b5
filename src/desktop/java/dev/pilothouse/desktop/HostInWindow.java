package dev.pilothouse.desktop;

import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.desktop.host.HostFailure;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.pairing.HostKeys;
import dev.pilothouse.desktop.platform.OkHttpReleaseFeed;
import dev.pilothouse.desktop.service.Autostart;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.platform.LocalHost;
import dev.pilothouse.platform.MachinePreferences;
import dev.pilothouse.platform.ReleaseFeed;
import dev.pilothouse.secure.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The host that a desktop window shows. It is the window's own host, or the one already running on the data folder. The
 * window joins a running host as the local admin and leaves it running.
 *
 * <p>Owns the host in this process, if there is one. Must not be opened on the FX thread, since opening reads journals.
 * Ends with {@link #close()}.
 */
final class HostInWindow implements LocalHost, AutoCloseable {
    private final Path dataFolder;
    private final boolean embedded;
    private final PairedHosts.@Nullable Local local;
    private final AutoCloseable part;
    private final CompletionStage<HostText> problem;
    private final DesktopMachineSettings machine;
    private final Optional<OkHttpReleaseFeed> releaseFeed = OkHttpReleaseFeed.ofThisBuild();

    private HostInWindow(
            WindowOptions options,
            boolean embedded,
            PairedHosts.@Nullable Local local,
            AutoCloseable part,
            CompletionStage<HostText> problem) {
        this.dataFolder = options.dataFolder();
        this.machine = new DesktopMachineSettings(dataFolder, Autostart.ofThisSystem(options.asWindow()));
        this.embedded = embedded;
        this.local = local;
        this.part = part;
        this.problem = problem;
    }

    /**
     * Starts a host, or joins the running one. Blocks until the host listens or has failed.
     *
     * @param known completes earlier: when it is known which host it is, before its journals are read
     * @param pause runs after that, if the host is started; the start continues when it returns
     */
    static void open(WindowOptions options, CompletableFuture<HostInWindow> known, Runnable pause) {
        CompletableFuture<Optional<ServerManager>> starting = new CompletableFuture<>();
        CompletableFuture<HostText> problem = new CompletableFuture<>();
        try {
            HostStartResult start = start(options, (hostId, hostName) -> {
                known.complete(embedded(options, hostId, hostName, starting, problem));
                pause.run();
            });
            if (start instanceof HostStartResult.Started started) {
                problem.complete(started.host().notices().stream().reduce(HostText.NONE, HostText::then));
                starting.complete(Optional.of(started.host()));
                return;
            }
            HostFailure failure = ((HostStartResult.Failed) start).failure();
            problem.complete(failure.sentence());
            starting.complete(Optional.empty());
            known.complete(
                    failure instanceof HostFailure.DataFolderInUse
                            ? join(options, failure)
                            : without(options, failure.sentence()));
        } catch (RuntimeException | Error failed) {
            problem.complete(HostText.NONE);
            starting.complete(Optional.empty());
            if (!known.completeExceptionally(failed)) {
                // The crash report tells it.
                throw failed;
            }
        }
    }

    private static HostStartResult start(WindowOptions options, ServerManager.IdentityListener identified) {
        HostOptions wanted = new HostOptions(
                        options.dataFolder(),
                        options.port().orElse(HostOptions.DEFAULT_PORT),
                        options.share(),
                        false,
                        "")
                .askingLoginShell();
        HostStartResult start = ServerManager.start(wanted, identified);
        if (start instanceof HostStartResult.Failed failed
                && failed.failure() instanceof HostFailure.PortInUse
                && options.port().isEmpty()) {
            // A host of another data folder uses the default port. The user did not ask for that port, so take a free
            // one.
            HostStartResult elsewhere = ServerManager.start(
                    new HostOptions(options.dataFolder(), 0, options.share(), false, "").askingLoginShell(),
                    identified);
            return elsewhere instanceof HostStartResult.Started ? elsewhere : start;
        }
        return start;
    }

    private static HostInWindow embedded(
            WindowOptions options,
            HostId hostId,
            String hostName,
            CompletableFuture<Optional<ServerManager>> starting,
            CompletionStage<HostText> problem) {
        CompletionStage<LocalBridge> bridge = starting.thenApply(host -> host.isPresent()
                ? host.get()
                : sink -> {
                    throw new IllegalStateException("the host could not start");
                });
        return new HostInWindow(
                options,
                true,
                new PairedHosts.Local(hostId, hostName, InProcessTransport.to(bridge)),
                () -> starting.join().ifPresent(ServerManager::close),
                problem);
    }

    private static HostInWindow without(WindowOptions options, HostText problem) {
        return new HostInWindow(options, false, null, () -> {}, CompletableFuture.completedFuture(problem));
    }

    private static HostInWindow join(WindowOptions options, HostFailure failure) {
        Path data = options.dataFolder();
        try {
            Optional<HostInfo> info = HostInfo.read(data);
            Optional<Identity> key = HostKeys.readLocal(data);
            if (info.isPresent() && key.isPresent()) {
                PairedHost running = new PairedHost(
                        new HostId(info.get().hostId()),
                        info.get().name(),
                        info.get().hostKey(),
                        List.of(BridgeUrl.parse("ws://127.0.0.1:" + info.get().port())),
                        Instant.now());
                OkHttpConnector connector = new OkHttpConnector(running, key.get());
                return new HostInWindow(
                        options,
                        false,
                        new PairedHosts.Local(running.hostId(), running.name(), connector),
                        connector,
                        CompletableFuture.completedFuture(HostText.NONE));
            }
        } catch (IOException unreadable) {
            return without(
                    options, failure.sentence().then(HostText.untranslated(String.valueOf(unreadable.getMessage()))));
        }
        return without(options, failure.sentence());
    }

    /** Returns how the window reaches the host. */
    PairedHosts.@Nullable Local local() {
        return local;
    }

    /**
     * Completes when the host has started or failed: with the reason why there is no host, or notices about its data
     * folder; with an empty text if all is well.
     */
    CompletionStage<HostText> problem() {
        return problem;
    }

    @Override
    public Path dataFolder() {
        return dataFolder;
    }

    @Override
    public boolean embedded() {
        return embedded;
    }

    @Override
    public Optional<MachinePreferences> machine() {
        return Optional.of(machine);
    }

    @Override
    public Optional<ReleaseFeed> releaseFeed() {
        return releaseFeed.map(feed -> feed);
    }

    /** Closes the host when the JVM ends by itself. A second call has no effect. */
    void closeQuietly() {
        try {
            close();
        } catch (Exception failure) {
            // The JVM is ending. The host has logged the failure.
        }
    }

    /** Waits for a host that is still starting. */
    @Override
    public void close() throws Exception {
        machine.close();
        releaseFeed.ifPresent(OkHttpReleaseFeed::close);
        part.close();
    }
}
