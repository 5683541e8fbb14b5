package dev.pilothouse.desktop.chaos;

import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.Transcript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** A short digest of a state's content, to compare the states of two processes. Pure. */
final class Digest {
    /** A client's transcript is a window, so both sides only share its end. */
    private static final int ITEMS = 4;

    private Digest() {}

    static String of(SessionState state) {
        List<Item> items = state.transcript().items();
        StringBuilder text =
                new StringBuilder(state.withTranscript(Transcript.EMPTY).toString());
        items.subList(Math.max(0, items.size() - ITEMS), items.size()).forEach(text::append);
        CRC32C checksum = new CRC32C();
        checksum.update(text.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }
}
