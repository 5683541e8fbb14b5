package dev.pilothouse.desktop.profile;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.catalog.JsonLines;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.desktop.profile.ProfileStore.RefusedException;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ConfigError;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.protocol.TemplateCodec;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The templates of new sessions, in one private file of the data folder that people may edit. Thread-safe; blocks while
 * it reads or writes the file.
 */
final class TemplateStore {
    static final String FILE = "templates.json";

    private static final String LIST = "templates";

    private static final Set<String> MEMBERS =
            Set.of("name", "agent", "directory", "branch", "profile", "prompt", "check");
    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_PROBLEMS = 20;

    private final PrivateFile file;

    /**
     * @param root the file, whose other members survive a change; empty without a file
     * @param problems wrong parts, which are left out
     */
    record Content(JsonObject root, List<SessionTemplate> templates, List<ConfigError> problems) {
        Content {
            templates = List.copyOf(templates);
            problems = List.copyOf(problems);
        }
    }

    TemplateStore(Path dataFolder) {
        this.file = new PrivateFile(dataFolder.resolve(FILE));
    }

    synchronized Content read() {
        String text;
        try {
            byte[] bytes = file.read().orElse(null);
            if (bytes == null) {
                return new Content(new JsonObject(), List.of(), List.of());
            }
            if (bytes.length > MAX_BYTES) {
                return unusable(0, HostText.of(HostTextCode.TEMPLATES_FILE_TOO_LARGE, MAX_BYTES));
            }
            text = new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return unusable(0, HostText.of(HostTextCode.FILE_UNREADABLE, IoErrorText.sentence(e)));
        }
        JsonLines lines = JsonLines.of(text);
        JsonObject root;
        try {
            root = StrictJson.parseObject(text);
        } catch (CodecException malformed) {
            int line = lines.fault().map(JsonLines.Place::line).orElse(0);
            return unusable(line, HostText.of(HostTextCode.FILE_NOT_JSON));
        }
        if (!(root.get(LIST) instanceof JsonArray all)) {
            return unusable(lines.line(LIST), HostText.of(HostTextCode.TEMPLATES_NO_LIST));
        }
        return content(root, all, lines);
    }

    private static Content content(JsonObject root, JsonArray all, JsonLines lines) {
        List<SessionTemplate> templates = new ArrayList<>();
        List<ConfigError> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < all.size() && problems.size() < MAX_PROBLEMS; i++) {
            SessionTemplate template = template(JsonFields.of(all.get(i)));
            Optional<HostText> mistake = mistake(template);
            if (mistake.isEmpty() && !names.add(template.name())) {
                mistake = Optional.of(HostText.of(HostTextCode.TEMPLATE_TWICE, template.name()));
            }
            if (mistake.isEmpty() && templates.size() >= SessionTemplate.MOST) {
                mistake = Optional.of(HostText.of(HostTextCode.TEMPLATES_FULL, SessionTemplate.MOST));
            }
            if (mistake.isEmpty()) {
                templates.add(template);
            } else {
                String path = LIST + "[" + i + "]";
                problems.add(new ConfigError(FILE, lines.line(path), 0, path, mistake.get()));
            }
        }
        return new Content(root, templates, problems);
    }

    private static Content unusable(int line, HostText sentence) {
        return new Content(new JsonObject(), List.of(), List.of(new ConfigError(FILE, line, 0, "", sentence)));
    }

    private static SessionTemplate template(JsonFields fields) {
        return new SessionTemplate(
                fields.text("name").orElse(""),
                fields.text("agent").orElse(""),
                fields.text("directory").orElse(""),
                fields.text("branch").orElse(""),
                fields.text("profile").orElse(""),
                fields.text("prompt").orElse(""),
                check(fields));
    }

    /** A member that is no list of texts counts as a text that is no command, so that it is named as a mistake. */
    private static List<String> check(JsonFields fields) {
        JsonElement check = fields.element("check").orElse(null);
        if (check == null) {
            return List.of();
        }
        if (!(check instanceof JsonArray all)) {
            return List.of("");
        }
        List<String> commands = new ArrayList<>();
        for (JsonElement each : all) {
            boolean text = each.isJsonPrimitive() && each.getAsJsonPrimitive().isString();
            commands.add(text ? each.getAsString() : "");
        }
        return commands;
    }

    /**
     * Saves a template in the place of the one before, or at the end. A save of what is there already is accepted, because
     * a device may repeat one whose answer was lost.
     *
     * @param before empty for a new one, whose name no other one may have
     * @param template null deletes the one before
     * @param revision of the one before; if it has another one now, nothing changes. Empty: not compared
     */
    synchronized void save(String before, @Nullable SessionTemplate template, String revision) throws RefusedException {
        Content content = read();
        if (!content.problems().isEmpty()) {
            throw new RefusedException(
                    HostTextCode.TEMPLATES_FILE_WRONG, content.problems().get(0).english());
        }
        List<SessionTemplate> known = content.templates();
        JsonArray next = content.root().get(LIST) instanceof JsonArray all ? all : new JsonArray();
        int at = indexOf(known, before);
        if (at < 0 && template != null && known.contains(template)) {
            // The answer to this save was lost.
            return;
        }
        if (!before.isEmpty() && at < 0) {
            throw revision.isEmpty()
                    ? new RefusedException(HostTextCode.TEMPLATE_GONE, PlainText.line(before))
                    : RefusedException.conflict(HostTextCode.TEMPLATE_GONE, PlainText.line(before));
        }
        if (at >= 0 && !revision.isEmpty() && !known.get(at).equals(template)) {
            requireSame(known.get(at), revision);
        }
        if (template == null) {
            if (at >= 0) {
                next.remove(at);
            }
        } else {
            Optional<HostText> mistake = mistake(template);
            if (mistake.isPresent()) {
                throw new RefusedException(mistake.get());
            }
            int same = indexOf(known, template.name());
            if (same >= 0 && same != at) {
                throw new RefusedException(HostTextCode.TEMPLATE_TWICE, template.name());
            }
            if (at < 0) {
                next.add(TemplateCodec.TEMPLATE.encode(template));
            } else {
                next.set(at, changed(next.get(at).getAsJsonObject(), template));
            }
        }
        content.root().add(LIST, next);
        write(content.root(), next.size());
    }

    private static void requireSame(SessionTemplate now, String revision) throws RefusedException {
        if (!revision.equals(revision(now))) {
            throw RefusedException.conflict(HostTextCode.TEMPLATE_CHANGED_SINCE, now.name());
        }
    }

    /** Changes with the content. */
    static String revision(SessionTemplate template) {
        return ContentDigest.revision(StrictJson.write(TemplateCodec.TEMPLATE.encode(template)));
    }

    private static int indexOf(List<SessionTemplate> all, String name) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** Members that this version does not know stay. */
    private static JsonObject changed(JsonObject before, SessionTemplate template) {
        JsonObject next = TemplateCodec.TEMPLATE.encode(template);
        before.entrySet().stream()
                .filter(member -> !MEMBERS.contains(member.getKey()))
                .forEach(member -> next.add(member.getKey(), member.getValue()));
        return next;
    }

    private void write(JsonObject root, int templates) throws RefusedException {
        if (!root.has("version")) {
            root.addProperty("version", 1);
        }
        byte[] bytes = (StrictJson.writeIndented(root) + "\n").getBytes(StandardCharsets.UTF_8);
        if (templates > SessionTemplate.MOST || bytes.length > MAX_BYTES) {
            throw new RefusedException(HostTextCode.TEMPLATES_FULL, SessionTemplate.MOST);
        }
        try {
            file.write(bytes);
        } catch (IOException e) {
            throw new RefusedException(HostTextCode.TEMPLATES_NOT_WRITTEN, IoErrorText.sentence(e));
        }
    }

    private static Optional<HostText> mistake(SessionTemplate template) {
        String name = template.name();
        if (name.isBlank()
                || name.length() > SessionTemplate.MAX_NAME
                || !name.equals(PlainText.line(name).strip())) {
            return Optional.of(HostText.of(HostTextCode.TEMPLATE_NAME, SessionTemplate.MAX_NAME));
        }
        if (template.prompt().isBlank()) {
            return Optional.of(HostText.of(HostTextCode.TEMPLATE_NO_PROMPT, name));
        }
        if (tooLong(template.agent(), SessionTemplate.MAX_WORD)
                || tooLong(template.branch(), SessionTemplate.MAX_WORD)
                || tooLong(template.profile(), SessionTemplate.MAX_WORD)
                || tooLong(template.directory(), SessionTemplate.MAX_DIRECTORY)
                || tooLong(template.prompt(), SessionTemplate.MAX_PROMPT)) {
            return Optional.of(HostText.of(HostTextCode.TEMPLATE_TOO_LONG, name, SessionTemplate.MAX_PROMPT));
        }
        if (!isCheck(template.check())) {
            return Optional.of(HostText.of(
                    HostTextCode.TEMPLATE_CHECK,
                    name,
                    SessionTemplate.MAX_COMMANDS,
                    SessionTemplate.MAX_COMMAND,
                    SessionTemplate.MAX_CHECK));
        }
        return template.blanks().size() > SessionTemplate.MAX_BLANKS
                ? Optional.of(HostText.of(HostTextCode.TEMPLATE_BLANKS, name, SessionTemplate.MAX_BLANKS))
                : Optional.empty();
    }

    private static boolean isCheck(List<String> commands) {
        return commands.size() <= SessionTemplate.MAX_COMMANDS
                && commands.stream().mapToInt(String::length).sum() <= SessionTemplate.MAX_CHECK
                && commands.stream()
                        .allMatch(command -> !command.isBlank() && !tooLong(command, SessionTemplate.MAX_COMMAND));
    }

    private static boolean tooLong(String text, int max) {
        return text.length() > max || text.indexOf('\0') >= 0;
    }
}
