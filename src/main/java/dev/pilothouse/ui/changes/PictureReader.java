package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangeContent;
import dev.pilothouse.model.ChangePart;
import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostGateway;
import dev.pilothouse.session.HostGateway.Reply;
import dev.pilothouse.ui.attachment.Thumbnail;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Loads a changed picture as it was and as it is, one after the other. Confined to the FX thread; ends with its
 * presenter.
 */
public final class PictureReader {
    static final int MAX_BYTES = 8 * 1024 * 1024;
    /** Larger pictures are scaled down. */
    private static final double MAX_SIDE = 1_600;

    private static final List<String> SHOWN = List.of(".png", ".jpg", ".jpeg", ".gif");

    private final HostGateway host;
    private final SessionId sessionId;
    private final Executor fx;
    private final Executor background;
    private final ReadOnlyObjectWrapper<Pictures> pictures =
            new ReadOnlyObjectWrapper<>(this, "pictures", Pictures.NONE);
    /** Numbers the files, so that an old answer is dropped. */
    private long current;

    /**
     * One content of a picture. Immutable.
     *
     * @param picture null while it loads, if there is none and if it cannot be shown
     * @param text a sentence while it loads or if it cannot be shown; empty otherwise
     * @param bytes the size of the file; 0 if there is none
     */
    public record Side(@Nullable Thumbnail picture, String text, long bytes) {
        static final Side NONE = new Side(null, "", 0);

        static Side text(String text) {
            return new Side(null, text, 0);
        }

        /** Whether there is such a content, as far as it is known. */
        public boolean isThere() {
            return picture != null || !text.isEmpty();
        }
    }

    /** Both contents. Immutable. */
    public record Pictures(Side before, Side after) {
        static final Pictures NONE = new Pictures(Side.NONE, Side.NONE);
    }

    /** @param background decodes; may refuse */
    PictureReader(HostGateway host, SessionId sessionId, Executor fx, Executor background) {
        this.host = host;
        this.sessionId = sessionId;
        this.fx = fx;
        this.background = background;
    }

    public ReadOnlyObjectProperty<Pictures> picturesProperty() {
        return pictures.getReadOnlyProperty();
    }

    /** Whether a file is a picture that can be shown, by its name. */
    static boolean isPicture(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return SHOWN.stream().anyMatch(name::endsWith);
    }

    void load(ChangedFile file, ComparisonTarget against) {
        long request = ++current;
        Side loading = Side.text(Texts.text("changes.loading"));
        pictures.set(new Pictures(loading, loading));
        piece(request, file, against, ChangePart.BEFORE, "", new ByteArrayOutputStream());
        piece(request, file, against, ChangePart.AFTER, "", new ByteArrayOutputStream());
    }

    void clear() {
        current++;
        pictures.set(Pictures.NONE);
    }

    private void piece(
            long request,
            ChangedFile file,
            ComparisonTarget against,
            ChangePart part,
            String content,
            ByteArrayOutputStream before) {
        host.readChange(sessionId, file.path(), file.oldPath(), against, part, before.size())
                .thenAcceptAsync(
                        reply -> {
                            if (request != current) {
                                return;
                            }
                            if (!(reply instanceof Reply.Value<ChangeContent> value)) {
                                Reply.Refused<ChangeContent> refused = (Reply.Refused<ChangeContent>) reply;
                                set(part, Side.text(HostTexts.text(refused.sentence())));
                                return;
                            }
                            ChangeContent now = value.value();
                            byte[] bytes = bytes(now);
                            boolean another = !content.isEmpty() && !content.equals(now.content())
                                    || now.total() > MAX_BYTES
                                    || before.size() + bytes.length > now.total();
                            before.writeBytes(bytes);
                            if (another || bytes.length == 0 && before.size() < now.total()) {
                                set(part, Side.text(Texts.text("viewer.changedWhileLoading")));
                            } else if (before.size() < now.total()) {
                                piece(request, file, against, part, now.content(), before);
                            } else if (now.total() == 0) {
                                set(part, Side.NONE);
                            } else {
                                decode(request, part, before.toByteArray());
                            }
                        },
                        fx);
    }

    private static byte[] bytes(ChangeContent content) {
        try {
            return Base64.getDecoder().decode(content.data());
        } catch (IllegalArgumentException damaged) {
            return new byte[0];
        }
    }

    private void decode(long request, ChangePart part, byte[] bytes) {
        try {
            background.execute(() -> {
                Thumbnail made = Thumbnail.decode(bytes, MAX_SIDE, MAX_SIDE);
                fx.execute(() -> {
                    if (request == current) {
                        set(part, side(made, bytes.length));
                    }
                });
            });
        } catch (RejectedExecutionException full) {
            set(part, Side.text(Texts.text("viewer.busy")));
        }
    }

    private static Side side(Thumbnail made, int bytes) {
        return made.isShown()
                ? new Side(made, "", bytes)
                : Side.text(made.problem().isEmpty() ? Texts.text("viewer.damagedPicture") : made.problem());
    }

    private void set(ChangePart part, Side side) {
        Pictures now = pictures.get();
        pictures.set(part == ChangePart.BEFORE ? new Pictures(side, now.after()) : new Pictures(now.before(), side));
    }
}
