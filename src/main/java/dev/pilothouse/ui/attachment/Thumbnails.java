package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The files of small pictures of what was attached, fetched from the host once and kept for as long as they are among the last {@value
 * #KEPT}. Owns them; confined to the FX thread; ends with the shell.
 */
public final class Thumbnails {
    private static final int KEPT = 64;

    private final Executor fx;
    private final Map<Key, byte[]> pictures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, byte[]> eldest) {
            return size() > KEPT;
        }
    };
    private final Map<Key, List<Consumer<byte[]>>> waiting = new LinkedHashMap<>();

    private record Key(HostId hostId, SessionId sessionId, BlobId blobId) {}

    public Thumbnails(Executor fx) {
        this.fx = fx;
    }

    /** Tells the picture's file at once, when it has come, or never, if the host does not have it. */
    public void show(HostLink link, SessionId sessionId, Attachment.Blob attachment, Consumer<byte[]> shown) {
        if (attachment.thumbnail() == null) {
            return;
        }
        Key key = new Key(link.hostId(), sessionId, attachment.thumbnail());
        byte[] known = pictures.get(key);
        if (known != null) {
            shown.accept(known);
            return;
        }
        List<Consumer<byte[]>> others = waiting.get(key);
        if (others != null) {
            others.add(shown);
            return;
        }
        waiting.put(key, new ArrayList<>(List.of(shown)));
        link.host().fetchBytes(sessionId, attachment.thumbnail()).thenAcceptAsync(reply -> fetched(key, reply), fx);
    }

    private void fetched(Key key, HostGateway.Reply<byte[]> reply) {
        List<Consumer<byte[]>> interested =
                Optional.ofNullable(waiting.remove(key)).orElse(List.of());
        if (reply instanceof HostGateway.Reply.Value<byte[]> value) {
            pictures.put(key, value.value());
            interested.forEach(each -> each.accept(value.value()));
        }
    }
}
