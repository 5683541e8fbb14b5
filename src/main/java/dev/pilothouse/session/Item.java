package dev.pilothouse.session;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.Cause;
import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.TurnId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One entry of a transcript. Equal id and revision mean equal content. */
public sealed interface Item {
    ItemId id();

    /** The seq of the last update that changed it. */
    long rev();

    /** Host time of its creation. */
    Instant at();

    /** @param cause the submission, or null for an item that an agent replayed */
    record UserItem(
            ItemId id,
            long rev,
            Instant at,
            String text,
            @Nullable Cause cause,
            List<Attachment> attachments) implements Item {
        public UserItem {
            attachments = List.copyOf(attachments);
        }
    }

    /** @param attachments images and files after the text */
    record MessageItem(ItemId id, long rev, Instant at, GrowingText text, List<Attachment> attachments)
            implements Item {
        public MessageItem {
            attachments = List.copyOf(attachments);
        }

        public MessageItem(ItemId id, long rev, Instant at, GrowingText text) {
            this(id, rev, at, text, List.of());
        }
    }

    record ThoughtItem(ItemId id, long rev, Instant at, GrowingText text) implements Item {}

    record ToolItem(ItemId id, long rev, Instant at, ToolCall call) implements Item {}

    /** @param answer null while it is open */
    record PendingItem(
            ItemId id,
            long rev,
            Instant at,
            Pending pending,
            @Nullable PendingAnswer answer) implements Item {}

    /**
     * @param detail Markdown that is shown when the note is expanded, may be empty
     * @param snapshot id of a snapshot of files that undoes what the note tells; may be empty
     */
    record NoteItem(
            ItemId id,
            long rev,
            Instant at,
            NoteLevel level,
            String code,
            String text,
            String detail,
            String snapshot,
            HostText.Code says)
            implements Item {
        public NoteItem(
                ItemId id,
                long rev,
                Instant at,
                NoteLevel level,
                String code,
                String text,
                String detail,
                String snapshot) {
            this(id, rev, at, level, code, text, detail, snapshot, HostText.Code.NONE);
        }

        public NoteItem(ItemId id, long rev, Instant at, NoteLevel level, String code, String text, String detail) {
            this(id, rev, at, level, code, text, detail, "");
        }
    }

    /** @param snapshot id of the snapshot of the files before the turn; empty if there is none */
    record TurnEndItem(
            ItemId id,
            long rev,
            Instant at,
            TurnId turn,
            StopReason reason,
            String text,
            long durationMillis,
            TokenCount tokens,
            String snapshot,
            HostText.Code says)
            implements Item {
        public TurnEndItem(
                ItemId id,
                long rev,
                Instant at,
                TurnId turn,
                StopReason reason,
                String text,
                long durationMillis,
                TokenCount tokens) {
            this(id, rev, at, turn, reason, text, durationMillis, tokens, "", HostText.Code.NONE);
        }
    }

    interface Visitor<R> {
        R user(UserItem item);

        R message(MessageItem item);

        R thought(ThoughtItem item);

        R tool(ToolItem item);

        R pending(PendingItem item);

        R note(NoteItem item);

        R turnEnd(TurnEndItem item);
    }

    default <R> R accept(Visitor<R> visitor) {
        if (this instanceof UserItem item) {
            return visitor.user(item);
        } else if (this instanceof MessageItem item) {
            return visitor.message(item);
        } else if (this instanceof ThoughtItem item) {
            return visitor.thought(item);
        } else if (this instanceof ToolItem item) {
            return visitor.tool(item);
        } else if (this instanceof PendingItem item) {
            return visitor.pending(item);
        } else if (this instanceof NoteItem item) {
            return visitor.note(item);
        }
        return visitor.turnEnd((TurnEndItem) this);
    }
}
