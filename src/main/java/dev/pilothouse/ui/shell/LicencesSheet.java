package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists the third-party works in the program and their licences. Confined to the FX thread. Ends when it is closed. */
final class LicencesSheet extends VBox {
    private static final Logger log = LoggerFactory.getLogger(LicencesSheet.class);

    /** A work that is shipped. Immutable. */
    record Work(String name, String licence, String address) {}

    LicencesSheet(Consumer<String> openLink, Runnable close) {
        getStyleClass().add("large-sheet");
        setId("licences-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        VBox body = new VBox(Widgets.wrapped(Texts.text("settings.licence"), "muted"));
        body.getStyleClass().addAll("sheet-fields", "key-rows");
        licences().forEach(work -> body.getChildren().add(row(work, openLink)));
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        HBox buttons = Widgets.rightRow("sheet-buttons", done);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("setting.LICENCES"), "screen-title"),
                        new SheetScroll(body),
                        buttons);
    }

    /** The entries of licences.txt. */
    static List<Work> licences() {
        try (InputStream in = LicencesSheet.class.getResourceAsStream("/dev/pilothouse/licences.txt")) {
            if (in == null) {
                return List.of();
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s*\\|\\s*"))
                    .map(parts -> new Work(parts[1], parts[2], parts[3]))
                    .toList();
        } catch (IOException unreadable) {
            log.warn("The list of licences cannot be read", unreadable);
            return List.of();
        }
    }

    private static Node row(Work work, Consumer<String> openLink) {
        Hyperlink name = new Hyperlink(work.name());
        name.getStyleClass().add("licence-name");
        name.setWrapText(true);
        name.setAccessibleText(work.name() + ", " + work.licence());
        name.setOnAction(event -> openLink.accept(work.address()));
        return new VBox(name, Widgets.wrapped(work.licence(), "meta"));
    }
}
