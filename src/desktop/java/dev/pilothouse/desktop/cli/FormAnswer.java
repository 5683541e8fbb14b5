package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.QuestionField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the answer to a form from {@code NAME=VALUE}. Stateless. */
final class FormAnswer {
    private FormAnswer() {}

    /** @param asked the question; null if this client does not have it, so that the host answers */
    static Answer of(@Nullable Pending asked, List<String> given) throws CommandFailure {
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : given) {
            int sign = pair.indexOf('=');
            if (sign < 1) {
                throw CommandFailure.usage("A field is NAME=VALUE, such as name=Ada: " + pair);
            }
            String name = pair.substring(0, sign);
            String value = pair.substring(sign + 1);
            QuestionField field = asked == null ? null : field(asked, name);
            boolean several = field != null && field.type() == QuestionField.Type.MULTIPLE;
            String checked = field == null ? value : checked(field, value);
            if (values.containsKey(name) && !several) {
                throw CommandFailure.usage("The field " + name + " is named twice.");
            }
            values.merge(name, checked, (before, next) -> before + "\n" + next);
        }
        if (asked != null) {
            for (QuestionField field : asked.fields()) {
                if (!values.containsKey(field.name()) && !field.initial().isEmpty()) {
                    values.put(field.name(), field.initial());
                } else if (field.required() && !values.containsKey(field.name())) {
                    throw CommandFailure.usage("The field " + field.name() + " is required: " + field.title());
                }
            }
        }
        return new Answer.Form(values);
    }

    private static QuestionField field(Pending asked, String name) throws CommandFailure {
        Optional<QuestionField> field =
                asked.fields().stream().filter(each -> each.name().equals(name)).findFirst();
        if (field.isEmpty()) {
            String names = asked.fields().stream().map(QuestionField::name).collect(Collectors.joining(", "));
            throw CommandFailure.usage(
                    names.isEmpty()
                            ? "This question has no fields. Answer with one of its options, or in words with --text."
                            : "There is no field " + name + ". The fields are: " + names + ".");
        }
        return field.get();
    }

    private static String checked(QuestionField field, String value) throws CommandFailure {
        List<String> choices =
                field.choices().stream().map(QuestionField.Choice::value).toList();
        boolean several = field.type() == QuestionField.Type.MULTIPLE;
        List<String> words = several && !choices.contains(value) ? List.of(value.split(",", -1)) : List.of(value);
        for (String word : words) {
            if (!choices.isEmpty() && !choices.contains(word)) {
                throw CommandFailure.usage(
                        field.name() + " can be " + String.join(", ", choices) + ", and not " + word + ".");
            }
        }
        boolean fits = switch (field.type()) {
            case TEXT, MULTIPLE, LINK -> true;
            case NUMBER -> value.matches("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
            case INTEGER -> value.matches("[+-]?\\d+");
            case BOOLEAN -> value.equals("true") || value.equals("false");
        };
        if (!fits) {
            throw CommandFailure.usage(
                    field.type() == QuestionField.Type.BOOLEAN
                            ? field.name() + " can be true or false."
                            : field.name() + " needs a number.");
        }
        return several ? String.join("\n", words) : value;
    }
}
