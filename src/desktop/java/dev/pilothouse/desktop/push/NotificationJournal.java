package dev.pilothouse.desktop.push;

import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.FieldReader;
import dev.pilothouse.protocol.Json;
import dev.pilothouse.protocol.RecordCodec;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Records attempted deliveries and their outcomes in {@code away.jsonl}. An attempt is on disk before it is made, so
 * that a crash never causes a second one. A recorded key is never attempted again after a restart, whatever its
 * outcome.
 *
 * <p>Owns the file, at most {@value #MAX_LINES} lines; only the newest {@value #KEPT} keys are kept when it is
 * rewritten. Any thread. Needs no closing.
 */
final class NotificationJournal {
    static final String FILE = "away.jsonl";
    static final int KEPT = 2_000;
    static final int MAX_LINES = 8_000;

    /** The state of a delivery. */
    enum State {
        /** In progress, or the host was killed meanwhile. */
        TRYING,
        SENT,
        /** Certainly not delivered so far. */
        NOT_TAKEN,
        /** Given up, certainly not delivered. */
        GIVEN_UP,
        /** Sent, but no answer came. */
        UNKNOWN
    }

    private record Line(int version, String key, State state) {}

    private static final RecordCodec<Line> LINE = io -> new Line(
            io.put("version", Json.INT, Line::version, 1),
            io.put("key", Json.TEXT, Line::key),
            io.put("state", Json.text(NotificationJournal::state, State::name), Line::state));

    private final PrivateFile file;
    private final Map<String, State> known = new LinkedHashMap<>();
    private int lines;

    private NotificationJournal(PrivateFile file) {
        this.file = file;
    }

    /** @throws IOException if it exists and cannot be read, or cannot be written */
    static NotificationJournal open(Path dataFolder) throws IOException {
        NotificationJournal journal = new NotificationJournal(new PrivateFile(dataFolder.resolve(FILE)));
        Optional<byte[]> content = journal.file.read();
        if (content.isPresent()) {
            new String(content.get(), StandardCharsets.UTF_8).lines().forEach(journal::apply);
        }
        // Removes partial lines and keys over the limit.
        journal.rewrite();
        return journal;
    }

    private void apply(String line) {
        try {
            Line read = LINE.decode(new FieldReader(StrictJson.parseObject(line)));
            record(read.key(), read.state());
        } catch (CodecException | IllegalArgumentException e) {
            // A line torn by a kill: an attempt that was not fully recorded was not made.
            return;
        }
    }

    /** A state of a newer version counts as an unknown outcome. */
    private static State state(String name) {
        return Stream.of(State.values())
                .filter(state -> state.name().equals(name))
                .findFirst()
                .orElse(State.UNKNOWN);
    }

    /**
     * Records an attempt before it is made; returns once that is on disk.
     *
     * @return false if this key was attempted before the host started, or is finished
     * @throws IOException if it could not be recorded, so the attempt must not be made
     */
    synchronized boolean begin(String key) throws IOException {
        State before = known.get(key);
        if (before != null) {
            return false;
        }
        append(key, State.TRYING, true);
        return true;
    }

    /** Records a further attempt for a key that {@link #begin} has accepted. */
    synchronized void again(String key) throws IOException {
        append(key, State.TRYING, true);
    }

    /** Records the outcome. If this fails, only the record is lost. */
    synchronized void ended(String key, State state) throws IOException {
        append(key, state, false);
    }

    synchronized Optional<State> find(String key) {
        return Optional.ofNullable(known.get(key));
    }

    private void append(String key, State state, boolean force) throws IOException {
        if (lines >= MAX_LINES) {
            rewrite();
        }
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            byte[] line = line(key, state);
            ByteBuffer bytes = ByteBuffer.allocate(line.length + 1);
            if (endsWithinALine(channel)) {
                bytes.put((byte) '\n');
            }
            bytes.put(line).flip();
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (force) {
                channel.force(false);
            }
        }
        lines++;
        record(key, state);
    }

    /** A full disk may have cut the last line short; the next line must not be appended to it. */
    private static boolean endsWithinALine(FileChannel channel) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        long size = channel.size();
        return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
    }

    private void record(String key, State state) {
        known.remove(key);
        known.put(key, state);
        Iterator<String> oldest = known.keySet().iterator();
        while (known.size() > KEPT) {
            oldest.next();
            oldest.remove();
        }
    }

    private void rewrite() throws IOException {
        StringBuilder all = new StringBuilder();
        known.forEach((key, state) -> all.append(new String(line(key, state), StandardCharsets.UTF_8)));
        file.write(all.toString().getBytes(StandardCharsets.UTF_8));
        lines = known.size();
    }

    private static byte[] line(String key, State state) {
        return (StrictJson.write(LINE.encode(new Line(1, key, state))) + '\n').getBytes(StandardCharsets.UTF_8);
    }
}
