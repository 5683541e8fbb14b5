package dev.pilothouse.protocol;

import dev.pilothouse.model.HostQuestion;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;
import java.util.List;

/** Questions and answers as JSON. Stateless. */
final class PendingCodec {
    private static final RecordCodec<PendingOption> OPTION = io -> new PendingOption(
            io.put("optionId", Json.TEXT, PendingOption::optionId),
            io.put("name", Json.TEXT, PendingOption::name),
            io.put("kind", WireEnum.OPTION_KIND, PendingOption::kind));

    private static final RecordCodec<QuestionField.Choice> CHOICE = io -> new QuestionField.Choice(
            io.put("value", Json.TEXT, QuestionField.Choice::value),
            io.put("title", Json.TEXT, QuestionField.Choice::title));

    private static final MemberCodec.Optional<List<QuestionField.Choice>> CHOICES = CHOICE.list();

    private static final RecordCodec<QuestionField> FIELD = io -> new QuestionField(
            io.put("name", Json.TEXT, QuestionField::name),
            io.put("title", Json.TEXT, QuestionField::title),
            io.opt("description", Json.TEXT, QuestionField::description),
            io.put("type", WireEnum.FIELD_TYPE, QuestionField::type),
            io.opt("choices", CHOICES, QuestionField::choices),
            io.opt("initial", Json.TEXT, QuestionField::initial),
            io.opt("required", Json.FLAG, QuestionField::required));

    private static final MemberCodec.Optional<List<PendingOption>> OPTIONS = OPTION.list();
    private static final MemberCodec.Optional<List<QuestionField>> FIELDS = FIELD.list();

    private static final RecordCodec<HostQuestion> HOST = io -> new HostQuestion(
            io.put("asker", Json.TEXT, HostQuestion::asker),
            io.put("key", Json.TEXT, HostQuestion::key),
            io.put("scope", WireEnum.SCOPE, HostQuestion::scope),
            io.opt("says", HostTextCodec.CODE, HostQuestion::says, HostText.Code.NONE));

    static final RecordCodec<Pending> PENDING = io -> new Pending(
            io.put("pendingId", Json.PENDING_ID, Pending::pendingId),
            io.put("kind", WireEnum.PENDING_KIND, Pending::kind),
            io.put("title", Json.TEXT, Pending::title),
            io.opt("detail", Json.TEXT, Pending::detail),
            io.orNull("toolCall", Json.ITEM_ID, Pending::toolCall),
            io.opt("options", OPTIONS, Pending::options),
            io.opt("fields", FIELDS, Pending::fields),
            io.orNull("toolKind", WireEnum.TOOL_KIND, Pending::toolKind),
            io.opt("object", Json.TEXT, Pending::object),
            io.orNull("host", HOST, Pending::host));

    static final RecordCodec<PendingAnswer> ANSWER = io -> new PendingAnswer(
            io.put("outcome", WireEnum.ANSWER_OUTCOME, PendingAnswer::outcome),
            io.orNull("optionId", Json.TEXT, PendingAnswer::optionId),
            io.put("text", Json.TEXT, PendingAnswer::text),
            io.orNull("by", Json.TEXT, PendingAnswer::by),
            io.opt("says", HostTextCodec.CODE, PendingAnswer::says, HostText.Code.NONE));

    private PendingCodec() {}
}
