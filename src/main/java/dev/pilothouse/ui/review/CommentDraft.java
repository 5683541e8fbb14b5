package dev.pilothouse.ui.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.CommentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A comment that the person is writing. Stored on the device, so that closing the window loses nothing. Immutable.
 *
 * @param edited the comment whose text is changed; null for a new one
 */
record CommentDraft(CommentAnchor anchor, @Nullable CommentId edited, String text) {
    private static final int HEAD = 7;

    CommentDraft withText(String now) {
        return new CommentDraft(anchor, edited, now);
    }

    String asText() {
        List<String> lines = new ArrayList<>(List.of(
                anchor.path(),
                String.valueOf(anchor.old()),
                String.valueOf(anchor.line()),
                String.valueOf(anchor.lastLine()),
                anchor.content(),
                edited == null ? "" : edited.value(),
                String.valueOf(anchor.lines().size())));
        lines.addAll(anchor.lines());
        lines.add(text);
        return String.join("\n", lines);
    }

    /** Reads what {@link #asText} wrote. Empty if it is something else. */
    static Optional<CommentDraft> of(String stored) {
        String[] parts = stored.split("\n", HEAD + 1);
        try {
            int quoted = Integer.parseInt(parts[HEAD - 1]);
            String[] rest = parts[HEAD].split("\n", quoted + 1);
            CommentAnchor anchor = new CommentAnchor(
                    parts[0],
                    Boolean.parseBoolean(parts[1]),
                    Integer.parseInt(parts[2]),
                    Integer.parseInt(parts[3]),
                    List.of(rest).subList(0, quoted),
                    parts[4]);
            CommentId edited = parts[5].isEmpty() ? null : new CommentId(parts[5]);
            return anchor.isBounded() ? Optional.of(new CommentDraft(anchor, edited, rest[quoted])) : Optional.empty();
        } catch (IllegalArgumentException | IndexOutOfBoundsException unreadable) {
            return Optional.empty();
        }
    }
}
