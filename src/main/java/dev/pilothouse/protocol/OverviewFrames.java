package dev.pilothouse.protocol;

import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionSummary;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Frames of the overview, from entries that are encoded once for all clients. The bytes equal those of
 * {@link BridgeCodec} for the same message. Stateless and thread-safe.
 */
public final class OverviewFrames {
    private OverviewFrames() {}

    /** One entry as JSON. */
    public static String entry(SessionSummary summary) {
        return StrictJson.write(StateCodec.SUMMARY.encode(summary));
    }

    /** The frame of {@link HostMessage.Overview}. */
    public static byte[] all(List<String> entries) {
        StringBuilder frame = new StringBuilder("{\"type\":\"overview\",\"sessions\":[");
        append(frame, entries);
        return bytes(frame.append("]}"));
    }

    /** The frame of {@link HostMessage.OverviewChanged}. */
    public static byte[] changed(List<String> entries, List<SessionId> removed) {
        StringBuilder frame = new StringBuilder("{\"type\":\"overviewChanged\"");
        if (!entries.isEmpty()) {
            frame.append(",\"changed\":[");
            append(frame, entries);
            frame.append(']');
        }
        if (!removed.isEmpty()) {
            frame.append(",\"removed\":[");
            append(
                    frame,
                    removed.stream()
                            .map(id -> StrictJson.write(new JsonPrimitive(id.value())))
                            .toList());
            frame.append(']');
        }
        return bytes(frame.append('}'));
    }

    private static void append(StringBuilder frame, List<String> entries) {
        for (int i = 0; i < entries.size(); i++) {
            frame.append(i == 0 ? "" : ",").append(entries.get(i));
        }
    }

    private static byte[] bytes(StringBuilder frame) {
        return frame.toString().getBytes(StandardCharsets.UTF_8);
    }
}
