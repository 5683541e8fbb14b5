package dev.pilothouse.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Messages as the frames that the secure channel carries: one JSON object in UTF-8 each. What a peer sends is believed
 * in nothing: malformed UTF-8, a number out of bounds or a missing field is a {@link CodecException} that names the
 * field. Members and types that are not known are passed over. Stateless, any thread.
 */
public final class BridgeCodec {
    /** Larger frames are refused before they are parsed; the channel already bounds them to the same size. */
    public static final int MAX_FRAME = 8 * 1024 * 1024;

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
