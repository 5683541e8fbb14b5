package dev.pilothouse.desktop.agent;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolLocation;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Sanitizes the displayed texts of the values in an {@link AgentEvent}. Pure; any thread. */
final class AgentEventSanitizer {
    /** Escape sequences in output are preserved for its colours; no view executes the others. */
    private static final ToolContent.Visitor<ToolContent> CONTENT = new ToolContent.Visitor<>() {
        @Override
        public ToolContent text(ToolContent.Text text) {
            return new ToolContent.Text(PlainText.inOrder(text.text()));
        }

        @Override
        public ToolContent diff(ToolContent.Diff diff) {
            return new ToolContent.Diff(
                    PlainText.exact(diff.path()),
                    orNull(diff.oldText(), PlainText::inOrder),
                    PlainText.inOrder(diff.newText()));
        }

        @Override
        public ToolContent terminal(ToolContent.Terminal terminal) {
            return new ToolContent.Terminal(PlainText.inOrder(terminal.output()));
        }

        @Override
        public ToolContent large(ToolContent.Large large) {
            return large;
        }

        @Override
        public ToolContent other(ToolContent.Other other) {
            return new ToolContent.Other(PlainText.line(other.kind()), PlainText.json(other.json()));
        }
    };

    private AgentEventSanitizer() {}

    /** @return null for null */
    static @Nullable String orNull(@Nullable String text, UnaryOperator<String> sanitizer) {
        return text == null ? null : sanitizer.apply(text);
    }

    static ToolCallPatch patch(ToolCallPatch patch) {
        return new ToolCallPatch(
                orNull(patch.title(), PlainText::exact),
                patch.kind(),
                patch.status(),
                patch.locations() == null ? null : each(patch.locations(), AgentEventSanitizer::location),
                patch.content() == null ? null : each(patch.content(), content -> content.accept(CONTENT)),
                orNull(patch.input(), PlainText::json),
                orNull(patch.output(), PlainText::json),
                patch.endedAt());
    }

    static <T> List<T> each(List<T> values, UnaryOperator<T> sanitizer) {
        return values.stream().map(sanitizer).toList();
    }

    private static ToolLocation location(ToolLocation location) {
        return new ToolLocation(PlainText.exact(location.path()), location.line());
    }

    static PlanEntry entry(PlanEntry entry) {
        return new PlanEntry(PlainText.line(entry.content()), entry.priority(), entry.status());
    }

    static PendingOption option(PendingOption option) {
        return new PendingOption(option.optionId(), PlainText.line(option.name()), option.kind());
    }

    static QuestionField field(QuestionField field) {
        return new QuestionField(
                field.name(),
                PlainText.line(field.title()),
                PlainText.note(field.description()),
                field.type(),
                each(
                        field.choices(),
                        choice -> new QuestionField.Choice(choice.value(), PlainText.line(choice.title()))),
                PlainText.note(field.initial()),
                field.required());
    }

    static AgentMode mode(AgentMode mode) {
        return new AgentMode(mode.modeId(), PlainText.line(mode.name()), PlainText.note(mode.description()));
    }

    static AgentModel model(AgentModel model) {
        return new AgentModel(model.modelId(), PlainText.line(model.name()), PlainText.note(model.description()));
    }

    static AgentOption option(AgentOption option) {
        return new AgentOption(
                option.optionId(),
                PlainText.line(option.name()),
                PlainText.note(option.description()),
                PlainText.line(option.category()),
                each(option.choices(), choice -> new AgentOption.Choice(choice.value(), PlainText.line(choice.name()))),
                option.current());
    }

    static AgentCommand command(AgentCommand command) {
        return new AgentCommand(
                PlainText.line(command.name()), PlainText.note(command.description()), PlainText.line(command.hint()));
    }
}
