package dev.pilothouse.desktop.push;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A real HTTP server on loopback that records requests and responds as the test specifies. */
public final class Receiver implements AutoCloseable {
    /** Accepts the request and closes the connection without a response. */
    static final int DROP = -1;
    /** Accepts the request and does not respond before the receiver is closed. */
    static final int HANG = -2;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "receiver");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch over = new CountDownLatch(1);
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final List<Taken> taken = new ArrayList<>();

    /**
     * @param authorization null without that header
     * @param key null without that header
     */
    public record Taken(String path, String authorization, String key, String body) {}

    private Receiver(HttpServer server) {
        this.server = server;
    }

    public static Receiver open() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Receiver receiver = new Receiver(server);
        server.createContext("/", receiver::handle);
        server.setExecutor(receiver.threads);
        server.start();
        return receiver;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Status codes or {@link #DROP} or {@link #HANG}, one for each of the next requests; 200 from then on. */
    public synchronized Receiver answers(int... next) {
        for (int answer : next) {
            answers.addLast(answer);
        }
        return this;
    }

    /** Responds to no further request. */
    public Receiver hanging() {
        return answers(HANG, HANG, HANG, HANG);
    }

    private synchronized int take(Taken request) {
        taken.add(request);
        return answers.isEmpty() ? 200 : answers.removeFirst();
    }

    public synchronized List<Taken> taken() {
        return List.copyOf(taken);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            int answer = take(new Taken(
                    exchange.getRequestURI().getPath(),
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                    body));
            if (answer == HANG) {
                over.await();
            } else if (answer != DROP) {
                exchange.getResponseHeaders().set("Location", url("/elsewhere"));
                exchange.sendResponseHeaders(answer, -1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
