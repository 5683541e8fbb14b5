package dev.pilothouse.desktop.host;

import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.AgentModel;
import dev.pilothouse.model.AgentOption;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.QuestionField;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Keeps what an agent offers and lists within the size of an update, whatever the agent sends. Texts for people are
 * shortened; an entry whose id is too long is left out, since a shortened id would name something else. Pure.
 */
final class Bounds {
    private static final int MAX_LIST = 200;
    private static final int MAX_ID = 500;
    private static final int MAX_NAME = 200;
    private static final int MAX_TEXT = 500;
    private static final int MAX_CHOICES = 100;
    private static final int MAX_OPTIONS = 20;

    private Bounds() {}

    private static <T> List<T> list(List<T> all, int max, UnaryOperator<T> bound) {
        return all.stream().limit(max).map(bound).toList();
    }

    private static boolean isId(String id) {
        return id.length() <= MAX_ID;
    }

    static List<PlanEntry> plan(List<PlanEntry> entries) {
        return list(
                entries,
                MAX_LIST,
                entry -> new PlanEntry(Texts.head(entry.content(), MAX_TEXT), entry.priority(), entry.status()));
    }

    static List<AgentMode> modes(List<AgentMode> modes) {
        return list(
                modes.stream().filter(mode -> isId(mode.modeId())).toList(),
                MAX_OPTIONS,
                mode -> new AgentMode(
                        mode.modeId(), Texts.head(mode.name(), MAX_NAME), Texts.head(mode.description(), MAX_TEXT)));
    }

    static List<AgentModel> models(List<AgentModel> models) {
        return list(
                models.stream().filter(model -> isId(model.modelId())).toList(),
                MAX_LIST,
                model -> new AgentModel(
                        model.modelId(),
                        Texts.head(model.name(), MAX_NAME),
                        Texts.head(model.description(), MAX_TEXT)));
    }

    static List<AgentOption> options(List<AgentOption> options) {
        return list(
                options.stream().filter(option -> isId(option.optionId())).toList(),
                MAX_OPTIONS,
                option -> new AgentOption(
                        option.optionId(),
                        Texts.head(option.name(), MAX_NAME),
                        Texts.head(option.description(), MAX_TEXT),
                        Texts.head(option.category(), MAX_NAME),
                        list(
                                option.choices().stream()
                                        .filter(choice -> isId(choice.value()))
                                        .toList(),
                                MAX_CHOICES,
                                choice -> new AgentOption.Choice(choice.value(), Texts.head(choice.name(), MAX_NAME))),
                        Texts.head(option.current(), MAX_ID)));
    }

    static List<AgentCommand> commands(List<AgentCommand> commands) {
        return list(
                commands,
                MAX_LIST,
                command -> new AgentCommand(
                        Texts.head(command.name(), MAX_NAME),
                        Texts.head(command.description(), MAX_TEXT),
                        Texts.head(command.hint(), MAX_NAME)));
    }

    static List<PendingOption> answers(List<PendingOption> options) {
        return list(
                options.stream().filter(option -> isId(option.optionId())).toList(),
                MAX_CHOICES,
                option -> new PendingOption(option.optionId(), Texts.head(option.name(), MAX_TEXT), option.kind()));
    }

    static List<QuestionField> fields(List<QuestionField> fields) {
        return list(
                fields.stream().filter(field -> isId(field.name())).toList(),
                MAX_OPTIONS,
                field -> new QuestionField(
                        field.name(),
                        Texts.head(field.title(), MAX_TEXT),
                        Texts.head(field.description(), MAX_TEXT),
                        field.type(),
                        list(
                                field.choices().stream()
                                        .filter(choice -> isId(choice.value()))
                                        .toList(),
                                MAX_CHOICES,
                                choice ->
                                        new QuestionField.Choice(choice.value(), Texts.head(choice.title(), MAX_NAME))),
                        Texts.head(field.initial(), MAX_TEXT),
                        field.required()));
    }
}
