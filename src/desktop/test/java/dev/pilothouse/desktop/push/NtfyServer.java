package dev.pilothouse.desktop.push;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A server of ntfy on loopback: the real program, where it is installed, or a stand-in that speaks the part of its HTTP
 * that a host and a phone use. A test reads topics and presses buttons by HTTP in both cases.
 */
public final class NtfyServer implements AutoCloseable {
    private final String url;
    private final AutoCloseable server;
    private final HttpClient phone = HttpClient.newHttpClient();

    private NtfyServer(String url, AutoCloseable server) {
        this.url = url;
        this.server = server;
    }

    /** The program on the path of this machine. */
    public static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .map(folder -> Path.of(folder, "ntfy"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts the real program. */
    public static NtfyServer real(Path program, Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port;
        Path config = Files.writeString(folder.resolve("ntfy.yml"), "");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "serve",
                        "--config",
                        config.toString(),
                        "--listen-http",
                        "127.0.0.1:" + port,
                        "--base-url",
                        url,
                        // A test polls more often than a phone.
                        "--visitor-request-limit-exempt-hosts",
                        "127.0.0.1",
                        "--cache-file",
                        folder.resolve("cache.db").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("ntfy.log").toFile())
                .start();
        NtfyServer server = new NtfyServer(url, () -> {
            process.destroy();
            process.waitFor();
        });
        Awaitility.await("ntfy listens")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptions()
                .until(() -> server.get("/v1/health").contains("true"));
        return server;
    }

    public static NtfyServer standIn() throws IOException {
        return new StandIn(true).start();
    }

    /** A server before 2.16, which has no path for clearing. */
    public static NtfyServer olderStandIn() throws IOException {
        return new StandIn(false).start();
    }

    public String topicUrl(String topic) {
        return url + "/" + topic;
    }

    /** The messages of a topic, from the first one on, as a phone gets them. */
    public List<JsonObject> messages(String topic) {
        List<JsonObject> messages = new ArrayList<>();
        for (String line : get("/" + topic + "/json?poll=1&since=all").split("\n")) {
            if (!line.isBlank()) {
                messages.add(JsonParser.parseString(line).getAsJsonObject());
            }
        }
        return messages;
    }

    public List<JsonObject> await(String topic, int count) {
        Awaitility.await(count + " messages in the topic")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> messages(topic).size() >= count);
        return messages(topic);
    }

    public static List<String> labels(JsonObject message) {
        List<String> labels = new ArrayList<>();
        if (message.has("actions")) {
            message.getAsJsonArray("actions")
                    .forEach(action ->
                            labels.add(action.getAsJsonObject().get("label").getAsString()));
        }
        return labels;
    }

    public static JsonObject action(JsonObject message, String label) {
        for (JsonElement action : message.getAsJsonArray("actions")) {
            if (action.getAsJsonObject().get("label").getAsString().equals(label)) {
                return action.getAsJsonObject();
            }
        }
        throw new AssertionError("no button " + label + " in " + message);
    }

    /** Does what the app on a phone does when its button is pressed. */
    public void press(JsonObject message, String label) {
        JsonObject action = action(message, label);
        post(action.get("url").getAsString(), action.get("body").getAsString());
    }

    public void post(String address, String body) {
        send(HttpRequest.newBuilder(URI.create(address))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url + path)).build());
    }

    private String send(HttpRequest request) {
        try {
            HttpResponse<String> response = phone.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError("HTTP " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws Exception {
        server.close();
    }

    /** Publishing as JSON and as text, streams and polls of a topic, and clearing, as ntfy 2.16 documents them. */
    private static final class StandIn {
        private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "ntfy");
            thread.setDaemon(true);
            return thread;
        });
        private final List<JsonObject> all = new ArrayList<>();
        private final boolean clears;
        private boolean closed;

        StandIn(boolean clears) {
            this.clears = clears;
        }

        NtfyServer start() throws IOException {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            http.createContext("/", this::handle);
            http.setExecutor(threads);
            http.start();
            return new NtfyServer("http://127.0.0.1:" + http.getAddress().getPort(), () -> {
                synchronized (this) {
                    closed = true;
                    notifyAll();
                }
                http.stop(0);
                threads.shutdownNow();
            });
        }

        private synchronized JsonObject publish(String event, String topic, JsonObject members) {
            JsonObject message = new JsonObject();
            message.addProperty("id", "m" + (all.size() + 1));
            message.addProperty("time", System.currentTimeMillis() / 1_000);
            message.addProperty("event", event);
            message.addProperty("topic", topic);
            members.entrySet().forEach(member -> message.add(member.getKey(), member.getValue()));
            all.add(message);
            notifyAll();
            return message;
        }

        private void handle(HttpExchange exchange) {
            try (exchange) {
                String[] path = exchange.getRequestURI().getPath().substring(1).split("/");
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (exchange.getRequestMethod().equals("GET")) {
                    stream(exchange, path[0], exchange.getRequestURI().getQuery());
                    return;
                }
                if (path.length > 1 && !clears) {
                    exchange.sendResponseHeaders(404, -1);
                    return;
                }
                JsonObject published;
                if (path.length == 3 && path[2].equals("clear")) {
                    JsonObject cleared = new JsonObject();
                    cleared.addProperty("sequence_id", path[1]);
                    published = publish("message_clear", path[0], cleared);
                } else if (path[0].isEmpty()) {
                    JsonObject json = JsonParser.parseString(body).getAsJsonObject();
                    published = publish("message", json.remove("topic").getAsString(), json);
                } else {
                    JsonObject text = new JsonObject();
                    text.addProperty("message", body);
                    published = publish("message", path[0], text);
                }
                byte[] answer = published.toString().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, answer.length);
                exchange.getResponseBody().write(answer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void stream(HttpExchange exchange, String topic, String query)
                throws IOException, InterruptedException {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            boolean poll = query.contains("poll=1");
            if (!poll) {
                out.write("{\"id\":\"open\",\"time\":1,\"event\":\"open\",\"topic\":\"x\"}\n"
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            String since = query.replaceAll(".*since=", "");
            int next = since.startsWith("m") ? Integer.parseInt(since.substring(1)) : 0;
            while (true) {
                JsonObject message;
                synchronized (this) {
                    while (next >= all.size()) {
                        if (closed || poll) {
                            return;
                        }
                        wait();
                    }
                    message = all.get(next++);
                }
                if (message.get("topic").getAsString().equals(topic)) {
                    out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        }
    }
}
