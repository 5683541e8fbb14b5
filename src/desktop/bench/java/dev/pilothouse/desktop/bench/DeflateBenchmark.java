package dev.pilothouse.desktop.bench;

import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.protocol.BridgeCodec;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.secure.InitiatorHandshake;
import dev.pilothouse.secure.Prologue;
import dev.pilothouse.secure.ResponderHandshake;
import dev.pilothouse.secure.SecureChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;

/**
 * The processor cost of deflating a frame and the bytes that it saves, beside sealing it, by the size of its text:
 * prose like an agent's, taken from our documentation.
 */
final class DeflateBenchmark implements Benchmark {
    private static final int[] SIZES = {1_000, 4_000, 32_000, 200_000};

    @Override
    public String name() {
        return "deflate";
    }

    @Override
    public Duration budget() {
        return Duration.ofSeconds(8);
    }

    /**
     * @param micros of processor time for one frame
     * @param bytes of the resulting frame
     */
    private record Cost(double micros, double bytes) {}

    /** An operation on a frame. */
    @FunctionalInterface
    private interface Work {
        int on(byte[] frame) throws Exception;
    }

    @Override
    public void run(Rounds rounds, Report report) throws Exception {
        String text = Files.readString(Path.of("docs/protocol.md"));
        SecureChannel channel = channel();
        for (int size : SIZES) {
            byte[] frame = frame(text, size);
            int times = Math.max(5, 1_000_000 / frame.length);
            String sealed = "sealed as it is";
            String fast = "deflate, level 1";
            String usual = "deflate, level 6";
            Rounds.Outcomes<Cost> costs = rounds.run(
                    1,
                    1,
                    List.of(
                            new Rounds.Variant<>(sealed, () -> cost(frame, times, bytes -> seal(channel, bytes))),
                            new Rounds.Variant<>(fast, () -> cost(frame, times, bytes -> deflate(bytes, 1))),
                            new Rounds.Variant<>(usual, () -> cost(frame, times, bytes -> deflate(bytes, 6)))));
            for (String variant : List.of(sealed, fast, usual)) {
                String what = String.format("%,d characters: ", size) + variant;
                report.add(what, "time", Series.of(costs.of(variant), Cost::micros), "µs");
                report.add(what, "bytes", Series.of(costs.of(variant), Cost::bytes), "");
            }
        }
    }

    private static Cost cost(byte[] frame, int times, Work work) throws Exception {
        int bytes = 0;
        long start = System.nanoTime();
        for (int i = 0; i < times; i++) {
            bytes = work.on(frame);
        }
        return new Cost((System.nanoTime() - start) / 1e3 / times, bytes);
    }

    private static int seal(SecureChannel channel, byte[] frame) throws Exception {
        return channel.sealer().seal(frame).stream()
                .mapToInt(message -> message.length)
                .sum();
    }

    private static int deflate(byte[] frame, int level) {
        Deflater deflater = new Deflater(level, true);
        try {
            deflater.setInput(frame);
            deflater.finish();
            byte[] out = new byte[frame.length + 64];
            return deflater.deflate(out);
        } finally {
            deflater.end();
        }
    }

    /** A batch of paragraphs, as in a catch-up. */
    private static byte[] frame(String text, int size) {
        List<JournaledUpdate> updates = new ArrayList<>();
        String enough = text.repeat(size / text.length() + 1).substring(0, size);
        long seq = 1_000;
        for (int from = 0; from < size; from += 700) {
            String paragraph = enough.substring(from, Math.min(size, from + 700));
            seq += 40;
            updates.add(new JournaledUpdate(
                    seq,
                    Instant.ofEpochMilli(1_764_000_000_000L + seq),
                    null,
                    new SessionUpdate.AgentMessageChunk(new ItemId(seq - 39), paragraph)));
        }
        return BridgeCodec.encode(HostMessage.Updates.upToHead(1, 7, 1_000, seq, updates));
    }

    private static SecureChannel channel() throws Exception {
        Identity host = Identity.generate();
        InitiatorHandshake device = new InitiatorHandshake(Identity.generate(), host.publicKey(), Prologue.v1());
        return new ResponderHandshake(host)
                .accept(device.message1(), Prologue.v1())
                .channel();
    }
}
