package dev.pilothouse.model;

import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The approximate number of characters in a value: its texts, and a constant for each object. Bounds batches, queues
 * and windows, which need no exact size. Stateless.
 */
public final class ContentSize {
    /** The size of an object without its texts. */
    public static final long FRAME = 96;

    private static final long PART = 32;

    private static final ToolContent.Visitor<Long> CONTENT = new ToolContent.Visitor<>() {
        @Override
        public Long text(ToolContent.Text text) {
            return of(text.text());
        }

        @Override
        public Long diff(ToolContent.Diff diff) {
            return PART + of(diff.path()) + of(diff.oldText()) + of(diff.newText());
        }

        @Override
        public Long terminal(ToolContent.Terminal terminal) {
            return of(terminal.output());
        }

        @Override
        public Long large(ToolContent.Large large) {
            return FRAME + of(large.head());
        }

        @Override
        public Long other(ToolContent.Other other) {
            return of(other.kind()) + of(other.json());
        }
    };

    private ContentSize() {}

    public static long of(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** The size of the texts, without a constant. */
    public static long of(@Nullable String... texts) {
        long sum = 0;
        for (@Nullable String text : texts) {
            sum += of(text);
        }
        return sum;
    }

    public static long of(ToolCall call) {
        return FRAME
                + of(call.toolCallId(), call.title(), call.input(), call.output())
                + places(call.locations())
                + of(call.content());
    }

    public static long of(ToolCallPatch patch) {
        return FRAME
                + of(patch.title(), patch.input(), patch.output())
                + places(patch.locations())
                + of(patch.content());
    }

    private static long places(@Nullable List<ToolLocation> locations) {
        return sum(locations, place -> PART + of(place.path()));
    }

    public static long of(@Nullable List<ToolContent> content) {
        return sum(content, ContentSize::of);
    }

    public static long of(ToolContent content) {
        return content.accept(CONTENT);
    }

    public static long of(Pending pending) {
        return FRAME
                + of(pending.title(), pending.detail(), pending.object())
                + (pending.host() == null ? 0 : host(pending.host()))
                + question(pending.options(), pending.fields());
    }

    private static long host(HostQuestion host) {
        return FRAME + of(host.asker(), host.key()) + of(host.says());
    }

    /** The choices and the form of a question. */
    public static long question(List<PendingOption> options, List<QuestionField> fields) {
        return sum(options, option -> FRAME + of(option.optionId(), option.name()))
                + sum(
                        fields,
                        field -> FRAME
                                + of(field.name(), field.title(), field.description(), field.initial())
                                + sum(field.choices(), choice -> PART + of(choice.value(), choice.title())));
    }

    public static long of(PendingAnswer answer) {
        return FRAME + of(answer.optionId(), answer.text(), answer.by()) + of(answer.says());
    }

    /** The code of a sentence, with its arguments. */
    public static long of(HostText.Code says) {
        return says.equals(HostText.Code.NONE)
                ? 0
                : FRAME
                        + of(says.word())
                        + says.arguments().entrySet().stream()
                                .mapToLong(each ->
                                        of(each.getKey(), each.getValue().text())
                                                + of(each.getValue().code()))
                                .sum();
    }

    public static long attachments(List<Attachment> attachments) {
        return sum(
                attachments,
                attachment -> 4 * FRAME
                        + of(attachment.name())
                        + (attachment instanceof Attachment.Blob blob ? of(blob.mimeType()) : 0));
    }

    public static long plan(List<PlanEntry> entries) {
        return sum(entries, entry -> FRAME + of(entry.content()));
    }

    public static long modes(List<AgentMode> modes) {
        return sum(modes, mode -> FRAME + of(mode.modeId(), mode.name(), mode.description()));
    }

    public static long models(List<AgentModel> models) {
        return sum(models, model -> FRAME + of(model.modelId(), model.name(), model.description()));
    }

    public static long options(List<AgentOption> options) {
        return sum(
                options,
                option -> FRAME
                        + of(
                                option.optionId(),
                                option.name(),
                                option.description(),
                                option.category(),
                                option.current())
                        + sum(option.choices(), choice -> PART + of(choice.value(), choice.name())));
    }

    public static long commands(List<AgentCommand> commands) {
        return sum(commands, command -> FRAME + of(command.name(), command.description(), command.hint()));
    }

    /** The sum over a list; 0 for null. */
    public static <T> long sum(@Nullable List<T> all, ToLongFunction<? super T> size) {
        long sum = 0;
        if (all != null) {
            for (T each : all) {
                sum += size.applyAsLong(each);
            }
        }
        return sum;
    }
}
