package dev.pilothouse.desktop.phone;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.app.ClientStart;
import dev.pilothouse.app.MeasuredClient;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.DeviceDisplay;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.platform.ManualDisplay;
import dev.pilothouse.platform.ManualLifecycle;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.session.SessionState;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.ui.fx.FxPulse;
import dev.pilothouse.ui.status.SessionKey;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;

/**
 * The phone's client in its own JVM, controlled by commands on stdin, so that its memory can be limited. Owns the
 * client. Its main thread runs the commands in order; ends when stdin does.
 */
public final class PhoneProgram {
    private static final long PATIENCE_SECONDS = 60;

    private MeasuredClient client;
    private Hosts hosts;

    private PhoneProgram() {}

    /** @param arguments the device's folder */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        PhoneProgram program = new PhoneProgram();
        CompletableFuture<Void> started = new CompletableFuture<>();
        Platform.startup(() -> started.complete(null));
        started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        program.onFx(() -> {
            program.open(folder);
            return null;
        });
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            JsonObject answer = new JsonObject();
            try {
                program.run(JsonParser.parseString(line).getAsJsonObject(), answer);
            } catch (Exception failure) {
                failure.printStackTrace();
                answer.addProperty("failed", failure.toString());
            }
            System.out.println(answer);
            System.out.flush();
        }
        program.onFx(() -> {
            program.client.close();
            return null;
        });
        System.exit(0);
    }

    private void open(Path folder) {
        PlatformServices device = new PlatformServices(
                () -> folder,
                new FileSecureStore(folder.resolve("secrets")),
                new ManualLifecycle(),
                new ManualDisplay(DeviceDisplay.FormFactor.PHONE));
        client = new MeasuredClient(
                new ClientStart(device, null, "Test phone", "Test", Optional.of(true), address -> {}, HostText.NONE),
                FxPulse::new,
                real -> {
                    hosts = real;
                    return real;
                },
                DeskPhone.WIDTH,
                DeskPhone.HEIGHT);
    }

    private void run(JsonObject request, JsonObject answer) throws Exception {
        switch (request.get("do").getAsString()) {
            case "pair" -> {
                Hosts.PairingResult result = hosts.pair(request.get("ticket").getAsString(), "")
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (result instanceof Hosts.PairingResult.Failed failed) {
                    throw new IllegalStateException(failed.text());
                }
            }
            case "show" -> {
                SessionId session = new SessionId(request.get("session").getAsString());
                onFx(() -> {
                    client.shell()
                            .navigation()
                            .open(new SessionKey(hosts.links().get(0).hostId(), session));
                    return null;
                });
            }
            case "held" -> {
                Optional<SessionState> held = hosts.links()
                        .get(0)
                        .reader()
                        .session(new SessionId(request.get("session").getAsString()))
                        .map(SessionView::state);
                answer.addProperty("seq", held.map(SessionState::seq).orElse(-1L));
                answer.addProperty(
                        "start",
                        held.map(state -> state.transcript().windowStart()).orElse(0L));
                answer.addProperty(
                        "items", held.map(state -> state.transcript().size()).orElse(0));
                answer.addProperty(
                        "sum",
                        held.map(state ->
                                        HeldWindow.sum(state, state.transcript().windowStart()))
                                .orElse(0L));
            }
            default -> throw new IllegalArgumentException("no such command");
        }
    }

    private <T> T onFx(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        Platform.runLater(() -> {
            try {
                result.complete(task.call());
            } catch (Exception failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
