package dev.pilothouse.desktop.search;

import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SearchHit;
import java.util.ArrayList;
import java.util.List;

/**
 * The searchable text of an item: messages, and the title, paths, output and changes of a tool call. For content stored
 * in a separate file only its head is searched, which is also the part that the transcript shows. Pure.
 */
record ItemText(SearchHit.Kind kind, List<String> parts) {
    private static final Reader READER = new Reader();

    static ItemText of(Item item) {
        return item.accept(READER);
    }

    /** Whether the text has markup. Commands, paths and output of tools are exact. */
    boolean isMarkdown() {
        return kind == SearchHit.Kind.USER
                || kind == SearchHit.Kind.MESSAGE
                || kind == SearchHit.Kind.THOUGHT
                || kind == SearchHit.Kind.NOTE;
    }

    private static final class Reader implements Item.Visitor<ItemText> {
        @Override
        public ItemText user(Item.UserItem item) {
            return new ItemText(SearchHit.Kind.USER, List.of(item.text()));
        }

        @Override
        public ItemText message(Item.MessageItem item) {
            List<String> parts = new ArrayList<>();
            if (item.text().length() > 0) {
                parts.add(item.text().toString());
            }
            item.attachments().forEach(attachment -> parts.add(attachment.name()));
            return new ItemText(item.text().length() > 0 ? SearchHit.Kind.MESSAGE : SearchHit.Kind.OTHER, parts);
        }

        @Override
        public ItemText thought(Item.ThoughtItem item) {
            return new ItemText(SearchHit.Kind.THOUGHT, List.of(item.text().toString()));
        }

        @Override
        public ItemText tool(Item.ToolItem item) {
            ToolCall call = item.call();
            List<String> parts = new ArrayList<>();
            parts.add(call.title());
            for (ToolLocation location : call.locations()) {
                parts.add(location.path());
            }
            for (ToolContent content : call.content()) {
                add(parts, content);
            }
            return new ItemText(SearchHit.Kind.TOOL, parts);
        }

        private static void add(List<String> parts, ToolContent content) {
            if (content instanceof ToolContent.Text text) {
                parts.add(text.text());
            } else if (content instanceof ToolContent.Terminal terminal) {
                parts.add(terminal.output());
            } else if (content instanceof ToolContent.Large large) {
                parts.add(large.head());
            } else if (content instanceof ToolContent.Diff diff) {
                parts.add(diff.path());
                parts.add(diff.newText());
                if (diff.oldText() != null) {
                    parts.add(diff.oldText());
                }
            }
        }

        @Override
        public ItemText pending(Item.PendingItem item) {
            List<String> parts = new ArrayList<>();
            parts.add(item.pending().title());
            parts.add(item.pending().detail());
            if (item.answer() != null) {
                parts.add(item.answer().text());
            }
            return new ItemText(SearchHit.Kind.PENDING, parts);
        }

        @Override
        public ItemText note(Item.NoteItem item) {
            return new ItemText(SearchHit.Kind.NOTE, List.of(item.text(), item.detail()));
        }

        @Override
        public ItemText turnEnd(Item.TurnEndItem item) {
            return new ItemText(SearchHit.Kind.NOTE, List.of(item.text()));
        }
    }
}
