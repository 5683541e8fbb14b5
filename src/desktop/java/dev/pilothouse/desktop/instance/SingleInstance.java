package dev.pilothouse.desktop.instance;

import dev.pilothouse.desktop.journal.FolderLock;
import dev.pilothouse.desktop.journal.PrivateFolders;
import dev.pilothouse.pulse.Backoff;
import dev.pilothouse.pulse.CrashReporter;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ensures that a profile has only one window, since two would write the same files. A second start of the program
 * connects to the first one and passes on the link that it was started with.
 *
 * <p>Owns the profile's {@code window.lock}. From {@link #listen} on, also owns the Unix domain socket
 * {@code window.socket}, in a folder that only the user can enter, and the thread {@code window-door}. Where the system
 * has no such sockets, or the path is too long for one, only the lock works. Any thread. Ends with {@link #close()}, or
 * with the process.
 */
public final class SingleInstance implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SingleInstance.class);
    private static final String LOCK = "window.lock";
    /** Systems allow 104 to 108 bytes. */
    private static final int MAX_PATH_BYTES = 100;

    private static final int WAITING = 4;
    /** Backoff after a failed accept, for example without free descriptors: doubles each time, up to the longest. */
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    private final Optional<Path> socket;
    private final FolderLock lock;
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable ServerSocketChannel server;
    private boolean closed;

    private SingleInstance(Optional<Path> socket, FolderLock lock) {
        this.socket = socket;
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
        return claim(profile, runtimeFolder());
    }

    /** @param runtime the folder for the socket if the profile's path is too long; may be empty */
    static Optional<SingleInstance> claim(Path profile, String runtime) throws IOException {
        PrivateFolders.create(profile);
        Optional<FolderLock> lock = FolderLock.take(profile.resolve(LOCK));
        if (lock.isEmpty()) {
            return Optional.empty();
        }
        Optional<Path> socket = socketPath(profile, runtime);
        if (socket.isPresent()) {
            try {
                // Left behind by a process that was killed; no window listens there.
                Files.deleteIfExists(socket.get());
            } catch (IOException e) {
                lock.get().close();
                throw e;
            }
        }
        return lock.map(taken -> new SingleInstance(socket, taken));
    }

    private static String runtimeFolder() {
        return System.getenv().getOrDefault("XDG_RUNTIME_DIR", "");
    }

    private static Optional<Path> socketPath(Path profile, String runtime) {
        Path near = profile.toAbsolutePath().resolve("window.socket");
        if (isShort(near)) {
            return Optional.of(near);
        }
        UUID name = UUID.nameUUIDFromBytes(near.toString().getBytes(StandardCharsets.UTF_8));
        return Optional.of(Path.of(runtime, "pilothouse", name + ".socket"))
                .filter(path -> path.isAbsolute() && isShort(path));
    }

    private static boolean isShort(Path path) {
        return path.toString().getBytes(StandardCharsets.UTF_8).length <= MAX_PATH_BYTES;
    }

    /**
     * Starts to listen. Call once.
     *
     * @param environment the host data that the window shows: the host's data folder, empty for the phone form
     * @throws IOException if a second start cannot find this window
     */
    public void listen(String environment, Listener listener) throws IOException {
        listen(environment, listener, ServerSocketChannel::accept, this::pause, CrashReporter::report);
    }

    /** Waits between two attempts. */
    interface Pause {
        /** @return false if there is no further attempt */
        boolean before(Duration time) throws InterruptedException;
    }

    /** Accepts a connection. */
    interface Acceptor {
        SocketChannel accept(ServerSocketChannel server) throws IOException;
    }

    private boolean pause(Duration time) throws InterruptedException {
        return !over.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** @param onFailure receives exceptions of the listener */
    synchronized void listen(
            String environment,
            Listener listener,
            Acceptor acceptor,
            Pause pause,
            Thread.UncaughtExceptionHandler onFailure)
            throws IOException {
        if (closed) {
            return;
        }
        Path path = socket.orElseThrow(() -> new IOException("The path of the profile is too long for a socket, and"
                + " XDG_RUNTIME_DIR names no folder with a short path"));
        PrivateFolders.create(path.resolveSibling(""));
        ServerSocketChannel opened = open();
        server = opened;
        opened.bind(UnixDomainSocketAddress.of(path), WAITING);
        PrivateFolders.makePrivate(path);
        NamedThreads.start("window-door", () -> serve(opened, environment, listener, acceptor, pause, onFailure));
    }

    private static ServerSocketChannel open() throws IOException {
        try {
            return ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        } catch (UnsupportedOperationException e) {
            throw new IOException("This system has no Unix domain sockets", e);
        }
    }

    private static void serve(
            ServerSocketChannel server,
            String environment,
            Listener listener,
            Acceptor acceptor,
            Pause pause,
            Thread.UncaughtExceptionHandler onFailure) {
        int failures = 0;
        try {
            while (server.isOpen()) {
                try (SocketChannel peer = acceptor.accept(server)) {
                    failures = 0;
                    answer(peer, environment, listener, onFailure);
                } catch (IOException noPeer) {
                    if (!server.isOpen()) {
                        return;
                    }
                    LOG.warn("The socket of this window cannot accept a connection: {}", noPeer.getMessage());
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
            SocketChannel peer, String environment, Listener listener, Thread.UncaughtExceptionHandler onFailure) {
        try (InstanceProtocol protocol = new InstanceProtocol(peer)) {
            InstanceProtocol.Request request = protocol.receiveRequest();
            boolean here = request.environment().equals(environment);
            protocol.answer(here);
            if (here) {
                listener.onKnock(request.link());
            }
        } catch (IOException rude) {
            LOG.debug("A request to this window failed: {}", rude.getMessage());
        } catch (RuntimeException e) {
            // A failure on one request must not stop the next ones.
            onFailure.uncaughtException(Thread.currentThread(), e);
        }
    }

    /**
     * Connects to the window once.
     *
     * @param environment the host data to show
     * @param link to pass on, or empty; sent only to a socket that no other user can have placed
     */
    public static Answer knock(Path profile, String environment, String link) {
        return knock(profile, runtimeFolder(), environment, link);
    }

    static Answer knock(Path profile, String runtime, String environment, String link) {
        Optional<Path> socket = socketPath(profile, runtime)
                .filter(Files::exists)
                .filter(path -> PrivateFolders.isPrivate(path.resolveSibling("")));
        if (socket.isEmpty()) {
            return Answer.NOBODY;
        }
        try (InstanceProtocol protocol = new InstanceProtocol(SocketChannel.open(StandardProtocolFamily.UNIX))) {
            InstanceProtocol.Request request = new InstanceProtocol.Request(environment, link);
            return protocol.ask(UnixDomainSocketAddress.of(socket.get()), request) ? Answer.RAISED : Answer.ELSEWHERE;
        } catch (IOException | UnsupportedOperationException nobody) {
            LOG.debug("No window answered: {}", nobody.getMessage());
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
            if (server != null) {
                server.close();
                Files.deleteIfExists(socket.orElseThrow());
            }
        } catch (IOException left) {
            // The next window removes the socket.
            LOG.debug("The window's socket could not be removed: {}", left.getMessage());
        } finally {
            lock.close();
        }
    }
}
