package dev.pilothouse.desktop.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * A bad network between loopback sockets: it can delay, lose, cut, slow down, change or swallow data, and drop
 * connections. It works on TCP streams, not on packets, so it simulates the effect of loss on TCP. Each lost segment
 * delays all later data by a retransmission timeout, which doubles with each repeated loss. A segment that is lost
 * {@value #LOST_FOR_GOOD} times in a row ends the connection.
 *
 * <p>Owns a listener, its connections and four threads for each, all daemons. Ends with {@link #close()}.
 */
public final class FaultyNetwork implements AutoCloseable {
    private static final int SEGMENT = 1_448;
    /** The size of a read without faults. */
    private static final int PIECE = 16 * 1024;

    private static final int SYSTEM_DEFAULT = 0;
    private static final int LOST_FOR_GOOD = 7;
    private static final long RETRANSMIT_NANOS = 200_000_000;
    private static final long RETRANSMIT_MAX_NANOS = 1_600_000_000;
    /** Pieces in flight in one direction: a quarter of a megabyte, like a socket's buffers. */
    private static final int UNDERWAY = 180;

    /**
     * The faults of a network.
     *
     * @param delayMillis in each direction
     * @param loss chance of a segment to be lost, each time it is sent
     * @param cut chance of a segment to end its connection
     * @param bytesPerSecond in each direction, 0 for unlimited
     */
    public record Weather(int delayMillis, double loss, double cut, int bytesPerSecond) {
        public static final Weather FAIR = new Weather(0, 0, 0, 0);
    }

    /** Gets each piece of a direction and decides how much is forwarded; may change it in place, or block. */
    @FunctionalInterface
    public interface Meddler {
        /**
         * @param offset bytes of this direction and connection that went before
         * @return how many of the {@code length} bytes are forwarded; fewer cut the connection after them
         */
        int meddle(byte[] piece, int length, long offset);
    }

    /** Forwards everything unchanged. */
    public static final Meddler HONEST = (piece, length, offset) -> length;

    /**
     * @param left how many bytes of all connections and both directions pass before the next one cuts its connection
     */
    public static Meddler cutAfter(AtomicLong left) {
        return (piece, length, offset) -> {
            long remaining = left.addAndGet(-length);
            return remaining >= 0 ? length : (int) Math.max(0, length + remaining);
        };
    }

    private final ServerSocket listener;
    private final int receiveBuffer;
    private final Random seeds;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Socket> silent = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger dropped = new AtomicInteger();
    private volatile IntSupplier target;
    private volatile Weather weather = Weather.FAIR;
    private volatile double drop;
    private volatile Meddler up = HONEST;
    private volatile Meddler down = HONEST;
    private volatile boolean swallowing;

    /** @param target a port on loopback */
    public FaultyNetwork(int target, long seed) throws IOException {
        this(target, seed, SYSTEM_DEFAULT);
    }

    /** @param receiveBuffer the system's buffer for data from the target, so that a slow network soon blocks it */
    public FaultyNetwork(int target, long seed, int receiveBuffer) throws IOException {
        this.target = () -> target;
        this.receiveBuffer = receiveBuffer;
        this.seeds = new Random(seed);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("network-accept", this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Sets the target of new connections. */
    public void lead(int toPort) {
        lead(() -> toPort);
    }

    /** The same; the supplier is called for each connection. */
    public void lead(IntSupplier toPort) {
        target = toPort;
    }

    /** @param toServer applies from now on, also to open connections */
    public void meddle(Meddler toServer, Meddler toClient) {
        up = toServer;
        down = toClient;
    }

    /**
     * Makes a share of new connections fail: two of three are ended at once, and one is never answered.
     *
     * @param chance of a connection
     */
    public void drop(double chance) {
        drop = chance;
    }

    /** Sets the faults, also for open connections. */
    public void become(Weather next) {
        weather = next;
    }

    /** Sets whether all data and all ends are withheld, on open and new connections. */
    public void swallow(boolean swallow) {
        swallowing = swallow;
    }

    /**
     * Makes the open connections half-open for good: no data arrives on them, and neither end learns that the other one
     * has closed. New connections are not affected.
     */
    public void deaden() {
        connections.forEach(connection -> connection.dead = true);
    }

    /** Ends all connections, by a reset if {@code reset}. */
    public void cutAll(boolean reset) {
        connections.forEach(connection -> connection.end(reset));
    }

    /** Connections so far. */
    public int made() {
        return made.get();
    }

    /** Connections that the faults or a meddler have ended so far. */
    public int cuts() {
        return cuts.get();
    }

    /** Connections so far that were dropped. */
    public int dropped() {
        return dropped.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Random luck = new Random(nextSeed());
                if (luck.nextDouble() < drop) {
                    dropped.incrementAndGet();
                    drop(client, luck.nextInt(3) == 0);
                    continue;
                }
                try {
                    new Connection(client, connect()).begin();
                } catch (IOException refused) {
                    // Nothing listens there now; the client gets an end of stream, as from a gateway.
                    client.close();
                }
            } catch (IOException closed) {
                // The listener is closed, or the accepted connection has already ended.
                continue;
            }
        }
    }

    private void drop(Socket client, boolean silently) {
        if (silently) {
            silent.add(client);
        } else {
            endQuietly(client, true);
        }
    }

    private Socket connect() throws IOException {
        Socket server = new Socket();
        if (receiveBuffer != SYSTEM_DEFAULT) {
            // Only takes effect before the connection is made.
            server.setReceiveBufferSize(receiveBuffer);
        }
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target.getAsInt()));
        return server;
    }

    private final class Connection {
        private final Socket client;
        private final Socket server;
        private volatile boolean dead;

        Connection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void begin() throws IOException {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            connections.add(this);
            made.incrementAndGet();
            new Direction(client, server, nextSeed(), this, () -> up).begin("network-up");
            new Direction(server, client, nextSeed(), this, () -> down).begin("network-down");
        }

        void end(boolean reset) {
            if (connections.remove(this)) {
                endQuietly(client, reset);
                endQuietly(server, reset);
            }
        }
    }

    private synchronized long nextSeed() {
        return seeds.nextLong();
    }

    /** A piece of a stream that arrives at a time; one without bytes is the end. */
    private record Piece(byte[] bytes, long at) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at, ((Piece) other).at);
        }
    }

    private final class Direction {
        private final Socket from;
        private final Socket to;
        private final Random random;
        private final Connection connection;
        private final Supplier<Meddler> meddler;
        private final DelayQueue<Piece> underway = new DelayQueue<>();
        private final Semaphore room = new Semaphore(UNDERWAY);
        private long sent = System.nanoTime();
        private long arrived = sent;

        Direction(Socket from, Socket to, long seed, Connection connection, Supplier<Meddler> meddler) {
            this.from = from;
            this.to = to;
            this.random = new Random(seed);
            this.connection = connection;
            this.meddler = meddler;
        }

        void begin(String name) {
            start(name + "-in", this::read);
            start(name + "-out", this::write);
        }

        private void read() {
            byte[] buffer = new byte[PIECE];
            long offset = 0;
            try {
                InputStream in = from.getInputStream();
                for (int length = read(in, buffer); length >= 0; length = read(in, buffer)) {
                    int kept = meddler.get().meddle(buffer, length, offset);
                    offset += length;
                    if (!swallowing && !connection.dead && !send(buffer, kept)) {
                        cuts.incrementAndGet();
                        connection.end(random.nextBoolean());
                        return;
                    }
                    if (kept < length) {
                        cuts.incrementAndGet();
                        break;
                    }
                }
            } catch (IOException ended) {
                // Either end has closed, or the connection was cut; the other direction ends too.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            underway.add(new Piece(new byte[0], arrival(0, weather)));
        }

        private int read(InputStream in, byte[] buffer) throws IOException {
            Weather now = weather;
            int most = now == Weather.FAIR ? PIECE : SEGMENT;
            return in.read(buffer, 0, now.bytesPerSecond() == 0 ? most : Math.min(most, now.bytesPerSecond()));
        }

        /** @return false if the connection ends here */
        private boolean send(byte[] buffer, int length) throws IOException, InterruptedException {
            Weather now = weather;
            if (length == 0) {
                return true;
            }
            if (now == Weather.FAIR && room.availablePermits() == UNDERWAY) {
                // Nothing is in flight that this could overtake.
                to.getOutputStream().write(buffer, 0, length);
                return true;
            }
            long held = 0;
            long timeout = RETRANSMIT_NANOS;
            int lost = 0;
            while (random.nextDouble() < now.loss()) {
                if (++lost == LOST_FOR_GOOD) {
                    return false;
                }
                held += timeout;
                timeout = Math.min(RETRANSMIT_MAX_NANOS, 2 * timeout);
            }
            if (random.nextDouble() < now.cut()) {
                return false;
            }
            if (now.bytesPerSecond() > 0) {
                held += length * 1_000_000_000L / now.bytesPerSecond();
            }
            room.acquire();
            underway.add(new Piece(Arrays.copyOf(buffer, length), arrival(held, now)));
            return true;
        }

        /** A stream keeps its order: a delayed piece delays all later ones, also after the faults end. */
        private long arrival(long held, Weather now) {
            sent = Math.max(sent, System.nanoTime()) + held;
            arrived = Math.max(arrived + 1, sent + TimeUnit.MILLISECONDS.toNanos(now.delayMillis()));
            return arrived;
        }

        private void write() {
            try {
                OutputStream out = to.getOutputStream();
                for (Piece piece = underway.take(); piece.bytes().length > 0; piece = underway.take()) {
                    if (!connection.dead) {
                        out.write(piece.bytes());
                    }
                    room.release();
                }
            } catch (IOException ended) {
                // As above.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (!swallowing && !connection.dead) {
                    connection.end(false);
                }
                // Lets a reader that waits for room see the end.
                room.release(UNDERWAY);
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void endQuietly(Socket socket, boolean reset) {
        try {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // It was closed already.
            return;
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new AssertionError("Closing a listener failed", e);
        }
        cutAll(false);
        silent.forEach(socket -> endQuietly(socket, false));
    }
}
