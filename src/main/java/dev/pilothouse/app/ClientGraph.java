package dev.pilothouse.app;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.StoredSeenMarks;
import dev.pilothouse.cache.DeviceCache;
import dev.pilothouse.pairing.DeviceKey;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.pairing.HostsPresenter;
import dev.pilothouse.ui.settings.SettingsPresenter;
import dev.pilothouse.ui.shell.DemoMode;
import dev.pilothouse.ui.shell.Navigation;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellPorts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import java.time.Clock;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client, wired by hand: lanes, identity, links to hosts, presenters.
 *
 * <p>Owns all of them. Created and closed on the FX thread. {@link #close()} closes the presenters first, so that
 * nothing is drawn any more. It then closes the links, the cache, the stored preferences and the lanes, in this order.
 */
final class ClientGraph implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ClientGraph.class);
    private static final int CLIENT_STATE_TASKS = 8_192;
    private static final int PROJECTIONS = 64;
    private static final int WRITES = 64;
    private static final int PICTURES = 16;
    private static final int CACHE_TASKS = 256;

    private final ShutdownSequence owned = new ShutdownSequence();
    private final Lane state;
    private final ClientStart start;
    private final String version;
    private final Clock clock;
    private final Thread.UncaughtExceptionHandler onFailure;
    /** The presenters' ports outside of a demo. */
    private final ShellPorts real;

    private final ReadOnlyObjectWrapper<ShellGraph> shell = new ReadOnlyObjectWrapper<>(this, "shell");
    /** The recorded host of the running demo. */
    private @Nullable DemoClient demo;

    /**
     * @throws java.io.UncheckedIOException if this device's key cannot be read or stored
     * @throws IllegalStateException if this device's key is damaged
     */
    ClientGraph(ClientStart start, String version, Thread.UncaughtExceptionHandler onFailure, Clock clock) {
        this(start, version, onFailure, FxPulse::new, hosts -> hosts, clock);
    }

    /**
     * The same with another source of pulses and a wrapper around the hosts, for tests and benchmarks.
     *
     * @param onFailure gets the failures of tasks on lanes and in presenters
     * @param seen wraps the hosts before the presenters get them
     * @param clock the clock for the age of things on screen
     */
    ClientGraph(
            ClientStart start,
            String version,
            Thread.UncaughtExceptionHandler onFailure,
            Pulse.Source pulses,
            UnaryOperator<Hosts> seen,
            Clock clock) {
        this.start = start;
        this.version = version;
        this.onFailure = onFailure;
        this.clock = clock;
        Lanes lanes = owned.add(new Lanes("client", onFailure));
        state = lanes.open("client-state", CLIENT_STATE_TASKS);
        Lane projections = lanes.open("projection", PROJECTIONS);
        Lane keeping = lanes.open("kept", WRITES);
        PreferencesFile kept = owned.add(
                new PreferencesFile(start.platform().storage().privateFolder().resolve("kept.properties"), keeping));
        DeviceCache cache = owned.add(new DeviceCache(
                start.platform().storage().privateFolder().resolve("cache"),
                start.platform().secrets(),
                lanes.open("cache", CACHE_TASKS),
                clock));
        try {
            Identity identity = DeviceKey.loadOrCreate(start.platform().secrets());
            PairedHosts hosts = owned.add(new PairedHosts(
                    setup(),
                    new SecurePairedHostStore(start.platform().secrets()),
                    host -> new OkHttpConnector(host, identity),
                    new StoredSeenMarks(start.platform().secrets()),
                    cache,
                    start.local()));
            start.platform().hostFinder().ifPresent(hosts::setFinder);
            FxExecutor fx = new FxExecutor();
            Lane pictures = lanes.open("pictures", PICTURES);
            real = new ShellPorts(
                    seen.apply(hosts),
                    new ShellPorts.Threads(pulses, projections, pictures, fx, onFailure),
                    new ShellPorts.Time(clock, System::nanoTime),
                    kept,
                    start.platform(),
                    new Desk(start),
                    new ShellPorts.Program(
                            version, new DemoMode(DemoMode.State.OFFERED, this::enterDemo, this::leaveDemo)));
            shell.set(create(real));
            owned.add(() -> {
                shell().close();
                closeDemo();
            });
            owned.add(new DraftSweeper(hosts, kept, keeping));
            hosts.start()
                    .thenAcceptAsync(
                            problem -> {
                                if (!problem.isEmpty()) {
                                    shell().notices().showProblem(problem);
                                }
                                checkSharedContent(pictures);
                            },
                            fx);
            BackgroundPolicy paused = owned.add(new BackgroundPolicy(state, clock, new BackgroundPolicy.Client() {
                @Override
                public void save() {
                    kept.close();
                    cache.flush();
                }

                @Override
                public void pause() {
                    hosts.pause();
                }

                @Override
                public void resume() {
                    hosts.retryNow();
                    checkSharedContent(pictures);
                }

                @Override
                public void releaseMemory() {
                    hosts.releaseMemory();
                    fx.execute(() -> shell().onMemoryLow());
                }
            }));
            owned.add(start.platform().lifecycle().observe(paused));
        } catch (RuntimeException failed) {
            owned.close();
            throw failed;
        }
    }

    private ClientSetup setup() {
        return ClientSetup.of(state, clock, "Pilothouse " + version, start.deviceName(), start.platformName());
    }

    /** Other apps share content only while this one is in the background. */
    private void checkSharedContent(Lane lane) {
        start.platform()
                .mobileServices()
                .sharedContentInbox()
                .ifPresent(things -> lane.tryExecute(() -> {
                    SharedContent given = things.take();
                    if (!given.equals(SharedContent.NOTHING)) {
                        real.threads().fx().execute(() -> onSharedContent(given));
                    }
                }));
    }

    /** The content goes to a real session, so this leaves a demo. */
    private void onSharedContent(SharedContent given) {
        if (!given.isEmpty()) {
            leaveDemo();
        }
        shell().shared().onShared(given);
    }

    ShellGraph shell() {
        return shell.get();
    }

    /** The presenters on screen. They are replaced when the language changes and around a demo. */
    ReadOnlyObjectProperty<ShellGraph> shellProperty() {
        return shell.getReadOnlyProperty();
    }

    /**
     * Shows a recorded host in place of the real ones. The real hosts stay connected, but they are not shown and send
     * no notifications.
     */
    private void enterDemo() {
        if (demo == null) {
            demo = new DemoClient(setup(), real.kept(), onFailure);
            replace(real.forDemo(
                    demo.hosts(),
                    demo.preferences(),
                    new DemoMode(DemoMode.State.PLAYING, this::enterDemo, this::leaveDemo)));
        }
    }

    private void leaveDemo() {
        if (demo != null) {
            replace(real);
            closeDemo();
        }
    }

    private void closeDemo() {
        if (demo != null) {
            demo.close();
            demo = null;
        }
    }

    /**
     * Handles a second start of the program, or a start by a link.
     *
     * @param link a pairing ticket is for a real host, so it leaves a demo
     */
    void bringToFront(String link) {
        if (link.startsWith(HostsPresenter.TICKET)) {
            leaveDemo();
        }
        shell().shared().onLink(link);
    }

    private void replace(ShellPorts next) {
        shell().close();
        shell.set(create(next));
    }

    private static ShellGraph create(ShellPorts ports) {
        Texts.setLanguage(SettingsPresenter.language(ports.kept()));
        return new ShellGraph(ports);
    }

    /** Shows a notice with a crash code. Any thread. */
    void reportCrash(String code) {
        real.threads().fx().execute(() -> shell().notices().showProblem(Texts.text("mishap.text", code)));
    }

    /** Recreates the presenters over the same hosts in the current language. The same session stays on screen. */
    void rebuild() {
        Navigation before = shell().navigation();
        shell().close();
        ShellGraph next = create(shell().ports());
        next.navigation().follow(before);
        shell.set(next);
    }

    @Override
    public void close() {
        owned.close();
    }

    /** The interface's access to the system outside of its window. */
    private static final class Desk implements TranscriptPresenter.Outside {
        private final ClientStart start;

        Desk(ClientStart start) {
            this.start = start;
        }

        @Override
        public void openLink(String target) {
            if (WebLinks.mayOpen(target)) {
                start.openLink().open(target);
            }
        }

        @Override
        public void copy(String text) {
            ClipboardContent content = new ClipboardContent();
            content.putString(text);
            Clipboard.getSystemClipboard().setContent(content);
        }

        @Override
        public void notice(String text) {
            log.debug("A notice without a shell: {}", text);
        }
    }
}
