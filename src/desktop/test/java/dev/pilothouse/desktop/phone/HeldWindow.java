package dev.pilothouse.desktop.phone;

import dev.pilothouse.protocol.CacheCodec;
import dev.pilothouse.session.CachedSession;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import java.util.zip.CRC32;

/** Compares two clients that hold different windows of one session. Has no state; any thread. */
final class HeldWindow {
    private HeldWindow() {}

    /** A checksum of the state with the items from {@code start} on. */
    static long sum(SessionState state, long start) {
        SessionState window = state.withTranscript(Transcript.of(
                state.transcript().items().stream()
                        .filter(item -> item.id().createdSeq() >= start)
                        .toList(),
                start));
        CRC32 sum = new CRC32();
        sum.update(CacheCodec.encode(new CachedSession(0, window)));
        return sum.getValue();
    }
}
