package dev.pilothouse.protocol;

import dev.pilothouse.model.JournaledUpdate;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Frames of {@link HostMessage.Updates}, from updates that are encoded once for all clients at the same cursor. The
 * bytes equal those of {@link BridgeCodec} for the same message. Stateless and thread-safe.
 */
public final class UpdateFrames {
    private UpdateFrames() {}

    /**
     * Encodes the updates of a batch as a JSON array.
     *
     * @param after the cursor before the batch
     */
    public static String updates(long after, List<JournaledUpdate> updates) {
        return StrictJson.write(UpdateCodec.following(after).list().write(updates));
    }

    /** @param updates the message's updates, encoded by {@link #updates} */
    public static byte[] frame(HostMessage.Updates message, String updates) {
        StringBuilder frame = new StringBuilder(updates.length() + 128);
        frame.append("{\"type\":\"updates\",\"sub\":").append(message.sub());
        if (message.gen() != HostMessage.Updates.SAME_GEN) {
            frame.append(",\"gen\":\"").append(Json.gen(message.gen())).append('"');
        }
        frame.append(",\"after\":").append(message.after());
        if (message.to() != HostMessage.Updates.end(message.after(), message.updates())) {
            frame.append(",\"to\":").append(message.to());
        }
        if (message.head() != message.to()) {
            frame.append(",\"head\":").append(message.head());
        }
        if (!message.updates().isEmpty()) {
            frame.append(",\"updates\":").append(updates);
        }
        return frame.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }
}
