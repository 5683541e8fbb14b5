package dev.pilothouse.session;

import java.util.List;

/** The one line that says most about where a session is. Costs a bounded number of items and characters. */
final class LastLine {
    private static final int LENGTH = 200;
    private static final int LOOK_BACK = 8;

    private LastLine() {}

    static String of(Transcript transcript) {
        List<Item> items = transcript.items();
        for (int i = items.size() - 1; i >= Math.max(0, items.size() - LOOK_BACK); i--) {
            String line = lastOf(text(items.get(i)));
            if (!line.isEmpty()) {
                return line;
            }
        }
        return "";
    }

    private static String text(Item item) {
        return item.accept(new Item.Visitor<>() {
            @Override
            public String user(Item.UserItem user) {
                return user.text();
            }

            @Override
            public String message(Item.MessageItem message) {
                return message.text().tail(2 * LENGTH);
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

    private static String lastOf(String text) {
        String stripped = text.strip();
        String line = stripped.substring(stripped.lastIndexOf('\n') + 1).strip();
        if (line.length() <= LENGTH) {
            return line;
        }
        int cut = Character.isHighSurrogate(line.charAt(LENGTH - 1)) ? LENGTH - 1 : LENGTH;
        return line.substring(0, cut) + "…";
    }
}
