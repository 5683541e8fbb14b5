package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ContentSize;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of the running turn, as far as later messages about them need them: titles, and the diffs of edits. An
 * agent may send the diff with the question alone, and replace it by a sentence when the edit is done. Such an update
 * gets the diff again. A call whose agent sends no diff gets the one that its input contains. Confined to the session's
 * lane. Ends with the agent.
 */
final class ToolCallMemory {
    private static final int MAX_CALLS = 1000;
    /** A larger diff is not kept. */
    private static final long MAX_DIFFS = 1024 * 1024;
    /** Characters of the diffs and the other content of all calls. The oldest are forgotten. */
    private static final long MAX_ALL = 4 * 1024 * 1024;
    /** Longer other content is not kept; then a diff that is found later appears with the next content. */
    private static final long MAX_OTHERS = 64 * 1024;

    private static final int MAX_TITLE = 1_000;
    private static final int MAX_PLACE = 4_096;

    private final Map<String, Known> calls = new LinkedHashMap<>();
    private long characters;

    /** One call. */
    private static final class Known {
        private String title = "";
        private ToolKind kind = ToolKind.OTHER;
        private String place = "";
        private List<ToolContent.Diff> diffs = List.of();
        private long diffSize;
        /** Where the diffs were found; null if the agent sent them itself, or if there are none. */
        private EditInputReader.@Nullable Source found;
        /** Whether the agent sent diffs itself, which are better than those in its input. */
        private boolean reported;
        /** The content that is no diff; null if it is too long or forgotten. */
        private @Nullable List<ToolContent> others = List.of();

        private long othersSize;
    }

    void clear() {
        calls.clear();
        characters = 0;
    }

    /** The title of a call that is known; it may be empty. */
    Optional<String> title(String toolCallId) {
        return Optional.ofNullable(calls.get(PlainText.exact(toolCallId))).map(call -> call.title);
    }

    /**
     * Takes note of a message about a call.
     *
     * @param call the message, whose raw members are read
     * @param patch the same message
     * @return the patch, with the diffs that it lacks
     */
    ToolCallPatch complete(String toolCallId, JsonFields call, ToolCallPatch patch) {
        Known known = known(PlainText.exact(toolCallId));
        if (patch.title() != null && !patch.title().isEmpty()) {
            known.title = TextCutter.head(patch.title(), MAX_TITLE);
        }
        if (patch.kind() != null) {
            known.kind = patch.kind();
        }
        if (patch.locations() != null && !patch.locations().isEmpty()) {
            known.place = TextCutter.head(patch.locations().get(0).path(), MAX_PLACE);
        }
        List<ToolContent> content = patch.content();
        if (content != null) {
            List<ToolContent> others = content.stream()
                    .filter(part -> !(part instanceof ToolContent.Diff))
                    .toList();
            List<ToolContent.Diff> diffs = content.stream()
                    .filter(ToolContent.Diff.class::isInstance)
                    .map(ToolContent.Diff.class::cast)
                    .toList();
            keepOthers(known, others);
            if (!diffs.isEmpty()) {
                known.reported = true;
                keep(known, diffs, null);
                return patch;
            }
        }
        boolean better = find(known, call);
        boolean adds = !known.diffs.isEmpty() && (content != null || better);
        if (!adds || (content == null && known.others == null)) {
            return patch;
        }
        List<ToolContent> completed = new ArrayList<>(known.diffs);
        completed.addAll(content != null ? content : known.others);
        return withContent(patch, completed);
    }

    private static ToolCallPatch withContent(ToolCallPatch patch, List<ToolContent> content) {
        return new ToolCallPatch(
                patch.title(),
                patch.kind(),
                patch.status(),
                patch.locations(),
                content,
                patch.input(),
                patch.output(),
                patch.endedAt());
    }

    private Known known(String toolCallId) {
        Known known = calls.get(toolCallId);
        if (known == null) {
            known = new Known();
            calls.put(toolCallId, known);
            if (calls.size() > MAX_CALLS) {
                Iterator<Known> oldest = calls.values().iterator();
                Known forgotten = oldest.next();
                characters -= forgotten.diffSize + forgotten.othersSize;
                oldest.remove();
            }
        }
        return known;
    }

    /** Looks for a change in the raw members. Returns whether the diffs are other ones now. */
    private boolean find(Known known, JsonFields call) {
        if (known.reported) {
            return false;
        }
        List<ToolContent.Diff> before = known.diffs;
        call.object("rawInput")
                .flatMap(input -> EditInputReader.input(input, known.kind, known.place))
                .ifPresent(change -> adopt(known, change));
        call.object("rawOutput")
                .flatMap(output -> EditInputReader.output(output, known.kind, known.place))
                .ifPresent(change -> adopt(known, change));
        return !before.equals(known.diffs);
    }

    private void adopt(Known known, EditInputReader.Change change) {
        boolean worse = known.found != null && change.source().compareTo(known.found) < 0;
        if (!worse && !change.diffs().equals(known.diffs)) {
            keep(known, change.diffs(), change.source());
        }
    }

    private void keep(Known known, List<ToolContent.Diff> diffs, EditInputReader.@Nullable Source source) {
        long size = ContentSize.sum(diffs, ContentSize::of);
        characters -= known.diffSize;
        known.diffs = size <= MAX_DIFFS ? diffs : List.of();
        known.diffSize = size <= MAX_DIFFS ? size : 0;
        known.found = source;
        characters += known.diffSize;
        forgetOldest(known);
    }

    private void keepOthers(Known known, List<ToolContent> others) {
        long size = ContentSize.of(others) + ContentSize.FRAME * others.size();
        characters -= known.othersSize;
        known.others = size <= MAX_OTHERS ? others : null;
        known.othersSize = size <= MAX_OTHERS ? size : 0;
        characters += known.othersSize;
        forgetOldest(known);
    }

    private void forgetOldest(Known latest) {
        for (Known oldest : calls.values()) {
            if (characters <= MAX_ALL) {
                return;
            }
            if (oldest != latest && oldest.diffSize + oldest.othersSize > 0) {
                characters -= oldest.diffSize + oldest.othersSize;
                oldest.diffs = List.of();
                oldest.diffSize = 0;
                oldest.found = null;
                oldest.others = null;
                oldest.othersSize = 0;
            }
        }
    }
}
