package dev.pilothouse.driver;

import com.gluonhq.attach.pictures.impl.DesktopPicturesService;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.android.AndroidApplication;
import dev.pilothouse.ui.fx.Overlay;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.stage.Window;

/**
 * The phone's app with a driver for tests: reads one JSON object per line from standard input, does on the FX thread what it
 * says, and prints one JSON object per line. Ends the app when the input ends. It is part of a test's image only.
 *
 * <p>Owns the thread that reads.
 */
public final class DrivenPhone {
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private static final long NOT_STARTED_NANOS = 10_000_000;

    private DrivenPhone() {}

    public static void main(String[] arguments) {
        Thread reader = new Thread(DrivenPhone::read, "driver");
        reader.setDaemon(true);
        reader.start();
        AndroidApplication.main(arguments);
    }

    private static void read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                JsonObject request = JsonParser.parseString(line).getAsJsonObject();
                CompletableFuture<JsonObject> answer = new CompletableFuture<>();
                onFx(() -> answer.complete(answer(request)));
                OUT.println(answer.join());
            }
        } catch (IOException ended) {
            // The test has ended.
        }
        Platform.exit();
    }

    /** The first request may come before JavaFX has started. */
    private static void onFx(Runnable task) {
        while (true) {
            try {
                Platform.runLater(task);
                return;
            } catch (IllegalStateException notStarted) {
                LockSupport.parkNanos(NOT_STARTED_NANOS);
            }
        }
    }

    /** {@code done} is false where the thing is not on screen, or cannot be pressed. */
    private static JsonObject answer(JsonObject request) {
        JsonObject said = new JsonObject();
        try {
            said.addProperty("done", carryOut(request, said));
        } catch (RuntimeException failed) {
            said.addProperty("failed", failed.toString());
        }
        return said;
    }

    private static boolean carryOut(JsonObject request, JsonObject said) {
        String text = request.has("text") ? request.get("text").getAsString() : "";
        String at = request.has("at") ? request.get("at").getAsString() : "";
        if (window().isEmpty()) {
            return false;
        }
        switch (request.get("do").getAsString()) {
            case "words":
                JsonArray words = new JsonArray();
                shown().forEach(node -> {
                    String own = text(node);
                    if (!own.isBlank()) {
                        words.add(own);
                    }
                });
                said.add("words", words);
                return !words.isEmpty();
            case "find":
                Optional<Node> found = node(at);
                found.filter(TextInputControl.class::isInstance)
                        .ifPresent(field -> said.addProperty("text", ((TextInputControl) field).getText()));
                return found.isPresent();
            case "tap":
                return tap(at.isEmpty() ? labeled(text) : node(at));
            case "write":
                return node(at).map(node -> write((TextInputControl) node, text))
                        .orElse(false);
            case "gallery":
                DesktopPicturesService.setNext(new File(text));
                return true;
            case "choose":
                return choose(text);
            default:
                throw new IllegalArgumentException(request.toString());
        }
    }

    private static Optional<Node> node(String selector) {
        List<Node> shown = shown();
        return scene().getRoot().lookupAll(selector).stream()
                .filter(shown::contains)
                .findFirst();
    }

    private static Optional<Node> labeled(String part) {
        Predicate<Node> says = node -> node instanceof Labeled && text(node).contains(part);
        return shown().stream().filter(says).findFirst();
    }

    private static boolean write(TextInputControl field, String text) {
        field.setText(text);
        field.end();
        return true;
    }

    private static boolean choose(String text) {
        return Window.getWindows().stream()
                .filter(ContextMenu.class::isInstance)
                .flatMap(open -> ((ContextMenu) open).getItems().stream())
                .filter(item -> text.equals(item.getText()))
                .findFirst()
                .map(DrivenPhone::fire)
                .orElse(false);
    }

    private static boolean fire(MenuItem item) {
        item.getParentPopup().hide();
        item.fire();
        return true;
    }

    private static boolean tap(Optional<Node> found) {
        return found.filter(node -> !node.isDisabled())
                .map(node -> {
                    Bounds at = node.localToScene(node.getLayoutBounds());
                    touch(node, MouseEvent.MOUSE_PRESSED, at.getCenterX(), at.getCenterY());
                    touch(node, MouseEvent.MOUSE_RELEASED, at.getCenterX(), at.getCenterY());
                    touch(node, MouseEvent.MOUSE_CLICKED, at.getCenterX(), at.getCenterY());
                    return true;
                })
                .orElse(false);
    }

    private static void touch(Node node, EventType<MouseEvent> type, double x, double y) {
        boolean down = type == MouseEvent.MOUSE_PRESSED;
        Event.fireEvent(
                node,
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        down,
                        false,
                        false,
                        true,
                        false,
                        true,
                        null));
    }

    private static Optional<Window> window() {
        return Window.getWindows().stream().filter(Stage.class::isInstance).findFirst();
    }

    private static Scene scene() {
        return window().orElseThrow().getScene();
    }

    /** A label draws its text by a child node, which is not counted again. */
    private static String text(Node node) {
        String text = "";
        if (node instanceof Labeled labeled) {
            text = labeled.getText();
        } else if (node instanceof Text own && !(own.getParent() instanceof Labeled)) {
            text = own.getText();
        }
        return text == null ? "" : text;
    }

    /** The visible nodes; while a sheet is open, its own. */
    private static List<Node> shown() {
        List<Node> found = new ArrayList<>();
        Parent root = scene().getRoot();
        collect(
                root.getChildrenUnmodifiable().stream()
                        .filter(child -> child instanceof Overlay sheet && sheet.isOpen())
                        .findFirst()
                        .orElse(root),
                found);
        return found;
    }

    private static void collect(Node node, List<Node> into) {
        Bounds bounds = node.getLayoutBounds();
        if (node.isVisible() && node.getOpacity() > 0 && bounds.getWidth() > 0 && bounds.getHeight() > 0) {
            into.add(node);
            if (node instanceof Parent parent) {
                parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
            }
        }
    }
}
