package dev.pilothouse.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changed fields of a tool call. Null means unchanged; a list replaces the whole list.
 *
 * @param endedAt host time in epoch milliseconds, 0 = unchanged
 */
public record ToolCallPatch(
        @Nullable String title,
        @Nullable ToolKind kind,
        @Nullable ToolStatus status,
        @Nullable List<ToolLocation> locations,
        @Nullable List<ToolContent> content,
        @Nullable String input,
        @Nullable String output,
        long endedAt) {
    public ToolCallPatch {
        locations = locations == null ? null : List.copyOf(locations);
        content = content == null ? null : List.copyOf(content);
    }

    public static ToolCallPatch ofStatus(ToolStatus status, long endedAt) {
        return new ToolCallPatch(null, null, status, null, null, null, null, endedAt);
    }

    /** Returns one patch with the effect of this one followed by the later one. */
    public ToolCallPatch then(ToolCallPatch later) {
        return new ToolCallPatch(
                later.title != null ? later.title : title,
                later.kind != null ? later.kind : kind,
                later.status != null ? later.status : status,
                later.locations != null ? later.locations : locations,
                later.content != null ? later.content : content,
                later.input != null ? later.input : input,
                later.output != null ? later.output : output,
                later.endedAt != 0 ? later.endedAt : endedAt);
    }
}
