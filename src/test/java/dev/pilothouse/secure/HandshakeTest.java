package dev.pilothouse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilothouse.secure.ChannelException.Fault;
import dev.pilothouse.testing.Seeds;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private static final HexFormat HEX = HexFormat.of();

    /** Input of the example in docs/protocol.md. */
    private static final byte[] DEVICE =
            HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    private static final byte[] HOST = HEX.parseHex("202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f");
    private static final byte[] DEVICE_EPHEMERAL =
            HEX.parseHex("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f");
    private static final byte[] HOST_EPHEMERAL =
            HEX.parseHex("606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f");

    private final Identity device = Identity.generate();
    private final Identity host = Identity.generate();
    private final ResponderHandshake responder = new ResponderHandshake(host);

    @Test
    void bothEndsKnowEachOtherAndShowTheSameSixDigits() throws Exception {
        ChannelPair pair = ChannelPair.connect(device, host);

        assertThat(pair.host().remoteKey()).isEqualTo(device.publicKey());
        assertThat(pair.device().remoteKey()).isEqualTo(host.publicKey());
        assertThat(pair.device().comparisonCode()).matches("[0-9]{6}");
        assertThat(pair.host().comparisonCode()).isEqualTo(pair.device().comparisonCode());
    }

    @Test
    void theBytesAreThoseOfTheProtocolDocument() throws Exception {
        Identity fixedHost = Identity.of(HOST);
        InitiatorHandshake initiator =
                new InitiatorHandshake(Identity.of(DEVICE), fixedHost.publicKey(), Prologue.v1(), DEVICE_EPHEMERAL);
        ResponderHandshake.Accepted accepted =
                new ResponderHandshake(fixedHost).accept(initiator.message1(), Prologue.v1(), HOST_EPHEMERAL);
        SecureChannel channel = initiator.finish(accepted.message2());
        byte[] frame = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(HEX.formatHex(initiator.message1())).isEqualTo(Golden.text("handshake-message-1.hex"));
        assertThat(HEX.formatHex(accepted.message2())).isEqualTo(Golden.text("handshake-message-2.hex"));
        assertThat(channel.comparisonCode()).isEqualTo(Golden.text("handshake-code.txt"));
        assertThat(HEX.formatHex(channel.sealer().seal(frame).get(0)))
                .isEqualTo(Golden.text("transport-first-device-message.hex"));
        assertThat(HEX.formatHex(accepted.channel().sealer().seal(frame).get(0)))
                .isEqualTo(Golden.text("transport-first-host-message.hex"));
    }

    @Test
    void anImplementationFromTheSpecificationAloneSendsTheSameBytes() throws Exception {
        Identity fixedHost = Identity.of(HOST);
        JdkNoise other =
                new JdkNoise(DEVICE, fixedHost.publicKey().bytes(), DEVICE_EPHEMERAL, "pilothouse.v1|pilothouse.v1");
        InitiatorHandshake ours =
                new InitiatorHandshake(Identity.of(DEVICE), fixedHost.publicKey(), Prologue.v1(), DEVICE_EPHEMERAL);

        assertThat(other.message1()).isEqualTo(ours.message1());
    }

    @Test
    void anImplementationFromTheSpecificationAloneTalksToOurHost() throws Exception {
        JdkNoise other = new JdkNoise(
                device.privateKey(), host.publicKey().bytes(), DEVICE_EPHEMERAL, "a,pilothouse.v1|pilothouse.v1");
        ResponderHandshake.Accepted accepted =
                responder.accept(other.message1(), new Prologue(List.of("a", "pilothouse.v1"), "pilothouse.v1"));
        byte[] hash = other.finish(accepted.message2());
        byte[] plaintext = new byte[64];
        plaintext[0] = 1;
        plaintext[2] = 2;
        plaintext[3] = '{';
        plaintext[4] = '}';

        assertThat(accepted.channel().opener().open(JdkNoise.encrypt(other.sendKey, 0, new byte[0], plaintext)))
                .hasValueSatisfying(frame -> assertThat(frame).asString().isEqualTo("{}"));
        byte[] reply = accepted.channel().sealer().seal(new byte[] {'7'}).get(0);
        assertThat(JdkNoise.decrypt(other.receiveKey, 0, new byte[0], reply))
                .startsWith(1, 0, 1, '7')
                .hasSize(64);
        assertThat(accepted.channel().comparisonCode())
                .isEqualTo(String.format(
                        "%06d", new BigInteger(1, Arrays.copyOf(hash, 8)).mod(BigInteger.valueOf(1_000_000))));
    }

    @Test
    void anotherHostThanThePinnedOneCannotAnswer() {
        InitiatorHandshake initiator =
                new InitiatorHandshake(device, Identity.generate().publicKey(), Prologue.v1());

        assertFault(Fault.BAD_HANDSHAKE, () -> responder.accept(initiator.message1(), Prologue.v1()));
    }

    @Test
    void anOfferChangedOnTheWayMakesTheHandshakeFail() {
        InitiatorHandshake initiator = new InitiatorHandshake(
                device, host.publicKey(), new Prologue(List.of("pilothouse.v2", "pilothouse.v1"), "pilothouse.v1"));

        assertFault(Fault.BAD_HANDSHAKE, () -> responder.accept(initiator.message1(), Prologue.v1()));
    }

    @Test
    void anyChangedByteOfTheFirstMessageIsRefused() {
        byte[] message = new InitiatorHandshake(device, host.publicKey(), Prologue.v1()).message1();
        for (int i = 0; i < message.length; i++) {
            byte[] changed = message.clone();
            changed[i] ^= 0x01;
            assertThatThrownBy(() -> responder.accept(changed, Prologue.v1())).isInstanceOf(ChannelException.class);
        }
    }

    @Test
    void anyChangedByteOfTheSecondMessageIsRefused() throws Exception {
        for (int i = 0; i < 48; i++) {
            InitiatorHandshake initiator = new InitiatorHandshake(device, host.publicKey(), Prologue.v1());
            byte[] answer =
                    responder.accept(initiator.message1(), Prologue.v1()).message2();
            answer[i] ^= 0x01;
            assertThatThrownBy(() -> initiator.finish(answer)).isInstanceOf(ChannelException.class);
        }
    }

    @Test
    void messagesOfAnotherSizeAreRefused() {
        Seeds.check(100, random -> {
            int size = random.nextInt(300);
            byte[] message = Seeds.bytes(random, size == 96 ? 95 : size);
            assertFault(Fault.BAD_HANDSHAKE, () -> responder.accept(message, Prologue.v1()));
        });
    }

    @Test
    void anAnswerToAnotherAttemptIsRefused() throws Exception {
        InitiatorHandshake first = new InitiatorHandshake(device, host.publicKey(), Prologue.v1());
        InitiatorHandshake second = new InitiatorHandshake(device, host.publicKey(), Prologue.v1());
        byte[] answer = responder.accept(first.message1(), Prologue.v1()).message2();

        assertFault(Fault.BAD_HANDSHAKE, () -> second.finish(answer));
        assertFault(Fault.CLOSED, () -> second.finish(answer));
    }

    @Test
    void aReplayedFirstMessageOpensAChannelThatTheReplayerCannotUse() throws Exception {
        InitiatorHandshake initiator = new InitiatorHandshake(device, host.publicKey(), Prologue.v1());
        SecureChannel channel = initiator.finish(
                responder.accept(initiator.message1(), Prologue.v1()).message2());
        byte[] hello = channel.sealer().seal(new byte[] {'h'}).get(0);
        SecureChannel replayed =
                responder.accept(initiator.message1(), Prologue.v1()).channel();

        assertFault(Fault.FORGED, () -> replayed.opener().open(hello));
    }

    @Test
    void lowOrderEphemeralKeysAreRefused() {
        for (byte[] point : LowOrder.POINTS) {
            byte[] message = new byte[96];
            System.arraycopy(point, 0, message, 0, 32);
            assertFault(Fault.WEAK_KEY, () -> responder.accept(message, Prologue.v1()));
            InitiatorHandshake initiator = new InitiatorHandshake(device, host.publicKey(), Prologue.v1());
            byte[] answer = new byte[48];
            System.arraycopy(point, 0, answer, 0, 32);
            assertFault(Fault.WEAK_KEY, () -> initiator.finish(answer));
        }
    }

    @Test
    void aLowOrderStaticKeyOfADeviceIsRefusedAlthoughItsProofIsRight() throws Exception {
        for (byte[] point : LowOrder.CANONICAL) {
            byte[] message =
                    LowOrder.firstMessageWithStaticKey(point, host.publicKey().bytes());
            assertFault(Fault.WEAK_KEY, () -> responder.accept(message, Prologue.v1()));
        }
    }

    private interface Step {
        void run() throws ChannelException;
    }

    private static void assertFault(Fault fault, Step step) {
        ChannelException e = catchThrowableOfType(ChannelException.class, step::run);
        assertThat(e).isNotNull();
        assertThat(e.fault()).isEqualTo(fault);
    }
}
