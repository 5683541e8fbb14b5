package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The host's sentences as JSON: {@code text}, and {@code says} with the code and its arguments. Stateless. */
public final class HostTextCodec {
    private static final int MAX_ARGUMENTS = 16;

    /** Of a text that stands beside it. */
    static final RecordCodec<HostText.Code> CODE = code(0);

    /** The two members, for an object that also has others. */
    static final RecordCodec<HostText> TEXT = io -> new HostText(
            io.put("text", Json.TEXT, HostText::text), io.opt("says", CODE, HostText::code, HostText.Code.NONE));

    /** A member that an earlier version wrote as a text. */
    static final MemberCodec<HostText> TEXT_OR_SENTENCE = new MemberCodec<>() {
        @Override
        public HostText read(FieldReader in, String member) throws CodecException {
            return in.json().get(member) instanceof JsonObject
                    ? TEXT.read(in, member)
                    : HostText.untranslated(in.string(member));
        }

        @Override
        public JsonElement write(HostText value) {
            return TEXT.write(value);
        }
    };

    /** The same as {@link #TEXT}, for a text that may be absent. */
    public static final RecordCodec<HostText> OPTIONAL_TEXT = io -> new HostText(
            io.opt("text", Json.TEXT, HostText::text), io.opt("says", CODE, HostText::code, HostText.Code.NONE));

    private static final RecordCodec<ConfigError> PROBLEM = io -> new ConfigError(
            io.put("file", Json.TEXT, ConfigError::file),
            io.opt("line", Json.INT, ConfigError::line),
            io.opt("column", Json.INT, ConfigError::column),
            io.opt("path", Json.TEXT, ConfigError::path),
            io.inline(TEXT, ConfigError::text));

    static final MemberCodec.Optional<List<ConfigError>> PROBLEMS = PROBLEM.list();

    private HostTextCodec() {}

    private static RecordCodec<HostText.Code> code(int depth) {
        MemberCodec.Optional<Map<String, HostText>> arguments = new Arguments(depth);
        return io -> new HostText.Code(
                io.put("code", Json.TEXT, HostText.Code::word), io.opt("args", arguments, HostText.Code::arguments));
    }

    /**
     * Values by name: a text, or a sentence as an object. Passes over a value of another type or form, which a newer host
     * may send, and over a sentence that is nested too deep.
     */
    private static final class Arguments implements MemberCodec.Optional<Map<String, HostText>> {
        private final int depth;

        Arguments(int depth) {
            this.depth = depth;
        }

        @Override
        public Map<String, HostText> read(FieldReader in, String member) throws CodecException {
            return in.object(member, fields -> {
                Map<String, HostText> values = new LinkedHashMap<>();
                for (String name : fields.json().keySet()) {
                    if (values.size() == MAX_ARGUMENTS) {
                        break;
                    }
                    if (fields.json().get(name) instanceof JsonPrimitive value && value.isString()) {
                        values.put(name, HostText.untranslated(value.getAsString()));
                    } else if (fields.json().get(name) instanceof JsonObject && depth < HostText.MAX_DEPTH) {
                        try {
                            values.put(name, sentence().read(fields, name));
                        } catch (CodecException otherForm) {
                            continue;
                        }
                    }
                }
                return values;
            });
        }

        private RecordCodec<HostText> sentence() {
            RecordCodec<HostText.Code> inner = code(depth + 1);
            return io -> new HostText(
                    io.put("text", Json.TEXT, HostText::text),
                    io.opt("says", inner, HostText::code, HostText.Code.NONE));
        }

        @Override
        public JsonElement write(Map<String, HostText> values) {
            JsonObject object = new JsonObject();
            values.forEach((name, value) -> object.add(
                    name,
                    value.code().equals(HostText.Code.NONE)
                            ? new JsonPrimitive(value.text())
                            : sentence().write(value)));
            return object;
        }

        @Override
        public Map<String, HostText> absent() {
            return Map.of();
        }
    }
}
