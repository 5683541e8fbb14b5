package dev.pilothouse.desktop;

import dev.pilothouse.bridge.InProcessTransport;
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
    private final HostText problem;
    private final DesktopMachineSettings machine;
    private final Optional<OkHttpReleaseFeed> releaseFeed = OkHttpReleaseFeed.ofThisBuild();

    private HostInWindow(
            WindowOptions options,
            boolean embedded,
            PairedHosts.@Nullable Local local,
            AutoCloseable part,
            HostText problem) {
        this.dataFolder = options.dataFolder();
        this.machine = new DesktopMachineSettings(dataFolder, Autostart.ofThisSystem(options.asWindow()));
        this.embedded = embedded;
        this.local = local;
        this.part = part;
        this.problem = problem;
    }

    /** Starts a host, or joins the running one. */
    static HostInWindow open(WindowOptions options) {
        Path data = options.dataFolder();
        HostStartResult start = ServerManager.start(
                new HostOptions(data, options.port().orElse(HostOptions.DEFAULT_PORT), options.share(), false, "")
                        .askingLoginShell());
        if (start instanceof HostStartResult.Started started) {
            return embedded(options, started.host());
        }
        HostFailure failure = ((HostStartResult.Failed) start).failure();
        if (failure instanceof HostFailure.DataFolderInUse) {
            return join(options, failure);
        }
        if (failure instanceof HostFailure.PortInUse && options.port().isEmpty()) {
            // A host of another data folder uses the default port. The user did not ask for that port, so take a free
            // one.
            HostStartResult elsewhere =
                    ServerManager.start(new HostOptions(data, 0, options.share(), false, "").askingLoginShell());
            if (elsewhere instanceof HostStartResult.Started started) {
                return embedded(options, started.host());
            }
        }
        return new HostInWindow(options, false, null, () -> {}, failure.sentence());
    }

    private static HostInWindow embedded(WindowOptions options, ServerManager host) {
        return new HostInWindow(
                options,
                true,
                new PairedHosts.Local(host.hostId(), host.hostName(), InProcessTransport.to(host)),
                host,
                host.notices().stream().reduce(HostText.NONE, HostText::then));
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
                        HostText.NONE);
            }
        } catch (IOException unreadable) {
            return new HostInWindow(
                    options,
                    false,
                    null,
                    () -> {},
                    failure.sentence().then(HostText.untranslated(String.valueOf(unreadable.getMessage()))));
        }
        return new HostInWindow(options, false, null, () -> {}, failure.sentence());
    }

    /** Returns how the window reaches the host. */
    PairedHosts.@Nullable Local local() {
        return local;
    }

    /** Returns why there is no host, or notices about its data folder; empty if all is well. */
    HostText problem() {
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

    @Override
    public void close() throws Exception {
        machine.close();
        releaseFeed.ifPresent(OkHttpReleaseFeed::close);
        part.close();
    }
}
