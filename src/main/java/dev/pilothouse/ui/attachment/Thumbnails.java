package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostLink;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * The small pictures of what was attached, fetched from the host and decoded once, and kept for as long as they are among
 * the last {@value #KEPT}. Owns them; confined to the FX thread; ends with the shell.
 */
public final class Thumbnails {
    private static final int KEPT = 32;
    /** Of a picture that has no small one beside it, as one that an agent shows. */
    private static final int MOST_BYTES = 5 * 1024 * 1024;

    /** Whole pictures are large, so few are in memory at a time. */
    private static final int MOST_UNDER_WAY = 3;

    private static final int MOST_LATER = 64;

    private final Executor fx;
    private final Executor decoding;
    private final Map<Key, SmallPicture> pictures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SmallPicture> eldest) {
            return size() > KEPT;
        }
    };
    private final Map<Key, List<Consumer<SmallPicture>>> waiting = new LinkedHashMap<>();
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private int underWay;

    private record Key(HostId hostId, SessionId sessionId, BlobId blobId) {}

    /** @param decoding where pictures are decoded, off the FX thread */
    public Thumbnails(Executor fx, Executor decoding) {
        this.fx = fx;
        this.decoding = decoding;
    }

    /** Tells the picture at once, when it has come, or never, if the host does not have it. */
    public void show(HostLink link, SessionId sessionId, Attachment.Blob attachment, Consumer<SmallPicture> shown) {
        BlobId file = attachment.thumbnail() != null ? attachment.thumbnail() : attachment.blobId();
        if (attachment.thumbnail() == null && !(attachment.isImage() && attachment.bytes() <= MOST_BYTES)) {
            return;
        }
        Key key = new Key(link.hostId(), sessionId, file);
        SmallPicture known = pictures.get(key);
        if (known != null) {
            shown.accept(known);
            return;
        }
        List<Consumer<SmallPicture>> others = waiting.get(key);
        if (others != null) {
            others.add(shown);
            return;
        }
        if (later.size() == MOST_LATER) {
            // As if the host did not have it; whoever looks at it again asks again.
            return;
        }
        waiting.put(key, new ArrayList<>(List.of(shown)));
        later.add(() -> link.host().fetchBytes(sessionId, file).thenAcceptAsync(reply -> fetched(key, reply), fx));
        fetchNext();
    }

    private void fetchNext() {
        while (underWay < MOST_UNDER_WAY && !later.isEmpty()) {
            underWay++;
            later.remove().run();
        }
    }

    /** Forgets the pictures; those that are on screen stay there. */
    public void trim() {
        pictures.clear();
    }

    private void fetched(Key key, HostGateway.Reply<byte[]> reply) {
        if (reply instanceof HostGateway.Reply.Value<byte[]> value) {
            try {
                decoding.execute(() -> {
                    SmallPicture made = SmallPicture.decode(value.value());
                    fx.execute(() -> decoded(key, made));
                });
                return;
            } catch (RejectedExecutionException full) {
                // As if the host did not have it; whoever looks at it again asks again.
            }
        }
        waiting.remove(key);
        ended();
    }

    /** One is out of memory again, also the file that was waiting to be decoded. */
    private void ended() {
        underWay--;
        fetchNext();
    }

    private void decoded(Key key, SmallPicture made) {
        ended();
        pictures.put(key, made);
        Optional.ofNullable(waiting.remove(key)).orElse(List.of()).forEach(each -> each.accept(made));
    }
}
