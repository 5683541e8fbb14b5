package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import java.util.List;
import java.util.function.ToLongFunction;

/** Estimates the number of characters in an event, so that queues can be bounded. Pure; any thread. */
public final class EventSize {
    /** The size of an object without its texts. */
    private static final int ENTRY = 32;

    private EventSize() {}

    /** Counts the parts that may be long; the rest of an event is small. */
    public static long of(AgentEvent event) {
        if (event instanceof AgentEvent.MessageChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.ThoughtChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.UserChunk chunk) {
            return chunk.text().length();
        } else if (event instanceof AgentEvent.Media media) {
            return media.base64().length();
        } else if (event instanceof AgentEvent.Compaction compaction) {
            return length(compaction.summary()) + length(compaction.error());
        } else if (event instanceof AgentEvent.ToolCall call) {
            return length(call.toolCallId()) + of(call.patch());
        } else if (event instanceof AgentEvent.Ask ask) {
            return of(ask);
        } else if (event instanceof AgentEvent.Plan plan) {
            return sum(plan.entries(), entry -> length(entry.content()));
        } else if (event instanceof AgentEvent.Unknown unknown) {
            return length(unknown.sourceKind()) + length(unknown.json());
        } else if (event instanceof AgentEvent.ModeChanged modes) {
            return length(modes.current())
                    + sum(
                            modes.available(),
                            mode -> length(mode.modeId()) + length(mode.name()) + length(mode.description()));
        } else if (event instanceof AgentEvent.ModelChanged models) {
            return length(models.current())
                    + sum(
                            models.available(),
                            model -> length(model.modelId()) + length(model.name()) + length(model.description()));
        } else if (event instanceof AgentEvent.OptionsChanged options) {
            return sum(
                    options.options(),
                    option -> length(option.optionId())
                            + length(option.name())
                            + length(option.description())
                            + length(option.category())
                            + length(option.current())
                            + sum(option.choices(), choice -> length(choice.value()) + length(choice.name())));
        } else if (event instanceof AgentEvent.CommandsChanged commands) {
            return sum(
                    commands.commands(),
                    command -> length(command.name()) + length(command.description()) + length(command.hint()));
        } else if (event instanceof AgentEvent.TitleChanged title) {
            return length(title.title());
        } else if (event instanceof AgentEvent.Remark remark) {
            return length(remark.text());
        } else if (event instanceof AgentEvent.TurnDone done) {
            return length(done.text());
        } else if (event instanceof AgentEvent.Replayed replayed) {
            return of(replayed.event());
        }
        return 0;
    }

    private static long of(AgentEvent.Ask ask) {
        return length(ask.title())
                + length(ask.detail())
                + length(ask.object())
                + sum(ask.options(), option -> length(option.optionId()) + length(option.name()))
                + sum(
                        ask.fields(),
                        field -> length(field.name())
                                + length(field.title())
                                + length(field.description())
                                + length(field.initial())
                                + sum(field.choices(), choice -> length(choice.value()) + length(choice.title())));
    }

    private static <T> long sum(List<T> all, ToLongFunction<T> size) {
        return all.stream().mapToLong(each -> ENTRY + size.applyAsLong(each)).sum();
    }

    private static long of(ToolCallPatch patch) {
        long size = length(patch.title()) + length(patch.input()) + length(patch.output());
        if (patch.locations() != null) {
            size += sum(patch.locations(), place -> length(place.path()));
        }
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
            return length(diff.path()) + length(diff.oldText()) + length(diff.newText());
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
