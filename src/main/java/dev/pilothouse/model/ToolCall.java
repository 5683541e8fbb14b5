package dev.pilothouse.model;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A complete tool call, as reported by the agent.
 *
 * @param toolCallId the agent's own id
 * @param title one line, as the agent gave it
 * @param input the raw input as JSON text
 * @param output the raw output as JSON text
 * @param startedAt host time in epoch milliseconds
 * @param endedAt host time in epoch milliseconds, 0 while it runs
 * @param parent the earlier tool call of the agent whose subagent made this one; null if the agent made it itself
 */
public record ToolCall(
        String toolCallId,
        String title,
        ToolKind kind,
        ToolStatus status,
        List<ToolLocation> locations,
        List<ToolContent> content,
        @Nullable String input,
        @Nullable String output,
        long startedAt,
        long endedAt,
        @Nullable ItemId parent) {
    public ToolCall {
        Objects.requireNonNull(toolCallId, "toolCallId");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(status, "status");
        locations = List.copyOf(locations);
        content = List.copyOf(content);
    }

    public ToolCall(
            String toolCallId,
            String title,
            ToolKind kind,
            ToolStatus status,
            List<ToolLocation> locations,
            List<ToolContent> content,
            @Nullable String input,
            @Nullable String output,
            long startedAt,
            long endedAt) {
        this(toolCallId, title, kind, status, locations, content, input, output, startedAt, endedAt, null);
    }

    /** Returns this call with the patch applied. */
    public ToolCall with(ToolCallPatch patch) {
        return new ToolCall(
                toolCallId,
                patch.title() != null ? patch.title() : title,
                patch.kind() != null ? patch.kind() : kind,
                patch.status() != null ? patch.status() : status,
                patch.locations() != null ? patch.locations() : locations,
                patch.content() != null ? patch.content() : content,
                patch.input() != null ? patch.input() : input,
                patch.output() != null ? patch.output() : output,
                startedAt,
                patch.endedAt() != 0 ? patch.endedAt() : endedAt,
                parent);
    }
}
