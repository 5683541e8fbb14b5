package dev.pilothouse.desktop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.testing.OwnWindow;
import dev.pilothouse.ui.fx.Fonts;
import dev.pilothouse.ui.fx.Theme;
import dev.pilothouse.ui.fx.ThemeSettings;
import dev.pilothouse.ui.shell.ShellView;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.MouseButton;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

/** Drags files and text by pointer from another node of the window onto the composer. */
@Tag("robot")
class DropOnComposerTest {
    private final FxRobot fx = new FxRobot();
    private final ClipboardContent brought = new ClipboardContent();

    @TempDir
    private Path folder;

    private OwnWindow window;
    private ComposerStage stage;
    private Node source;
    private TransferMode taken;

    @BeforeEach
    void open() throws Exception {
        window = new OwnWindow();
        fx.interact(() -> {
            Fonts.load();
            stage = new ComposerStage("drop");
            ShellView view = new ShellView(stage.shell);
            source = new Label("a file");
            StackPane.setAlignment(source, Pos.TOP_RIGHT);
            source.setOnDragDetected(event -> {
                Dragboard board = source.startDragAndDrop(TransferMode.COPY);
                board.setContent(brought);
                event.consume();
            });
            source.setOnDragDone(event -> taken = event.getTransferMode());
            Scene scene = new Scene(new StackPane(view, source), 1_000, 800);
            ThemeSettings.of(Theme.DARK).applyTo(scene);
            window.stage().setScene(scene);
            window.stage().show();
        });
        WaitForAsyncUtils.waitForFxEvents();
    }

    @AfterEach
    void close() {
        fx.interact(stage::close);
        window.close();
        assertThat(stage.test.failures()).isEmpty();
    }

    private void dragOntoTheComposer() {
        fx.drag(source, MouseButton.PRIMARY).dropTo("#composer-input");
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    void aFileFromElsewhereIsAttached() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "What I saw.");
        brought.putFiles(List.of(file.toFile()));

        dragOntoTheComposer();

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(stage.shell
                                .composer()
                                .attachments()
                                .entriesProperty()
                                .get())
                        .singleElement()
                        .satisfies(entry -> assertThat(entry.name()).isEqualTo("notes.txt")));
        assertThat(taken).isEqualTo(TransferMode.COPY);
        assertThat(fx.lookup(".composer-dropping").queryAll())
                .as("what shows that a drop is taken")
                .isEmpty();
    }

    @Test
    void aFileOfTheProjectIsNamed() {
        brought.putFiles(List.of(new File("/home/ada/src/shop/docs/checkout.md")));

        dragOntoTheComposer();

        assertThat(stage.shell.composer().draftProperty().get()).isEqualTo("@docs/checkout.md ");
    }
}
