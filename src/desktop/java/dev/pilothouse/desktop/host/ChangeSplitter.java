package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.git.RepositoryReader.Content;
import dev.pilothouse.desktop.git.RepositoryReader.UnreadableException;
import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts patches and pictures into pieces for messages. The last one that has a second piece stays in memory until its
 * end is read, so that its pieces belong together. Thread-safe.
 */
final class ChangeSplitter {
    static final int PIECE = 512 * 1024;

    private record Key(SessionId sessionId, String path, String oldPath, ComparisonTarget against, ChangePart part) {}

    private record Last(Key key, Content content) {}

    /** Makes the whole content. */
    interface Source {
        Content read() throws UnreadableException;
    }

    private volatile @Nullable Last last;

    /** Returns the requested piece. Reads the content again for a first piece, or if another one was read meanwhile. */
    ChangeContent piece(ClientMessage.ReadChange question, Source source) throws UnreadableException {
        Key key =
                new Key(question.sessionId(), question.path(), question.oldPath(), question.against(), question.part());
        Last before = last;
        boolean continued = false;
        Content content;
        if (question.offset() > 0 && before != null && before.key().equals(key)) {
            continued = true;
            content = before.content();
        } else {
            content = source.read();
        }
        byte[] bytes = content.bytes();
        int from = (int) Math.min(question.offset(), bytes.length);
        int end = Math.min(from + PIECE, bytes.length);
        if (end < bytes.length) {
            last = new Last(key, content);
        } else if (continued) {
            last = null;
        }
        return new ChangeContent(
                id(bytes),
                from,
                bytes.length,
                Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, end)),
                from == 0 ? content.omitted() : List.of());
    }

    private static String id(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 8);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
