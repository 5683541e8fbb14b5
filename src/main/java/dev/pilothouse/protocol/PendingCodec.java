package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.QuestionField;

/** Questions and answers as JSON. Stateless. */
final class PendingCodec {
    private PendingCodec() {}

    static JsonElement encode(Pending pending) {
        FieldWriter fields = new FieldWriter()
                .put("pendingId", pending.pendingId().value())
                .put("kind", pending.kind())
                .put("title", pending.title())
                .opt("detail", pending.detail());
        if (pending.toolCall() != null) {
            fields.put("toolCall", pending.toolCall().born());
        }
        return fields.opt("options", pending.options(), PendingCodec::encode)
                .opt("fields", pending.fields(), PendingCodec::encode)
                .opt("toolKind", pending.toolKind())
                .opt("object", pending.object())
                .json();
    }

    static Pending decodePending(FieldReader fields) throws CodecException {
        return new Pending(
                fields.value("pendingId", PendingId::new),
                fields.enumValue("kind", WireEnum.PENDING_KIND),
                fields.string("title"),
                fields.string("detail", ""),
                fields.numberedOrNull("toolCall", ItemId::new),
                fields.list("options", PendingCodec::decodeOption),
                fields.list("fields", PendingCodec::decodeField),
                fields.wordOrNull("toolKind", WireEnum.TOOL_KIND),
                fields.string("object", ""));
    }

    static JsonElement encode(PendingAnswer answer) {
        return new FieldWriter()
                .put("outcome", answer.outcome())
                .nullable("optionId", answer.optionId())
                .put("text", answer.text())
                .nullable("by", answer.by())
                .json();
    }

    static PendingAnswer decodeAnswer(FieldReader fields) throws CodecException {
        return new PendingAnswer(
                fields.enumValue("outcome", WireEnum.ANSWER_OUTCOME),
                fields.stringOrNull("optionId"),
                fields.string("text"),
                fields.stringOrNull("by"));
    }

    private static JsonElement encode(PendingOption option) {
        return new FieldWriter()
                .put("optionId", option.optionId())
                .put("name", option.name())
                .put("kind", option.kind())
                .json();
    }

    private static PendingOption decodeOption(FieldReader fields) throws CodecException {
        return new PendingOption(
                fields.string("optionId"), fields.string("name"), fields.enumValue("kind", WireEnum.OPTION_KIND));
    }

    private static JsonElement encode(QuestionField field) {
        return new FieldWriter()
                .put("name", field.name())
                .put("title", field.title())
                .opt("description", field.description())
                .put("type", field.type())
                .opt("choices", field.choices(), PendingCodec::encode)
                .opt("initial", field.initial())
                .opt("required", field.required())
                .json();
    }

    private static QuestionField decodeField(FieldReader fields) throws CodecException {
        return new QuestionField(
                fields.string("name"),
                fields.string("title"),
                fields.string("description", ""),
                fields.enumValue("type", WireEnum.FIELD_TYPE),
                fields.list("choices", PendingCodec::decodeChoice),
                fields.string("initial", ""),
                fields.flag("required"));
    }

    private static JsonElement encode(QuestionField.Choice choice) {
        return new FieldWriter()
                .put("value", choice.value())
                .put("title", choice.title())
                .json();
    }

    private static QuestionField.Choice decodeChoice(FieldReader fields) throws CodecException {
        return new QuestionField.Choice(fields.string("value"), fields.string("title"));
    }
}
