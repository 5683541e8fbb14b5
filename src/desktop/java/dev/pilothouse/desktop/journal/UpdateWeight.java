package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import java.util.List;
import java.util.Objects;

/** About how many characters an update carries: for the bounds of batches, tails and windows, where exactness is no use. */
public final class UpdateWeight {
    private static final long FRAME = 96;

    private UpdateWeight() {}

    /** What the update adds to a batch whose last one is {@code before}: a chunk that goes on is merged with it. */
    static long after(JournaledUpdate before, JournaledUpdate update) {
        if (before != null && Objects.equals(before.cause(), update.cause())) {
            if (before.update() instanceof SessionUpdate.AgentMessageChunk mine
                    && update.update() instanceof SessionUpdate.AgentMessageChunk next
                    && mine.item().equals(next.item())) {
                return next.text().length();
            }
            if (before.update() instanceof SessionUpdate.ThoughtChunk mine
                    && update.update() instanceof SessionUpdate.ThoughtChunk next
                    && mine.item().equals(next.item())) {
                return next.text().length();
            }
        }
        return of(update.update());
    }

    static long of(SessionUpdate update) {
        if (update instanceof SessionUpdate.AgentMessageChunk chunk) {
            return FRAME + chunk.text().length();
        } else if (update instanceof SessionUpdate.ThoughtChunk chunk) {
            return FRAME + chunk.text().length();
        } else if (update instanceof SessionUpdate.UserMessage message) {
            return FRAME
                    + message.text().length()
                    + FRAME * 4 * message.attachments().size();
        } else if (update instanceof SessionUpdate.ToolCallStarted started) {
            return FRAME + of(started.call());
        } else if (update instanceof SessionUpdate.ToolCallChanged changed) {
            return FRAME + of(changed.patch());
        } else if (update instanceof SessionUpdate.QueueChanged queue) {
            return FRAME
                    + queue.queue().stream()
                            .mapToLong(prompt -> FRAME
                                    + prompt.text().length()
                                    + FRAME * 4 * prompt.attachments().size())
                            .sum();
        } else if (update instanceof SessionUpdate.Unknown unknown) {
            return FRAME + unknown.json().length();
        } else if (update instanceof SessionUpdate.CommandsChanged commands) {
            return FRAME + commands.commands().size() * FRAME * 2;
        } else if (update instanceof SessionUpdate.PendingAsked asked) {
            return FRAME
                    + asked.pending().title().length()
                    + asked.pending().detail().length();
        }
        return FRAME * 2;
    }

    public static long of(ToolCall call) {
        return FRAME + call.title().length() + of(call.content()) + length(call.input()) + length(call.output());
    }

    private static long of(ToolCallPatch patch) {
        return FRAME + length(patch.title()) + of(patch.content()) + length(patch.input()) + length(patch.output());
    }

    public static long of(List<ToolContent> content) {
        return content == null
                ? 0
                : content.stream().mapToLong(UpdateWeight::of).sum();
    }

    /** Characters of one part. */
    public static long of(ToolContent content) {
        return content.accept(new ToolContent.Visitor<>() {
            @Override
            public Long text(ToolContent.Text text) {
                return length(text.text());
            }

            @Override
            public Long diff(ToolContent.Diff diff) {
                return length(diff.path()) + length(diff.oldText()) + length(diff.newText());
            }

            @Override
            public Long terminal(ToolContent.Terminal terminal) {
                return length(terminal.output());
            }

            @Override
            public Long large(ToolContent.Large large) {
                return FRAME + length(large.head());
            }

            @Override
            public Long other(ToolContent.Other other) {
                return length(other.kind()) + length(other.json());
            }
        });
    }

    private static long length(String text) {
        return text == null ? 0 : text.length();
    }
}
