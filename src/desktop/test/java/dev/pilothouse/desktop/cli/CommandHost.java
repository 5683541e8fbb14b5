package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
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
import java.util.Arrays;
import java.util.List;

/**
 * A real host with the demo agent in a folder, and the command line as its client over a real socket. JSON that a
 * command prints is compared with its schema. Owns the host; used by one thread.
 */
final class CommandHost implements AutoCloseable {
    private final Path folder;
    private ServerManager host;

    private CommandHost(Path folder, boolean autoPair) {
        this.folder = folder;
        this.host = run(0, autoPair);
    }

    static CommandHost start(Path folder) throws IOException {
        return start(folder, true);
    }

    static CommandHost start(Path folder, boolean autoPair) throws IOException {
        Files.createDirectories(folder.resolve("work"));
        return new CommandHost(folder, autoPair);
    }

    /** Starts a host and pairs the profile of the commands with it, as an admin. */
    static CommandHost paired(Path folder) throws IOException, CodecException {
        CommandHost started = start(folder);
        started.pair("admin");
        return started;
    }

    private ServerManager run(int port, boolean autoPair) {
        HostStartResult result =
                ServerManager.start(new HostOptions(folder.resolve("data"), port, false, autoPair, "Workshop"));
        assertThat(result).isInstanceOf(HostStartResult.Started.class);
        return ((HostStartResult.Started) result).host();
    }

    ServerManager server() {
        return host;
    }

    /** Ends the host and starts another one on the same port. */
    void restart(Runnable meanwhile) {
        int port = host.port();
        host.close();
        meanwhile.run();
        host = run(port, true);
    }

    Path work() {
        return folder.resolve("work");
    }

    String profile() {
        return folder.resolve("profile").toString();
    }

    void pair(String scope) throws CodecException {
        json(
                "ctl",
                "pair",
                json("ticket", "--scope", scope).getAsJsonObject().get("ticket").getAsString());
    }

    /** Runs a command with {@code --json}. */
    Line line(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--json"));
        all.addAll(selected(arguments));
        return Line.run(all.toArray(String[]::new));
    }

    /** Runs a command that prints for people. */
    Line text(String... arguments) {
        return Line.run(selected(arguments).toArray(String[]::new));
    }

    private List<String> selected(String... arguments) {
        List<String> all = new ArrayList<>(
                arguments[0].equals("ctl")
                        ? List.of("--profile", profile())
                        : List.of("--data", folder.resolve("data").toString()));
        all.addAll(List.of(arguments));
        return all;
    }

    /** Runs a command that must succeed, and returns the JSON that it prints. */
    JsonElement json(String... arguments) throws CodecException {
        Line line = line(arguments);
        assertThat(line.err()).as(Arrays.toString(arguments)).isEmpty();
        assertThat(line.code()).isZero();
        JsonElement printed = StrictJson.parse(line.out().strip());
        CommandSchema.check(List.of(arguments), printed);
        return printed;
    }

    JsonObject object(String... arguments) throws CodecException {
        return json(arguments).getAsJsonObject();
    }

    JsonArray array(String... arguments) throws CodecException {
        return json(arguments).getAsJsonArray();
    }

    /** Runs a command that must fail, and returns the error's word. */
    String failure(int code, String... arguments) throws CodecException {
        Line line = line(arguments);
        assertThat(line.code()).as(line.out() + line.err()).isEqualTo(code);
        return errorCode(line);
    }

    static String errorCode(Line line) throws CodecException {
        return StrictJson.parseObject(line.err().strip())
                .getAsJsonObject("error")
                .get("code")
                .getAsString();
    }

    /** Starts a session with the demo agent and returns its id. */
    String session(String... more) throws CodecException {
        List<String> all = new ArrayList<>(List.of("ctl", "new", "--agent", "demo"));
        if (!List.of(more).contains("--cwd")) {
            all.addAll(List.of("--cwd", work().toString()));
        }
        all.addAll(List.of(more));
        return object(all.toArray(String[]::new)).get("sessionId").getAsString();
    }

    /** Starts a session, and waits for the end of its first turn. */
    String ended(String prompt, String... more) throws CodecException {
        List<String> all = new ArrayList<>(List.of("--prompt", prompt));
        all.addAll(List.of(more));
        String session = session(all.toArray(String[]::new));
        assertThat(line("ctl", "watch", session, "--until", "turnEnded").code()).isZero();
        return session;
    }

    /** The session in the list of all sessions. */
    JsonObject listed(String session) throws CodecException {
        for (JsonElement each : array("ctl", "sessions")) {
            if (each.getAsJsonObject().get("sessionId").getAsString().equals(session)) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("not listed: " + session);
    }

    @Override
    public void close() {
        host.close();
    }
}
