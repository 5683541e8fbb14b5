package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.application.Platform;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/**
 * Reads the changes of the session on screen as a person does: opens the sheet by its keys, goes from file to file, and
 * scrolls through each. Reports when the list was there, and how long the layouts of the pulses took meanwhile.
 *
 * <p>The request has {@code files} to read and the {@code least} number of files that the list must have.
 */
public final class ReadChanges implements ClientCommand {
    private static final long LIMIT_SECONDS = 60;
    private static final int SCROLLS = 8;

    private final List<Double> layouts = Collections.synchronizedList(new ArrayList<>());
    private long layoutBegan;

    @Override
    public JsonObject run(ClientWindow window, JsonObject request) throws Exception {
        int least = request.get("least").getAsInt();
        Scene scene = window.scene();
        Runnable before = () -> layoutBegan = System.nanoTime();
        Runnable after = () -> layouts.add((System.nanoTime() - layoutBegan) / 1e6);
        window.onFx(() -> {
            scene.addPreLayoutPulseListener(before);
            scene.addPostLayoutPulseListener(after);
            return null;
        });
        long start = System.nanoTime();
        window.onFx(() -> {
            press(scene.getRoot(), KeyCode.D, true);
            return null;
        });
        await(
                scene,
                () -> scene.lookup("#changes-files") instanceof ListView<?> files
                        && files.getItems().size() >= least);
        double listed = (System.nanoTime() - start) / 1e6;
        // The first file is shown without a key.
        await(scene, () -> rows(scene) > 0);
        pulse(scene);
        List<Double> opening = sortedLayouts();
        layouts.clear();
        JsonObject figures = new JsonObject();
        figures.addProperty("listMillis", listed);
        double first = 0;
        for (int i = 0; i < request.get("files").getAsInt(); i++) {
            long asked = System.nanoTime();
            Object shown = window.onFx(() -> {
                Object now = path(scene);
                press(scene.lookup("#changes-files"), KeyCode.CLOSE_BRACKET, false);
                return now;
            });
            await(scene, () -> !path(scene).equals(shown) && rows(scene) > 0);
            first = i == 0 ? (System.nanoTime() - asked) / 1e6 : first;
            for (int j = 1; j <= SCROLLS; j++) {
                int at = j;
                window.onFx(() -> {
                    ListView<?> diff = (ListView<?>) scene.lookup("#changes-diff");
                    diff.scrollTo(diff.getItems().size() * at / SCROLLS);
                    return null;
                });
                pulse(scene);
            }
        }
        window.onFx(() -> {
            scene.removePreLayoutPulseListener(before);
            scene.removePostLayoutPulseListener(after);
            press(scene.lookup("#changes-files"), KeyCode.ESCAPE, false);
            return null;
        });
        List<Double> sorted = sortedLayouts();
        figures.addProperty("openingWorst", opening.get(opening.size() - 1));
        figures.addProperty(
                "layoutsOver16", sorted.stream().filter(each -> each > 16).count());
        figures.addProperty("fileMillis", first);
        figures.addProperty("layoutP99", sorted.get((int) Math.ceil(sorted.size() * 0.99) - 1));
        figures.addProperty("layoutWorst", sorted.get(sorted.size() - 1));
        figures.addProperty("layouts", sorted.size());
        return figures;
    }

    private List<Double> sortedLayouts() {
        List<Double> sorted = new ArrayList<>(layouts);
        Collections.sort(sorted);
        return sorted;
    }

    private static String path(Scene scene) {
        return scene.lookup(".changes-path") instanceof Label label ? label.getText() : "";
    }

    private static int rows(Scene scene) {
        return scene.lookup("#changes-diff") instanceof ListView<?> diff && diff.isVisible()
                ? diff.getItems().size()
                : 0;
    }

    private static void press(Node target, KeyCode code, boolean shortcut) {
        Event.fireEvent(target, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shortcut, shortcut, false, false));
    }

    private interface Condition {
        boolean holds();
    }

    /** Waits for a condition of the scene, which is checked after the layout of each pulse. */
    private static void await(Scene scene, Condition condition) throws Exception {
        CompletableFuture<Void> there = new CompletableFuture<>();
        Runnable look = () -> {
            if (condition.holds()) {
                there.complete(null);
            } else {
                Platform.requestNextPulse();
            }
        };
        Platform.runLater(() -> {
            scene.addPostLayoutPulseListener(look);
            Platform.requestNextPulse();
        });
        try {
            there.get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } finally {
            Platform.runLater(() -> scene.removePostLayoutPulseListener(look));
        }
    }

    private static void pulse(Scene scene) throws Exception {
        boolean[] seen = {false};
        await(scene, () -> {
            boolean before = seen[0];
            seen[0] = true;
            return before;
        });
    }
}
