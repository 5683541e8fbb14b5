package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.session.Item;
import dev.pilothouse.ui.markdown.Block;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the whole that a row is part of, in the agent's original text. Stateless; any thread may call it. */
final class FullText {
    private FullText() {}

    static Optional<String> of(ProjectedTranscript projected, String rowId) {
        List<Item> items = projected.view().state().transcript().items();
        if (rowId.startsWith("end-")) {
            return answer(items, rowId.substring(4));
        }
        if (rowId.startsWith("text-")) {
            String born = rowId.substring(5, rowId.lastIndexOf('-'));
            return code(projected, rowId).or(() -> message(items, born));
        }
        if (rowId.startsWith("tool-")) {
            return tool(items, rowId);
        }
        return projected.rows().stream()
                .filter(row -> row.id().equals(rowId))
                .map(RowText::of)
                .findFirst();
    }

    /**
     * Returns the title, the prompts and the messages, without thoughts, tool calls and requests. The user's name is
     * before each prompt.
     */
    static String conversation(ProjectedTranscript projected, String you, String title) {
        StringBuilder text = new StringBuilder();
        for (Item item : projected.view().state().transcript().items()) {
            String said = item instanceof Item.UserItem prompt
                    ? you + ": " + prompt.text().strip()
                    : item instanceof Item.MessageItem message
                            ? message.text().toString().strip()
                            : "";
            if (!said.isBlank()) {
                text.append(text.isEmpty() ? "" : "\n\n").append(said);
            }
        }
        return text.isEmpty() || title.isBlank() ? text.toString() : title.strip() + "\n\n" + text;
    }

    private static Optional<String> message(List<Item> items, String born) {
        for (Item item : items) {
            if (item.id().toString().equals(born)) {
                return item instanceof Item.MessageItem message
                        ? Optional.of(message.text().toString())
                        : item instanceof Item.ThoughtItem thought
                                ? Optional.of(thought.text().toString())
                                : item instanceof Item.NoteItem note ? Optional.of(note.detail()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Returns all messages of the agent in the turn with this end. */
    private static Optional<String> answer(List<Item> items, String end) {
        StringBuilder text = new StringBuilder();
        for (Item item : items) {
            if (item instanceof Item.MessageItem message && message.text().length() > 0) {
                text.append(text.isEmpty() ? "" : "\n\n")
                        .append(message.text().toString().strip());
            } else if (item instanceof Item.UserItem) {
                text.setLength(0);
            } else if (item instanceof Item.TurnEndItem) {
                if (item.id().toString().equals(end)) {
                    return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
                }
                text.setLength(0);
            }
        }
        return Optional.empty();
    }

    /** Returns a whole block of code. It may be cut into several rows; the first has the copy button. */
    private static Optional<String> code(ProjectedTranscript projected, String rowId) {
        StringBuilder text = new StringBuilder();
        boolean within = false;
        for (TranscriptRow row : projected.rows()) {
            within |= row.id().equals(rowId);
            if (within) {
                if (!(row instanceof TranscriptRow.Prose prose)
                        || !(prose.block().content() instanceof Block.Code code)
                        || (code.first() && !row.id().equals(rowId))) {
                    break;
                }
                text.append(text.isEmpty() ? "" : "\n").append(code.text());
            }
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.toString());
    }

    private static Optional<String> tool(List<Item> items, String rowId) {
        for (Item item : items) {
            if (item instanceof Item.ToolItem tool) {
                String id = ToolRows.rowId(tool);
                if (rowId.equals(id)) {
                    return Optional.of(tool.call().title());
                }
                if (rowId.startsWith(id + "-out-")) {
                    String name = rowId.substring(id.length() + 5, rowId.lastIndexOf('-'));
                    return Optional.ofNullable(part(tool.call(), name));
                }
                if (rowId.startsWith(id + "-diff-")) {
                    String name = rowId.substring(id.length() + 6, rowId.lastIndexOf('-'));
                    return Optional.ofNullable(part(tool.call(), name));
                }
            }
        }
        return Optional.empty();
    }

    private static @Nullable String part(ToolCall call, String name) {
        if (name.equals("in")) {
            return call.input();
        }
        if (name.equals("out")) {
            return call.output();
        }
        ToolContent content = name.startsWith("blob-")
                ? call.content().stream()
                        .filter(each -> each instanceof ToolContent.Large large && name.equals("blob-" + large.blob()))
                        .findFirst()
                        .orElse(null)
                : call.content().get(Integer.parseInt(name));
        if (content instanceof ToolContent.Text text) {
            return text.text();
        }
        if (content instanceof ToolContent.Terminal terminal) {
            StringBuilder plain = new StringBuilder();
            AnsiText.runs(terminal.output()).forEach(run -> plain.append(run.text()));
            return plain.toString();
        }
        if (content instanceof ToolContent.Diff diff) {
            return diff.newText();
        }
        return content instanceof ToolContent.Large large
                ? large.head()
                : content instanceof ToolContent.Other other ? other.json() : null;
    }
}
