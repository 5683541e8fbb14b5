package dev.pilothouse.ui.attachment;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
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
 * An LRU cache of attachment thumbnails, at most {@value #KEPT}. Fetches each from the host and decodes it once. Owns
 * the thumbnails; confined to the FX thread; lives as long as the shell.
 */
public final class ThumbnailCache {
    private static final int KEPT = 32;
    /** The limit on a picture without a thumbnail, such as one from an agent, in bytes. */
    private static final int MAX_BYTES = 5 * 1024 * 1024;

    /** The limit on fetches at a time. Whole pictures are large, so few of them may be in memory. */
    private static final int MAX_IN_FLIGHT = 3;

    /** The limit on fetches that wait, also for a link. */
    private static final int MAX_WAITING = 64;

    /** The limit on views that wait for the same picture; those that asked last get it. */
    private static final int MAX_VIEWS = 64;

    private final Executor fx;
    private final Executor decoding;
    private final Map<Key, Thumbnail> pictures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Thumbnail> eldest) {
            return size() > KEPT;
        }
    };
    private final Map<Key, List<Consumer<Thumbnail>>> waiting = new LinkedHashMap<>();
    private final ArrayDeque<Fetch> later = new ArrayDeque<>();
    private int underWay;

    private record Key(HostId hostId, SessionId sessionId, BlobId blobId) {}

    private record Fetch(HostLink link, Key key) {
        /** A cached session is shown before the link is up, and stays on screen while the link is lost. */
        boolean canFetch() {
            ConnectionState connection = link.reader().host().connection();
            return !(connection instanceof ConnectionState.Connecting || connection instanceof ConnectionState.Lost);
        }
    }

    /** @param decoding runs the decoding off the FX thread */
    public ThumbnailCache(Executor fx, Executor decoding) {
        this.fx = fx;
        this.decoding = decoding;
    }

    /**
     * Passes the thumbnail to {@code shown}: at once if it is cached, else when it arrives. Never calls it if the host
     * does not have the picture.
     */
    public void show(HostLink link, SessionId sessionId, Attachment.Blob attachment, Consumer<Thumbnail> shown) {
        BlobId file = attachment.thumbnail() != null ? attachment.thumbnail() : attachment.blobId();
        if (attachment.thumbnail() == null && !(attachment.isImage() && attachment.bytes() <= MAX_BYTES)) {
            return;
        }
        Key key = new Key(link.hostId(), sessionId, file);
        Thumbnail known = pictures.get(key);
        if (known != null) {
            shown.accept(known);
            return;
        }
        List<Consumer<Thumbnail>> others = waiting.get(key);
        if (others != null) {
            if (others.size() == MAX_VIEWS) {
                others.remove(0);
            }
            others.add(shown);
            return;
        }
        if (later.size() == MAX_WAITING) {
            // Treated as if the host did not have it. The next request fetches it again.
            waiting.remove(later.remove().key());
        }
        waiting.put(key, new ArrayList<>(List.of(shown)));
        later.add(new Fetch(link, key));
        fetchNext();
    }

    /** Starts the fetches that wait and are possible. Called again when a link may be up. */
    public void fetchNext() {
        Optional<Fetch> next = next();
        while (next.isPresent()) {
            Key key = next.get().key();
            later.remove(next.get());
            underWay++;
            next.get()
                    .link()
                    .host()
                    .fetchBytes(key.sessionId(), key.blobId())
                    .thenAcceptAsync(reply -> fetched(key, reply), fx);
            next = next();
        }
    }

    private Optional<Fetch> next() {
        return underWay < MAX_IN_FLIGHT ? later.stream().filter(Fetch::canFetch).findFirst() : Optional.empty();
    }

    /** Clears the cache. Pictures on screen stay. */
    public void releaseMemory() {
        pictures.clear();
    }

    private void fetched(Key key, HostGateway.Reply<byte[]> reply) {
        if (reply instanceof HostGateway.Reply.Value<byte[]> value) {
            try {
                decoding.execute(() -> {
                    Thumbnail made = Thumbnail.decode(value.value());
                    fx.execute(() -> decoded(key, made));
                });
                return;
            } catch (RejectedExecutionException full) {
                // Treated as if the host did not have it. The next request fetches it again.
            }
        }
        waiting.remove(key);
        ended();
    }

    /** Frees a slot and starts the next fetch. A slot stays taken until its file is decoded. */
    private void ended() {
        underWay--;
        fetchNext();
    }

    private void decoded(Key key, Thumbnail made) {
        ended();
        pictures.put(key, made);
        Optional.ofNullable(waiting.remove(key)).orElse(List.of()).forEach(each -> each.accept(made));
    }
}
