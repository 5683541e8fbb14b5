package dev.pilothouse.desktop.acp;

import com.google.gson.JsonElement;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the change to a file in the raw input or output of a tool call, for agents that send no diff of their own. The
 * protocol leaves these members to the agent, so each known form is tried. Pure; any thread.
 */
final class EditInputReader {
    /** How well a change is known. A better one replaces a worse one. */
    enum Source {
        /** The new content of a file, whose old content is unknown. */
        CONTENT,
        /** Pairs of a replaced and a replacing text. */
        PAIRS,
        /** A patch, which has context. */
        PATCH
    }

    /** A change and where it was found. */
    record Change(Source source, List<ToolContent.Diff> diffs) {}

    private static final int MAX_PAIRS = 40;
    private static final String[] PATHS = {
        "filePath", "file_path", "path", "filepath", "fileName", "filename", "file", "abs_path", "absolute_path"
    };
    private static final String[] PATCHES = {"diff", "patch", "patchText", "unified_diff", "unifiedDiff"};
    private static final String[] OLD = {"oldString", "old_string", "old_str", "oldText", "old_text"};
    private static final String[] NEW = {"newString", "new_string", "new_str", "newText", "new_text"};
    private static final String[] CONTENTS = {"content", "file_text", "contents", "fileText"};

    private EditInputReader() {}

    /**
     * Reads a call's {@code rawInput}.
     *
     * @param kind the call's kind; whole contents count only for an edit, because other tools have such members too
     * @param place the path of the call's first location, or an empty string
     */
    static Optional<Change> input(JsonFields input, ToolKind kind, String place) {
        if (kind == ToolKind.READ || kind == ToolKind.SEARCH || kind == ToolKind.EXECUTE || kind == ToolKind.FETCH) {
            return Optional.empty();
        }
        String path = first(input, PATHS).orElse(place);
        List<ToolContent.Diff> patch = first(input, PATCHES)
                .or(() -> input.text("input").filter(text -> text.startsWith("*** Begin Patch")))
                .map(text -> PatchReader.read(text, path))
                .orElse(List.of());
        if (patch.isEmpty()) {
            patch = changes(input);
        }
        if (!patch.isEmpty()) {
            return Optional.of(new Change(Source.PATCH, patch));
        }
        List<ToolContent.Diff> pairs = new ArrayList<>();
        pair(input, path).ifPresent(pairs::add);
        for (JsonFields edit : input.objects("edits")) {
            if (pairs.size() < MAX_PAIRS) {
                pair(edit, first(edit, PATHS).orElse(path)).ifPresent(pairs::add);
            }
        }
        if (!pairs.isEmpty()) {
            return Optional.of(new Change(Source.PAIRS, List.copyOf(pairs)));
        }
        if (kind != ToolKind.EDIT || path.isEmpty()) {
            return Optional.empty();
        }
        return first(input, CONTENTS)
                .map(text -> new Change(Source.CONTENT, List.of(new ToolContent.Diff(path, null, text))));
    }

    /** Reads a call's {@code rawOutput}, in which some agents report the patch that they applied. */
    static Optional<Change> output(JsonFields output, ToolKind kind, String place) {
        if (kind != ToolKind.EDIT && kind != ToolKind.DELETE && kind != ToolKind.MOVE) {
            return Optional.empty();
        }
        return output.object("metadata")
                .flatMap(metadata -> first(metadata, PATCHES))
                .or(() -> first(output, PATCHES))
                .or(() -> output.text("detailedContent"))
                .map(text -> PatchReader.read(text, place))
                .filter(diffs -> !diffs.isEmpty())
                .map(diffs -> new Change(Source.PATCH, diffs));
    }

    private static Optional<ToolContent.Diff> pair(JsonFields edit, String path) {
        Optional<String> before = first(edit, OLD);
        Optional<String> after = first(edit, NEW);
        return path.isEmpty() || before.isEmpty() || after.isEmpty() || before.equals(after)
                ? Optional.empty()
                : Optional.of(new ToolContent.Diff(path, before.get(), after.get()));
    }

    /** Reads {@code changes}, an object with a path for each member: Codex's form. */
    private static List<ToolContent.Diff> changes(JsonFields input) {
        List<ToolContent.Diff> diffs = new ArrayList<>();
        Optional<JsonFields> changes = input.object("changes");
        if (changes.isEmpty()) {
            return diffs;
        }
        for (Map.Entry<String, JsonElement> member : changes.get().json().entrySet()) {
            JsonFields change = JsonFields.of(member.getValue());
            // Earlier releases nest the change below its kind.
            JsonFields inner = change.object("update")
                    .or(() -> change.object("add"))
                    .or(() -> change.object("delete"))
                    .orElse(change);
            boolean deleted =
                    change.has("delete") || change.text("type").orElse("").equals("delete");
            first(inner, PATCHES).ifPresent(text -> diffs.addAll(PatchReader.read(text, member.getKey())));
            inner.text("content")
                    .ifPresent(text -> diffs.add(
                            deleted
                                    ? new ToolContent.Diff(member.getKey(), text, "")
                                    : new ToolContent.Diff(member.getKey(), null, text)));
            if (diffs.size() >= PatchReader.MAX_DIFFS) {
                return diffs.subList(0, PatchReader.MAX_DIFFS);
            }
        }
        return diffs;
    }

    private static Optional<String> first(JsonFields fields, String... members) {
        return Stream.of(members)
                .flatMap(member -> fields.text(member).stream())
                .findFirst();
    }
}
