package dev.pilothouse.desktop.acp;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.AgentCommand;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolContent;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolLocation;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the stateless updates of ACP version 1, and the members of a tool call. Pure; any thread. */
final class AcpUpdates {
    /** An unknown update is kept whole up to this length. */
    private static final int UNKNOWN_LIMIT = 64 * 1024;

    /** Characters of base64 for the largest file that is kept. */
    private static final int MAX_BASE64 = (AgentEvent.Media.MAX_BYTES + 2) / 3 * 4;

    /** Characters of an agent's id. Ids are kept as long as the agent lives. */
    static final int MAX_ID = 8_000;

    private static final int NAME_LENGTH = 100;
    private static final int MIME_LENGTH = 100;
    private static final int URI_LENGTH = 2_000;
    private static final Pattern MARKUP = Pattern.compile("[\\[\\]\\\\`*<>]");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z0-9]{1,10}");
    private static final Set<String> MEDIA = Set.of("image", "audio", "resource");
    private static final Pattern MIME_TYPE = Pattern.compile("[a-z0-9.+-]+/[a-z0-9.+-]+");

    private AcpUpdates() {}

    /** An id that the agent chose; empty if it is absent or too long. */
    static Optional<String> id(JsonFields fields, String member) {
        return fields.text(member).filter(id -> id.length() <= MAX_ID);
    }

    /** Returns the event for an update; {@code Unknown} for unknown kinds and contents. */
    static AgentEvent read(JsonFields update) {
        String kind = update.text("sessionUpdate").orElse("");
        return switch (kind) {
            case "agent_message_chunk", "agent_thought_chunk", "user_message_chunk" -> chunk(kind, update);
            case "plan" -> new AgentEvent.Plan(plan(update));
            case "available_commands_update" -> new AgentEvent.CommandsChanged(commands(update));
            case "usage_update" -> new AgentEvent.UsageChanged(usage(update));
            case "session_info_update" ->
                // A title that is absent or null changes nothing: the session keeps its name.
                new AgentEvent.TitleChanged(update.text("title").orElse(""));
            case "notice" -> notice(update);
            case "compaction_update" ->
                id(update, "compactionId")
                        .<AgentEvent>map(id -> compaction(id, update))
                        .orElseGet(() -> unknown(kind, update));
            case "compaction_summary_chunk" ->
                id(update, "compactionId")
                        .flatMap(id -> update.object("content")
                                .<AgentEvent>map(
                                        block -> new AgentEvent.Compaction(id, null, summaryPart(block), true, null)))
                        .orElseGet(() -> unknown(kind, update));
            default -> unknown(kind, update);
        };
    }

    private static AgentEvent chunk(String kind, JsonFields update) {
        String messageId = id(update, "messageId").orElse(null);
        Optional<String> text = update.object("content").flatMap(AcpUpdates::prose);
        if (text.isEmpty()) {
            return update.object("content")
                    .flatMap(block -> media(messageId, kind.equals("user_message_chunk"), block))
                    .orElseGet(() -> unknown(kind, update));
        }
        return switch (kind) {
            case "agent_message_chunk" -> new AgentEvent.MessageChunk(messageId, text.get());
            case "agent_thought_chunk" -> new AgentEvent.ThoughtChunk(messageId, text.get());
            default -> new AgentEvent.UserChunk(messageId, text.get());
        };
    }

    /** Reads an image, audio, or a file embedded as bytes. */
    private static Optional<AgentEvent> media(@Nullable String messageId, boolean byPerson, JsonFields block) {
        String type = block.text("type").orElse("");
        Optional<JsonFields> content = type.equals("resource") ? block.object("resource") : Optional.of(block);
        Optional<String> data = content.flatMap(fields -> fields.text(type.equals("resource") ? "blob" : "data"));
        if (data.isEmpty() || !MEDIA.contains(type)) {
            return Optional.empty();
        }
        String mimeType = content.flatMap(fields -> fields.text("mimeType"))
                .map(word -> word.toLowerCase(Locale.ROOT))
                .filter(word ->
                        word.length() <= MIME_LENGTH && MIME_TYPE.matcher(word).matches())
                .orElse("application/octet-stream");
        String name = content.flatMap(fields -> fields.text("uri"))
                .map(AcpUpdates::fileName)
                .filter(file -> !file.isBlank())
                .orElse(type + "."
                        + mimeType.substring(mimeType.indexOf('/') + 1).replaceFirst("\\+.*", ""));
        long bytes = data.get().length() * 3L / 4;
        return Optional.of(new AgentEvent.Media(
                messageId, byPerson, name, mimeType, bytes, data.get().length() > MAX_BASE64 ? "" : data.get()));
    }

    /** Returns the last part of an address, shortened. */
    private static String fileName(String uri) {
        String path = uri.replaceFirst("[?#].*", "");
        String file = path.substring(path.lastIndexOf('/') + 1);
        return file.length() <= NAME_LENGTH ? file : file.substring(file.length() - NAME_LENGTH);
    }

    private static AgentEvent compaction(String id, JsonFields update) {
        AgentEvent.CompactionStatus status = switch (update.text("status").orElse("")) {
            case "completed" -> AgentEvent.CompactionStatus.COMPLETED;
            case "failed" -> AgentEvent.CompactionStatus.FAILED;
            case "cancelled" -> AgentEvent.CompactionStatus.CANCELLED;
            default -> AgentEvent.CompactionStatus.IN_PROGRESS;
        };
        // A member that is present and null clears its value.
        StringBuilder summary = new StringBuilder();
        update.objects("summary").forEach(block -> summary.append(summaryPart(block)));
        return new AgentEvent.Compaction(
                id,
                status,
                update.json().has("summary") ? summary.toString() : null,
                false,
                update.json().has("error") ? update.text("error").orElse("") : null);
    }

    private static String summaryPart(JsonFields block) {
        return prose(block).orElseGet(() -> "[" + block.text("type").orElse("?") + "]");
    }

    /** Returns the text of a content block; empty for images, audio and embedded bytes. */
    static Optional<String> prose(JsonFields block) {
        return switch (block.text("type").orElse("")) {
            case "text" -> block.text("text");
            case "resource_link" -> block.text("uri").map(uri -> link(label(block, uri), uri));
            case "resource" -> block.object("resource").flatMap(AcpUpdates::embedded);
            case "image" ->
                block.text("uri")
                        .filter(uri -> block.text("data").orElse("").isEmpty())
                        .map(uri -> link(fileName(uri), uri));
            default -> Optional.empty();
        };
    }

    private static String label(JsonFields block, String uri) {
        return block.text("title")
                .filter(title -> !title.isBlank())
                .or(() -> block.text("name").filter(name -> !name.isBlank()))
                .orElseGet(() -> fileName(uri));
    }

    /** A link in Markdown. Neither part can end it early; a long address is left out. */
    private static String link(String label, String uri) {
        String line = TextCutter.line(label, NAME_LENGTH);
        String name = MARKUP.matcher(line.isEmpty() ? uri : line).replaceAll("\\\\$0");
        if (uri.length() > URI_LENGTH) {
            return TextCutter.line(name, NAME_LENGTH);
        }
        StringBuilder target = new StringBuilder(uri.length());
        for (char c : uri.toCharArray()) {
            if (c <= ' ' || "()<>\\".indexOf(c) >= 0) {
                target.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            } else {
                target.append(c);
            }
        }
        return "[" + name + "](" + target + ")";
    }

    /** The name of an embedded text as a link, then the text as a block of code. */
    private static Optional<String> embedded(JsonFields resource) {
        return resource.text("text").map(text -> {
            String uri = resource.text("uri").orElse("");
            if (uri.isEmpty()) {
                return text;
            }
            String file = fileName(uri);
            String fence = "`".repeat(Math.max(3, longestFence(text) + 1));
            String language = file.substring(file.lastIndexOf('.') + 1);
            return "\n\n" + link(file, uri) + "\n\n" + fence
                    + (LANGUAGE.matcher(language).matches() ? language : "") + "\n" + text
                    + (text.endsWith("\n") ? "" : "\n") + fence + "\n\n";
        });
    }

    private static int longestFence(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /** The same for the content of a tool call, whose texts are shown as they are. */
    private static Optional<String> ofTool(JsonFields block) {
        Optional<JsonFields> resource =
                block.text("type").filter("resource"::equals).flatMap(type -> block.object("resource"));
        Optional<String> uri = resource.flatMap(fields -> fields.text("uri")).filter(word -> !word.isEmpty());
        Optional<String> text = resource.flatMap(fields -> fields.text("text"));
        return uri.isPresent() && text.isPresent()
                ? Optional.of(link(fileName(uri.get()), uri.get()) + "\n" + text.get())
                : prose(block);
    }

    /** Reads the tool call of an update or of a permission request. */
    static ToolCallPatch patch(JsonFields call) {
        return new ToolCallPatch(
                call.text("title").orElse(null),
                call.text("kind").map(AcpUpdates::kind).orElse(null),
                call.text("status").map(AcpUpdates::status).orElse(null),
                isList(call, "locations") ? locations(call) : null,
                isList(call, "content") ? contents(call) : null,
                call.element("rawInput").map(Object::toString).orElse(null),
                call.element("rawOutput").map(Object::toString).orElse(null),
                0);
    }

    private static boolean isList(JsonFields fields, String name) {
        return fields.element(name).filter(value -> value.isJsonArray()).isPresent();
    }

    static ToolKind kind(String word) {
        try {
            return ToolKind.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException newer) {
            return ToolKind.OTHER;
        }
    }

    private static ToolStatus status(String word) {
        return switch (word) {
            case "pending" -> ToolStatus.PENDING;
            case "completed" -> ToolStatus.COMPLETED;
            case "failed" -> ToolStatus.FAILED;
            case "cancelled" -> ToolStatus.CANCELLED;
            default -> ToolStatus.IN_PROGRESS;
        };
    }

    private static List<ToolLocation> locations(JsonFields call) {
        return call.objects("locations").stream()
                .filter(location -> location.text("path").isPresent())
                .map(location -> new ToolLocation(location.text("path").orElse(""), (int) Math.max(
                        0, Math.min(Integer.MAX_VALUE, location.number("line").orElse(0)))))
                .toList();
    }

    private static List<ToolContent> contents(JsonFields call) {
        List<ToolContent> contents = new ArrayList<>();
        for (JsonFields part : call.objects("content")) {
            contents.add(content(part));
        }
        // Some adapters send a command's output in place of the terminal that the client does not offer.
        call.object("_meta")
                .flatMap(meta -> meta.object("terminal_output"))
                .flatMap(output -> output.text("data"))
                .ifPresent(data -> contents.add(new ToolContent.Terminal(data)));
        return contents;
    }

    private static ToolContent content(JsonFields part) {
        String type = part.text("type").orElse("");
        if (type.equals("content")) {
            Optional<String> text = part.object("content").flatMap(AcpUpdates::ofTool);
            if (text.isPresent()) {
                return new ToolContent.Text(text.get());
            }
        }
        if (type.equals("diff") && part.text("path").isPresent()) {
            return new ToolContent.Diff(
                    part.text("path").orElse(""),
                    part.text("oldText").orElse(null),
                    part.text("newText").orElse(""));
        }
        return new ToolContent.Other(type, bounded(type, part.json()));
    }

    private static List<PlanEntry> plan(JsonFields update) {
        return update.objects("entries").stream()
                .map(entry -> new PlanEntry(
                        entry.text("content").orElse(""),
                        switch (entry.text("priority").orElse("")) {
                            case "high" -> PlanEntry.Priority.HIGH;
                            case "low" -> PlanEntry.Priority.LOW;
                            default -> PlanEntry.Priority.MEDIUM;
                        },
                        switch (entry.text("status").orElse("")) {
                            case "in_progress" -> PlanEntry.Status.IN_PROGRESS;
                            case "completed" -> PlanEntry.Status.COMPLETED;
                            default -> PlanEntry.Status.PENDING;
                        }))
                .toList();
    }

    private static List<AgentCommand> commands(JsonFields update) {
        return update.objects("availableCommands").stream()
                .filter(command -> command.text("name").isPresent())
                .map(command -> new AgentCommand(
                        command.text("name").orElse(""),
                        command.text("description").orElse(""),
                        command.object("input")
                                .flatMap(input -> input.text("hint"))
                                .orElse("")))
                .toList();
    }

    private static Usage usage(JsonFields update) {
        Optional<JsonFields> cost = update.object("cost");
        double amount = cost.flatMap(value -> value.element("amount"))
                .filter(value ->
                        value.isJsonPrimitive() && value.getAsJsonPrimitive().isNumber())
                .map(value -> value.getAsDouble())
                .orElse(-1.0);
        return new Usage(
                update.number("used").orElse(0),
                update.number("size").orElse(0),
                amount,
                cost.flatMap(value -> value.text("currency")).orElse(""));
    }

    private static AgentEvent notice(JsonFields update) {
        String severity = update.text("severity").orElse("info");
        String title = update.text("title").orElse("");
        String text =
                update.text("description").map(more -> title + ": " + more).orElse(title);
        return new AgentEvent.Remark(!severity.equals("info"), "agentNotice", HostText.untranslated(text));
    }

    static AgentEvent unknown(String kind, JsonFields update) {
        return new AgentEvent.Unknown(kind, bounded(kind, update.json()));
    }

    private static String bounded(String kind, JsonObject json) {
        String text = json.toString();
        if (text.length() <= UNKNOWN_LIMIT) {
            return text;
        }
        JsonObject instead = new JsonObject();
        instead.addProperty("kind", kind);
        instead.addProperty("omittedCharacters", text.length());
        return instead.toString();
    }
}
