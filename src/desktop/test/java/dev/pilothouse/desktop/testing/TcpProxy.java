package dev.pilothouse.desktop.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network that misbehaves: forwards loopback connections to a port, and cuts or changes them on the way.
 *
 * <p>Owns a listener, its connections and their pump threads, all daemons. Ends with {@link #close()}.
 */
public final class TcpProxy implements AutoCloseable {
    /** Sees each piece of a direction and says what is forwarded; may change it in place. */
    @FunctionalInterface
    public interface Meddler {
        /**
         * @param offset bytes of this direction and connection that went before
         * @return how many of the {@code length} bytes are forwarded; fewer cut the connection after them
         */
        int meddle(byte[] piece, int length, long offset);
    }

    /** Forwards everything as it is. */
    public static final Meddler HONEST = (piece, length, offset) -> length;

    private static final int SYSTEM_DEFAULT = 0;

    private final ServerSocket listener;
    private final int target;
    private final int receiveBuffer;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile Meddler up = HONEST;
    private volatile Meddler down = HONEST;

    public TcpProxy(int target) throws IOException {
        this(target, SYSTEM_DEFAULT);
    }

    /** @param receiveBuffer bytes that the system holds of what the target sends, so that a proxy that waits is felt soon */
    public TcpProxy(int target, int receiveBuffer) throws IOException {
        this.target = target;
        this.receiveBuffer = receiveBuffer;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("proxy-accept", this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** @param toServer from now on, also for connections that are open */
    public void meddle(Meddler toServer, Meddler toClient) {
        up = toServer;
        down = toClient;
    }

    /** Cuts every connection that is open now. */
    public void cutAll() {
        for (Socket socket : sockets) {
            closeQuietly(socket);
        }
        sockets.clear();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Socket server = connect();
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                start("proxy-up", () -> pump(client, server, true));
                start("proxy-down", () -> pump(server, client, false));
            }
        } catch (IOException e) {
            // Closed, or the target is gone: nothing more is forwarded.
            close();
        }
    }

    private Socket connect() throws IOException {
        Socket server = new Socket();
        if (receiveBuffer != SYSTEM_DEFAULT) {
            // Counts only before the connection is made.
            server.setReceiveBufferSize(receiveBuffer);
        }
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        return server;
    }

    private void pump(Socket from, Socket to, boolean isUp) {
        AtomicLong offset = new AtomicLong();
        byte[] piece = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                int kept = (isUp ? up : down).meddle(piece, length, offset.getAndAdd(length));
                out.write(piece, 0, kept);
                if (kept < length) {
                    break;
                }
            }
        } catch (IOException e) {
            // One of the two ends is gone; so is the other, next.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError("Closing a socket failed", e);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new AssertionError("Closing a listener failed", e);
        }
        cutAll();
    }
}
