package dev.pilothouse.session;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.TextCutter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** Extracts the lines that best describe a session's progress, without markup. Reads a bounded number of items and characters. */
final class PreviewLines {
    private static final int LENGTH = 200;
    private static final int LOOK_BACK = 8;
    private static final int LINES = 4;
    private static final int LINES_LENGTH = 320;

    private final Deque<HostText> lines = new ArrayDeque<>();

    PreviewLines(Transcript transcript) {
        List<Item> items = transcript.items();
        int length = 0;
        for (int i = items.size() - 1; i >= Math.max(0, items.size() - LOOK_BACK); i--) {
            String text = text(items.get(i)).strip();
            for (int end = text.length(); end > 0; ) {
                int start = text.lastIndexOf('\n', end - 1);
                String line = line(items.get(i), text.substring(start + 1, end));
                end = Math.max(0, start);
                if (line.isEmpty()) {
                    continue;
                }
                length += line.length();
                if (lines.size() == LINES || (!lines.isEmpty() && length > LINES_LENGTH)) {
                    return;
                }
                lines.addFirst(new HostText(line, start < 0 ? code(items.get(i)) : HostText.Code.NONE));
            }
        }
    }

    /** The newest line that is not empty; empty without one. */
    String last() {
        return lines.isEmpty() ? "" : lines.getLast().text();
    }

    /** The newest non-empty lines, ending with {@link #last}; omits lines that do not fit completely. */
    String all() {
        return lines.stream().map(HostText::text).collect(Collectors.joining("\n"));
    }

    /** Those of the newest lines that have a translation. */
    List<HostText> notes() {
        return lines.stream()
                .filter(line -> !line.code().equals(HostText.Code.NONE))
                .distinct()
                .toList();
    }

    /** The code of a note's first line. Lines of an agent or of the system may stand below it. */
    private static HostText.Code code(Item item) {
        return item instanceof Item.NoteItem note ? note.says().withoutBelow() : HostText.Code.NONE;
    }

    private static String text(Item item) {
        return item.accept(new Item.Visitor<>() {
            @Override
            public String user(Item.UserItem user) {
                return user.text();
            }

            @Override
            public String message(Item.MessageItem message) {
                int files = message.attachments().size();
                return files == 0
                        ? message.text().tail(2 * LENGTH)
                        : message.attachments().get(files - 1).name();
            }

            @Override
            public String thought(Item.ThoughtItem thought) {
                return "";
            }

            @Override
            public String tool(Item.ToolItem tool) {
                return tool.call().title();
            }

            @Override
            public String pending(Item.PendingItem pending) {
                return "";
            }

            @Override
            public String note(Item.NoteItem note) {
                return note.text();
            }

            @Override
            public String turnEnd(Item.TurnEndItem end) {
                return "";
            }
        });
    }

    /** A line without markup. The title of a tool call may contain a command, which stays exact. */
    private static String line(Item item, String text) {
        String plain = item instanceof Item.ToolItem ? text.replace("`", "").strip() : PreviewText.line(text);
        return TextCutter.excerpt(plain, LENGTH);
    }
}
