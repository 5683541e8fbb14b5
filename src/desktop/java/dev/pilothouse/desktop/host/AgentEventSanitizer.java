package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.Usage;

/**
 * Sanitizes all displayed text of an agent's events. It removes terminal control characters and characters that make a
 * text appear different from its content. Ids that are sent back to the agent stay unchanged. A command, and everything
 * that a permission request shows, stays complete; hidden characters in it are shown by code point.
 *
 * <p>Pure; any thread.
 */
final class AgentEventSanitizer implements AgentEvent.Visitor<AgentEvent> {
    static final AgentEventSanitizer PLAIN = new AgentEventSanitizer();

    private AgentEventSanitizer() {}

    @Override
    public AgentEvent ready(AgentEvent.Ready event) {
        return new AgentEvent.Ready(
                TextCutter.line(event.title(), 200),
                TextCutter.line(event.version(), 200),
                event.agentSessionId(),
                event.memory(),
                event.support());
    }

    @Override
    public AgentEvent startFailed(AgentEvent.StartFailed event) {
        return new AgentEvent.StartFailed(event.code(), note(event.text()), event.exitCode());
    }

    @Override
    public AgentEvent loginNeeded(AgentEvent.LoginNeeded event) {
        return new AgentEvent.LoginNeeded(PlainText.exact(event.command()), note(event.text()));
    }

    @Override
    public AgentEvent replayed(AgentEvent.Replayed event) {
        return new AgentEvent.Replayed(event.event().accept(this));
    }

    @Override
    public AgentEvent messageChunk(AgentEvent.MessageChunk event) {
        return new AgentEvent.MessageChunk(event.messageId(), PlainText.prose(event.text()));
    }

    @Override
    public AgentEvent thoughtChunk(AgentEvent.ThoughtChunk event) {
        return new AgentEvent.ThoughtChunk(event.messageId(), PlainText.prose(event.text()));
    }

    @Override
    public AgentEvent userChunk(AgentEvent.UserChunk event) {
        return new AgentEvent.UserChunk(event.messageId(), PlainText.prose(event.text()));
    }

    @Override
    public AgentEvent media(AgentEvent.Media event) {
        return new AgentEvent.Media(
                event.messageId(),
                event.byPerson(),
                PlainText.line(event.name()),
                PlainText.line(event.mimeType()),
                event.bytes(),
                event.base64());
    }

    @Override
    public AgentEvent compaction(AgentEvent.Compaction event) {
        return new AgentEvent.Compaction(
                event.compactionId(),
                event.status(),
                event.summary() == null ? null : PlainText.prose(event.summary()),
                event.appends(),
                event.error() == null ? null : note(event.error()));
    }

    @Override
    public AgentEvent toolCall(AgentEvent.ToolCall event) {
        ToolCallPatch patch = event.patch();
        // The id is displayed if the call has no title.
        return new AgentEvent.ToolCall(
                PlainText.exact(event.toolCallId()),
                new ToolCallPatch(
                        patch.title() == null ? null : PlainText.exact(patch.title()),
                        patch.kind(),
                        patch.status(),
                        patch.locations() == null
                                ? null
                                : patch.locations().stream()
                                        .map(place -> new ToolLocation(PlainText.exact(place.path()), place.line()))
                                        .toList(),
                        patch.content() == null
                                ? null
                                : patch.content().stream()
                                        .map(AgentEventSanitizer::content)
                                        .toList(),
                        patch.input() == null ? null : PlainText.json(patch.input()),
                        patch.output() == null ? null : PlainText.json(patch.output()),
                        patch.endedAt()));
    }

    /** Escape sequences in output are preserved for its colours; no view executes the others. */
    private static ToolContent content(ToolContent content) {
        return content.accept(new ToolContent.Visitor<>() {
            @Override
            public ToolContent text(ToolContent.Text text) {
                return new ToolContent.Text(PlainText.inOrder(text.text()));
            }

            @Override
            public ToolContent diff(ToolContent.Diff diff) {
                return new ToolContent.Diff(
                        PlainText.exact(diff.path()),
                        diff.oldText() == null ? null : PlainText.inOrder(diff.oldText()),
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
        });
    }

    @Override
    public AgentEvent plan(AgentEvent.Plan event) {
        return new AgentEvent.Plan(event.entries().stream()
                .map(entry -> new PlanEntry(PlainText.line(entry.content()), entry.priority(), entry.status()))
                .toList());
    }

    @Override
    public AgentEvent ask(AgentEvent.Ask event) {
        boolean deed = event.kind() == PendingKind.PERMISSION;
        return new AgentEvent.Ask(
                event.askId(),
                event.kind(),
                deed ? PlainText.exact(event.title()) : PlainText.line(event.title()),
                deed ? PlainText.exact(event.detail()) : PlainText.prose(event.detail()),
                event.toolCallId() == null ? null : PlainText.exact(event.toolCallId()),
                event.options().stream()
                        .map(option ->
                                new PendingOption(option.optionId(), PlainText.line(option.name()), option.kind()))
                        .toList(),
                event.fields().stream().map(AgentEventSanitizer::field).toList(),
                event.toolKind(),
                PlainText.exact(event.object()));
    }

    private static QuestionField field(QuestionField field) {
        return new QuestionField(
                field.name(),
                PlainText.line(field.title()),
                note(field.description()),
                field.type(),
                field.choices().stream()
                        .map(choice -> new QuestionField.Choice(choice.value(), PlainText.line(choice.title())))
                        .toList(),
                note(field.initial()),
                field.required());
    }

    @Override
    public AgentEvent askWithdrawn(AgentEvent.AskWithdrawn event) {
        return event;
    }

    @Override
    public AgentEvent modeChanged(AgentEvent.ModeChanged event) {
        return new AgentEvent.ModeChanged(
                event.current(),
                event.available().stream()
                        .map(mode ->
                                new AgentMode(mode.modeId(), PlainText.line(mode.name()), note(mode.description())))
                        .toList());
    }

    @Override
    public AgentEvent modelChanged(AgentEvent.ModelChanged event) {
        return new AgentEvent.ModelChanged(
                event.current(),
                event.available().stream()
                        .map(model -> new AgentModel(
                                model.modelId(), PlainText.line(model.name()), note(model.description())))
                        .toList());
    }

    @Override
    public AgentEvent optionsChanged(AgentEvent.OptionsChanged event) {
        return new AgentEvent.OptionsChanged(
                event.options().stream().map(AgentEventSanitizer::option).toList());
    }

    private static AgentOption option(AgentOption option) {
        return new AgentOption(
                option.optionId(),
                PlainText.line(option.name()),
                note(option.description()),
                PlainText.line(option.category()),
                option.choices().stream()
                        .map(choice -> new AgentOption.Choice(choice.value(), PlainText.line(choice.name())))
                        .toList(),
                option.current());
    }

    @Override
    public AgentEvent commandsChanged(AgentEvent.CommandsChanged event) {
        return new AgentEvent.CommandsChanged(event.commands().stream()
                .map(command -> new AgentCommand(
                        PlainText.line(command.name()), note(command.description()), PlainText.line(command.hint())))
                .toList());
    }

    @Override
    public AgentEvent usageChanged(AgentEvent.UsageChanged event) {
        Usage usage = event.usage();
        return new AgentEvent.UsageChanged(new Usage(
                usage.usedTokens(), usage.contextTokens(), usage.cost(), TextCutter.line(usage.currency(), 16)));
    }

    @Override
    public AgentEvent titleChanged(AgentEvent.TitleChanged event) {
        return new AgentEvent.TitleChanged(PlainText.line(event.title()));
    }

    @Override
    public AgentEvent turnDone(AgentEvent.TurnDone event) {
        return new AgentEvent.TurnDone(event.reason(), note(event.text()), event.last(), event.tokens());
    }

    @Override
    public AgentEvent remark(AgentEvent.Remark event) {
        return new AgentEvent.Remark(event.warning(), event.code(), note(event.text()));
    }

    @Override
    public AgentEvent unknown(AgentEvent.Unknown event) {
        return new AgentEvent.Unknown(PlainText.line(event.sourceKind()), PlainText.json(event.json()));
    }

    @Override
    public AgentEvent malformed(AgentEvent.Malformed event) {
        return new AgentEvent.Malformed(event.count(), PlainText.line(event.excerpt()));
    }

    @Override
    public AgentEvent exited(AgentEvent.Exited event) {
        return new AgentEvent.Exited(event.exitCode(), event.expected(), note(event.text()));
    }

    private static String note(String text) {
        return PlainText.note(text);
    }
}
