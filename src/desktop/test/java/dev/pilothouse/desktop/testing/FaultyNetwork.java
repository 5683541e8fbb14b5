package dev.pilothouse.desktop.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
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

/**
 * A bad network between loopback sockets: delays, loses, cuts, slows down or swallows what goes through. It works on TCP
 * streams, not on packets, so loss is what TCP makes of it: each lost segment, and each that is lost again, holds up all
 * that follows by a retransmission timeout that doubles, and a segment that is lost {@value #LOST_FOR_GOOD} times in a row
 * ends the connection.
 *
 * <p>Owns a listener, its connections and four threads for each, all daemons. Ends with {@link #close()}.
 */
public final class FaultyNetwork implements AutoCloseable {
    private static final int SEGMENT = 1_448;
    private static final int LOST_FOR_GOOD = 7;
    private static final long RETRANSMIT_NANOS = 200_000_000;
    private static final long RETRANSMIT_MAX_NANOS = 1_600_000_000;
    /** On their way in one direction: a quarter of a megabyte, as a socket's buffers would take. */
    private static final int UNDERWAY = 180;

    /**
     * What a network does to what goes through.
     *
     * @param delayMillis in each direction
     * @param loss chance of a segment to be lost, each time it is sent
     * @param cut chance of a segment to end its connection
     * @param bytesPerSecond in each direction, 0 for any
     */
    public record Weather(int delayMillis, double loss, double cut, int bytesPerSecond) {
        public static final Weather FAIR = new Weather(0, 0, 0, 0);
    }

    private final ServerSocket listener;
    private final Random seeds;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private volatile int target;
    private volatile Weather weather = Weather.FAIR;
    private volatile boolean swallowing;

    /** @param target a port on loopback */
    public FaultyNetwork(int target, long seed) throws IOException {
        this.target = target;
        this.seeds = new Random(seed);
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("network-accept", this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Where connections from now on lead. */
    public void lead(int toPort) {
        target = toPort;
    }

    /** From now on, also for connections that are there. */
    public void become(Weather next) {
        weather = next;
    }

    /** From now on nothing arrives and nothing ends, on connections that are there and on new ones: or it does again. */
    public void swallow(boolean swallow) {
        swallowing = swallow;
    }

    /**
     * Makes the connections that are there half-open, for good: nothing arrives on them any more, and neither end learns that
     * the other one has gone. New connections are as the weather is.
     */
    public void deaden() {
        connections.forEach(connection -> connection.dead = true);
    }

    /** Ends all connections, without a word to either end if {@code reset}. */
    public void cutAll(boolean reset) {
        connections.forEach(connection -> connection.end(reset));
    }

    /** Connections so far. */
    public int made() {
        return made.get();
    }

    /** Connections that the weather has ended so far. */
    public int cuts() {
        return cuts.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                try {
                    new Connection(client, new Socket(InetAddress.getLoopbackAddress(), target)).begin();
                } catch (IOException refused) {
                    // Nobody listens there now; whoever came sees an end, as from a network's door.
                    client.close();
                }
            } catch (IOException closed) {
                // The listener is closed, or one that came is gone already.
                continue;
            }
        }
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
            new Direction(client, server, nextSeed(), this).begin("network-up");
            new Direction(server, client, nextSeed(), this).begin("network-down");
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
        private final DelayQueue<Piece> underway = new DelayQueue<>();
        private final Semaphore room = new Semaphore(UNDERWAY);
        private long sent = System.nanoTime();
        private long arrived = sent;

        Direction(Socket from, Socket to, long seed, Connection connection) {
            this.from = from;
            this.to = to;
            this.random = new Random(seed);
            this.connection = connection;
        }

        void begin(String name) {
            start(name + "-in", this::read);
            start(name + "-out", this::write);
        }

        private void read() {
            byte[] buffer = new byte[SEGMENT];
            try {
                InputStream in = from.getInputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (!swallowing && !connection.dead && !send(Arrays.copyOf(buffer, length))) {
                        cuts.incrementAndGet();
                        connection.end(random.nextBoolean());
                        return;
                    }
                }
            } catch (IOException ended) {
                // Either end is gone, or the connection was cut; the other direction ends too.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            underway.add(new Piece(new byte[0], arrival(0, weather)));
        }

        /** @return false if the connection ends here */
        private boolean send(byte[] bytes) throws InterruptedException {
            Weather now = weather;
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
                held += bytes.length * 1_000_000_000L / now.bytesPerSecond();
            }
            room.acquire();
            underway.add(new Piece(bytes, arrival(held, now)));
            return true;
        }

        /** A stream keeps its order: what is held up holds up what follows, also when the weather becomes better. */
        private long arrival(long held, Weather now) {
            sent = Math.max(sent, System.nanoTime()) + held;
            arrived = Math.max(arrived + 1, sent + TimeUnit.MILLISECONDS.toNanos(now.delayMillis()));
            return arrived;
        }

        private void write() {
            try {
                OutputStream out = to.getOutputStream();
                for (Piece piece = underway.take(); piece.bytes().length > 0; piece = underway.take()) {
                    room.release();
                    if (!connection.dead) {
                        out.write(piece.bytes());
                    }
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
            // It was gone already.
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cutAll(false);
    }
}
