package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.Transcript;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The end of a transcript as bounded JSON for a model. Pure. */
record McpTranscript(Transcript transcript) implements Item.Visitor<Optional<JsonObject>> {
    private static final int LAST_MESSAGE = 16 * 1024;
    private static final int ITEM = 2 * 1024;
    private static final int ALL_ITEMS = 24 * 1024;

    /** Adds the agent's last message, and the newest entries with the oldest of them first. */
    void addTo(JsonObject json, int count) {
        List<Item> items = transcript.items();
        for (int i = items.size() - 1; i >= 0; i--) {
            if (items.get(i) instanceof Item.MessageItem message) {
                String text = message.text().toString();
                json.addProperty("lastMessage", TextCutter.tail(text, LAST_MESSAGE));
                if (text.length() > LAST_MESSAGE) {
                    json.addProperty("lastMessageCutAtItsStart", true);
                }
                break;
            }
        }
        List<JsonObject> newest = new ArrayList<>();
        int left = ALL_ITEMS;
        for (int i = items.size() - 1; i >= 0 && newest.size() < count; i--) {
            Optional<JsonObject> entry = items.get(i).accept(this);
            if (entry.isPresent()) {
                left -= entry.get().toString().length();
                if (left < 0) {
                    break;
                }
                newest.add(entry.get());
            }
        }
        Collections.reverse(newest);
        JsonArray array = new JsonArray();
        newest.forEach(array::add);
        json.add("transcript", array);
    }

    private static Optional<JsonObject> entry(Item item, String kind, String text) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", kind);
        json.addProperty("at", item.at().toString());
        json.addProperty("text", TextCutter.excerpt(text, ITEM));
        return Optional.of(json);
    }

    @Override
    public Optional<JsonObject> user(Item.UserItem item) {
        return entry(item, "prompt", item.text());
    }

    @Override
    public Optional<JsonObject> message(Item.MessageItem item) {
        return entry(item, "message", item.text().toString());
    }

    /** Left out: thoughts are long, and no outcome depends on them. */
    @Override
    public Optional<JsonObject> thought(Item.ThoughtItem item) {
        return Optional.empty();
    }

    @Override
    public Optional<JsonObject> tool(Item.ToolItem item) {
        return entry(
                item,
                "tool",
                WireEnum.toWire(item.call().status()) + ": " + item.call().title());
    }

    @Override
    public Optional<JsonObject> pending(Item.PendingItem item) {
        return entry(
                item,
                item.answer() == null ? "question" : "answeredQuestion",
                item.pending().title());
    }

    @Override
    public Optional<JsonObject> note(Item.NoteItem item) {
        return entry(item, "note", item.text());
    }

    @Override
    public Optional<JsonObject> turnEnd(Item.TurnEndItem item) {
        return entry(
                item, "turnEnded", WireEnum.toWire(item.reason()) + (item.text().isEmpty() ? "" : ": " + item.text()));
    }
}
