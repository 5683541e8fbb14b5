package dev.pilothouse.protocol;

import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolLocation;
import java.util.List;

/** Tool calls and their content as JSON. Stateless. */
final class ToolCodec {
    private static final RecordCodec<ToolLocation> LOCATION = io -> new ToolLocation(
            io.put("path", Json.TEXT, ToolLocation::path), io.opt("line", Json.INT, ToolLocation::line));

    private static final MemberCodec.Optional<List<ToolLocation>> LOCATIONS = LOCATION.list();

    private static final MemberCodec.Optional<List<ToolContent>> CONTENT = new Kinds<ToolContent>()
            .add(
                    "text",
                    ToolContent.Text.class,
                    io -> new ToolContent.Text(io.put("text", Json.TEXT, ToolContent.Text::text)))
            .add(
                    "diff",
                    ToolContent.Diff.class,
                    io -> new ToolContent.Diff(
                            io.put("path", Json.TEXT, ToolContent.Diff::path),
                            io.orNull("oldText", Json.TEXT, ToolContent.Diff::oldText),
                            io.put("newText", Json.TEXT, ToolContent.Diff::newText)))
            .add(
                    "terminal",
                    ToolContent.Terminal.class,
                    io -> new ToolContent.Terminal(io.put("output", Json.TEXT, ToolContent.Terminal::output)))
            .add(
                    "large",
                    ToolContent.Large.class,
                    io -> new ToolContent.Large(
                            io.put("blobId", Json.BLOB_ID, ToolContent.Large::blob),
                            io.put("head", Json.TEXT, ToolContent.Large::head),
                            io.put("characters", Json.NUMBER, ToolContent.Large::characters)))
            .add(
                    "other",
                    ToolContent.Other.class,
                    io -> new ToolContent.Other(
                            io.put("kind", Json.TEXT, ToolContent.Other::kind),
                            io.put("json", Json.TEXT, ToolContent.Other::json)))
            .orElse(fields -> new ToolContent.Other(fields.string("type"), StrictJson.write(fields.json())))
            .tagged("type")
            .list();

    static final RecordCodec<ToolCall> CALL = io -> new ToolCall(
            io.put("toolCallId", Json.TEXT, ToolCall::toolCallId),
            io.put("title", Json.TEXT, ToolCall::title),
            io.put("kind", WireEnum.TOOL_KIND, ToolCall::kind),
            io.put("status", WireEnum.TOOL_STATUS, ToolCall::status),
            io.opt("locations", LOCATIONS, ToolCall::locations),
            io.opt("content", CONTENT, ToolCall::content),
            io.orNull("input", Json.TEXT, ToolCall::input),
            io.orNull("output", Json.TEXT, ToolCall::output),
            io.opt("startedAt", Json.NUMBER, ToolCall::startedAt),
            io.opt("endedAt", Json.NUMBER, ToolCall::endedAt),
            io.orNull("parent", Json.ITEM_ID, ToolCall::parent));

    /** In a patch an empty list clears the old list; an absent one leaves it unchanged. */
    static final RecordCodec<ToolCallPatch> PATCH = io -> new ToolCallPatch(
            io.orNull("title", Json.TEXT, ToolCallPatch::title),
            io.orNull("kind", WireEnum.TOOL_KIND, ToolCallPatch::kind),
            io.orNull("status", WireEnum.TOOL_STATUS, ToolCallPatch::status),
            io.orNull("locations", LOCATIONS, ToolCallPatch::locations),
            io.orNull("content", CONTENT, ToolCallPatch::content),
            io.orNull("input", Json.TEXT, ToolCallPatch::input),
            io.orNull("output", Json.TEXT, ToolCallPatch::output),
            io.opt("endedAt", Json.NUMBER, ToolCallPatch::endedAt));

    private ToolCodec() {}
}
