package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.journal.BlobStore;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.TextCutter;
import java.io.IOException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the pictures, sounds and files of an agent's messages as blobs of the session, within limits. The content is
 * not decoded; clients interpret and display it.
 *
 * <p>Owns the count of stored files, read from disk at first use. Confined to the session's lane, where it writes
 * files.
 */
final class AgentMediaStore {
    private static final Logger LOG = LoggerFactory.getLogger(AgentMediaStore.class);

    /** Files per session. */
    static final int MAX_FILES = 200;

    static final long MAX_ALL = 64L * 1024 * 1024;

    private static final int MAX_NAME = 200;

    private final BlobStore blobs;
    private BlobStore.@Nullable Size kept;

    AgentMediaStore(BlobStore blobs) {
        this.blobs = blobs;
    }

    /**
     * The result of storing a file.
     *
     * @param blob null if it was not stored
     * @param fault a sentence that gives the reason, empty if it was stored
     */
    record Outcome(Attachment.@Nullable Blob blob, HostText fault) {}

    Outcome store(AgentEvent.Media media) {
        String name = TextCutter.line(media.name(), MAX_NAME);
        name = name.isBlank() ? "file" : name;
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(media.base64());
            boolean isLeftOut = media.base64().isEmpty() && media.bytes() > 0;
            if (isLeftOut || bytes.length > AgentEvent.Media.MAX_BYTES) {
                return refused(HostTextCode.CONTENT_TOO_LARGE, name, megabytes(AgentEvent.Media.MAX_BYTES));
            }
            if (bytes.length == 0) {
                return refused(HostTextCode.CONTENT_EMPTY, name);
            }
            BlobId known = blobs.find(bytes).orElse(null);
            if (known == null) {
                BlobStore.Size before = kept == null ? blobs.shown() : kept;
                kept = before;
                if (before.files() >= MAX_FILES || before.bytes() + bytes.length > MAX_ALL) {
                    return refused(HostTextCode.CONTENT_FULL, name, MAX_FILES, megabytes(MAX_ALL));
                }
                known = blobs.show(bytes);
                kept = before.plus(new BlobStore.Size(1, bytes.length));
            }
            return new Outcome(new Attachment.Blob(known, name, media.mimeType(), bytes.length, null), HostText.NONE);
        } catch (IllegalArgumentException e) {
            return refused(HostTextCode.CONTENT_UNDECODABLE, name);
        } catch (IOException e) {
            LOG.warn("A file of the agent could not be stored: {}", e.toString());
            return refused(HostTextCode.CONTENT_NOT_WRITTEN, name);
        }
    }

    private static Outcome refused(HostTextCode why, Object... values) {
        return new Outcome(null, HostText.of(why, values));
    }

    private static long megabytes(long bytes) {
        return Math.round(bytes / 1048576.0);
    }
}
