package dev.pilothouse.desktop.acp;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ToolContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Translates the updates of one session from ACP version 2 to version 1. Holds what its upserts need: the messages, the
 * content of tool calls, the output of terminals and the cost, all bounded. The owner guards it. Ends with the session.
 */
final class AcpV2Updates {
    private static final int MAX_MESSAGES = 200;
    private static final int MAX_MESSAGE = 256 * 1024;
    /** Characters of all messages; the oldest ones are forgotten. */
    private static final long MAX_ALL_MESSAGES = 1024 * 1024;

    private static final int MAX_CALLS = 200;
    private static final int MAX_TERMINALS = 50;
    /** Further text of a call is added to its last text. */
    private static final int MAX_CONTENT = 60;

    private static final long MAX_CALL = 256 * 1024;
    /** Characters of all calls; those that changed least recently are forgotten. */
    private static final long MAX_ALL_CALLS = 4 * 1024 * 1024;
    /** Bytes of a terminal's end that are kept. */
    private static final int MAX_TERMINAL = 64 * 1024;
    /** Output that grows is sent again when it has grown by this part of it: all writes together stay a small multiple. */
    private static final int GROWTH = 8;

    private static final String UPDATE = "sessionUpdate";
    private static final String CONTENT = "content";
    private static final String CALL = "toolCallId";

    private final Map<String, Message> messages = new LinkedHashMap<>();
    private final Map<String, Call> calls = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Terminal> terminals = new LinkedHashMap<>();
    private @Nullable JsonElement cost;

    /** A message of the agent, as far as later updates of it need it. */
    private static final class Message {
        /** The text; other blocks count as one character. */
        private final StringBuilder text = new StringBuilder();
        /** Each replacement of what was shown is a message of its own in version 1. */
        private int revision;
        /** Characters that were sent; more than those that are kept if the message is too long. */
        private int length;
    }

    /** The content of a tool call. */
    private static final class Call {
        private final List<JsonObject> content = new ArrayList<>();
        private final Set<String> terminals = new LinkedHashSet<>();
        private long characters;
        private long unsent;

        private boolean grewEnough() {
            return unsent > 0 && unsent * GROWTH >= characters;
        }
    }

    /** The output of a terminal. */
    private static final class Terminal {
        private byte[] output = new byte[0];
        private long unsent;

        private void append(byte[] more) {
            unsent += more.length;
            byte[] all = new byte[Math.min(MAX_TERMINAL, output.length + more.length)];
            int kept = Math.max(0, all.length - more.length);
            System.arraycopy(output, output.length - kept, all, 0, kept);
            System.arraycopy(more, more.length - (all.length - kept), all, kept, all.length - kept);
            output = all;
        }
    }

    /** Returns the updates of version 1 with the same effect, in their order. */
    List<JsonObject> translate(JsonObject update) {
        JsonFields fields = new JsonFields(update);
        String kind = fields.text(UPDATE).orElse("");
        return switch (kind) {
            case "user_message_chunk", "agent_message_chunk", "agent_thought_chunk" -> chunk(kind, fields);
            case "user_message", "agent_message", "agent_thought" -> message(kind, fields);
            case "tool_call_update" -> call(fields);
            case "tool_call_content_chunk" -> callChunk(fields);
            case "terminal_update", "terminal_output_chunk" -> terminal(fields);
            case "plan_update" -> List.of(plan(fields));
            case "usage_update" -> List.of(usage(update));
            case "config_option_update" -> List.of(withOptions(update));
            case "state_update" -> flush();
            default -> List.of(update);
        };
    }

    /** Returns what was held back of growing output. */
    List<JsonObject> flush() {
        List<JsonObject> due = new ArrayList<>();
        calls.forEach((id, call) -> {
            boolean grown = call.unsent > 0
                    || call.terminals.stream()
                            .map(terminals::get)
                            .anyMatch(terminal -> terminal != null && terminal.unsent > 0);
            if (grown) {
                due.add(content(id, call));
            }
        });
        terminals.values().forEach(terminal -> terminal.unsent = 0);
        return due;
    }

    // ---- messages

    private List<JsonObject> chunk(String kind, JsonFields update) {
        JsonObject renamed = update.json().deepCopy();
        Optional<JsonObject> block = update.object(CONTENT).map(JsonFields::json);
        AcpUpdates.id(update, "messageId").ifPresent(id -> {
            Message message = known(kind.replace("_chunk", ""), id);
            block.ifPresent(content -> append(message, content));
            renamed.addProperty("messageId", revised(id, message));
        });
        return List.of(renamed);
    }

    /** Sends what a complete message has beyond the chunks before it; all of it if it replaces them. */
    private List<JsonObject> message(String kind, JsonFields update) {
        String id = AcpUpdates.id(update, "messageId").orElse("");
        List<JsonFields> blocks = update.objects(CONTENT);
        if (blocks.isEmpty()) {
            // Version 1 cannot take back what was shown.
            return List.of();
        }
        Message message = known(kind, id);
        String before = message.text.toString();
        StringBuilder after = new StringBuilder();
        blocks.forEach(block -> after.append(canonical(block.json())));
        if (before.contentEquals(after)) {
            return List.of();
        }
        int shown = message.length;
        boolean continues = after.toString().startsWith(before);
        if (!continues) {
            message.revision++;
            message.text.setLength(0);
            message.length = 0;
            shown = 0;
        }
        List<JsonObject> sent = new ArrayList<>();
        for (JsonFields block : blocks) {
            String text = canonical(block.json());
            int from = Math.min(shown, text.length());
            shown -= from;
            if (from < text.length()) {
                JsonObject content = block.json().deepCopy();
                if (isText(content)) {
                    content.addProperty("text", text.substring(from));
                }
                append(message, content);
                JsonObject chunk = new JsonObject();
                chunk.addProperty(UPDATE, kind + "_chunk");
                chunk.addProperty("messageId", revised(id, message));
                chunk.add(CONTENT, content);
                sent.add(chunk);
            }
        }
        return sent;
    }

    private Message known(String kind, String id) {
        String key = kind + " " + id;
        Message message = messages.computeIfAbsent(key, missing -> new Message());
        trim(messages, MAX_MESSAGES);
        trim(messages, message, MAX_ALL_MESSAGES, each -> each.text.length());
        return message;
    }

    private static void append(Message message, JsonObject block) {
        String text = canonical(block);
        message.length += text.length();
        if (message.length <= MAX_MESSAGE) {
            message.text.append(text);
        }
    }

    private static String canonical(JsonObject block) {
        return isText(block) ? new JsonFields(block).text("text").orElse("") : "\uFFFC";
    }

    private static boolean isText(JsonObject block) {
        return new JsonFields(block).text("type").filter("text"::equals).isPresent();
    }

    private static String revised(String id, Message message) {
        return message.revision == 0 ? id : id + "#" + message.revision;
    }

    // ---- tool calls

    private List<JsonObject> call(JsonFields update) {
        Optional<String> id = AcpUpdates.id(update, CALL);
        return id.isEmpty()
                ? List.of(update.json())
                : List.of(call(id.get(), update.json().deepCopy()));
    }

    /** Returns a tool call of a permission request. */
    JsonObject permissionCall(JsonObject call) {
        return AcpUpdates.id(new JsonFields(call), CALL)
                .map(id -> call(id, call.deepCopy()))
                .orElse(call);
    }

    private JsonObject call(String id, JsonObject update) {
        // A member that is null is cleared; version 1 does so with an empty list.
        for (String list : List.of(CONTENT, "locations")) {
            if (update.has(list) && update.get(list).isJsonNull()) {
                update.add(list, new JsonArray());
            }
        }
        Call call = known(id);
        if (update.has(CONTENT)) {
            call.content.clear();
            call.terminals.clear();
            call.characters = 0;
            new JsonFields(update).objects(CONTENT).forEach(part -> add(call, part.json()));
        }
        if (update.has(CONTENT) || call.unsent > 0 || hasTerminal(call)) {
            writeContent(call, update);
        }
        return update;
    }

    private Call known(String id) {
        Call call = calls.computeIfAbsent(id, missing -> new Call());
        trim(calls, MAX_CALLS);
        trim(calls, call, MAX_ALL_CALLS, each -> each.characters);
        return call;
    }

    private boolean hasTerminal(Call call) {
        return call.terminals.stream().anyMatch(terminals::containsKey);
    }

    private List<JsonObject> callChunk(JsonFields update) {
        Optional<String> id = AcpUpdates.id(update, CALL);
        Optional<JsonFields> part = update.object(CONTENT);
        if (id.isEmpty() || part.isEmpty()) {
            return List.of(update.json());
        }
        Call call = known(id.get());
        int before = call.terminals.size();
        add(call, part.get().json());
        boolean shows = call.terminals.size() > before && hasTerminal(call);
        return call.grewEnough() || shows ? List.of(content(id.get(), call)) : List.of();
    }

    private void add(Call call, JsonObject part) {
        JsonFields fields = new JsonFields(part);
        String type = fields.text("type").orElse("");
        if (type.equals("terminal")) {
            AcpUpdates.id(fields, "terminalId")
                    .filter(id -> call.terminals.size() < MAX_CONTENT)
                    .ifPresent(call.terminals::add);
            return;
        }
        for (JsonObject item : type.equals("diff") ? diffs(fields) : List.of(part)) {
            long size = item.toString().length();
            if (call.characters + size > MAX_CALL) {
                return;
            }
            call.characters += size;
            call.unsent += size;
            if (call.content.size() < MAX_CONTENT) {
                call.content.add(item);
            } else {
                join(call, item);
            }
        }
    }

    private static void join(Call call, JsonObject item) {
        JsonObject last = call.content.get(call.content.size() - 1);
        Optional<String> before = text(last);
        Optional<String> more = text(item);
        if (before.isPresent() && more.isPresent()) {
            call.content.set(call.content.size() - 1, textContent(before.get() + "\n" + more.get()));
        }
    }

    private static Optional<String> text(JsonObject part) {
        return new JsonFields(part)
                .object(CONTENT)
                .filter(block -> isText(block.json()))
                .flatMap(block -> block.text("text"));
    }

    private static JsonObject textContent(String text) {
        JsonObject block = new JsonObject();
        block.addProperty("type", "text");
        block.addProperty("text", text);
        JsonObject part = new JsonObject();
        part.addProperty("type", CONTENT);
        part.add(CONTENT, block);
        return part;
    }

    /** The hunks of the patch as diffs of version 1, and a line for each change that the patch does not show. */
    private static List<JsonObject> diffs(JsonFields diff) {
        List<JsonFields> changes = diff.objects("changes");
        String only = changes.size() == 1 ? changes.get(0).text("path").orElse("") : "";
        List<ToolContent.Diff> hunks = diff.object("patch")
                .filter(patch -> patch.text("format").orElse("").equals("git_patch"))
                .flatMap(patch -> patch.text("text"))
                .map(text -> PatchReader.read(text, only))
                .orElse(List.of());
        List<JsonObject> items = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>();
        for (ToolContent.Diff hunk : hunks) {
            String path = changes.stream()
                    .flatMap(change -> change.text("path").stream())
                    .filter(whole -> whole.equals(hunk.path()) || whole.endsWith("/" + hunk.path()))
                    .findFirst()
                    .orElse(hunk.path());
            seen.add(path);
            JsonObject item = new JsonObject();
            item.addProperty("type", "diff");
            item.addProperty("path", path);
            if (hunk.oldText() != null) {
                item.addProperty("oldText", hunk.oldText());
            }
            item.addProperty("newText", hunk.newText());
            items.add(item);
        }
        for (JsonFields change : changes) {
            String path = change.text("path").orElse("");
            if (!path.isEmpty() && !seen.contains(path) && items.size() < MAX_CONTENT) {
                String from = change.text("oldPath").map(old -> old + " → ").orElse("");
                items.add(textContent(change.text("operation").orElse("modify") + ": " + from + path));
            }
        }
        return items;
    }

    private JsonObject content(String id, Call call) {
        JsonObject update = new JsonObject();
        update.addProperty(UPDATE, "tool_call_update");
        update.addProperty(CALL, id);
        writeContent(call, update);
        return update;
    }

    /** Version 1 has no terminals of agents; adapters send their output beside the content. */
    private void writeContent(Call call, JsonObject update) {
        call.unsent = 0;
        JsonArray content = new JsonArray();
        call.content.forEach(content::add);
        update.add(CONTENT, content);
        StringBuilder output = new StringBuilder();
        for (String id : call.terminals) {
            Terminal terminal = terminals.get(id);
            if (terminal != null) {
                terminal.unsent = 0;
                output.append(new String(terminal.output, StandardCharsets.UTF_8));
            }
        }
        if (!output.isEmpty()) {
            JsonObject data = new JsonObject();
            data.addProperty("data", output.toString());
            JsonObject meta = update.get("_meta") instanceof JsonObject present ? present : new JsonObject();
            meta.add("terminal_output", data);
            update.add("_meta", meta);
        }
    }

    private List<JsonObject> terminal(JsonFields update) {
        Optional<String> id = AcpUpdates.id(update, "terminalId");
        if (id.isEmpty()) {
            return List.of(update.json());
        }
        Terminal terminal = terminals.computeIfAbsent(id.get(), missing -> new Terminal());
        trim(terminals, MAX_TERMINALS);
        boolean snapshot = update.text(UPDATE).filter("terminal_update"::equals).isPresent();
        Optional<String> data =
                snapshot ? update.object("output").flatMap(output -> output.text("data")) : update.text("data");
        if (snapshot && update.json().has("output")) {
            terminal.output = new byte[0];
        }
        data.flatMap(AcpV2Updates::decoded).ifPresent(terminal::append);
        boolean due = snapshot ? terminal.unsent > 0 : terminal.unsent * GROWTH >= terminal.output.length;
        if (!due) {
            return List.of();
        }
        List<JsonObject> sent = new ArrayList<>();
        calls.forEach((callId, call) -> {
            if (call.terminals.contains(id.get())) {
                sent.add(content(callId, call));
            }
        });
        return sent;
    }

    private static Optional<byte[]> decoded(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    // ---- the rest

    /** The plan that changed last is the plan of version 1. An entry that the agent has given up is left out. */
    private static JsonObject plan(JsonFields update) {
        Optional<JsonFields> plan = update.object("plan")
                .filter(fields -> fields.text("type").orElse("").equals("items"));
        if (plan.isEmpty()) {
            return update.json();
        }
        JsonArray entries = new JsonArray();
        plan.get().objects("entries").stream()
                .filter(entry -> !entry.text("status").orElse("").equals("cancelled"))
                .forEach(entry -> entries.add(entry.json()));
        JsonObject renamed = new JsonObject();
        renamed.addProperty(UPDATE, "plan");
        renamed.add("entries", entries);
        return renamed;
    }

    /** A cost that is left out is unchanged. */
    private JsonObject usage(JsonObject update) {
        if (update.has("cost")) {
            cost = update.get("cost");
        } else if (cost != null) {
            update.add("cost", cost);
        }
        return update;
    }

    /** Changes the names in the configuration options of an answer or an update. */
    static JsonObject withOptions(JsonObject holder) {
        for (JsonFields option : new JsonFields(holder).objects("configOptions")) {
            option.json()
                    .add(
                            "id",
                            Optional.ofNullable(option.json().get("configId")).orElse(JsonNull.INSTANCE));
        }
        return holder;
    }

    private static void trim(Map<String, ?> map, int max) {
        while (map.size() > max) {
            map.remove(map.keySet().iterator().next());
        }
    }

    /** Forgets the oldest ones but the one in use, while all together are too large. */
    private static <T> void trim(Map<String, T> map, T inUse, long max, ToLongFunction<T> size) {
        long all = map.values().stream().mapToLong(size).sum();
        Iterator<T> oldest = map.values().iterator();
        while (all > max && oldest.hasNext()) {
            T each = oldest.next();
            if (each != inUse) {
                all -= size.applyAsLong(each);
                oldest.remove();
            }
        }
    }
}
