package dev.pilothouse.protocol;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.session.Intent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.TreeMap;

/**
 * Encodes messages as the frames of the secure channel, each one JSON object in UTF-8. Validates all input: malformed
 * UTF-8, a number out of range or a missing field throws a {@link CodecException} that names the field. Unknown members
 * and types are ignored. Stateless and thread-safe.
 */
public final class BridgeCodec {
    /** Larger frames are rejected before parsing; the channel has the same limit. */
    public static final int MAX_FRAME = 8 * 1024 * 1024;

    /** Short, because a device that creates two intents with the same digest harms only itself. */
    private static final int DIGEST_BYTES = 8;

    private BridgeCodec() {}

    public static byte[] encode(ClientMessage message) {
        return bytes(StrictJson.write(ClientMessageCodec.encode(message)));
    }

    public static byte[] encode(HostMessage message) {
        return bytes(StrictJson.write(HostMessageCodec.encode(message)));
    }

    public static ClientMessage decodeClient(byte[] frame) throws CodecException {
        return ClientMessageCodec.decode(fields(frame));
    }

    public static HostMessage decodeHost(byte[] frame) throws CodecException {
        return HostMessageCodec.decode(fields(frame));
    }

    /**
     * Returns a digest of an intent's content, for detecting equal intents. Independent of the order of members. Hosts
     * store digests in their journals, so the algorithm must not change between versions; a test with golden digests
     * checks this.
     */
    public static String digest(Intent intent) {
        byte[] text = bytes(StrictJson.write(sorted(IntentCodec.INTENT.encode(intent))));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, DIGEST_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static JsonElement sorted(JsonElement value) {
        if (value instanceof JsonObject object) {
            JsonObject ordered = new JsonObject();
            new TreeMap<>(object.asMap()).forEach((name, member) -> ordered.add(name, sorted(member)));
            return ordered;
        }
        if (value instanceof JsonArray array) {
            JsonArray list = new JsonArray(array.size());
            array.forEach(element -> list.add(sorted(element)));
            return list;
        }
        return value;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static FieldReader fields(byte[] frame) throws CodecException {
        if (frame.length > MAX_FRAME) {
            throw new CodecException("A message is larger than " + MAX_FRAME + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(frame))
                    .toString();
            return new FieldReader(StrictJson.parseObject(text));
        } catch (CharacterCodingException e) {
            throw new CodecException("A message is not UTF-8", e);
        }
    }
}
