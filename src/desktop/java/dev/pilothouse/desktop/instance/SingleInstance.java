package dev.pilothouse.desktop.instance;

import dev.pilothouse.desktop.journal.FolderLock;
import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.pulse.Backoff;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.NamedThreads;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ensures that a profile has only one window, since two would write the same files. A second start of the program
 * connects to the first one and passes on the link that it was started with.
 *
 * <p>Owns the profile's {@code window.lock}. From {@link #listen} on, also owns a loopback socket, the file
 * {@code window.key} with its port and secret ({@link InstanceProtocol}), and the thread {@code window-door}. Any
 * thread. Ends with {@link #close()}, or with the process.
 */
public final class SingleInstance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);
    private static final String LOCK = "window.lock";
    private static final String KEY = "window.key";
    private static final int SECRET_BYTES = 32;
    private static final int WAITING = 4;
    /** Timeout for a silent peer, which blocks the next one meanwhile. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Backoff after a failed accept, for example without free descriptors: doubles each time, up to the longest. */
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    private final Path profile;
    private final FolderLock lock;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable ServerSocket socket;
    private boolean closed;

    private SingleInstance(Path profile, FolderLock lock) {
        this.profile = profile;
        this.lock = lock;
    }

    /** The result of a knock. */
    public enum Answer {
        /** The window was raised. */
        RAISED,
        /** There is a window, but it shows another host's data than requested. */
        ELSEWHERE,
        /** No window answers. */
        NOBODY
    }

    /** Called on the thread {@code window-door}: hand over and return. */
    public interface Listener {
        /**
         * @param link the link that the program was started with, or empty; untrusted, so act on it only after
         *     confirmation
         */
        void onKnock(String link);
    }

    /**
     * Claims the profile for this process.
     *
     * @return empty if another process has it
     */
    public static Optional<SingleInstance> claim(Path profile) throws IOException {
        PrivateFolders.create(profile);
        Optional<FolderLock> lock = FolderLock.take(profile.resolve(LOCK));
        if (lock.isPresent()) {
            // Left behind by a process that was killed; no window listens there.
            Files.deleteIfExists(profile.resolve(KEY));
        }
        return lock.map(taken -> new SingleInstance(profile, taken));
    }

    /**
     * Starts to listen. Call once.
     *
     * @param world the host data that the window shows: the host's data folder, empty for the phone form
     */
    public synchronized void listen(String world, Listener listener) throws IOException {
        listen(
                world,
                listener,
                new ServerSocket(0, WAITING, InetAddress.getLoopbackAddress()),
                this::pause,
                CrashReporter::report);
    }

    /** Waits between two attempts. */
    interface Pause {
        /** @return false if there is no further attempt */
        boolean before(Duration time) throws InterruptedException;
    }

    private boolean pause(Duration time) throws InterruptedException {
        return !over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * @param door owned by this object from now on
     * @param onFailure receives exceptions of the listener
     */
    synchronized void listen(
            String world, Listener listener, ServerSocket door, Pause pause, Thread.UncaughtExceptionHandler onFailure)
            throws IOException {
        if (closed) {
            door.close();
            return;
        }
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        socket = door;
        String key = socket.getLocalPort() + " " + HexFormat.of().formatHex(secret);
        new PrivateFile(profile.resolve(KEY)).write(key.getBytes(StandardCharsets.US_ASCII));
        NamedThreads.start("window-door", () -> serve(door, secret, world, listener, pause, onFailure));
    }

    private static void serve(
            ServerSocket door,
            byte[] secret,
            String world,
            Listener listener,
            Pause pause,
            Thread.UncaughtExceptionHandler onFailure) {
        int failures = 0;
        try {
            while (!door.isClosed()) {
                try (Socket peer = door.accept()) {
                    failures = 0;
                    answer(peer, secret, world, listener, onFailure);
                } catch (IOException noPeer) {
                    if (door.isClosed()) {
                        return;
                    }
                    LOG.warn("The door of this window takes nobody in just now: {}", noPeer.getMessage());
                    failures++;
                    if (!pause.before(PAUSES.after(failures))) {
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(
            Socket peer, byte[] secret, String world, Listener listener, Thread.UncaughtExceptionHandler onFailure) {
        try {
            peer.setSoTimeout((int) TIMEOUT.toMillis());
            InstanceProtocol talk = new InstanceProtocol(peer, secret);
            Optional<InstanceProtocol.Wish> wish = talk.hear();
            if (wish.isPresent()) {
                boolean here = wish.get().world().equals(world);
                talk.answer(here);
                if (here) {
                    listener.onKnock(wish.get().link());
                }
            }
        } catch (IOException rude) {
            LOG.debug("A knock came to nothing: {}", rude.getMessage());
        } catch (RuntimeException e) {
            // A failure on one request must not stop the next ones.
            onFailure.uncaughtException(Thread.currentThread(), e);
        }
    }

    /**
     * Connects to the window once.
     *
     * @param world the host data to show
     * @param link to pass on, or empty; sent only to a window that proves the secret
     */
    public static Answer knock(Path profile, String world, String link) {
        try {
            Optional<byte[]> key = new PrivateFile(profile.resolve(KEY)).read();
            if (key.isEmpty()) {
                return Answer.NOBODY;
            }
            String[] words = new String(key.get(), StandardCharsets.US_ASCII).split(" ", -1);
            int port = Integer.parseInt(words[0]);
            byte[] secret = HexFormat.of().parseHex(words[1]);
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) TIMEOUT.toMillis());
                socket.setSoTimeout((int) TIMEOUT.toMillis());
                return new InstanceProtocol(socket, secret).ask(new InstanceProtocol.Wish(world, link))
                        ? Answer.RAISED
                        : Answer.ELSEWHERE;
            }
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException nobody) {
            LOG.debug("Nobody answered the knock: {}", nobody.getMessage());
            return Answer.NOBODY;
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        over.countDown();
        try {
            if (socket != null) {
                socket.close();
                Files.deleteIfExists(profile.resolve(KEY));
            }
        } catch (IOException left) {
            // The next window removes the file.
            LOG.debug("The door's key stays: {}", left.getMessage());
        } finally {
            lock.close();
        }
    }
}
