package dev.pilothouse.desktop.push;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.WireEnum;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Sends notifications by HTTP POST. It follows no redirects, since one may lead to an unintended server. It turns off
 * the library's retries, since only the queue can decide whether a retry is safe. Each request has a new connection,
 * because a reused one may turn out to be dead after the request was written to it.
 *
 * <p>Owns its client. Any thread. Ends with {@link #close()}.
 */
public final class OkHttpWebhookClient implements WebhookClient {
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final int EXCERPT = 1_000;

    private final OkHttpClient client;
    private final String hostName;

    /** @param within the time limit of one attempt, from its start to the answer */
    public OkHttpWebhookClient(String hostName, Duration within) {
        this.hostName = hostName;
        this.client = new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .callTimeout(within)
                .eventListenerFactory(call -> call.request().tag(Progress.class))
                .build();
    }

    /** Records whether any part of the request may have reached the receiver. */
    private static final class Progress extends EventListener {
        private final AtomicBoolean going = new AtomicBoolean();

        @Override
        public void requestHeadersStart(Call call) {
            going.set(true);
        }
    }

    @Override
    public Outcome post(NotificationTarget target, PushNotification notice) {
        Progress progress = new Progress();
        Request.Builder request = new Request.Builder()
                .tag(Progress.class, progress)
                .header("User-Agent", "Pilothouse")
                .header("Idempotency-Key", notice.id());
        if (!target.token().isEmpty()) {
            request.header("Authorization", "Bearer " + target.token());
        }
        boolean ntfy = target.form() == NotificationTarget.Form.NTFY;
        request.url(ntfy ? server(target.url()) : target.url().toString())
                .post(RequestBody.create(bytes(ntfy ? ntfy(target, notice) : webhook(target, notice)), JSON));
        try (Response response = client.newCall(request.build()).execute()) {
            return outcome(response.code());
        } catch (IOException e) {
            return progress.going.get()
                    ? new Outcome(Fate.UNKNOWN, "no answer came: " + text(e))
                    : new Outcome(Fate.NOT_TAKEN, "it could not be reached: " + text(e));
        }
    }

    /** Returns only the kind of failure: the message may contain the address. */
    private static String text(IOException failure) {
        return failure.getClass().getSimpleName();
    }

    private static Outcome outcome(int code) {
        String words = "HTTP " + code;
        if (code >= 200 && code < 300) {
            return new Outcome(Fate.SENT, words);
        }
        if (code == 502 || code == 504) {
            // The answer of an intermediate server, which cannot say whether the request reached the receiver.
            return new Outcome(Fate.UNKNOWN, words);
        }
        boolean later = code == 408 || code == 425 || code == 429 || code >= 500;
        return new Outcome(later ? Fate.NOT_TAKEN : Fate.REFUSED, words);
    }

    /**
     * Returns the server's address without the topic. The content is sent as JSON to the server, because headers allow
     * only ASCII.
     */
    private static String server(URI url) {
        String all = url.toString();
        return all.substring(0, all.lastIndexOf('/') + 1);
    }

    private JsonObject ntfy(NotificationTarget target, PushNotification notice) {
        JsonObject json = new JsonObject();
        json.addProperty("topic", NotificationConfig.topic(target.url()));
        json.addProperty("title", target.transcript() ? notice.name() + " · " + notice.place() : notice.place());
        json.addProperty(
                "message",
                target.transcript()
                        ? notice.text() + "\n\n" + TextCutter.head(notice.excerpt(), EXCERPT)
                        : notice.text());
        json.addProperty("priority", notice.kind() == NotificationKind.NEEDS_YOU ? 4 : 3);
        JsonArray tags = new JsonArray();
        tags.add(
                switch (notice.kind()) {
                    case NEEDS_YOU -> "raised_hand";
                    case DONE -> "white_check_mark";
                    case FAILED -> "x";
                    case QUIET -> "zzz";
                });
        json.add("tags", tags);
        return json;
    }

    private JsonObject webhook(NotificationTarget target, PushNotification notice) {
        JsonObject json = new JsonObject();
        json.addProperty("id", notice.id());
        json.addProperty("event", WireEnum.toWire(notice.kind()));
        json.addProperty("at", notice.at().toString());
        json.addProperty("host", hostName);
        json.addProperty("sessionId", notice.sessionId());
        json.addProperty("place", notice.place());
        json.addProperty("text", notice.text());
        if (target.transcript()) {
            json.addProperty("name", notice.name());
            json.addProperty("excerpt", TextCutter.head(notice.excerpt(), EXCERPT));
        }
        return json;
    }

    private static byte[] bytes(JsonObject json) {
        return StrictJson.write(json).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
