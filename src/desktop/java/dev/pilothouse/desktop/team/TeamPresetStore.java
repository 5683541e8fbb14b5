package dev.pilothouse.desktop.team;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations.RefusedException;
import dev.pilothouse.desktop.journal.IoErrorText;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.protocol.ClientMessage;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.protocol.StrictJson;
import dev.pilothouse.secure.PrivateFile;
import dev.pilothouse.session.IntentResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One's own presets of teams, in {@code teams.json} of the data folder. What the file has besides stays as it is.
 * Thread-safe; reads and writes on the threads that it is given.
 */
public final class TeamPresetStore {
    private final Path dataFolder;
    private final Executor workers;

    /** @param workers may block */
    public TeamPresetStore(Path dataFolder, Executor workers) {
        this.dataFolder = dataFolder;
        this.workers = workers;
    }

    /** @param answer receives exactly one reply, on any thread */
    public void list(ClientMessage.ListPresets question, Consumer<HostMessage> answer) {
        answer(question.requestId(), answer, () -> new HostMessage.Presets(question.requestId(), read()));
    }

    /** @param answer receives exactly one reply, on any thread */
    public void save(ClientMessage.SavePreset command, Consumer<HostMessage> answer) {
        answer(command.requestId(), answer, () -> {
            save(command);
            return new HostMessage.Ack(command.requestId(), IntentResult.Outcome.ACCEPTED, null, 0);
        });
    }

    private interface Task {
        HostMessage run() throws IOException, RefusedException;
    }

    private void answer(RequestId requestId, Consumer<HostMessage> answer, Task task) {
        workers.execute(() -> {
            HostMessage reply;
            try {
                reply = task.run();
            } catch (RefusedException e) {
                reply = new HostMessage.Failure(requestId, 0, e.code(), e.sentence());
            } catch (IOException e) {
                reply = new HostMessage.Failure(
                        requestId,
                        0,
                        ErrorCode.INTERNAL,
                        HostText.of(HostTextCode.JOB_IO_FAILED, IoErrorText.sentence(e)));
            }
            answer.accept(reply);
        });
    }

    private synchronized List<OwnPreset> read() throws IOException, RefusedException {
        return TeamPreset.read(dataFolder).stream()
                .filter(preset -> isName(preset.name()))
                .map(preset -> {
                    JsonObject team = preset.team().deepCopy();
                    team.remove("name");
                    return new OwnPreset(preset.name(), StrictJson.write(team));
                })
                .filter(preset -> preset.team().length() <= OwnPreset.MAX_TEAM)
                .toList();
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.length() <= OwnPreset.MAX_NAME
                && name.equals(PlainText.line(name).strip());
    }

    private synchronized void save(ClientMessage.SavePreset command) throws IOException, RefusedException {
        JsonObject file = TeamPreset.file(dataFolder);
        JsonArray kept = new JsonArray();
        OwnPreset preset = command.preset();
        int place = -1;
        if (file.get("teams") instanceof JsonArray teams) {
            for (JsonElement team : teams) {
                String name = name(team);
                boolean replaced = !name.isEmpty()
                        && (name.equals(command.before()) || preset != null && name.equals(preset.name()));
                if (replaced) {
                    place = place < 0 ? kept.size() : place;
                } else {
                    kept.add(team);
                }
            }
        }
        if (!command.before().isEmpty() && place < 0) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST,
                    HostText.of(HostTextCode.TEAM_PRESET_GONE, PlainText.line(command.before())));
        }
        JsonArray all = new JsonArray();
        for (int i = 0; i <= kept.size(); i++) {
            if (preset != null && i == (place < 0 ? kept.size() : place)) {
                all.add(checked(preset));
            }
            if (i < kept.size()) {
                all.add(kept.get(i));
            }
        }
        if (all.size() > OwnPreset.MOST) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEAM_PRESETS_FULL, OwnPreset.MOST));
        }
        file.add("teams", all);
        byte[] bytes = StrictJson.write(file).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > TeamPreset.MAX_FILE) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEAM_PRESETS_FULL, OwnPreset.MOST));
        }
        new PrivateFile(dataFolder.resolve(TeamPreset.FILE)).write(bytes);
    }

    private static String name(JsonElement team) {
        return team instanceof JsonObject object
                        && object.get("name") != null
                        && object.get("name").isJsonPrimitive()
                ? object.get("name").getAsString()
                : "";
    }

    /** A preset that a team can be started with, if the host has its agents then. */
    private static JsonObject checked(OwnPreset preset) throws RefusedException {
        if (!isName(preset.name())) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEAM_PRESET_NAME, OwnPreset.MAX_NAME));
        }
        JsonObject team;
        try {
            team = StrictJson.parseObject(preset.team());
        } catch (CodecException e) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST,
                    HostText.of(HostTextCode.RUN_PARAMETER_FORM, "team", "{\"lead\": {…}, \"workers\": [{…}]}"));
        }
        if (preset.team().length() > OwnPreset.MAX_TEAM) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, HostText.of(HostTextCode.TEAM_TOO_LONG, OwnPreset.MAX_TEAM));
        }
        JsonObject run = team.deepCopy();
        run.addProperty("directory", Path.of("").toAbsolutePath().toString());
        run.addProperty("task", "A task");
        run.addProperty("agent", "none");
        run.addProperty("preset", preset.name());
        TeamSpec.read(run, List.of(new TeamPreset(preset.name(), team)), agent -> true);
        JsonObject entry = new JsonObject();
        entry.addProperty("name", preset.name());
        team.entrySet().stream()
                .filter(member -> !member.getKey().equals("name"))
                .forEach(member -> entry.add(member.getKey(), member.getValue()));
        return entry;
    }
}
