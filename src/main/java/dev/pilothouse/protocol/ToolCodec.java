package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolLocation;

/** Tool calls and their content as JSON. Stateless. */
final class ToolCodec {
    private ToolCodec() {}

    static JsonElement encode(ToolCall call) {
        return new FieldWriter()
                .put("toolCallId", call.toolCallId())
                .put("title", call.title())
                .put("kind", call.kind())
                .put("status", call.status())
                .opt("locations", call.locations(), ToolCodec::encode)
                .opt("content", call.content(), ToolCodec::encode)
                .nullable("input", call.input())
                .nullable("output", call.output())
                .opt("startedAt", call.startedAt())
                .opt("endedAt", call.endedAt())
                .json();
    }

    static ToolCall decodeCall(FieldReader fields) throws CodecException {
        return new ToolCall(
                fields.string("toolCallId"),
                fields.string("title"),
                fields.enumValue("kind", WireEnum.TOOL_KIND),
                fields.enumValue("status", WireEnum.TOOL_STATUS),
                fields.list("locations", ToolCodec::decodeLocation),
                fields.list("content", ToolCodec::decodeContent),
                fields.stringOrNull("input"),
                fields.stringOrNull("output"),
                fields.number("startedAt", 0),
                fields.number("endedAt", 0));
    }

    static JsonElement encode(ToolCallPatch patch) {
        FieldWriter fields = new FieldWriter()
                .nullable("title", patch.title())
                .opt("kind", patch.kind())
                .opt("status", patch.status());
        // In a patch an empty list clears the old list; an absent one leaves it unchanged.
        if (patch.locations() != null) {
            fields.put("locations", patch.locations(), ToolCodec::encode);
        }
        if (patch.content() != null) {
            fields.put("content", patch.content(), ToolCodec::encode);
        }
        return fields.nullable("input", patch.input())
                .nullable("output", patch.output())
                .opt("endedAt", patch.endedAt())
                .json();
    }

    static ToolCallPatch decodePatch(FieldReader fields) throws CodecException {
        return new ToolCallPatch(
                fields.stringOrNull("title"),
                fields.wordOrNull("kind", WireEnum.TOOL_KIND),
                fields.wordOrNull("status", WireEnum.TOOL_STATUS),
                fields.has("locations") ? fields.list("locations", ToolCodec::decodeLocation) : null,
                fields.has("content") ? fields.list("content", ToolCodec::decodeContent) : null,
                fields.stringOrNull("input"),
                fields.stringOrNull("output"),
                fields.number("endedAt", 0));
    }

    private static JsonElement encode(ToolLocation location) {
        return new FieldWriter()
                .put("path", location.path())
                .opt("line", location.line())
                .json();
    }

    private static ToolLocation decodeLocation(FieldReader fields) throws CodecException {
        return new ToolLocation(fields.string("path"), fields.integer("line", 0));
    }

    private static JsonElement encode(ToolContent content) {
        return content.accept(ContentEncoder.INSTANCE);
    }

    private static ToolContent decodeContent(FieldReader fields) throws CodecException {
        String type = fields.string("type");
        switch (type) {
            case "text":
                return new ToolContent.Text(fields.string("text"));
            case "diff":
                return new ToolContent.Diff(
                        fields.string("path"), fields.stringOrNull("oldText"), fields.string("newText"));
            case "terminal":
                return new ToolContent.Terminal(fields.string("output"));
            case "large":
                return new ToolContent.Large(
                        fields.value("blobId", BlobId::new), fields.string("head"), fields.number("characters"));
            case "other":
                return new ToolContent.Other(fields.string("kind"), fields.string("json"));
            default:
                return new ToolContent.Other(type, StrictJson.write(fields.json()));
        }
    }

    private enum ContentEncoder implements ToolContent.Visitor<JsonObject> {
        INSTANCE;

        @Override
        public JsonObject text(ToolContent.Text text) {
            return type("text").put("text", text.text()).json();
        }

        @Override
        public JsonObject diff(ToolContent.Diff diff) {
            return type("diff")
                    .put("path", diff.path())
                    .nullable("oldText", diff.oldText())
                    .put("newText", diff.newText())
                    .json();
        }

        @Override
        public JsonObject terminal(ToolContent.Terminal terminal) {
            return type("terminal").put("output", terminal.output()).json();
        }

        @Override
        public JsonObject large(ToolContent.Large large) {
            return type("large")
                    .put("blobId", large.blob().value())
                    .put("head", large.head())
                    .put("characters", large.characters())
                    .json();
        }

        @Override
        public JsonObject other(ToolContent.Other other) {
            return type("other")
                    .put("kind", other.kind())
                    .put("json", other.json())
                    .json();
        }

        private static FieldWriter type(String type) {
            return new FieldWriter().put("type", type);
        }
    }
}
