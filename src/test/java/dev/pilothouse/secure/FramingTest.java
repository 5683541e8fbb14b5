package dev.pilothouse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pilothouse.secure.ChannelException.Fault;
import dev.pilothouse.testing.Seeds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static final int MIB = 1024 * 1024;

    @Test
    void framesOfAnySizeArriveAsTheyWereInBothDirections() {
        Seeds.check(60, random -> {
            ChannelPair pair = ChannelPair.open();
            pair.device().sealer().setDeflating(random.nextBoolean());
            for (int i = 0; i < 5; i++) {
                byte[] up = frame(random, 1 + random.nextInt(300_000));
                byte[] down = frame(random, 1 + random.nextInt(5_000));
                assertThat(carry(pair.device().sealer(), pair.host().opener(), up))
                        .isEqualTo(up);
                assertThat(carry(pair.host().sealer(), pair.device().opener(), down))
                        .isEqualTo(down);
            }
        });
    }

    @Test
    void framesAroundEveryBoundaryArriveAsTheyWere() throws Exception {
        ChannelPair pair = ChannelPair.open();
        Random random = new Random(1);
        for (int around : new int[] {2, 61, 64, 125, Framing.MAX_DATA, 65_536, 2 * Framing.MAX_DATA}) {
            for (int size = around - 1; size <= around + 1; size++) {
                byte[] frame = Seeds.bytes(random, size);
                assertThat(carry(pair.device().sealer(), pair.host().opener(), frame))
                        .isEqualTo(frame);
            }
        }
    }

    @Test
    void theLargestFrameArrivesAndALargerOneIsOurOwnDefect() throws Exception {
        ChannelPair pair = ChannelPair.open();
        byte[] largest = Seeds.bytes(new Random(2), 8 * MIB);

        assertThat(carry(pair.device().sealer(), pair.host().opener(), largest)).isEqualTo(largest);
        assertThatThrownBy(() -> pair.device().sealer().seal(new byte[8 * MIB + 1]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pair.device().sealer().seal(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sizesOnTheWireComeInStepsOf64AndNeverPassTheLimit() {
        Seeds.check(100, random -> {
            ChannelPair pair = ChannelPair.open();
            for (byte[] message : pair.device().sealer().seal(new byte[1 + random.nextInt(200_000)])) {
                assertThat((message.length - 16) % 64).isZero();
                assertThat(message.length).isBetween(80, 65_488);
            }
        });
    }

    @Test
    void aFrameMayComeInFragmentsOfAnySizes() {
        Seeds.check(60, random -> {
            ChannelPair pair = ChannelPair.open();
            byte[] frame = frame(random, 1 + random.nextInt(100_000));
            boolean deflated = frame.length >= Framing.DEFLATE_FROM && random.nextBoolean();
            byte[] data = deflated ? deflate(frame) : frame;
            int flags = deflated ? Framing.FLAG_DEFLATED : 0;
            int from = 0;
            while (true) {
                int length = 1 + random.nextInt(Math.min(data.length - from, 3_000));
                boolean last = from + length == data.length;
                byte[] message = pair.device().sealer().sealFragment(last ? flags | 1 : flags, data, from, length);
                Optional<byte[]> opened = pair.host().opener().open(message);
                from += length;
                if (last) {
                    assertThat(opened).hasValueSatisfying(got -> assertThat(got).isEqualTo(frame));
                    return;
                }
                assertThat(opened).isEmpty();
            }
        });
    }

    @Test
    void anyChangedByteEndsTheChannel() {
        Seeds.check(80, random -> {
            ChannelPair pair = ChannelPair.open();
            byte[] message = pair.device()
                    .sealer()
                    .seal(frame(random, 1 + random.nextInt(400)))
                    .get(0);
            byte[] changed = message.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));

            assertFault(Fault.FORGED, pair.host().opener(), changed);
            assertFault(Fault.CLOSED, pair.host().opener(), message);
        });
    }

    @Test
    void aRepeatedMessageEndsTheChannel() throws Exception {
        ChannelPair pair = ChannelPair.open();
        byte[] message = pair.device().sealer().seal(new byte[] {1}).get(0);
        pair.host().opener().open(message);

        assertFault(Fault.FORGED, pair.host().opener(), message);
    }

    @Test
    void messagesInAnotherOrderOrWithAHoleEndTheChannel() {
        Seeds.check(40, random -> {
            ChannelPair pair = ChannelPair.open();
            List<byte[]> messages = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                messages.addAll(pair.device().sealer().seal(new byte[] {(byte) i}));
            }
            int skipped = random.nextInt(5);
            for (int i = 0; i < skipped; i++) {
                pair.host().opener().open(messages.get(i));
            }
            assertFault(Fault.FORGED, pair.host().opener(), messages.get(skipped + 1));
        });
    }

    @Test
    void aMessageSentBackToItsSenderEndsTheChannel() throws Exception {
        ChannelPair pair = ChannelPair.open();
        byte[] message = pair.device().sealer().seal(new byte[] {1}).get(0);

        assertFault(Fault.FORGED, pair.device().opener(), message);
    }

    @Test
    void messagesOfImpossibleSizesAreRefusedBeforeAnyProof() {
        for (int size : new int[] {0, 1, 15, 16, 79, 81, 143, 65_489, 65_552, 70_000}) {
            assertFault(Fault.BAD_FRAMING, freshHostOpener(), new byte[size]);
        }
    }

    @Test
    void anOversizePlaintextIsRefusedAlthoughTheLibraryWouldTakeIt() throws Exception {
        ChannelPair pair = ChannelPair.open();
        byte[] plaintext = new byte[Framing.MAX_PLAINTEXT + Framing.BLOCK];
        plaintext[0] = 1;

        assertFault(
                Fault.BAD_FRAMING, pair.host().opener(), pair.device().sealer().sealPlaintext(plaintext));
    }

    @Test
    void provenMessagesWithBrokenFramingAreRefused() throws Exception {
        byte[] unknownFlag = plaintext(0x05, 1, 64);
        byte[] tooLong = plaintext(0x01, 62, 64);
        byte[] empty = plaintext(0x01, 0, 64);
        byte[] emptyFragment = plaintext(0x00, 0, 64);
        byte[] paddedTooFar = plaintext(0x01, 1, 128);
        byte[] dirtyPadding = plaintext(0x01, 1, 64);
        dirtyPadding[63] = 1;
        for (byte[] plaintext : List.of(unknownFlag, tooLong, empty, emptyFragment, paddedTooFar, dirtyPadding)) {
            ChannelPair pair = ChannelPair.open();
            assertFault(
                    Fault.BAD_FRAMING,
                    pair.host().opener(),
                    pair.device().sealer().sealPlaintext(plaintext));
        }
    }

    @Test
    void fragmentsThatDisagreeAboutDeflateAreRefused() throws Exception {
        ChannelPair pair = ChannelPair.open();
        byte[] data = {1, 2};
        pair.host().opener().open(pair.device().sealer().sealFragment(0, data, 0, 1));

        assertFault(
                Fault.BAD_FRAMING,
                pair.host().opener(),
                pair.device().sealer().sealFragment(Framing.FLAG_LAST | Framing.FLAG_DEFLATED, data, 1, 1));
    }

    @Test
    void aStrangersFirstFrameIsAtMost4KiBAndNeverDeflated() throws Exception {
        ChannelPair large = ChannelPair.connect();
        assertFault(
                Fault.TOO_LARGE,
                large.host().opener(),
                large.device().sealer().seal(new byte[4097]).get(0));
        ChannelPair deflated = ChannelPair.connect();
        deflated.device().sealer().setDeflating(true);
        assertFault(
                Fault.BAD_FRAMING,
                deflated.host().opener(),
                deflated.device().sealer().seal(new byte[4096]).get(0));
        ChannelPair fine = ChannelPair.connect();
        assertThat(carry(fine.device().sealer(), fine.host().opener(), new byte[4096]))
                .hasSize(4096);
    }

    @Test
    void aDeflateBombIsStoppedAtTheLimit() throws Exception {
        byte[] bomb = deflate(new byte[8 * MIB + 1]);
        ChannelPair bombed = ChannelPair.open();
        assertFault(Fault.TOO_LARGE, bombed.host().opener(), fragment(bombed, bomb));
        byte[] justFits = deflate(new byte[8 * MIB]);
        ChannelPair pair = ChannelPair.open();
        assertThat(pair.host().opener().open(fragment(pair, justFits)))
                .hasValueSatisfying(frame -> assertThat(frame).hasSize(8 * MIB));
    }

    @Test
    void aDeflatedFrameBelow1KiBIsRefused() throws Exception {
        ChannelPair pair = ChannelPair.open();
        assertThat(pair.host().opener().open(fragment(pair, deflate(new byte[1024]))))
                .isPresent();
        assertFault(Fault.BAD_FRAMING, pair.host().opener(), fragment(pair, deflate(new byte[1023])));
    }

    @Test
    void damagedDeflateStreamsAreRefused() throws Exception {
        byte[] good = deflate(frame(new Random(3), 5_000));
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        byte[] trailing = Arrays.copyOf(good, good.length + 1);
        byte[] noStream = {(byte) 0xff, (byte) 0xff, 3, 4};
        byte[] nothing = deflate(new byte[0]);
        for (byte[] data : List.of(cut, trailing, noStream, nothing)) {
            ChannelPair pair = ChannelPair.open();
            assertFault(Fault.BAD_FRAMING, pair.host().opener(), fragment(pair, data));
        }
    }

    @Test
    void deflateShrinksWhatRepeatsAndLeavesTheRestAlone() throws Exception {
        ChannelPair pair = ChannelPair.open();
        pair.device().sealer().setDeflating(true);
        byte[] text = "the same words over and over, ".repeat(5_000).getBytes(StandardCharsets.UTF_8);
        byte[] noise = Seeds.bytes(new Random(4), 2_000);

        assertThat(pair.device().sealer().seal(text)).hasSize(1);
        assertThat(pair.device().sealer().seal(noise).get(0)).hasSize(Framing.paddedLength(2_000) + 16);
    }

    @Test
    void aClosedChannelSealsAndOpensNothing() throws Exception {
        ChannelPair pair = ChannelPair.open();
        byte[] message = pair.device().sealer().seal(new byte[] {1}).get(0);
        pair.host().close();
        pair.host().close();

        assertFault(Fault.CLOSED, pair.host().opener(), message);
        assertThat(catchThrowableOfType(
                                ChannelException.class,
                                () -> pair.host().sealer().seal(message))
                        .fault())
                .isEqualTo(Fault.CLOSED);
    }

    private static byte[] carry(FrameSealer from, FrameOpener to, byte[] frame) throws ChannelException {
        List<byte[]> messages = from.seal(frame);
        for (byte[] message : messages.subList(0, messages.size() - 1)) {
            assertThat(to.open(message)).isEmpty();
        }
        return to.open(messages.get(messages.size() - 1)).orElseThrow();
    }

    /** Half compressible text, half random bytes. */
    private static byte[] frame(Random random, int size) {
        byte[] frame = new byte[size];
        for (int i = 0; i < size; i++) {
            frame[i] = (byte) (i % 2 == 0 ? 'a' + i % 7 : random.nextInt(256));
        }
        return frame;
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

    private static byte[] fragment(ChannelPair pair, byte[] deflated) {
        return pair.device()
                .sealer()
                .sealFragment(Framing.FLAG_LAST | Framing.FLAG_DEFLATED, deflated, 0, deflated.length);
    }

    private static byte[] plaintext(int flags, int length, int size) {
        byte[] plaintext = new byte[size];
        plaintext[0] = (byte) flags;
        plaintext[2] = (byte) length;
        return plaintext;
    }

    private static FrameOpener freshHostOpener() {
        try {
            return ChannelPair.open().host().opener();
        } catch (ChannelException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertFault(Fault fault, FrameOpener opener, byte[] message) {
        ChannelException e = catchThrowableOfType(ChannelException.class, () -> opener.open(message));
        assertThat(e).as("nothing was refused").isNotNull();
        assertThat(e.fault()).isEqualTo(fault);
    }
}
