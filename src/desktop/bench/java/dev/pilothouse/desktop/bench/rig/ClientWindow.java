package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.app.ClientStart;
import dev.pilothouse.app.MeasuredClient;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.attach.AttachPlatform;
import dev.pilothouse.pulse.Pulse;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.Hosts;
import dev.pilothouse.ui.shell.ShellGraph;
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
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;

/**
 * The program of a client: the app's window, controlled by commands on stdin. Owns the client. Its main thread runs the
 * commands in order; ends when stdin does.
 */
public final class ClientWindow {
    private static final long PATIENCE_SECONDS = 60;

    private final Way way;
    private Screen screen;
    private MeasuredClient client;
    private Events hosts;
    private Pulse pulse;
    private Pulse.Drain drain;
    private long eventsBegan;

    private ClientWindow(Way way) {
        this.way = way;
    }

    /** @param arguments the folder of its key and settings, and a {@link Way} */
    public static void main(String[] arguments) throws Exception {
        Path profile = Files.createDirectories(Path.of(arguments[0]));
        ClientWindow window = new ClientWindow(Way.valueOf(arguments[1]));
        CompletableFuture<Void> started = new CompletableFuture<>();
        Platform.startup(() -> started.complete(null));
        started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        window.onFx(() -> {
            window.open(profile);
            return null;
        });
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            JsonObject answer;
            try {
                answer = window.run(JsonParser.parseString(line).getAsJsonObject());
            } catch (Exception failure) {
                failure.printStackTrace();
                answer = new JsonObject();
                answer.addProperty("failed", failure.toString());
            }
            System.out.println(answer);
            System.out.flush();
        }
        window.onFx(() -> {
            window.client.close();
            return null;
        });
        System.exit(0);
    }

    private void open(Path profile) {
        PlatformServices device = new PlatformServices(
                () -> profile,
                new FileSecureStore(profile.resolve("secrets")),
                AttachPlatform.lifecycle(),
                AttachPlatform.display());
        ClientStart start =
                new ClientStart(device, null, "Bench window", "Linux", Optional.of(true), address -> {}, HostText.NONE);
        client = new MeasuredClient(start, this::openPulse, this::see, 1_440, 900);
        screen = new Screen(client.scene());
    }

    private Pulse openPulse(Pulse.Drain drained) {
        Pulse.Drain watched = LateFrames.watched(drained);
        drain = () -> {
            long start = System.nanoTime();
            boolean more = watched.drain();
            if (screen != null) {
                screen.drained(System.nanoTime() - start);
            }
            return more;
        };
        pulse = way.pulses().open(drain);
        return pulse;
    }

    private Hosts see(Hosts real) {
        hosts = new Events(real, way == Way.EVENT ? () -> Platform.runLater(this::drainForEvent) : () -> {});
        return hosts;
    }

    private void drainForEvent() {
        if (drain.drain()) {
            pulse.arm();
        }
    }

    private JsonObject run(JsonObject request) throws Exception {
        JsonObject done = new JsonObject();
        String command = request.get("do").getAsString();
        switch (command) {
            case "pair" -> {
                Hosts.PairingResult result = hosts.pair(request.get("ticket").getAsString(), "")
                        .toCompletableFuture()
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                if (result instanceof Hosts.PairingResult.Failed failed) {
                    throw new IllegalStateException(failed.text());
                }
            }
            case "show" -> {
                show(new SessionId(request.get("session").getAsString()));
            }
            case "begin" ->
                onFx(() -> {
                    screen.begin();
                    eventsBegan = hosts.count();
                    return null;
                });
            case "figures" -> {
                JsonObject figures = onFx(screen::figures);
                figures.addProperty(
                        "eventsPerSecond",
                        (hosts.count() - eventsBegan) / figures.get("seconds").getAsDouble());
                return figures;
            }
            default -> {
                return Class.forName(command)
                        .asSubclass(ClientCommand.class)
                        .getConstructor()
                        .newInstance()
                        .run(this, request);
            }
        }
        done.addProperty("done", command);
        return done;
    }

    /** Waits until the window lists the host, shows the session, and waits until some of it is loaded. */
    private void show(SessionId session) throws Exception {
        CompletableFuture<Void> there = new CompletableFuture<>();
        onFx(() -> {
            whenTrue(shell().links().linksProperty(), links -> !links.isEmpty(), () -> {
                shell().navigation().open(new SessionKey(link().hostId(), session));
                whenTrue(shell().transcript().loadingProperty(), loading -> !loading, () -> there.complete(null));
            });
            return null;
        });
        there.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> void whenTrue(ObservableValue<T> value, Predicate<T> wanted, Runnable then) {
        if (wanted.test(value.getValue())) {
            then.run();
            return;
        }
        value.addListener(new ChangeListener<T>() {
            @Override
            public void changed(ObservableValue<? extends T> property, T before, T now) {
                if (wanted.test(now)) {
                    value.removeListener(this);
                    then.run();
                }
            }
        });
    }

    /** Runs a task on the FX thread and waits for it. */
    public <T> T onFx(Callable<T> task) throws Exception {
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

    /** The link to the one paired host. Any thread. */
    public HostLink link() {
        return hosts.links().get(0);
    }

    /** All hosts. Any thread. */
    public Hosts hosts() {
        return hosts;
    }

    /** On the FX thread. */
    public ShellGraph shell() {
        return client.shell();
    }

    /** On the FX thread. */
    public Scene scene() {
        return client.scene();
    }

    /** On the FX thread. */
    public Screen screen() {
        return screen;
    }
}
