package dev.pilothouse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.southernstorm.noise.protocol.CipherState;
import com.southernstorm.noise.protocol.Noise;
import dev.pilothouse.testing.Fuzz;
import dev.pilothouse.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

/** Malformed input in place of a handshake, and after it from an authenticated device. */
class ChannelFuzzTest {
    /** Lower than the real limit, because every second example is inflated up to it. */
    private static final FrameLimits LIMITS = new FrameLimits(20_000, true);

    private final Identity device = Identity.generate();
    private final Identity host = Identity.generate();
    private final ResponderHandshake responder = new ResponderHandshake(host);

    /** One direction of a channel, without the expensive handshake. */
    private record Way(FrameSealer sealer, FrameOpener opener) {
        static Way open(Random random) throws NoSuchAlgorithmException {
            byte[] key = Seeds.bytes(random, 32);
            return new Way(new FrameSealer(cipher(key)), new FrameOpener(cipher(key), LIMITS));
        }

        private static CipherState cipher(byte[] key) throws NoSuchAlgorithmException {
            CipherState cipher = Noise.createCipher("ChaChaPoly");
            cipher.initializeKey(key, 0);
            return cipher;
        }
    }

    @Test
    void whateverIsNoHandshakeIsRefused() {
        List<byte[]> examples = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            examples.add(new InitiatorHandshake(device, host.publicKey(), Prologue.v1()).message1());
        }
        Fuzz.checkShare(10, random -> {
            byte[] message = ofSize(random, Fuzz.bytes(random, examples), NoiseState.MESSAGE_1);
            if (examples.stream().noneMatch(example -> Arrays.equals(example, message))) {
                assertThatThrownBy(() -> responder.accept(message, Prologue.v1()))
                        .isInstanceOf(ChannelException.class);
            }
        });
    }

    @Test
    void whateverIsNoAnswerToAHandshakeIsRefused() {
        Fuzz.checkShare(40, random -> {
            InitiatorHandshake initiator = new InitiatorHandshake(device, host.publicKey(), Prologue.v1());
            byte[] answer =
                    responder.accept(initiator.message1(), Prologue.v1()).message2();
            byte[] message = ofSize(random, Fuzz.bytes(random, List.of(answer)), NoiseState.MESSAGE_2);
            if (!Arrays.equals(answer, message)) {
                assertThatThrownBy(() -> initiator.finish(message)).isInstanceOf(ChannelException.class);
            }
        });
    }

    @Test
    void whateverIsNoMessageOfTheChannelIsRefused() {
        Fuzz.check(random -> {
            Way way = Way.open(random);
            byte[] sealed = way.sealer().seal(new byte[1 + random.nextInt(400)]).get(0);
            byte[] later = way.sealer().seal(new byte[40]).get(0);
            byte[] message = Fuzz.bytes(random, List.of(sealed, later));
            if (!Arrays.equals(sealed, message)) {
                assertThatThrownBy(() -> way.opener().open(message)).isInstanceOf(ChannelException.class);
            }
        });
    }

    @Test
    void whateverAProvedDeviceSealsIsFramesOrTheEnd() throws Exception {
        List<byte[]> plaintexts = List.of(
                plaintext(Framing.FLAG_LAST, "{\"type\":\"ping\",\"nonce\":1}".getBytes(StandardCharsets.US_ASCII)),
                plaintext(0, new byte[300]),
                plaintext(Framing.FLAG_LAST | Framing.FLAG_DEFLATED, deflate(new byte[4_000])),
                plaintext(Framing.FLAG_LAST | Framing.FLAG_DEFLATED, deflate(new byte[LIMITS.maxBytes() + 1])));
        Way[] way = {Way.open(new Random(0))};
        Fuzz.check(random -> {
            byte[] plaintext = fitting(random, Fuzz.bytes(random, plaintexts));
            try {
                Optional<byte[]> frame = way[0].opener().open(way[0].sealer().sealPlaintext(plaintext));
                assertThat(frame.map(bytes -> bytes.length).orElse(1)).isBetween(1, LIMITS.maxBytes());
            } catch (ChannelException e) {
                way[0] = Way.open(random);
            }
        });
    }

    /** The size is usually valid, because of other messages only the size is examined. */
    private static byte[] ofSize(Random random, byte[] message, int size) {
        return random.nextInt(4) > 0 ? Arrays.copyOf(message, size) : message;
    }

    /** The size is usually valid, because the content of other messages is not examined. */
    private static byte[] fitting(Random random, byte[] plaintext) {
        int length = Math.min(plaintext.length, Framing.MAX_DATA + Framing.HEADER);
        int data = Math.max(0, length - Framing.HEADER);
        boolean right = random.nextInt(4) > 0;
        byte[] fitting = Arrays.copyOf(plaintext, right ? Framing.paddedLength(Math.max(1, data)) : length);
        if (right) {
            fitting[1] = (byte) (Math.max(1, data) >>> 8);
            fitting[2] = (byte) Math.max(1, data);
        }
        return fitting;
    }

    private static byte[] plaintext(int flags, byte[] data) {
        byte[] plaintext = new byte[Framing.HEADER + data.length];
        plaintext[0] = (byte) flags;
        System.arraycopy(data, 0, plaintext, Framing.HEADER, data.length);
        return plaintext;
    }

    private static byte[] deflate(byte[] frame) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(frame);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }
}
