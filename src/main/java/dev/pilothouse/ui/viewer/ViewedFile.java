package dev.pilothouse.ui.viewer;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.FilePart;
import dev.pilothouse.model.SessionFile;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.session.HostLink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A file that a viewer shows, and how its parts are fetched from the host. Confined to the FX thread; the stages complete
 * on any thread.
 */
public interface ViewedFile {
    String name();

    /** The path as it is copied. */
    String path();

    /** Fetches lines of a text. For another file it completes without lines. */
    CompletionStage<Reply<FilePart>> lines(long first, int count);

    /** Fetches bytes of a picture. */
    CompletionStage<Reply<FilePart>> bytes(long offset);

    /** Whether the host can be reached. */
    boolean isOnline();

    /** The host's name. */
    String hostName();

    /** The changes to this file that the agent has reported. May be slow. */
    List<FileDiff> changes();

    /**
     * A file of a session's directory.
     *
     * @param path relative to the directory, or absolute and inside it
     * @param changes the changes that the agent has reported; called off the FX thread
     */
    static ViewedFile of(HostLink link, SessionId session, String path, Supplier<List<FileDiff>> changes) {
        return new FromHost(link, path) {
            @Override
            public CompletionStage<Reply<FilePart>> lines(long first, int count) {
                return link.host().readFile(session, path, first, count);
            }

            @Override
            public CompletionStage<Reply<FilePart>> bytes(long offset) {
                return link.host().readPicture(session, path, offset);
            }

            @Override
            public List<FileDiff> changes() {
                return changes.get();
            }
        };
    }

    /** An attachment, which the host stores. */
    static ViewedFile of(HostLink link, SessionId session, Attachment.Blob attachment) {
        return new FromHost(link, attachment.name()) {
            private @Nullable CompletionStage<Reply<byte[]>> fetched;

            private CompletionStage<Reply<byte[]>> fetch(boolean again) {
                CompletionStage<Reply<byte[]>> now = fetched;
                if (now == null || again) {
                    now = link.host().fetchBytes(session, attachment.blobId());
                    fetched = now;
                }
                return now;
            }

            @Override
            public CompletionStage<Reply<FilePart>> lines(long first, int count) {
                if (attachment.isImage()) {
                    return fetch(first == 0).thenApply(reply -> map(reply, bytes -> part(bytes, List.of(), false, "")));
                }
                return fetch(first == 0).thenApply(reply -> map(reply, bytes -> text(bytes, first, count)));
            }

            @Override
            public CompletionStage<Reply<FilePart>> bytes(long offset) {
                return fetch(false)
                        .thenApply(reply -> map(
                                reply,
                                bytes -> part(
                                        bytes,
                                        List.of(),
                                        false,
                                        Base64.getEncoder().encodeToString(bytes))));
            }

            private FilePart text(byte[] bytes, long first, int count) {
                boolean text = attachment.mimeType().startsWith("text/") && indexOfZero(bytes) < 0;
                if (!text) {
                    return part(bytes, List.of(), false, "");
                }
                List<String> all =
                        new String(bytes, StandardCharsets.UTF_8).lines().toList();
                int from = (int) Math.min(first, all.size());
                int to = (int) Math.min(all.size(), (long) from + count);
                SessionFile file = about(bytes, SessionFile.Kind.TEXT, (long) all.size());
                return new FilePart(file, from, all.subList(from, to), false, to < all.size(), "");
            }

            private FilePart part(byte[] bytes, List<String> lines, boolean more, String data) {
                SessionFile.Kind kind = attachment.isImage() ? SessionFile.Kind.PICTURE : SessionFile.Kind.BINARY;
                return new FilePart(about(bytes, kind, null), 0, lines, false, more, data);
            }

            private SessionFile about(byte[] bytes, SessionFile.Kind kind, @Nullable Long lines) {
                return new SessionFile(
                        attachment.name(),
                        kind,
                        bytes.length,
                        Instant.EPOCH,
                        kind == SessionFile.Kind.TEXT ? "UTF-8" : "",
                        lines,
                        attachment.mimeType());
            }
        };
    }

    /** The parts that all files of a host have in common. */
    abstract class FromHost implements ViewedFile {
        private final HostLink link;
        private final String path;

        private FromHost(HostLink link, String path) {
            this.link = link;
            this.path = path;
        }

        @Override
        public String name() {
            return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        }

        @Override
        public String path() {
            return path;
        }

        @Override
        public boolean isOnline() {
            return link.reader().host().connection() instanceof ConnectionState.Live;
        }

        @Override
        public String hostName() {
            return link.reader().host().hostName();
        }

        @Override
        public List<FileDiff> changes() {
            return List.of();
        }

        static int indexOfZero(byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == 0) {
                    return i;
                }
            }
            return -1;
        }

        static Reply<FilePart> map(Reply<byte[]> reply, java.util.function.Function<byte[], FilePart> read) {
            return reply instanceof Reply.Value<byte[]> value
                    ? new Reply.Value<>(read.apply(value.value()))
                    : new Reply.Refused<>(
                            ((Reply.Refused<byte[]>) reply).code(), ((Reply.Refused<byte[]>) reply).sentence());
        }
    }
}
