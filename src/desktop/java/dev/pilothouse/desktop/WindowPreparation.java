package dev.pilothouse.desktop;

import dev.pilothouse.desktop.instance.SingleInstance;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.ui.fx.Fonts;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The preparations of a window that run in parallel with the start of JavaFX: claims the profile, opens the host, loads
 * the fonts, asks the system for its appearance. JavaFX takes about as long to start.
 *
 * <p>Owns these parts until the window takes them. Started on the main thread; each part has its own thread, which ends
 * with it. A host that was started ends with the JVM, even if no window opens.
 */
final class WindowPreparation {
    private static final Logger LOG = LoggerFactory.getLogger(WindowPreparation.class);
    private static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(15);
    private static final Duration CLAIM_PAUSE = Duration.ofMillis(200);

    /** The host starts at last after this time, also if the window is not drawn yet. */
    private static final Duration DRAW_TIMEOUT = Duration.ofMillis(1_500);

    private final CountDownLatch drawn = new CountDownLatch(1);
    private final WindowOptions options;
    private final Optional<SingleInstance> singleInstance;
    private final CompletableFuture<Void> fonts;
    private final CompletableFuture<Optional<Boolean>> dark;
    private final CompletableFuture<Optional<Boolean>> reducedMotion;
    private final Optional<CompletableFuture<HostInWindow>> host;

    private WindowPreparation(WindowOptions options) {
        this.options = options;
        this.singleInstance = claim(options);
        this.fonts = begin("font-load", () -> {
            Fonts.load();
            return null;
        });
        this.host = options.phone()
                ? Optional.empty()
                // Slow: the host reads its journals before it listens.
                : Optional.of(openHost(options));
        this.dark = begin("system-look", SystemAppearance::dark);
        this.reducedMotion = begin("system-motion", SystemAppearance::reducedMotion);
    }

    /** Starts the preparations, or exits the program if another window took the request. */
    static WindowPreparation begin(WindowOptions options) {
        return new WindowPreparation(options);
    }

    WindowOptions options() {
        return options;
    }

    /** Returns the claim on the profile, or empty if the profile is unusable; the window then reports that. */
    Optional<SingleInstance> singleInstance() {
        return singleInstance;
    }

    /** Returns when the bundled fonts are registered. */
    void awaitFonts() {
        join(fonts);
    }

    /** Returns whether dark mode is on, or empty if unknown. May block. */
    Optional<Boolean> systemDark() {
        return join(dark);
    }

    /** Returns whether reduced motion is on. May block. */
    boolean reducedMotion() {
        return join(reducedMotion).orElse(false);
    }

    /** Returns the host, if the window has one. Blocks until it is known which one it is, or that there is none. */
    Optional<HostInWindow> host() {
        return host.map(WindowPreparation::join);
    }

    /** The window has its first frame. The host, which waited to leave the processors to it, goes on. */
    void onDrawn() {
        drawn.countDown();
    }

    private void awaitDrawn() {
        try {
            if (!drawn.await(DRAW_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The window is not drawn yet; the host starts");
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<HostInWindow> openHost(WindowOptions options) {
        CompletableFuture<HostInWindow> known = new CompletableFuture<>();
        NamedThreads.start("host-start", () -> {
            HostInWindow.open(options, known, this::awaitDrawn);
            if (known.isCompletedExceptionally()) {
                return;
            }
            HostInWindow opened = known.join();
            // A logout or a signal ends the JVM without closing the window, and agents must not outlive it.
            Thread closing = new Thread(opened::closeQuietly, "host-shutdown");
            try {
                Runtime.getRuntime().addShutdownHook(closing);
            } catch (IllegalStateException ending) {
                opened.closeQuietly();
            }
        });
        return known;
    }

    private static <T> CompletableFuture<T> begin(String name, Supplier<T> part) {
        return CompletableFuture.supplyAsync(part, task -> NamedThreads.start(name, task));
    }

    private static <T> T join(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw failed;
        }
    }

    /**
     * Claims the profile, or exits the program. Two simultaneous starts may both see no window; the later one must
     * yield.
     */
    private static Optional<SingleInstance> claim(WindowOptions options) {
        long began = System.nanoTime();
        try {
            Optional<SingleInstance> mine = SingleInstance.claim(options.profileFolder());
            while (mine.isEmpty()) {
                // The other instance may still be starting, or just ending.
                int code = DesktopMain.handOver(options);
                if (code < 0 && System.nanoTime() - began > CLAIM_TIMEOUT.toNanos()) {
                    System.err.println("Another process has the profile " + options.profileFolder()
                            + " and does not answer. End it, or choose another profile with --profile.");
                    code = 1;
                }
                if (code >= 0) {
                    System.exit(code);
                }
                LockSupport.parkNanos(CLAIM_PAUSE.toNanos());
                mine = SingleInstance.claim(options.profileFolder());
            }
            return mine;
        } catch (IOException unusable) {
            LOG.warn("The profile {} cannot be locked: {}", options.profileFolder(), unusable.toString());
            return Optional.empty();
        }
    }
}
