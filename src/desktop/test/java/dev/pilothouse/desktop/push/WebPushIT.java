package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import dev.pilothouse.model.PushRules;
import dev.pilothouse.model.PushTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A push service on loopback, and a receiver that opens what it gets. */
class WebPushIT {
    private static final PushNotification NOTICE = new PushNotification(
            "s1-needs_you-p3",
            NotificationKind.NEEDS_YOU,
            "s1",
            "shop (Claude)",
            "Fix the börse",
            "Write notes.txt",
            "I will write it.",
            Instant.EPOCH);

    @TempDir
    Path folder;

    private final KeyPair receiver = WebPushSealer.newKeys();
    private final byte[] auth = new byte[16];
    private final Map<String, String> headers = new HashMap<>();
    private HttpServer service;
    private OkHttpWebhookClient client;
    private byte[] body = {};
    private int answer = 201;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", this::take);
        service.start();
        client = new OkHttpWebhookClient("desk", Duration.ofSeconds(10), NotificationState.open(folder));
    }

    @AfterEach
    void stop() {
        client.close();
        service.stop(0);
    }

    private synchronized void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            body = exchange.getRequestBody().readAllBytes();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    private String address(String host) {
        return "http://" + host + ":" + service.getAddress().getPort() + "/push/secret-of-the-receiver";
    }

    private NotificationTarget target(PushKind kind, String address, boolean privateAddress, boolean transcript) {
        PushTarget settings =
                new PushTarget("tablet", kind, "Tablet", PushRules.USUAL, transcript, false, privateAddress, null);
        return new NotificationTarget(
                settings, URI.create(address), "", WebPushSealer.publicPoint(receiver), WebPushSealer.text(auth), null);
    }

    /** Opens a body as RFC 8291 says for a receiver. */
    private String opened() throws Exception {
        ByteBuffer sealed = ByteBuffer.wrap(body);
        byte[] salt = new byte[16];
        sealed.get(salt);
        assertThat(sealed.getInt()).isEqualTo(4_096);
        byte[] sender = new byte[sealed.get()];
        sealed.get(sender);
        byte[] rest = new byte[sealed.remaining()];
        sealed.get(rest);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(receiver.getPrivate());
        agreement.doPhase(WebPushSealer.keys("AQ", WebPushSealer.text(sender)).getPublic(), true);
        ByteBuffer info = ByteBuffer.allocate(14 + 65 + 65 + 1);
        info.put("WebPush: info\0".getBytes(StandardCharsets.US_ASCII))
                .put(WebPushSealer.bytes(WebPushSealer.publicPoint(receiver)))
                .put(sender)
                .put((byte) 1);
        byte[] random = WebPushSealer.hmac(
                salt, WebPushSealer.hmac(WebPushSealer.hmac(auth, agreement.generateSecret()), info.array()));
        byte[] key = Arrays.copyOf(
                WebPushSealer.hmac(random, "Content-Encoding: aes128gcm\0\1".getBytes(StandardCharsets.US_ASCII)), 16);
        byte[] nonce = Arrays.copyOf(
                WebPushSealer.hmac(random, "Content-Encoding: nonce\0\1".getBytes(StandardCharsets.US_ASCII)), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        byte[] plain = cipher.doFinal(rest);
        assertThat(plain[plain.length - 1]).isEqualTo((byte) 2);
        return new String(plain, 0, plain.length - 1, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(
            value = PushKind.class,
            names = {"WEB_PUSH", "UNIFIED_PUSH"})
    void onlyTheReceiverCanReadIt(PushKind kind) throws Exception {
        WebhookClient.Outcome outcome = client.post(target(kind, address("127.0.0.1"), true, true), NOTICE);

        assertThat(outcome.fate()).isEqualTo(WebhookClient.Fate.SENT);
        assertThat(new String(body, StandardCharsets.ISO_8859_1)).doesNotContain("notes", "needsYou");
        assertThat(opened()).contains("\"text\":\"Write notes.txt\"", "\"name\":\"Fix the börse\"");
        assertThat(headers)
                .containsEntry("Content-encoding", "aes128gcm")
                .containsEntry("Ttl", "3600")
                .containsEntry("Urgency", "high");
        assertThat(headers.get("Topic")).matches("[A-Za-z0-9_-]{1,32}");
        assertThat(headers.get("Authorization")).startsWith("vapid t=").contains(", k=");
    }

    @Test
    void anAnsweredQuestionIsWithdrawnUnderTheSameTopic() throws Exception {
        NotificationTarget target = target(PushKind.WEB_PUSH, address("127.0.0.1"), true, false);
        client.post(target, NOTICE);
        String topic = headers.get("Topic");

        client.withdraw(target, NOTICE);

        assertThat(headers.get("Topic")).isEqualTo(topic);
        assertThat(opened()).isEqualTo("{\"withdrawn\":\"s1-needs_you-p3\"}");
    }

    @ParameterizedTest
    @CsvSource({"404", "410"})
    void aSubscriptionThatTheServiceHasRemovedIsGone(int code) {
        answer = code;

        WebhookClient.Outcome outcome =
                client.post(target(PushKind.WEB_PUSH, address("127.0.0.1"), true, false), NOTICE);

        assertThat(outcome.fate()).isEqualTo(WebhookClient.Fate.GONE);
        assertThat(outcome.sentence()).isEqualTo(HostText.of(HostTextCode.NOTIFY_GONE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "[::1]",
                "10.1.2.3",
                "192.168.1.5",
                "169.254.169.254",
                "100.64.0.1",
                "[fd00::1]"
            })
    void anAddressOfThisNetworkGetsNothingUnlessThePersonAllowsIt(String host) {
        WebhookClient.Outcome outcome = client.post(target(PushKind.WEB_PUSH, address(host), false, false), NOTICE);

        assertThat(outcome.fate()).isEqualTo(WebhookClient.Fate.REFUSED);
        assertThat(outcome.sentence()).isEqualTo(HostText.of(HostTextCode.NOTIFY_PRIVATE));
        assertThat(body).isEmpty();
    }
}
