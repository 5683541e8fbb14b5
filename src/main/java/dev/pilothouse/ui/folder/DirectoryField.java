package dev.pilothouse.ui.folder;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.PathText;
import dev.pilothouse.ui.text.Texts;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * A text field for a directory of the host. Matching subdirectories are offered below it; Tab or a press completes the
 * text. Confined to the FX thread; lives as long as its sheet.
 */
public final class DirectoryField extends VBox {
    /** The room of the path in letters of its font, which are about two thirds as wide as high. */
    private static final double LEAST_ROOM = 12;

    /** The smallest target for a thumb, in pixels. */
    private static final double THUMB = 44;

    private final DirectoryPicker picker;
    private final TextField directory = NonBlinkingCaret.install(new TextField());
    private final FlowPane suggestions = new FlowPane(8, 8);

    /**
     * @param id the node id of the text field
     * @param overlay shows the folders of the host over the sheet that contains this field
     */
    public DirectoryField(DirectoryPicker picker, String id, Overlay overlay) {
        this.picker = picker;
        getStyleClass().add("field");
        directory.setId(id);
        directory.getStyleClass().add("path-field");
        directory.setAccessibleText(Texts.text("newSession.directory"));
        directory.textProperty().bindBidirectional(picker.directoryProperty());
        directory.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.TAB
                    && !event.isShiftDown()
                    && !picker.directories().isEmpty()
                    && !directory.getText().endsWith(PathText.separator(directory.getText()))) {
                choose(picker.directories().get(0));
                event.consume();
            }
        });
        // A path that is filled in is read from its end.
        directory.textProperty().addListener((property, before, now) -> {
            if (!directory.isFocused()) {
                directory.end();
            }
        });
        directory.end();
        HBox.setHgrow(directory, Priority.ALWAYS);
        directory.setMinWidth(0);
        Button browse = Widgets.button(Texts.text("newSession.browse"), "plain-button", () -> browse(overlay));
        browse.setId(id + "-browse");
        browse.setMinWidth(Region.USE_PREF_SIZE);
        browse.setGraphic(Glyph.FOLDER.node());
        browse.setAccessibleText(Texts.text("newSession.browse"));
        browse.visibleProperty().bind(picker.placeProperty().isEmpty());
        browse.managedProperty().bind(browse.visibleProperty());
        Label hint = Widgets.wrapped("", "meta");
        hint.setId(id + "-hint");
        hint.textProperty().bind(picker.hintProperty());
        hint.visibleProperty().bind(picker.hintProperty().isNotEmpty());
        hint.managedProperty().bind(hint.visibleProperty());
        suggestions.getStyleClass().add("path-suggestions");
        picker.directories().addListener((ListChangeListener<String>) change -> suggest());
        suggest();
        HBox row = Widgets.row("path-row", directory, browse);
        row.widthProperty().addListener((property, before, now) -> fit(browse, now.doubleValue()));
        directory.fontProperty().addListener((property, before, now) -> fit(browse, row.getWidth()));
        fit(browse, row.getWidth());
        getChildren().setAll(row, hint, suggestions);
    }

    /** Leaves room for the path: in a narrow window the button is an icon. */
    private void fit(Button browse, double width) {
        browse.setContentDisplay(ContentDisplay.TEXT_ONLY);
        double room = width - browse.prefWidth(-1);
        boolean narrow = width > 0 && room < directory.getFont().getSize() * LEAST_ROOM;
        browse.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.TEXT_ONLY);
        browse.setMinWidth(narrow ? THUMB : Region.USE_PREF_SIZE);
    }

    @Override
    public void requestFocus() {
        directory.requestFocus();
        directory.end();
    }

    public TextField line() {
        return directory;
    }

    private void suggest() {
        suggestions.getChildren().clear();
        for (String path : picker.directories()) {
            Button button = Widgets.button(PathText.name(path), "path-button", () -> choose(path));
            button.setFocusTraversable(false);
            suggestions.getChildren().add(button);
        }
        boolean any = !suggestions.getChildren().isEmpty();
        suggestions.setVisible(any);
        suggestions.setManaged(any);
    }

    private void browse(Overlay overlay) {
        picker.browse(path -> {
                    overlay.close();
                    picker.directoryProperty().set(path);
                    requestFocus();
                })
                .ifPresent(folders -> overlay.push(new FolderSheet(folders, overlay::close)));
    }

    private void choose(String path) {
        picker.onDirectory(path);
        requestFocus();
    }
}
