package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.BlobId;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.shell.ShellView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/**
 * Draws the composer in each of its states, on a desktop and a phone, dark and light, into
 * {@code target-fast/pictures}, for review by eye. Runs with {@code -Dscreenshots=true}.
 */
@EnabledIfSystemProperty(named = "screenshots", matches = "true", disabledReason = "makes pictures: -Dscreenshots=true")
class ComposerPicturesTest {
    private static final Path PICTURES = Path.of(System.getProperty("pictures", "target/pictures"));

    private final FxRobot fx = new FxRobot();
    private ComposerStage stage;
    private Scene scene;
    private Stage window;

    @Test
    void everyState() throws Exception {
        Files.createDirectories(PICTURES);
        window = FxToolkit.registerPrimaryStage();
        fx.interact(Fonts::load);
        for (boolean phone : new boolean[] {false, true}) {
            state("commands", phone, () -> type("/re"));
            state("files", phone, () -> type("Explain @check"));
            state("attached", phone, () -> {
                stage.sentWithAPicture();
                stage.shell
                        .composer()
                        .onFiles(List.of(
                                ComposerStage.picture(), Path.of("pom.xml").toAbsolutePath()));
                type("And this for the empty basket");
            });
            state("failed", phone, () -> {
                stage.shell.composer().onFiles(List.of(Path.of("/nowhere/film.mkv"), ComposerStage.picture()));
                type("Look");
            });
            state("queue", phone, () -> {
                stage.sentWithAPicture();
                stage.queue(
                        stage.queued(1, "Then write a test for the empty basket"),
                        stage.queued(
                                2,
                                "Compare it with the old page and list what is missing, in one table, the most important first",
                                new Attachment.Blob(new BlobId("b9"), "old.png", "image/png", 9, null)),
                        stage.queued(3, "Commit it"));
                type("Use the word basket everywhere");
            });
            state(
                    "queue-edit",
                    phone,
                    () -> {
                        stage.sentWithAPicture();
                        stage.queue(
                                stage.queued(1, "Then write a test for the empty basket"),
                                stage.queued(2, "Commit it"));
                        WaitForAsyncUtils.waitForFxEvents();
                    },
                    "#queue-edit-1");
            state("snippets", phone, () -> fx.interact(() -> {}), "#snippets");
            state("snippet-form", phone, () -> fx.interact(() -> {}), "#snippets", "#snippet-add");
        }
        try (var made = Files.list(PICTURES)) {
            assertThat(made.count()).isGreaterThanOrEqualTo(32);
        }
    }

    private void type(String text) {
        TextArea input = (TextArea) scene.lookup("#composer-input");
        input.setText(text);
        input.end();
    }

    private void state(String name, boolean phone, Runnable setUp, String... presses) throws Exception {
        fx.interact(() -> {
            stage = new ComposerStage("pictures-" + name);
            scene = new Scene(new ShellView(stage.shell), phone ? 390 : 1_100, phone ? 844 : 760);
            Theme.DARK.applyTo(scene);
            window.setScene(scene);
            window.setWidth(phone ? 390 : 1_100);
            window.setHeight(phone ? 844 : 760);
            window.show();
        });
        WaitForAsyncUtils.waitForFxEvents();
        fx.interact(setUp);
        settle();
        for (String press : presses) {
            fx.interact(() -> {
                if (press.equals("#snippets")) {
                    openSnippets();
                } else {
                    ((Button) scene.lookup(press)).fire();
                }
            });
            settle();
        }
        for (Theme theme : Theme.values()) {
            fx.interact(() -> theme.applyTo(scene));
            settle();
            fx.interact(() -> save(
                    scene.snapshot(null),
                    (phone ? "phone-" : "desktop-") + name + "-" + theme.name().toLowerCase(java.util.Locale.ROOT)));
        }
        fx.interact(stage::close);
        assertThat(stage.test.failures()).isEmpty();
    }

    /** Opens the menu, which is a separate window and not in the picture. */
    private void openSnippets() {
        ((dev.pilothouse.ui.composer.ComposerView) scene.lookup(".composer")).openSnippets();
    }

    private void settle() {
        Awaitility.await()
                .until(() -> stage.shell.composer().attachments().entriesProperty().get().stream()
                        .noneMatch(entry -> entry.status().name().endsWith("ING")));
        WaitForAsyncUtils.waitForFxEvents(20);
    }

    private static void save(WritableImage image, String name) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] argb = new int[width * height];
        PixelReader reader = image.getPixelReader();
        reader.getPixels(0, 0, width, height, javafx.scene.image.PixelFormat.getIntArgbInstance(), argb, 0, width);
        java.awt.image.BufferedImage picture =
                new java.awt.image.BufferedImage(width, height, java.awt.image.BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, width, height, argb, 0, width);
        try {
            javax.imageio.ImageIO.write(
                    picture, "png", PICTURES.resolve(name + ".png").toFile());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
