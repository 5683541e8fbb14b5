package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Messages of subagents, as far as the agent says which of its tool calls they belong to. The words of a subagent
 * become a nested row each, since they are not the agent's own. Holds the words of the running turn, bounded. Confined
 * to the session's lane. Ends with the agent.
 */
final class AcpSubagentTranslator {
    private static final int MAX_TEXTS = 20;
    private static final int MAX_AGENTS = 200;
    private static final int MAX_TEXT = 64 * 1024;
    private static final int TITLE = 120;
    /** A text is sent again when it has grown by this part of it: all writes together stay a small multiple. */
    private static final int GROWTH = 4;

    private final Map<String, Text> texts = new LinkedHashMap<>();
    /** The calls that may have started a subagent and have not ended, in their order. */
    private final Set<String> open = new LinkedHashSet<>();
    /** The calls that started the subagents of Copilot. */
    private final Map<String, String> starters = new HashMap<>();

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

    /**
     * Returns the tool call whose subagent sent the update; empty for the agent itself. Claude names the call. Copilot
     * names the subagent, which belongs to the call if only one could have started it.
     */
    Optional<String> parent(JsonFields update) {
        Optional<JsonFields> meta = update.object("_meta");
        return meta.flatMap(fields -> fields.object("claudeCode"))
                .flatMap(fields -> AcpUpdates.id(fields, "parentToolUseId"))
                .or(() -> meta.flatMap(fields -> fields.object("github.com/copilot"))
                        .flatMap(fields -> AcpUpdates.id(fields, "agentId"))
                        .flatMap(this::starter));
    }

    private Optional<String> starter(String agentId) {
        if (!starters.containsKey(agentId)) {
            List<String> free =
                    open.stream().filter(call -> !starters.containsValue(call)).toList();
            if (free.size() != 1 || starters.size() >= MAX_AGENTS) {
                return Optional.empty();
            }
            starters.put(agentId, free.get(0));
        }
        return Optional.of(starters.get(agentId));
    }

    /** Takes note of a call that may start a subagent: Copilot's tool gets a prompt and the type of the subagent. */
    void toolCall(String toolCallId, JsonFields update) {
        boolean ended = update.text("status")
                .filter(word -> word.equals("completed") || word.equals("failed"))
                .isPresent();
        Optional<JsonFields> input = update.object("rawInput");
        boolean starts = input.filter(fields -> fields.text("agent_type").isPresent()
                        && fields.text("prompt").isPresent())
                .isPresent();
        if (ended) {
            open.remove(toolCallId);
        } else if (starts && open.size() < MAX_AGENTS) {
            open.add(toolCallId);
        }
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

    /** The turn is over. Returns the rest of all rows. */
    List<AgentEvent> removeAll() {
        open.clear();
        starters.clear();
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
