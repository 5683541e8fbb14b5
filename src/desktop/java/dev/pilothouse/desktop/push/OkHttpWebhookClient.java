package dev.pilothouse.desktop.push;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.http.LazyOkHttpClient;
import dev.pilothouse.desktop.http.OkHttpPublicDns;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.WireEnum;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
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
    private static final MediaType OCTETS = MediaType.get("application/octet-stream");
    private static final int EXCERPT = 1_000;
    /** ntfy makes a longer message an attachment. */
    private static final int MAX_MESSAGE = 4_000;
    /** How long a button of a notification works. */
    static final Duration ANSWER_WITHIN = Duration.ofMinutes(15);
    /** A push service accepts a signature for a day at most. */
    private static final Duration SIGNED_FOR = Duration.ofHours(12);

    private final LazyOkHttpClient http;
    private final String hostName;
    private final NotificationState state;
    private volatile String contact = "";

    /** @param within the time limit of one attempt, from its start to the answer */
    OkHttpWebhookClient(String hostName, Duration within, NotificationState state) {
        this.hostName = hostName;
        this.state = state;
        this.http = new LazyOkHttpClient(() -> new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .callTimeout(within)
                .eventListenerFactory(call -> call.request().tag(Progress.class))
                .build());
    }

    /** @param address for push services; empty for none */
    void useContact(String address) {
        contact = address;
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
        Request.Builder request = request(target, notice);
        return switch (target.kind()) {
            case NTFY -> send(target, request.url(server(url(target))).post(json(ntfy(target, notice))));
            case WEB_PUSH, UNIFIED_PUSH -> sealed(target, notice, request, webhook(target, notice));
            case WEBHOOK, OTHER ->
                send(target, request.url(url(target).toString()).post(json(webhook(target, notice))));
        };
    }

    /**
     * ntfy from 2.16 on clears it on all phones. An earlier one has no such path; its version is not public. A receiver
     * with keys gets a message without content.
     */
    @Override
    public Outcome withdraw(NotificationTarget target, PushNotification notice) {
        Request.Builder request = request(target, notice);
        if (target.kind() == PushKind.NTFY) {
            String clear = url(target) + "/" + sequence(notice) + "/clear";
            Outcome outcome = send(target, request.url(clear).put(RequestBody.create(new byte[0], null)));
            boolean unknown =
                    outcome.words().equals("HTTP 404") || outcome.words().equals("HTTP 405");
            return unknown ? new Outcome(Fate.UNSUPPORTED, outcome.words()) : outcome;
        }
        if (target.kind().isSealed()) {
            JsonObject json = new JsonObject();
            json.addProperty("withdrawn", notice.id());
            return sealed(target, notice, request, json);
        }
        return WebhookClient.super.withdraw(target, notice);
    }

    private static Request.Builder request(NotificationTarget target, PushNotification notice) {
        Request.Builder request =
                new Request.Builder().header("User-Agent", "Pilothouse").header("Idempotency-Key", notice.id());
        if (!target.token().isEmpty()) {
            request.header("Authorization", "Bearer " + target.token());
        }
        return request;
    }

    private static URI url(NotificationTarget target) {
        return Objects.requireNonNull(target.url(), "it has no address");
    }

    private static RequestBody json(JsonObject json) {
        return RequestBody.create(bytes(json), JSON);
    }

    private Outcome sealed(
            NotificationTarget target, PushNotification notice, Request.Builder request, JsonObject content) {
        URI url = url(target);
        try {
            byte[] plain = bytes(content);
            if (plain.length > WebPushSealer.MAX_PLAINTEXT) {
                content.remove("excerpt");
                plain = bytes(content);
            }
            byte[] body = WebPushSealer.seal(plain, target.publicKey(), target.authSecret());
            String origin = url.getScheme() + "://" + url.getRawAuthority();
            request.header(
                            "Authorization",
                            WebPushSealer.authorization(
                                    origin, state.keys(), Instant.now().plus(SIGNED_FOR), contact))
                    .header("Content-Encoding", "aes128gcm")
                    .header("TTL", Long.toString(NotificationQueue.FRESH.toSeconds()))
                    .header("Urgency", notice.kind() == NotificationKind.NEEDS_YOU ? "high" : "normal")
                    .header("Topic", sequence(notice));
            return send(target, request.url(url.toString()).post(RequestBody.create(body, OCTETS)));
        } catch (GeneralSecurityException e) {
            return new Outcome(
                    Fate.REFUSED, "the keys of the receiver are wrong", HostText.of(HostTextCode.NOTIFY_KEYS_WRONG));
        }
    }

    private Outcome send(NotificationTarget target, Request.Builder request) {
        Progress progress = new Progress();
        boolean guarded = target.kind().isSealed() && !target.settings().privateAddress();
        try (Response response = (guarded ? http.publicOnly() : http.client())
                .newCall(request.tag(Progress.class, progress).build())
                .execute()) {
            int code = response.code();
            boolean gone = target.kind().isSealed() && (code == 404 || code == 410);
            return gone ? new Outcome(Fate.GONE, "HTTP " + code) : outcome(code);
        } catch (OkHttpPublicDns.PrivateAddressException e) {
            return new Outcome(Fate.REFUSED, "a private address", HostText.of(HostTextCode.NOTIFY_PRIVATE));
        } catch (IOException e) {
            String reason = text(e);
            return progress.going.get()
                    ? new Outcome(
                            Fate.UNKNOWN,
                            "no answer came: " + reason,
                            HostText.of(HostTextCode.NOTIFY_NO_ANSWER, reason))
                    : new Outcome(
                            Fate.NOT_TAKEN,
                            "it could not be reached: " + reason,
                            HostText.of(HostTextCode.NOTIFY_UNREACHABLE, reason));
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
    static String server(URI url) {
        String all = url.toString();
        return all.substring(0, all.lastIndexOf('/') + 1);
    }

    /** Names a notification on its receiver: 22 characters, the same for each message about it. */
    static String sequence(PushNotification notice) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(notice.id().getBytes(StandardCharsets.UTF_8));
            return WebPushSealer.text(digest).substring(0, 22);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private JsonObject ntfy(NotificationTarget target, PushNotification notice) {
        JsonObject json = new JsonObject();
        json.addProperty("topic", NotificationConfig.topic(url(target)));
        json.addProperty("title", target.transcript() ? notice.name() + " · " + notice.place() : notice.place());
        PushQuestion question = notice.question();
        String shown = notice.text();
        if (target.transcript()
                && question != null
                && !question.object().isEmpty()
                && !shown.contains(question.object())) {
            shown += "\n" + question.object();
        }
        if (question != null && target.settings().answersAs() != null) {
            if (question.isAnswerable(shown)) {
                json.add("actions", actions(target, notice, question));
            } else {
                shown += "\nOpen Pilothouse to read and answer it.";
            }
        }
        String excerpt = target.transcript() ? "\n\n" + TextCutter.head(notice.excerpt(), EXCERPT) : "";
        boolean fits = (shown + excerpt).getBytes(StandardCharsets.UTF_8).length <= MAX_MESSAGE;
        json.addProperty("message", fits ? shown + excerpt : shown);
        json.addProperty("priority", notice.kind() == NotificationKind.NEEDS_YOU ? 4 : 3);
        json.addProperty("sequence_id", sequence(notice));
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

    /** Each button posts its token to the target's response topic. */
    private JsonArray actions(NotificationTarget target, PushNotification notice, PushQuestion question) {
        JsonArray actions = new JsonArray();
        byte[] secret = state.secret(target.id());
        if (!question.allow().isEmpty()) {
            actions.add(action("Allow once", target, notice, question.pendingId(), question.allow(), secret));
        }
        if (!question.reject().isEmpty()) {
            actions.add(action("Reject", target, notice, question.pendingId(), question.reject(), secret));
        }
        return actions;
    }

    private static JsonObject action(
            String label,
            NotificationTarget target,
            PushNotification notice,
            PendingId pendingId,
            String optionId,
            byte[] secret) {
        AnswerToken token = new AnswerToken(
                target.id(),
                new SessionId(notice.sessionId()),
                pendingId,
                optionId,
                Instant.now().plus(ANSWER_WITHIN));
        JsonObject action = new JsonObject();
        action.addProperty("action", "http");
        action.addProperty("label", label);
        action.addProperty("url", server(url(target)) + OkHttpAnswerReader.topic(secret));
        action.addProperty("method", "POST");
        action.addProperty("body", token.sign(secret));
        action.addProperty("clear", true);
        return action;
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
        http.close();
    }
}
