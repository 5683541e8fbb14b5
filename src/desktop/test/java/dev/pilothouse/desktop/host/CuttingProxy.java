package dev.pilothouse.desktop.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on loopback that cuts its connection after so many bytes of both directions together. Owns its threads
 * and sockets; ends with {@link #close()}.
 */
final class CuttingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger cuts = new AtomicInteger();

    private CuttingProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    static CuttingProxy to(int port) throws IOException {
        CuttingProxy proxy = new CuttingProxy(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), port);
        proxy.thread("accept", proxy::accept);
        return proxy;
    }

    int port() {
        return server.getLocalPort();
    }

    void cutAfter(long bytes) {
        left.set(bytes);
    }

    int cuts() {
        return cuts.get();
    }

    private interface Work {
        void run() throws IOException;
    }

    private void thread(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // A cut, or the end of one side: the other side's pump ends too.
                        return;
                    }
                },
                "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = server.accept();
            Socket host = new Socket(InetAddress.getByName("127.0.0.1"), target);
            thread("up", () -> pump(client, host));
            thread("down", () -> pump(host, client));
        }
    }

    private void pump(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            byte[] buffer = new byte[1500];
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int count;
            while ((count = in.read(buffer)) >= 0) {
                long remaining = left.addAndGet(-count);
                if (remaining < 0) {
                    out.write(buffer, 0, (int) Math.max(0, count + remaining));
                    out.flush();
                    cuts.incrementAndGet();
                    return;
                }
                out.write(buffer, 0, count);
                out.flush();
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
