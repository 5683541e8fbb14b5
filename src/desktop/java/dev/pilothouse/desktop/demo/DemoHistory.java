package dev.pilothouse.desktop.demo;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The history of one session, in a file with one update per line, for {@code session/load}. Consecutive chunks are
 * stored as one. Confined to its session's lock.
 */
final class DemoHistory {
    private static final Pattern ID = Pattern.compile("demo-[0-9a-f]{16}");

    private static final String CWD = ".cwd";

    private final Path file;
    private Optional<JsonObject> open = Optional.empty();
    private final StringBuilder openText = new StringBuilder();

    private DemoHistory(Path file) {
        this.file = file;
    }

    /** Creates a new history. */
    static DemoHistory create(Path folder, String sessionId, Path cwd) throws IOException {
        new PrivateFile(folder.resolve(sessionId + CWD)).write(cwd.toString().getBytes(StandardCharsets.UTF_8));
        DemoHistory history = new DemoHistory(folder.resolve(sessionId + ".jsonl"));
        new PrivateFile(history.file).write(new byte[0]);
        return history;
    }

    /**
     * A session that can be continued.
     *
     * @param title its first prompt
     */
    record Kept(String sessionId, String cwd, String title, Instant updatedAt) {}

    /** Returns all sessions with a prompt, the newest first. */
    static List<Kept> all(Path folder) {
        List<Kept> all = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "demo-*.jsonl")) {
            for (Path file : files) {
                find(file).ifPresent(all::add);
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            return List.of();
        }
        all.sort(Comparator.comparing(Kept::updatedAt).reversed());
        return all;
    }

    private static Optional<Kept> find(Path file) {
        String name = file.getFileName().toString();
        String id = name.substring(0, name.length() - ".jsonl".length());
        Path cwd = file.resolveSibling(id + CWD);
        try {
            Optional<String> title = new DemoHistory(file)
                    .updates().stream()
                            .filter(update -> kind(update).equals("user_message_chunk"))
                            .flatMap(update -> chunkText(update).stream())
                            .findFirst();
            // Earlier releases stored no directory, so their sessions cannot be listed.
            return title.isEmpty() || !Files.isRegularFile(cwd)
                    ? Optional.empty()
                    : Optional.of(new Kept(
                            id,
                            Files.readString(cwd, StandardCharsets.UTF_8),
                            title.get(),
                            Files.getLastModifiedTime(file).toInstant()));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Returns the history of an existing session. */
    static Optional<DemoHistory> find(Path folder, String sessionId) {
        if (!ID.matcher(sessionId).matches()) {
            return Optional.empty();
        }
        return Optional.of(folder.resolve(sessionId + ".jsonl"))
                .filter(Files::isRegularFile)
                .map(DemoHistory::new);
    }

    /** Deletes an existing session. @return false if there is none */
    static boolean delete(Path folder, String sessionId) throws IOException {
        Optional<DemoHistory> history = find(folder, sessionId);
        if (history.isPresent()) {
            Files.delete(history.get().file);
            Files.deleteIfExists(folder.resolve(sessionId + CWD));
        }
        return history.isPresent();
    }

    /** Returns all updates so far; a torn line is left out. */
    List<JsonObject> updates() throws IOException {
        List<JsonObject> updates = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            try {
                JsonElement update = JsonParser.parseString(line);
                if (update.isJsonObject()) {
                    updates.add(update.getAsJsonObject());
                }
            } catch (JsonParseException torn) {
                // The process was killed during a write; the other lines are intact.
                continue;
            }
        }
        return updates;
    }

    void add(JsonObject update) {
        Optional<String> chunk = chunkText(update);
        if (chunk.isPresent() && open.isPresent() && kind(open.get()).equals(kind(update))) {
            openText.append(chunk.get());
            return;
        }
        flush();
        if (chunk.isPresent()) {
            open = Optional.of(update.deepCopy());
            openText.append(chunk.get());
        } else {
            write(update);
        }
    }

    /** Writes the pending chunk. */
    void flush() {
        open.ifPresent(update -> {
            update.getAsJsonObject("content").addProperty("text", openText.toString());
            write(update);
        });
        open = Optional.empty();
        openText.setLength(0);
    }

    private void write(JsonObject update) {
        try {
            Files.writeString(file, update + "\n", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        } catch (IOException lost) {
            // Only a later load is affected, and this is a demo.
            System.err.println("demo agent: the history could not be written: " + lost.getMessage());
        }
    }

    private static String kind(JsonObject update) {
        return update.get("sessionUpdate").getAsString();
    }

    private static Optional<String> chunkText(JsonObject update) {
        return kind(update).endsWith("_chunk")
                        && update.getAsJsonObject("content").has("text")
                ? Optional.of(update.getAsJsonObject("content").get("text").getAsString())
                : Optional.empty();
    }
}
