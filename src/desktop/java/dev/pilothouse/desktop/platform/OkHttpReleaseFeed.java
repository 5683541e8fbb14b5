package dev.pilothouse.desktop.platform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.platform.ReleaseFeed;
import dev.pilothouse.platform.SemanticVersion;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/**
 * Reads a list of releases, or the latest one, in the form of GitHub's API: {@code GET …/repos/OWNER/NAME/releases}.
 * Drafts and pre-releases are skipped. The request carries the program's name and nothing that identifies a user: no
 * version, no system, no cookie, no key. Redirects are followed only on the same server.
 *
 * <p>Owns its client and the thread {@code release-feed}, which ends when idle. Any thread. Ends with {@link #close()}.
 */
public final class OkHttpReleaseFeed implements ReleaseFeed, AutoCloseable {
    /** System property with the address of the feed. Without it this build does not check for releases. */
    public static final String PROPERTY = "pilothouse.releases";

    static final int MAX_BYTES = 1024 * 1024;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int WAITING = 2;
    private static final int REDIRECTS = 3;

    private final HttpUrl feed;
    private final OkHttpClient client;
    private final ThreadPoolExecutor thread;

    OkHttpReleaseFeed(HttpUrl feed, Duration within) {
        this.feed = feed;
        this.client = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .callTimeout(within)
                .build();
        this.thread = NamedThreads.pool(1, Duration.ofSeconds(5), WAITING, NamedThreads.factory("release-feed"));
    }

    /** Returns the feed that this build names; empty if it names none, or an untrusted one. */
    public static Optional<OkHttpReleaseFeed> ofThisBuild() {
        return at(System.getProperty(PROPERTY, ""));
    }

    /** @param address {@code https://}, or {@code http://} on this machine */
    public static Optional<OkHttpReleaseFeed> at(String address) {
        return Optional.ofNullable(HttpUrl.parse(address))
                .filter(OkHttpReleaseFeed::isTrusted)
                .map(url -> new OkHttpReleaseFeed(url, TIMEOUT));
    }

    private static boolean isTrusted(HttpUrl url) {
        return url.isHttps() || url.host().equals("127.0.0.1") || url.host().equals("localhost");
    }

    @Override
    public void ask(Consumer<Answer> told) {
        try {
            thread.execute(() -> told.accept(ask()));
        } catch (RejectedExecutionException busy) {
            told.accept(new Answer.Failed(Reason.BUSY, 0));
        }
    }

    /** Sends the request and waits for the answer. */
    public Answer ask() {
        HttpUrl at = feed;
        try {
            for (int i = 0; i <= REDIRECTS; i++) {
                Request request = new Request.Builder()
                        .url(at)
                        .header("User-Agent", "Pilothouse")
                        .header("Accept", "application/json")
                        .build();
                try (Response response = client.newCall(request).execute()) {
                    if (!response.isRedirect()) {
                        return read(response);
                    }
                    String location = response.header("Location");
                    HttpUrl next = location == null ? null : at.resolve(location);
                    if (next == null || !isSameServer(next)) {
                        return new Answer.Failed(Reason.ELSEWHERE, response.code());
                    }
                    at = next;
                }
            }
            return new Answer.Failed(Reason.ELSEWHERE, 0);
        } catch (InterruptedIOException late) {
            return new Answer.Failed(Reason.TIMED_OUT, 0);
        } catch (IOException unreachable) {
            return new Answer.Failed(Reason.UNREACHABLE, 0);
        }
    }

    private boolean isSameServer(HttpUrl other) {
        return other.scheme().equals(feed.scheme()) && other.host().equals(feed.host()) && other.port() == feed.port();
    }

    private Answer read(Response response) throws IOException {
        if (response.code() == 404 && feed.pathSegments().contains("latest")) {
            // GitHub's answer for a project that has no release yet.
            return new Answer.None();
        }
        if (!response.isSuccessful()) {
            return new Answer.Failed(Reason.STATUS, response.code());
        }
        BufferedSource body = response.body().source();
        if (body.request(MAX_BYTES + 1L)) {
            return new Answer.Failed(Reason.TOO_LARGE, response.code());
        }
        try {
            return newest(StrictJson.parse(body.readString(StandardCharsets.UTF_8)));
        } catch (CodecException noJson) {
            return new Answer.Failed(Reason.UNREADABLE, response.code());
        }
    }

    private Answer newest(JsonElement json) throws CodecException {
        List<JsonElement> releases = json instanceof JsonArray array
                ? StreamSupport.stream(array.spliterator(), false).toList()
                : List.of(json);
        record Release(SemanticVersion version, Answer.Newest answer) {}
        List<Release> found = new ArrayList<>();
        for (JsonElement element : releases) {
            if (!(element instanceof JsonObject release)) {
                throw new CodecException("A release is no object");
            }
            String name = text(release, "tag_name");
            HttpUrl page = HttpUrl.parse(text(release, "html_url"));
            if (!flag(release, "draft") && !flag(release, "prerelease") && page != null && isOurSite(page)) {
                String plain = name.startsWith("v") ? name.substring(1) : name;
                SemanticVersion.parse(name)
                        .filter(version -> !version.isPreRelease())
                        .ifPresent(
                                version -> found.add(new Release(version, new Answer.Newest(plain, page.toString()))));
            }
        }
        return found.stream()
                .max(Comparator.comparing(Release::version))
                .<Answer>map(Release::answer)
                .orElseGet(Answer.None::new);
    }

    /**
     * Only pages on the feed's own site are accepted, so that a feed cannot lead users elsewhere. The API host has the
     * prefix {@code api.}.
     */
    private boolean isOurSite(HttpUrl page) {
        String site = feed.host().startsWith("api.") ? feed.host().substring("api.".length()) : feed.host();
        return page.scheme().equals(feed.scheme()) && page.host().equals(site);
    }

    private static boolean flag(JsonObject json, String member) {
        return json.get(member) instanceof JsonPrimitive value && value.isBoolean() && value.getAsBoolean();
    }

    private static String text(JsonObject json, String member) throws CodecException {
        if (json.get(member) instanceof JsonPrimitive value && value.isString()) {
            return value.getAsString();
        }
        throw new CodecException("A release has no " + member);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        client.dispatcher().cancelAll();
        client.connectionPool().evictAll();
    }
}
