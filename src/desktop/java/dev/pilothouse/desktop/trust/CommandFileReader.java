package dev.pilothouse.desktop.trust;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.catalog.JsonLines;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@value #FILE} of a worktree, or the person's own entry for its repository in {@value #OWN_FILE} of the data
 * folder, which replaces it. Both are described in {@code docs/worktrees.md}. Any thread.
 */
public final class CommandFileReader {
    /** In the top directory of a working tree. */
    public static final String FILE = ".pilothouse.json";

    static final String OWN_FILE = "worktrees.json";
    static final String SETUP = "setup";
    static final String TEARDOWN = "teardown";
    static final String CHECK = "check";
    static final String COPY = "copy";

    static final int MAX_BYTES = 64 * 1024;
    public static final int MAX_COMMANDS = 20;
    public static final int MAX_COMMAND = 2_000;
    /** Characters of all commands of a question together, so that it shows them whole. */
    public static final int MAX_ALL = 8_000;

    static final int MAX_PATTERNS = 20;
    static final int MAX_PATTERN = 200;
    private static final List<String> USUAL_COPY = List.of(".env*");

    private final Path own;

    public CommandFileReader(Path dataFolder) {
        this.own = dataFolder.resolve(OWN_FILE);
    }

    /**
     * Reads the commands of a worktree.
     *
     * @param worktree its top directory
     * @param main the main working directory of its repository
     */
    public RepositoryCommands read(Path worktree, Path main) throws CommandFileException {
        Optional<RepositoryCommands> mine = ofPerson(main);
        if (mine.isPresent()) {
            return mine.get();
        }
        Path file = worktree.resolve(FILE);
        Optional<String> text = text(file, FILE);
        if (text.isEmpty()) {
            return new RepositoryCommands(FILE, false, List.of(), List.of(), List.of(), USUAL_COPY);
        }
        Parsed parsed = Parsed.of(FILE, text.get());
        return commands(FILE, false, parsed, parsed.object(), "");
    }

    /** Whether a repository or the person names commands for new worktrees. A file that is wrong counts. */
    public static boolean hasSetup(Path dataFolder, Path worktree, Path main) {
        try {
            return !new CommandFileReader(dataFolder)
                    .read(worktree, main)
                    .setup()
                    .isEmpty();
        } catch (CommandFileException wrong) {
            return true;
        }
    }

    private Optional<RepositoryCommands> ofPerson(Path main) throws CommandFileException {
        Optional<String> text = text(own, own.toString());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Parsed parsed = Parsed.of(own.toString(), text.get());
        JsonElement all = parsed.object().get("repositories");
        if (all == null || !all.isJsonArray()) {
            throw parsed.wrong("repositories", HostTextCode.COMMANDS_NO_LIST);
        }
        int number = 0;
        for (JsonElement each : all.getAsJsonArray()) {
            String at = "repositories[" + number++ + "]";
            if (!each.isJsonObject()) {
                throw parsed.wrong(at, HostTextCode.COMMANDS_NO_OBJECT);
            }
            JsonElement path = each.getAsJsonObject().get("path");
            if (path != null && isText(path) && path.getAsString().equals(main.toString())) {
                return Optional.of(commands(own.toString(), true, parsed, each.getAsJsonObject(), at + "."));
            }
        }
        return Optional.empty();
    }

    private static RepositoryCommands commands(String file, boolean own, Parsed parsed, JsonObject from, String path)
            throws CommandFileException {
        List<String> setup = texts(parsed, from, path, SETUP, MAX_COMMANDS, MAX_COMMAND);
        List<String> teardown = texts(parsed, from, path, TEARDOWN, MAX_COMMANDS, MAX_COMMAND);
        int all = setup.stream().mapToInt(String::length).sum()
                + teardown.stream().mapToInt(String::length).sum();
        if (all > MAX_ALL) {
            throw parsed.wrong(path + SETUP, HostTextCode.COMMANDS_TOO_LONG, MAX_COMMANDS, MAX_ALL);
        }
        List<String> check = texts(parsed, from, path, CHECK, MAX_COMMANDS, MAX_COMMAND);
        if (check.stream().mapToInt(String::length).sum() > MAX_ALL) {
            throw parsed.wrong(path + CHECK, HostTextCode.COMMANDS_TOO_LONG, MAX_COMMANDS, MAX_ALL);
        }
        List<String> copy = from.has(COPY) ? texts(parsed, from, path, COPY, MAX_PATTERNS, MAX_PATTERN) : USUAL_COPY;
        return new RepositoryCommands(file, own, setup, teardown, check, copy);
    }

    private static List<String> texts(Parsed parsed, JsonObject from, String path, String name, int most, int longest)
            throws CommandFileException {
        JsonElement list = from.get(name);
        if (list == null) {
            return List.of();
        }
        if (!list.isJsonArray()) {
            throw parsed.wrong(path + name, HostTextCode.COMMANDS_NO_LIST);
        }
        JsonArray array = list.getAsJsonArray();
        if (array.size() > most) {
            throw parsed.wrong(path + name, HostTextCode.COMMANDS_TOO_LONG, most, longest);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String at = path + name + "[" + i + "]";
            JsonElement each = array.get(i);
            if (!isText(each) || each.getAsString().indexOf('\0') >= 0) {
                throw parsed.wrong(at, HostTextCode.COMMANDS_NO_LIST);
            }
            if (each.getAsString().length() > longest) {
                throw parsed.wrong(at, HostTextCode.COMMANDS_TOO_LONG, most, longest);
            }
            if (!each.getAsString().isBlank()) {
                texts.add(each.getAsString());
            }
        }
        return texts;
    }

    private static boolean isText(JsonElement element) {
        return element.isJsonPrimitive() && element.getAsJsonPrimitive().isString();
    }

    /** The text of a regular file; empty if there is none. A link is not followed. */
    private static Optional<String> text(Path file, String name) throws CommandFileException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw unreadable(name);
        }
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw unreadable(name);
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (CharacterCodingException noText) {
            throw unreadable(name);
        } catch (IOException e) {
            throw new CommandFileException(HostText.of(HostTextCode.COMMANDS_FILE_FORBIDDEN, name, IoErrorText.of(e)));
        }
    }

    private static CommandFileException unreadable(String name) {
        return new CommandFileException(HostText.of(HostTextCode.COMMANDS_FILE_UNREADABLE, name, MAX_BYTES));
    }

    /** A file that is a JSON object, with the lines of its members. */
    private record Parsed(String file, JsonLines lines, JsonObject object) {
        static Parsed of(String file, String text) throws CommandFileException {
            JsonLines lines = JsonLines.of(text);
            try {
                JsonElement root = StrictJson.parse(text);
                if (root.isJsonObject()) {
                    return new Parsed(file, lines, root.getAsJsonObject());
                }
                throw new CommandFileException(HostText.of(HostTextCode.COMMANDS_NOT_JSON, file, 1));
            } catch (CodecException malformed) {
                int line = lines.fault().map(JsonLines.Place::line).orElse(1);
                throw new CommandFileException(HostText.of(HostTextCode.COMMANDS_NOT_JSON, file, line));
            }
        }

        CommandFileException wrong(String path, HostTextCode code) {
            return new CommandFileException(HostText.of(code, file, lines.line(path), path));
        }

        CommandFileException wrong(String path, HostTextCode code, int most, int longest) {
            return new CommandFileException(HostText.of(code, file, lines.line(path), path, most, longest));
        }
    }
}
