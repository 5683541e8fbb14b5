package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The context that a new agent needs to continue another one's work: the last prompt, the last answer, the open steps
 * of the plan. The result is a draft that the person edits before sending. Pure.
 */
final class HandoffDraft {
    private static final int PART = 4_000;

    private HandoffDraft() {}

    static String of(SessionState state) {
        SessionInfo info = Objects.requireNonNull(state.info());
        StringBuilder text = new StringBuilder(Texts.text("handOver.start", info.name(), info.agentName()));
        append(text, "handOver.asked", last(state, Item.UserItem.class));
        append(text, "handOver.answered", last(state, Item.MessageItem.class));
        append(
                text,
                "handOver.left",
                state.plan().stream()
                        .filter(entry -> entry.status() != PlanEntry.Status.COMPLETED)
                        .map(entry -> "- " + entry.content())
                        .collect(Collectors.joining("\n")));
        return text.append("\n\n").append(Texts.text("handOver.end")).toString();
    }

    private static void append(StringBuilder text, String heading, String part) {
        if (!part.isBlank()) {
            text.append("\n\n").append(Texts.text(heading)).append("\n\n").append(tail(part.strip()));
        }
    }

    private static String last(SessionState state, Class<? extends Item> kind) {
        List<Item> items = state.transcript().items();
        for (int i = items.size() - 1; i >= 0; i--) {
            Item item = items.get(i);
            if (kind.isInstance(item)) {
                String said = item instanceof Item.UserItem user
                        ? user.text()
                        : ((Item.MessageItem) item).text().toString();
                if (!said.isBlank()) {
                    return said;
                }
            }
        }
        return "";
    }

    /** The end of a long part, which is more useful than its start. */
    private static String tail(String part) {
        return part.length() <= PART ? part : "\u2026" + TextCutter.tail(part, PART);
    }
}
