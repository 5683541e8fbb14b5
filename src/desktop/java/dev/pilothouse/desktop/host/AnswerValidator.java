package dev.pilothouse.desktop.host;

import dev.pilothouse.model.Answer;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingKind;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Checks whether an answer fits its question, and creates the journaled answer. Pure. */
final class AnswerValidator {
    private static final int MAX_TEXT = 64 * 1024;
    /** Maximum characters of a name or title within a sentence. */
    private static final int MAX_SHOWN = 80;
    /** The range of JSON numbers that agents use. */
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,18}");

    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(\\.\\d{1,30})?([eE][+-]?\\d{1,3})?");

    private AnswerValidator() {}

    record Refusal(ErrorCode code, HostText sentence) {}

    /** @param item of the question */
    record Target(ItemId item, PendingAnswer answer) {}

    /** The reason why the answer is invalid, or empty. */
    static Optional<Refusal> check(SessionState state, Intent.AnswerPending intent) {
        Optional<OpenPending> open = find(state, intent.pendingId());
        return open.isPresent()
                ? refusal(open.get().pending(), intent.answer())
                : Optional.of(notOpen(state, intent.pendingId()));
    }

    /** The open question of an answer that fits it. */
    static Pending pending(SessionState state, Intent.AnswerPending intent) {
        return find(state, intent.pendingId()).orElseThrow().pending();
    }

    private static Optional<OpenPending> find(SessionState state, PendingId pendingId) {
        return state.open().stream()
                .filter(open -> open.pending().pendingId().equals(pendingId))
                .findFirst();
    }

    private static Refusal notOpen(SessionState state, PendingId pendingId) {
        for (Item item : state.transcript().items()) {
            if (item instanceof Item.PendingItem asked
                    && asked.pending().pendingId().equals(pendingId)
                    && asked.answer() != null) {
                PendingAnswer answer = asked.answer();
                return answer.outcome() == PendingAnswer.Outcome.ANSWERED
                        ? new Refusal(
                                ErrorCode.ALREADY_ANSWERED,
                                HostText.of(
                                        HostTextCode.ALREADY_ANSWERED,
                                        Objects.toString(answer.by(), ""),
                                        TextCutter.line(answer.text(), 200)))
                        : new Refusal(
                                ErrorCode.CLOSED,
                                HostText.of(HostTextCode.QUESTION_CLOSED, new HostText(answer.text(), answer.says())));
            }
        }
        return new Refusal(ErrorCode.NO_SUCH_PENDING, HostText.of(HostTextCode.QUESTION_UNKNOWN));
    }

    private static Optional<Refusal> refusal(Pending pending, Answer answer) {
        return answer.accept(new Answer.Visitor<>() {
            @Override
            public Optional<Refusal> option(Answer.Option option) {
                return optionOf(pending, option).isPresent()
                        ? Optional.empty()
                        : Optional.of(new Refusal(ErrorCode.NO_SUCH_OPTION, HostText.of(HostTextCode.OPTION_UNKNOWN)));
            }

            @Override
            public Optional<Refusal> text(Answer.Text text) {
                if (pending.kind() != PendingKind.QUESTION) {
                    return notByOption();
                }
                return pending.options().isEmpty() && pending.fields().size() == 1
                        ? refusal(pending.fields().get(0), text.text())
                        : bad(HostText.of(HostTextCode.ANSWER_NOT_BY_TEXT));
            }

            @Override
            public Optional<Refusal> form(Answer.Form form) {
                return pending.kind() == PendingKind.QUESTION
                        ? refusal(pending.fields(), form.values())
                        : notByOption();
            }

            @Override
            public Optional<Refusal> decline(Answer.Decline decline) {
                return pending.options().isEmpty() ? Optional.empty() : notByOption();
            }
        });
    }

    private static Optional<Refusal> notByOption() {
        return bad(HostText.of(HostTextCode.ANSWER_BY_OPTION));
    }

    private static Optional<Refusal> refusal(List<QuestionField> fields, Map<String, String> values) {
        if (values.values().stream().mapToInt(String::length).sum() > MAX_TEXT) {
            return tooLong();
        }
        for (String name : values.keySet()) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                return bad(HostText.of(HostTextCode.ANSWER_NO_FIELD, TextCutter.line(name, MAX_SHOWN)));
            }
        }
        return fields.stream()
                .flatMap(field -> refusal(field, values.getOrDefault(field.name(), "")).stream())
                .findFirst();
    }

    /** @param value empty for none */
    private static Optional<Refusal> refusal(QuestionField field, String value) {
        if (value.length() > MAX_TEXT) {
            return tooLong();
        }
        String title = TextCutter.line(field.title(), MAX_SHOWN);
        if (value.isEmpty()) {
            return field.required() ? bad(HostText.of(HostTextCode.ANSWER_NEEDS_VALUE, title)) : Optional.empty();
        }
        // The agent's value is also created without surrounding white space.
        String word = value.strip();
        return switch (field.type()) {
            case TEXT ->
                isChoice(field, value) ? Optional.empty() : bad(HostText.of(HostTextCode.ANSWER_ONE_CHOICE, title));
            case BOOLEAN ->
                word.equals("true") || word.equals("false")
                        ? Optional.empty()
                        : bad(HostText.of(HostTextCode.ANSWER_BOOLEAN, title));
            case INTEGER ->
                INTEGER.matcher(word).matches()
                        ? Optional.empty()
                        : bad(HostText.of(HostTextCode.ANSWER_INTEGER, title));
            case NUMBER ->
                NUMBER.matcher(word).matches() ? Optional.empty() : bad(HostText.of(HostTextCode.ANSWER_NUMBER, title));
            case LINK ->
                value.equals(field.initial())
                        ? Optional.empty()
                        : bad(HostText.of(HostTextCode.ANSWER_ONE_CHOICE, title));
            case MULTIPLE ->
                refusalOfMany(
                        field, value.lines().filter(line -> !line.isBlank()).toList(), title);
        };
    }

    private static Optional<Refusal> refusalOfMany(QuestionField field, List<String> chosen, String title) {
        if (chosen.isEmpty() && field.required()) {
            return bad(HostText.of(HostTextCode.ANSWER_NEEDS_VALUE, title));
        }
        return chosen.stream().distinct().count() == chosen.size()
                        && chosen.stream().allMatch(value -> isChoice(field, value))
                ? Optional.empty()
                : bad(HostText.of(HostTextCode.ANSWER_SOME_CHOICES, title));
    }

    private static boolean isChoice(QuestionField field, String value) {
        return field.choices().isEmpty()
                || field.choices().stream().anyMatch(choice -> choice.value().equals(value));
    }

    private static Optional<Refusal> tooLong() {
        return bad(HostText.of(HostTextCode.ANSWER_TOO_LONG, MAX_TEXT));
    }

    private static Optional<Refusal> bad(HostText text) {
        return Optional.of(new Refusal(ErrorCode.BAD_REQUEST, text));
    }

    private static Optional<PendingOption> optionOf(Pending pending, Answer.Option answer) {
        return pending.options().stream()
                .filter(option -> option.optionId().equals(answer.optionId()))
                .findFirst();
    }

    /** @param by the name of the answering device */
    static Target target(SessionState state, Intent.AnswerPending intent, String by) {
        OpenPending open = find(state, intent.pendingId()).orElseThrow();
        String optionId = intent.answer() instanceof Answer.Option option ? option.optionId() : null;
        return new Target(
                open.item(),
                new PendingAnswer(PendingAnswer.Outcome.ANSWERED, optionId, text(open.pending(), intent.answer()), by));
    }

    private static String text(Pending pending, Answer answer) {
        return answer.accept(new Answer.Visitor<>() {
            @Override
            public String option(Answer.Option option) {
                return optionOf(pending, option).map(PendingOption::name).orElse(option.optionId());
            }

            @Override
            public String text(Answer.Text text) {
                return text.text();
            }

            @Override
            public String form(Answer.Form form) {
                if (pending.fields().stream().anyMatch(field -> field.type() == QuestionField.Type.LINK)) {
                    return "Link opened";
                }
                StringBuilder lines = new StringBuilder();
                for (QuestionField field : pending.fields()) {
                    String value = form.values().get(field.name());
                    if (value != null) {
                        lines.append(lines.length() == 0 ? "" : "\n");
                        lines.append(field.title()).append(": ").append(value);
                    }
                }
                return lines.toString();
            }

            @Override
            public String decline(Answer.Decline decline) {
                return "Declined";
            }
        });
    }
}
