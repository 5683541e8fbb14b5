package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.protocol.CodecException;
import dev.pilothouse.protocol.StrictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A new host with the demo agent for each test, and commands over real sockets to it. */
abstract class FreshHostCommands {

    @TempDir
    Path folder;

    ServerManager host;
    String data;
    String profile;
    String work;

    @BeforeEach
    void startHost() throws IOException {
        data = folder.resolve("data").toString();
        profile = folder.resolve("profile").toString();
        work = Files.createDirectory(folder.resolve("work")).toString();
        host = start(0, true);
    }

    ServerManager start(int port, boolean autoPair) {
        HostStartResult result = ServerManager.start(new HostOptions(Path.of(data), port, false, autoPair, "Workshop"));
        assertThat(result).isInstanceOf(HostStartResult.Started.class);
        return ((HostStartResult.Started) result).host();
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    JsonElement json(String... arguments) throws CodecException {
        Line line = line(arguments);
        assertThat(line.err()).isEmpty();
        assertThat(line.code()).isZero();
        JsonElement printed = StrictJson.parse(line.out().strip());
        CommandSchema.check(List.of(arguments), printed);
        return printed;
    }

    Line line(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(arguments[0].equals("ctl") ? List.of("--profile", profile) : List.of("--data", data));
        all.addAll(List.of(arguments));
        return Line.run(all.toArray(String[]::new));
    }

    static String code(Line line) throws CodecException {
        return StrictJson.parseObject(line.err().strip())
                .getAsJsonObject("error")
                .get("code")
                .getAsString();
    }

    String ticket() throws CodecException {
        JsonObject ticket = json("ticket").getAsJsonObject();
        assertThat(ticket.get("expiresAt").getAsString()).isNotBlank();
        return ticket.get("ticket").getAsString();
    }

    void pair() throws CodecException {
        json("ctl", "pair", ticket());
    }

    String newSession(String prompt) throws CodecException {
        return json("ctl", "new", "--agent", "demo", "--cwd", work, "--prompt", prompt)
                .getAsJsonObject()
                .get("sessionId")
                .getAsString();
    }

    static List<JsonObject> objects(Line line) throws CodecException {
        List<JsonObject> objects = new ArrayList<>();
        for (String each : line.out().lines().toList()) {
            objects.add(StrictJson.parseObject(each));
            CommandSchema.check("watch", objects.get(objects.size() - 1));
        }
        return objects;
    }

    static String kind(JsonObject update) {
        return update.get("kind").getAsString();
    }
}
