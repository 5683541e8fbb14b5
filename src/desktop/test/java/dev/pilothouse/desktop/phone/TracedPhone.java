package dev.pilothouse.desktop.phone;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.PngFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javafx.scene.image.WritableImage;
import org.awaitility.Awaitility;

/**
 * A program that uses the phone app as in a normal day, and then prints its reflective look-ups; run under
 * {@link TraceAgent}.
 */
public final class TracedPhone {
    private static final Duration AIMED_AFTER = Duration.ofMillis(300);

    private TracedPhone() {}

    /** @param arguments the device's folder, a ticket, and the name of a session on its host */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        JsonObject said = new JsonObject();
        try (DeskPhone phone = new DeskPhone(folder)) {
            try {
                useFor(phone, folder, arguments[1], arguments[2]);
            } catch (Exception | AssertionError failed) {
                failed.printStackTrace();
                said.addProperty("failed", failed + " with on screen: " + phone.words());
            }
        }
        JsonArray uses = new JsonArray();
        Traced.uses().forEach(uses::add);
        said.add("uses", uses);
        System.out.println(said);
        System.exit(0);
    }

    private static void useFor(DeskPhone phone, Path folder, String ticket, String session) throws Exception {
        phone.pair(ticket);
        phone.tapWords(session);
        phone.await("#composer-input");
        phone.send("/markdown");
        phone.awaitWords("/markdown");
        phone.send("/permission");
        phone.await(".pending-card");
        // A card ignores a press that began before the card was shown, so this waits before it presses.
        long shown = System.nanoTime();
        Awaitility.await().until(() -> System.nanoTime() - shown > AIMED_AFTER.toNanos());
        phone.tap(".pending-buttons .button");
        Awaitility.await("answered")
                .atMost(DeskPhone.TIMEOUT)
                .until(() -> phone.find(".pending-card").isEmpty());
        Path picture = folder.resolve("photo.png");
        PngFile.write(phone.onFx(() -> new WritableImage(40, 30)), picture);
        phone.gallery(List.of(picture));
        phone.tap("#composer-add");
        phone.choose("Attach pictures or files");
        phone.await(".attachment-tray");
        phone.send("/say with a picture");
        phone.awaitWords("with a picture");
        phone.pressLong(".transcript-list");
        phone.choose("Share conversation\u2026");
        Awaitility.await("shared")
                .atMost(DeskPhone.TIMEOUT)
                .until(() -> !phone.shared().isEmpty());
        phone.tap(".back-button");
        phone.tapWords("Settings");
        phone.tapWords("Light");
        phone.tapWords("Hosts");
        phone.tapWords("Decisions");
        phone.tapWords("Sessions");
        phone.lifecycle().pause();
        phone.lifecycle().resume();
        phone.restart();
        phone.tapWords(session);
        phone.awaitWords("with a picture");
    }
}
