package dev.pilothouse.desktop;

import dev.pilothouse.desktop.machine.SingleWindow;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a window needs beside JavaFX, begun before JavaFX starts, which takes about as long: the profile is claimed, the host
 * opened, the system asked for its look.
 *
 * <p>Owns what it has begun until the window takes it. Begun on the main thread; each part has a thread of its own, which
 * ends with it. A host that was begun ends with the JVM, also when no window opens.
 */
final class WindowStart {
    private static final Logger LOG = LoggerFactory.getLogger(WindowStart.class);
    private static final Duration CLAIM_WITHIN = Duration.ofSeconds(15);
    private static final Duration CLAIM_PAUSE = Duration.ofMillis(200);

    private final WindowOptions options;
    private final Optional<SingleWindow> only;
    private final CompletableFuture<Optional<Boolean>> dark;
    private final CompletableFuture<Optional<Boolean>> calm;
    private final Optional<CompletableFuture<HostInWindow>> host;

    private WindowStart(WindowOptions options) {
        this.options = options;
        this.only = claim(options);
        this.host = options.phone()
                ? Optional.empty()
                // It reads its journals before it listens.
                : Optional.of(begin("host-start", () -> openHost(options)));
        this.dark = begin("system-look", SystemAppearance::dark);
        this.calm = begin("system-motion", SystemAppearance::calm);
    }

    /** Begins, or ends the program where there is a window to leave to. */
    static WindowStart begin(WindowOptions options) {
        return new WindowStart(options);
    }

    WindowOptions options() {
        return options;
    }

    /** The claim on the profile, or empty if the profile cannot be used, which the window then says. */
    Optional<SingleWindow> only() {
        return only;
    }

    /** Whether the system's look is dark, or empty where it does not say. May have to wait. */
    Optional<Boolean> systemDark() {
        return taken(dark);
    }

    /** Whether little shall move. May have to wait. */
    boolean calm() {
        return taken(calm).orElse(false);
    }

    /** The host, for a window that has one. Waits until it listens or has failed. */
    Optional<HostInWindow> host() {
        return host.map(WindowStart::taken);
    }

    private static HostInWindow openHost(WindowOptions options) {
        HostInWindow opened = HostInWindow.open(options);
        // A session's end or a signal ends the JVM without closing the window, and agents must not outlive it.
        Thread closing = new Thread(opened::closeQuietly, "host-shutdown");
        try {
            Runtime.getRuntime().addShutdownHook(closing);
        } catch (IllegalStateException ending) {
            opened.closeQuietly();
        }
        return opened;
    }

    private static <T> CompletableFuture<T> begin(String name, Supplier<T> part) {
        return CompletableFuture.supplyAsync(part, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        });
    }

    private static <T> T taken(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException own) {
                throw own;
            }
            throw failed;
        }
    }

    /** Takes the profile, or ends the program: of two starts in the same moment, both of which saw no window, one is later. */
    private static Optional<SingleWindow> claim(WindowOptions options) {
        long began = System.nanoTime();
        try {
            Optional<SingleWindow> mine = SingleWindow.claim(options.profileFolder());
            while (mine.isEmpty()) {
                // It may still be starting, or just ending.
                int code = DesktopMain.leaveTo(options);
                if (code < 0 && System.nanoTime() - began > CLAIM_WITHIN.toNanos()) {
                    System.err.println("Another process has the profile " + options.profileFolder()
                            + " and does not answer. End it, or choose another profile with --profile.");
                    code = 1;
                }
                if (code >= 0) {
                    System.exit(code);
                }
                LockSupport.parkNanos(CLAIM_PAUSE.toNanos());
                mine = SingleWindow.claim(options.profileFolder());
            }
            return mine;
        } catch (IOException unusable) {
            LOG.warn("The profile {} cannot be claimed: {}", options.profileFolder(), unusable.toString());
            return Optional.empty();
        }
    }
}
