package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;

/** About how many characters an event holds, so that what waits can be bounded. Pure; any thread. */
public final class EventSize {
    private EventSize() {}

    /** Counts what may be long; the rest of an event is small. */
    public static long of(AgentEvent event) {
        if (event instanceof AgentEvent.MessageChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.ThoughtChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.UserChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.ToolCall call) {
            return of(call.patch());
        } else if (event instanceof AgentEvent.Ask ask) {
            return length(ask.title()) + length(ask.detail());
        } else if (event instanceof AgentEvent.Plan plan) {
            return plan.entries().stream()
                    .mapToLong(entry -> length(entry.content()))
                    .sum();
        } else if (event instanceof AgentEvent.Unknown unknown) {
            return length(unknown.json());
        } else if (event instanceof AgentEvent.Replayed replayed) {
            return of(replayed.event());
        }
        return 0;
    }

    private static long of(ToolCallPatch patch) {
        long size = length(patch.title()) + length(patch.input()) + length(patch.output());
        if (patch.content() != null) {
            for (ToolContent part : patch.content()) {
                size += part.accept(new Parts());
            }
        }
        return size;
    }

    private static long length(String text) {
        return text == null ? 0 : text.length();
    }

    private static final class Parts implements ToolContent.Visitor<Long> {
        @Override
        public Long text(ToolContent.Text text) {
            return length(text.text());
        }

        @Override
        public Long diff(ToolContent.Diff diff) {
            return length(diff.oldText()) + length(diff.newText());
        }

        @Override
        public Long terminal(ToolContent.Terminal terminal) {
            return length(terminal.output());
        }

        @Override
        public Long large(ToolContent.Large large) {
            return length(large.head());
        }

        @Override
        public Long other(ToolContent.Other other) {
            return length(other.json());
        }
    }
}
