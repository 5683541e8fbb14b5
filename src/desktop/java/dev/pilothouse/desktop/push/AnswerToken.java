package dev.pilothouse.desktop.push;

import com.google.gson.JsonObject;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * The content of a button: one option of one question until a time, signed with HMAC-SHA256. Only the host has the
 * secret. Pure.
 *
 * @param targetId the target whose secret signs it
 * @param expires in whole milliseconds
 */
record AnswerToken(String targetId, SessionId sessionId, PendingId pendingId, String optionId, Instant expires) {
    static final int MAX_LENGTH = 2_000;

    private static final String VERSION = "pilothouse-answer-1";

    /** Returns the text that the button sends. */
    String sign(byte[] secret) {
        JsonObject json = new JsonObject();
        json.addProperty("v", VERSION);
        json.addProperty("s", sessionId.value());
        json.addProperty("p", pendingId.value());
        json.addProperty("o", optionId);
        json.addProperty("e", expires.toEpochMilli());
        json.addProperty("m", WebPushSealer.text(mac(secret)));
        return StrictJson.write(json);
    }

    /** Returns the token of a text, if it was signed with this secret for this target. It may have expired. */
    static Optional<AnswerToken> verify(String text, String targetId, byte[] secret) {
        if (text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            FieldReader fields = new FieldReader(StrictJson.parseObject(text));
            AnswerToken token = new AnswerToken(
                    targetId,
                    fields.value("s", SessionId::new),
                    fields.value("p", PendingId::new),
                    fields.string("o"),
                    fields.time("e"));
            byte[] mac = WebPushSealer.bytes(fields.string("m"));
            boolean valid = fields.string("v").equals(VERSION) && MessageDigest.isEqual(mac, token.mac(secret));
            return valid ? Optional.of(token) : Optional.empty();
        } catch (CodecException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The same for each use of the token, so that it takes effect once, also after a restart of the host. */
    RequestId requestId(byte[] secret) {
        return new RequestId("push-" + WebPushSealer.text(mac(secret)));
    }

    private byte[] mac(byte[] secret) {
        byte[][] parts = {
            bytes(VERSION),
            bytes(targetId),
            bytes(sessionId.value()),
            bytes(pendingId.value()),
            bytes(optionId),
            bytes(Long.toString(expires.toEpochMilli()))
        };
        int length = 0;
        for (byte[] part : parts) {
            length += 4 + part.length;
        }
        ByteBuffer signed = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            signed.putInt(part.length).put(part);
        }
        try {
            return WebPushSealer.hmac(secret, signed.array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
