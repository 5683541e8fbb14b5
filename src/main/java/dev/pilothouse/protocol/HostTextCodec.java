package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The host's sentences as JSON: {@code text}, and {@code says} with the code and its arguments. Stateless. */
final class HostTextCodec {
    private static final int MAX_ARGUMENTS = 16;

    /** Texts by name. Passes over a value of another type, which a newer host may send. */
    private static final MemberCodec.Optional<Map<String, String>> ARGUMENTS = new MemberCodec.Optional<>() {
        @Override
        public Map<String, String> read(FieldReader in, String member) throws CodecException {
            return in.object(member, fields -> {
                Map<String, String> texts = new LinkedHashMap<>();
                fields.json().entrySet().stream()
                        .filter(each -> each.getValue() instanceof JsonPrimitive value && value.isString())
                        .limit(MAX_ARGUMENTS)
                        .forEach(
                                each -> texts.put(each.getKey(), each.getValue().getAsString()));
                return texts;
            });
        }

        @Override
        public JsonElement write(Map<String, String> value) {
            return Json.TEXTS_BY_NAME.write(value);
        }

        @Override
        public Map<String, String> absent() {
            return Map.of();
        }
    };

    /** Of a text that stands beside it. */
    static final RecordCodec<HostText.Code> CODE = io -> new HostText.Code(
            io.put("code", Json.TEXT, HostText.Code::word), io.opt("args", ARGUMENTS, HostText.Code::arguments));

    /** The two members, for an object that also has others. */
    static final RecordCodec<HostText> TEXT = io -> new HostText(
            io.put("text", Json.TEXT, HostText::text), io.opt("says", CODE, HostText::code, HostText.Code.NONE));

    private static final RecordCodec<ConfigError> PROBLEM = io -> new ConfigError(
            io.put("file", Json.TEXT, ConfigError::file),
            io.opt("line", Json.INT, ConfigError::line),
            io.opt("column", Json.INT, ConfigError::column),
            io.opt("path", Json.TEXT, ConfigError::path),
            io.inline(TEXT, ConfigError::text));

    static final MemberCodec.Optional<List<ConfigError>> PROBLEMS = PROBLEM.list();

    private HostTextCodec() {}
}
