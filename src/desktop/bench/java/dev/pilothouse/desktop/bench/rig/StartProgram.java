package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import dev.pilothouse.app.ClientApplication;
import dev.pilothouse.app.ClientStart;
import dev.pilothouse.model.HostText;
import dev.pilothouse.platform.FileSecureStore;
import dev.pilothouse.platform.PlatformServices;
import dev.pilothouse.platform.attach.AttachPlatform;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

/**
 * A program that starts, draws its first frame, prints the time and the number of loaded classes, and ends: the app in
 * the phone's form, or for comparison an empty window.
 */
public final class StartProgram {
    /** The first argument for an empty window. */
    public static final String EMPTY = "empty";

    private StartProgram() {}

    /** @param arguments {@link #EMPTY}, or the device's folder */
    public static void main(String[] arguments) throws Exception {
        boolean empty = arguments[0].equals(EMPTY);
        Path folder = Path.of(arguments[0]);
        if (!empty) {
            Files.createDirectories(folder);
        }
        Platform.startup(() -> {
            Stage stage = new Stage();
            if (empty) {
                stage.setScene(new Scene(new StackPane(), 390, 844));
                stage.show();
            } else {
                new App(folder).start(stage);
            }
            Scene scene = stage.getScene();
            scene.addPostLayoutPulseListener(new Runnable() {
                @Override
                public void run() {
                    scene.removePostLayoutPulseListener(this);
                    told();
                }
            });
            Platform.requestNextPulse();
        });
    }

    private static void told() {
        JsonObject figures = new JsonObject();
        figures.addProperty(
                "millis",
                System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime());
        figures.addProperty("classes", ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
        System.out.println(figures);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static final class App extends ClientApplication {
        private final Path folder;

        App(Path folder) {
            this.folder = folder;
        }

        @Override
        protected ClientStart open() {
            PlatformServices device = new PlatformServices(
                    () -> folder,
                    new FileSecureStore(folder.resolve("secrets")),
                    AttachPlatform.lifecycle(),
                    AttachPlatform.display());
            return new ClientStart(
                    device, null, "Bench phone", "Linux", Optional.of(true), address -> {}, HostText.NONE);
        }

        @Override
        protected double[] windowSize() {
            return new double[] {390, 844};
        }
    }
}
