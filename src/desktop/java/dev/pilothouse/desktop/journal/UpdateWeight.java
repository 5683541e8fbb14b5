package dev.pilothouse.desktop.journal;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolLocation;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The approximate number of characters in an update. Bounds batches, tails and windows, which need no exact size. */
public final class UpdateWeight {
    private static final long FRAME = 96;
    private static final long PART = 32;

    private UpdateWeight() {}

    /**
     * The weight that the update adds to a batch that ends with {@code before}. A chunk that continues it is merged and
     * counts only its content.
     */
    static long after(@Nullable JournaledUpdate before, JournaledUpdate update) {
        if (before != null && Objects.equals(before.cause(), update.cause())) {
            if (before.update() instanceof SessionUpdate.AgentMessageChunk mine
                    && update.update() instanceof SessionUpdate.AgentMessageChunk next
                    && mine.item().equals(next.item())) {
                return next.text().length() + ofAttachments(next.attachments());
            }
            if (before.update() instanceof SessionUpdate.ThoughtChunk mine
                    && update.update() instanceof SessionUpdate.ThoughtChunk next
                    && mine.item().equals(next.item())) {
                return next.text().length();
            }
        }
        return of(update.update());
    }

    /** All texts of the update, plus {@link #FRAME} for each object in it. */
    static long of(SessionUpdate update) {
        return FRAME + update.accept(new Texts());
    }

    public static long of(ToolCall call) {
        return FRAME
                + length(call.toolCallId())
                + length(call.title())
                + places(call.locations())
                + of(call.content())
                + length(call.input())
                + length(call.output());
    }

    private static long of(ToolCallPatch patch) {
        return FRAME
                + length(patch.title())
                + places(patch.locations())
                + of(patch.content())
                + length(patch.input())
                + length(patch.output());
    }

    private static long places(@Nullable List<ToolLocation> locations) {
        return sum(locations == null ? List.of() : locations, place -> PART + length(place.path()));
    }

    /** The weight of an open question. */
    public static long of(Pending pending) {
        return FRAME
                + length(pending.title())
                + length(pending.detail())
                + length(pending.object())
                + sum(pending.options(), option -> FRAME + length(option.optionId()) + length(option.name()))
                + sum(
                        pending.fields(),
                        field -> FRAME
                                + length(field.name())
                                + length(field.title())
                                + length(field.description())
                                + length(field.initial())
                                + sum(
                                        field.choices(),
                                        choice -> PART + length(choice.value()) + length(choice.title())));
    }

    /** The weight of an answer. */
    public static long of(PendingAnswer answer) {
        return FRAME + length(answer.optionId()) + length(answer.text()) + length(answer.by());
    }

    /** The weight of the attachments of a prompt or message. */
    public static long ofAttachments(List<Attachment> attachments) {
        return sum(
                attachments,
                attachment -> 4 * FRAME
                        + length(attachment.name())
                        + (attachment instanceof Attachment.Blob blob ? length(blob.mimeType()) : 0));
    }

    private static <T> long sum(List<T> all, ToLongFunction<T> weight) {
        return all.stream().mapToLong(weight).sum();
    }

    public static long of(@Nullable List<ToolContent> content) {
        return content == null
                ? 0
                : content.stream().mapToLong(UpdateWeight::of).sum();
    }

    /** The characters of one part. */
    public static long of(ToolContent content) {
        return content.accept(new ToolContent.Visitor<>() {
            @Override
            public Long text(ToolContent.Text text) {
                return length(text.text());
            }

            @Override
            public Long diff(ToolContent.Diff diff) {
                return PART + length(diff.path()) + length(diff.oldText()) + length(diff.newText());
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

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static final class Texts implements SessionUpdate.Visitor<Long> {
        private static final long NONE = 0;

        @Override
        public Long sessionCreated(SessionUpdate.SessionCreated update) {
            return FRAME
                    + length(update.agentName())
                    + length(update.cwd())
                    + length(update.name())
                    + length(update.wish().mode())
                    + length(update.wish().model())
                    + length(update.wish().agentSessionId());
        }

        @Override
        public Long agentStarting(SessionUpdate.AgentStarting update) {
            return NONE;
        }

        @Override
        public Long agentStarted(SessionUpdate.AgentStarted update) {
            return length(update.title()) + length(update.version()) + length(update.agentSessionId());
        }

        @Override
        public Long agentExited(SessionUpdate.AgentExited update) {
            return length(update.text());
        }

        @Override
        public Long loginNeeded(SessionUpdate.LoginNeeded update) {
            return length(update.command()) + length(update.text());
        }

        @Override
        public Long sessionClosed(SessionUpdate.SessionClosed update) {
            return NONE;
        }

        @Override
        public Long turnStarted(SessionUpdate.TurnStarted update) {
            return NONE;
        }

        @Override
        public Long turnEnded(SessionUpdate.TurnEnded update) {
            return FRAME + length(update.text());
        }

        @Override
        public Long userMessage(SessionUpdate.UserMessage update) {
            return length(update.text()) + ofAttachments(update.attachments());
        }

        @Override
        public Long passedOn(SessionUpdate.PassedOn update) {
            return length(update.intent());
        }

        @Override
        public Long agentMessageChunk(SessionUpdate.AgentMessageChunk update) {
            return length(update.text()) + ofAttachments(update.attachments());
        }

        @Override
        public Long thoughtChunk(SessionUpdate.ThoughtChunk update) {
            return length(update.text());
        }

        @Override
        public Long toolCallStarted(SessionUpdate.ToolCallStarted update) {
            return of(update.call());
        }

        @Override
        public Long toolCallChanged(SessionUpdate.ToolCallChanged update) {
            return of(update.patch());
        }

        @Override
        public Long planChanged(SessionUpdate.PlanChanged update) {
            return sum(update.entries(), entry -> FRAME + length(entry.content()));
        }

        @Override
        public Long pendingAsked(SessionUpdate.PendingAsked update) {
            return of(update.pending());
        }

        @Override
        public Long pendingAnswered(SessionUpdate.PendingAnswered update) {
            return of(update.answer());
        }

        @Override
        public Long modeChanged(SessionUpdate.ModeChanged update) {
            return length(update.current())
                    + sum(
                            update.available(),
                            mode -> FRAME + length(mode.modeId()) + length(mode.name()) + length(mode.description()));
        }

        @Override
        public Long modelChanged(SessionUpdate.ModelChanged update) {
            return length(update.current())
                    + sum(
                            update.available(),
                            model -> FRAME
                                    + length(model.modelId())
                                    + length(model.name())
                                    + length(model.description()));
        }

        @Override
        public Long optionsChanged(SessionUpdate.OptionsChanged update) {
            return sum(
                    update.options(),
                    option -> FRAME
                            + length(option.optionId())
                            + length(option.name())
                            + length(option.description())
                            + length(option.category())
                            + length(option.current())
                            + sum(option.choices(), choice -> PART + length(choice.value()) + length(choice.name())));
        }

        @Override
        public Long commandsChanged(SessionUpdate.CommandsChanged update) {
            return sum(
                    update.commands(),
                    command -> FRAME + length(command.name()) + length(command.description()) + length(command.hint()));
        }

        @Override
        public Long usageChanged(SessionUpdate.UsageChanged update) {
            return FRAME + length(update.usage().currency());
        }

        @Override
        public Long note(SessionUpdate.Note update) {
            return length(update.code()) + length(update.text()) + length(update.detail());
        }

        @Override
        public Long renamed(SessionUpdate.Renamed update) {
            return length(update.name());
        }

        @Override
        public Long organised(SessionUpdate.Organised update) {
            return length(update.organisation().group());
        }

        @Override
        public Long queueChanged(SessionUpdate.QueueChanged update) {
            return sum(
                    update.queue(),
                    prompt -> 3 * FRAME
                            + length(prompt.text())
                            + length(prompt.cause().deviceName())
                            + ofAttachments(prompt.attachments()));
        }

        @Override
        public Long unknown(SessionUpdate.Unknown update) {
            return length(update.sourceKind()) + length(update.json());
        }
    }
}
