package dev.pilothouse.desktop.team;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.rpc.JsonFields;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.ShippedPreset;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A team without its task, under a name. Immutable.
 *
 * @param team its lead and its workers; a member without an agent gets the one that the run names
 */
record TeamPreset(String name, JsonObject team) {
    /** The file of one's own presets, in the data folder. */
    static final String FILE = "teams.json";

    static final int MAX_FILE = 256 * 1024;
    private static final int MAX_PRESETS = OwnPreset.MOST;

    private static final List<TeamPreset> SHIPPED =
            Stream.of(ShippedPreset.values()).map(TeamPreset::of).toList();

    private static TeamPreset of(ShippedPreset shipped) {
        JsonObject lead = new JsonObject();
        lead.addProperty("instructions", shipped.instructions());
        JsonArray workers = new JsonArray();
        for (ShippedPreset.Worker worker : shipped.workers()) {
            JsonObject member = new JsonObject();
            member.addProperty("name", worker.name());
            member.addProperty("instructions", worker.instructions());
            member.addProperty("worktree", shipped.ownWorktrees() ? "own" : "shared");
            workers.add(member);
        }
        JsonObject team = new JsonObject();
        team.add(TeamSpec.LEAD, lead);
        team.add("workers", workers);
        return new TeamPreset(shipped.key(), team);
    }

    /** Reads one's own presets. They replace shipped ones of the same name. */
    static List<TeamPreset> read(Path dataFolder) throws IOException, RefusedException {
        List<TeamPreset> presets = new ArrayList<>();
        for (JsonFields entry : new JsonFields(file(dataFolder)).objects("teams")) {
            presets.add(new TeamPreset(entry.text("name").orElse(""), entry.json()));
        }
        return presets.size() <= MAX_PRESETS ? presets : presets.subList(0, MAX_PRESETS);
    }

    /** The content of the file; empty if there is none. */
    static JsonObject file(Path dataFolder) throws IOException, RefusedException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(dataFolder.resolve(FILE))) {
            bytes = in.readNBytes(MAX_FILE + 1);
        } catch (NoSuchFileException none) {
            return new JsonObject();
        }
        try {
            if (bytes.length > MAX_FILE) {
                throw new CodecException("it is longer than " + MAX_FILE + " bytes");
            }
            return StrictJson.parseObject(new String(bytes, StandardCharsets.UTF_8));
        } catch (CodecException e) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST,
                    HostText.of(HostTextCode.TEAM_FILE_WRONG, FILE, String.valueOf(e.getMessage())));
        }
    }

    /** Returns the parameters with the team of the preset. What the parameters name themselves has priority. */
    static JsonObject expand(String name, JsonObject parameters, List<TeamPreset> own) throws RefusedException {
        List<TeamPreset> all = Stream.concat(own.stream(), SHIPPED.stream()).toList();
        TeamPreset preset = all.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        ErrorCode.BAD_REQUEST,
                        HostText.of(
                                HostTextCode.TEAM_PRESET_UNKNOWN,
                                PlainText.line(name),
                                all.stream().map(TeamPreset::name).distinct().collect(Collectors.joining(", ")))));
        JsonObject expanded = preset.team().deepCopy();
        parameters.entrySet().forEach(member -> expanded.add(member.getKey(), member.getValue()));
        JsonElement agent = parameters.get("agent");
        if (agent != null) {
            if (expanded.get(TeamSpec.LEAD) instanceof JsonObject lead && !lead.has("agent")) {
                lead.add("agent", agent);
            }
            if (expanded.get("workers") instanceof JsonArray workers) {
                for (JsonElement worker : workers) {
                    if (worker instanceof JsonObject member && !member.has("agent")) {
                        member.add("agent", agent);
                    }
                }
            }
        }
        return expanded;
    }
}
