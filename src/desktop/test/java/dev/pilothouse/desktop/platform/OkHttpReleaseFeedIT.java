package dev.pilothouse.desktop.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pilothouse.platform.ReleaseFeed.Answer;
import dev.pilothouse.platform.ReleaseFeed.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The requests to a real server, and the handling of its responses. */
class OkHttpReleaseFeedIT {
    private static final String LATEST = "/repos/pilothouse/pilothouse/releases/latest";

    private final Map<String, String> bodies = new ConcurrentHashMap<>();
    private final List<Headers> asked = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "releases");
        thread.setDaemon(true);
        return thread;
    });
    private HttpServer server;
    private OkHttpReleaseFeed feed;
    private String status = "200";

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        feed = at(LATEST, Duration.ofSeconds(20));
    }

    @AfterEach
    void close() {
        over.countDown();
        feed.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private OkHttpReleaseFeed at(String path, Duration within) {
        return new OkHttpReleaseFeed(HttpUrl.get("http://127.0.0.1:" + port() + path), within);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestHeaders());
        String body = bodies.getOrDefault(exchange.getRequestURI().getPath(), "");
        if (body.equals("hang")) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        if (body.startsWith("to ")) {
            exchange.getResponseHeaders().add("Location", body.substring(3));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
            return;
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(status), bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        } catch (IOException closed) {
            // A client that has read enough of a large body closes the connection.
            return;
        }
    }

    private String release(String tag, String more) {
        return "{\"tag_name\":\"" + tag + "\",\"html_url\":\"" + page(tag) + "\"" + more + "}";
    }

    private String page(String tag) {
        return "http://127.0.0.1:" + port() + "/releases/" + tag;
    }

    @Test
    void theLatestReleaseIsNamedWithItsPage() {
        bodies.put(LATEST, release("v1.2.3", ",\"draft\":false,\"assets\":[{\"name\":\"pilothouse.deb\"}]"));
        assertThat(feed.ask()).isEqualTo(new Answer.Newest("1.2.3", page("v1.2.3")));
    }

    @Test
    void ofAListTheHighestReleaseCountsAndNoDraftOrPreRelease() {
        bodies.put(
                LATEST,
                "[" + release("v0.9.0", "") + "," + release("v3.0.0", ",\"draft\":true") + ","
                        + release("v2.5.0", ",\"prerelease\":true") + "," + release("v2.0.0-rc.1", "") + ","
                        + release("v1.10.0", "") + "," + release("v1.9.0", "") + "," + release("nightly", "") + "]");
        assertThat(feed.ask()).isEqualTo(new Answer.Newest("1.10.0", page("v1.10.0")));
    }

    @Test
    void onlyTheProgramsNameIsSent() {
        bodies.put(LATEST, release("v1.0.0", ""));
        feed.ask();
        assertThat(asked).hasSize(1);
        Headers sent = asked.get(0);
        assertThat(sent.get("User-agent")).containsExactly("Pilothouse");
        assertThat(sent.keySet())
                .containsExactlyInAnyOrder("Accept", "Accept-encoding", "Connection", "Host", "User-agent");
    }

    @Test
    void whereThereIsNoReleaseYetThereIsNone() {
        status = "404";
        assertThat(feed.ask()).isEqualTo(new Answer.None());
        status = "200";
        bodies.put(LATEST, "[]");
        assertThat(feed.ask()).isEqualTo(new Answer.None());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<html>", "{", "7", "[1]", "{\"tag_name\":7,\"html_url\":\"x\"}", "{\"tag_name\":\"v1.0.0\"}"
            })
    void whatIsNoReleaseIsUnreadable(String body) {
        bodies.put(LATEST, body);
        assertThat(feed.ask()).isEqualTo(new Answer.Failed(Reason.UNREADABLE, 200));
    }

    @Test
    void aPageElsewhereIsNotOffered() {
        bodies.put(LATEST, "{\"tag_name\":\"v9.0.0\",\"html_url\":\"http://example.org/pilothouse.exe\"}");
        assertThat(feed.ask()).isEqualTo(new Answer.None());
    }

    @Test
    void aRedirectIsFollowedOnTheSameServerAlone() throws IOException {
        bodies.put(LATEST, "to /moved");
        bodies.put("/moved", release("v1.0.0", ""));
        assertThat(feed.ask()).isEqualTo(new Answer.Newest("1.0.0", page("v1.0.0")));

        List<String> reached = Collections.synchronizedList(new ArrayList<>());
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            reached.add(exchange.getRequestURI().toString());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        other.start();
        try {
            bodies.put(LATEST, "to http://127.0.0.1:" + other.getAddress().getPort() + "/");
            assertThat(feed.ask()).isEqualTo(new Answer.Failed(Reason.ELSEWHERE, 302));
            bodies.put(LATEST, "to " + LATEST);
            assertThat(feed.ask()).isEqualTo(new Answer.Failed(Reason.ELSEWHERE, 0));
            assertThat(reached).isEmpty();
        } finally {
            other.stop(0);
        }
    }

    @Test
    void aHugeAnswerIsNotRead() {
        bodies.put(LATEST, "[" + " ".repeat(OkHttpReleaseFeed.MAX_BYTES) + "]");
        assertThat(feed.ask()).isEqualTo(new Answer.Failed(Reason.TOO_LARGE, 200));
    }

    @Test
    void aServerThatRefusesIsToldByItsStatus() {
        status = "503";
        bodies.put(LATEST, "{}");
        assertThat(feed.ask()).isEqualTo(new Answer.Failed(Reason.STATUS, 503));
    }

    @Test
    void whoDoesNotAnswerIsWaitedForNotForEver() {
        bodies.put(LATEST, "hang");
        try (OkHttpReleaseFeed hasty = at(LATEST, Duration.ofMillis(300))) {
            assertThat(hasty.ask()).isEqualTo(new Answer.Failed(Reason.TIMED_OUT, 0));
        }
    }

    @Test
    void withoutANetworkItSaysSo() {
        // No program listens on port 1, and none gets it as a free port.
        try (OkHttpReleaseFeed lost =
                OkHttpReleaseFeed.at("http://127.0.0.1:1" + LATEST).orElseThrow()) {
            assertThat(lost.ask()).isEqualTo(new Answer.Failed(Reason.UNREACHABLE, 0));
        }
    }

    @Test
    void anAddressThatAnybodyOnTheWayCouldAnswerForIsNone() {
        assertThat(OkHttpReleaseFeed.at("http://api.example.org/releases")).isEmpty();
        assertThat(OkHttpReleaseFeed.at("")).isEmpty();
        assertThat(OkHttpReleaseFeed.at("ftp://example.org/")).isEmpty();
    }
}
