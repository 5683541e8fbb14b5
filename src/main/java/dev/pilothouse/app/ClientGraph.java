package dev.pilothouse.app;

import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.StoredSeenMarks;
import dev.pilothouse.cache.DeviceCache;
import dev.pilothouse.pairing.DeviceKey;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.Preferences;
import dev.pilothouse.platform.SharedContent;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.fx.FxExecutor;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.shell.ShellGraph;
import dev.pilothouse.ui.shell.ShellPorts;
import dev.pilothouse.ui.transcript.TranscriptPresenter;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
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
    /** The window does not wait longer for the state of the last run. */
    private static final Duration RESTORE_TIMEOUT = Duration.ofMillis(400);

    private final ShutdownSequence owned = new ShutdownSequence();
    private final Lane state;
    private final ClientStart start;
    private final String version;
    private final Clock clock;
    private final CurrentShell current;
    private final PreferencesFile kept;
    private final CompletableFuture<Void> restored = new CompletableFuture<>();

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
        this.clock = clock;
        Lanes lanes = owned.add(new Lanes("client", onFailure));
        state = lanes.open("client-state", CLIENT_STATE_TASKS);
        Lane projections = lanes.open("projection", PROJECTIONS);
        Lane keeping = lanes.open("kept", WRITES);
        kept = owned.add(
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
            // Reads the state of the last run while the presenters and the views are made.
            CompletionStage<String> started = hosts.start();
            FxExecutor fx = new FxExecutor();
            Lane pictures = lanes.open("pictures", PICTURES);
            current = owned.add(new CurrentShell(
                    demo -> new ShellPorts(
                            seen.apply(hosts),
                            new ShellPorts.Threads(pulses, projections, pictures, fx, onFailure),
                            new ShellPorts.Time(clock, System::nanoTime),
                            kept,
                            start.platform(),
                            new Desk(start),
                            new ShellPorts.Program(version, demo)),
                    this::setup));
            owned.add(new DraftSweeper(hosts, kept, keeping));
            started.thenAcceptAsync(
                    problem -> {
                        if (!problem.isEmpty()) {
                            shell().notices().showProblem(problem);
                        }
                        checkSharedContent(pictures, fx);
                    },
                    fx);
            hosts.restored().thenComposeAsync(done -> shell().onRestored(), fx).thenRun(() -> restored.complete(null));
            state.schedule(RESTORE_TIMEOUT, () -> fx.execute(() -> restored.complete(null)));
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
                    checkSharedContent(pictures, fx);
                }

                @Override
                public void releaseMemory() {
                    hosts.releaseMemory();
                    fx.execute(() -> shell().onMemoryLow());
                }
            }));
            owned.add(start.platform().lifecycle().observe(paused));
            start.platform()
                    .mobileServices()
                    .sharedContentInbox()
                    .ifPresent(inbox -> inbox.observe(() -> checkSharedContent(pictures, fx)));
        } catch (RuntimeException failed) {
            owned.close();
            throw failed;
        }
    }

    private ClientSetup setup() {
        return ClientSetup.of(state, clock, "Pilothouse " + version, start.deviceName(), start.platformName());
    }

    /** Most content arrives while this app is in the background, and so is looked for on its return. Any thread. */
    private void checkSharedContent(Lane lane, Executor fx) {
        start.platform()
                .mobileServices()
                .sharedContentInbox()
                .ifPresent(things -> lane.tryExecute(() -> {
                    SharedContent given = things.take();
                    if (!given.equals(SharedContent.NOTHING)) {
                        fx.execute(() -> current.onShared(given));
                    }
                }));
    }

    /** Completes on the FX thread when the state of the last run can be drawn, or cannot be read soon. */
    CompletionStage<Void> restored() {
        return restored.minimalCompletionStage();
    }

    /** The presenters on screen. */
    CurrentShell current() {
        return current;
    }

    ShellGraph shell() {
        return current.shell();
    }

    /** This device's preferences, also while a demo is shown. */
    Preferences preferences() {
        return kept;
    }

    @Override
    public void close() {
        // A window that was not shown yet stays closed.
        restored.cancel(false);
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
