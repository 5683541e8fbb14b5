package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Messages of subagents, as far as the agent says which of its tool calls they belong to. The words of a subagent
 * become a nested row each, since they are not the agent's own. Holds the words of the running turn, bounded. Confined
 * to the session's lane. Ends with the agent.
 */
final class AcpSubagentTranslator {
    private static final int MAX_TEXTS = 20;
    private static final int MAX_TEXT = 64 * 1024;
    private static final int TITLE = 120;
    /** A text is sent again when it has grown by this part of it: all writes together stay a small multiple. */
    private static final int GROWTH = 4;

    private final Map<String, Text> texts = new LinkedHashMap<>();
    private int count;

    /** One message or thought of a subagent. */
    private static final class Text {
        private final String id;
        private final String parentId;
        private final String key;
        private final StringBuilder words = new StringBuilder();
        private int sent;

        Text(String id, String parentId, String key) {
            this.id = id;
            this.parentId = parentId;
            this.key = key;
        }
    }

    /** Returns the tool call whose subagent sent the update; empty for the agent itself. */
    static Optional<String> parent(JsonFields update) {
        return update.object("_meta")
                .flatMap(meta -> meta.object("claudeCode"))
                .flatMap(meta -> AcpUpdates.id(meta, "parentToolUseId"));
    }

    /** Takes words of a subagent. Returns what is to be shown now. */
    List<AgentEvent> words(String parentId, String kind, JsonFields update) {
        String words = update.object("content").flatMap(AcpUpdates::prose).orElse("");
        if (words.isEmpty()) {
            return List.of();
        }
        String key = kind + " " + AcpUpdates.id(update, "messageId").orElse("");
        List<AgentEvent> shown = new ArrayList<>();
        Text text = texts.get(parentId);
        if (text == null || !text.key.equals(key)) {
            remove(parentId).ifPresent(shown::add);
            text = new Text("subagent-" + ++count, parentId, key);
            texts.put(parentId, text);
        }
        if (texts.size() > MAX_TEXTS) {
            remove(texts.keySet().iterator().next()).ifPresent(shown::add);
        }
        int room = MAX_TEXT - text.words.length();
        text.words.append(TextCutter.head(words, Math.max(0, room)));
        if ((text.words.length() - text.sent) * GROWTH >= text.words.length()
                && !title(text).isEmpty()) {
            shown.add(event(text));
        }
        return shown;
    }

    /** The next words of that subagent are another row. Returns the rest of the present one. */
    Optional<AgentEvent> remove(String parentId) {
        return Optional.ofNullable(texts.remove(parentId))
                .filter(text -> text.sent < text.words.length() && !title(text).isEmpty())
                .map(AcpSubagentTranslator::event);
    }

    /** Returns the rest of all rows. */
    List<AgentEvent> removeAll() {
        List<AgentEvent> rest = new ArrayList<>();
        List.copyOf(texts.keySet()).forEach(parentId -> remove(parentId).ifPresent(rest::add));
        return rest;
    }

    private static String title(Text text) {
        return TextCutter.line(text.words.toString(), TITLE);
    }

    private static AgentEvent event(Text text) {
        text.sent = text.words.length();
        return new AgentEvent.ToolCall(
                text.id,
                new ToolCallPatch(
                        title(text),
                        ToolKind.THINK,
                        ToolStatus.COMPLETED,
                        null,
                        List.of(new ToolContent.Text(text.words.toString())),
                        null,
                        null,
                        0),
                text.parentId);
    }
}
