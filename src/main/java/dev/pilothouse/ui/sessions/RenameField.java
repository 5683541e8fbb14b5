package dev.pilothouse.ui.sessions;

import dev.pilothouse.session.Intent;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * The field in which a session is renamed, in the place of its name in the list. Enter saves, Esc cancels, and a move of
 * the focus saves.
 *
 * <p>Owns the field. The row of the session shows it. Confined to the FX thread. Ends with the list.
 */
final class RenameField {
    private final TextField field = NonBlinkingCaret.install(new TextField());
    private final ReadOnlyObjectWrapper<@Nullable SessionKey> session = new ReadOnlyObjectWrapper<>(this, "session");
    private final BiConsumer<SessionKey, String> rename;
    private final Runnable left;
    private String before = "";
    private boolean touch;

    /**
     * @param rename is called with a new name
     * @param left is called after Enter and Esc, to move the focus back
     */
    RenameField(BiConsumer<SessionKey, String> rename, Runnable left) {
        this.rename = rename;
        this.left = left;
        field.setId("session-rename");
        field.getStyleClass().add("session-rename");
        field.setAccessibleText(Texts.text("session.rename"));
        Sheets.bound(field, Intent.RenameSession.MAX_NAME);
        field.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        // The list would use these to move its highlight, or to open the row. The field itself, whose skin comes later,
        // uses them first, because a handler of all key events runs after those of one type.
        field.addEventHandler(KeyEvent.ANY, event -> {
            if (event.getEventType() == KeyEvent.KEY_PRESSED && !event.isShortcutDown() && !event.isAltDown()) {
                event.consume();
            }
        });
        field.addEventHandler(MouseEvent.ANY, MouseEvent::consume);
        field.focusedProperty().addListener((property, was, is) -> {
            Scene scene = field.getScene();
            // The focus also leaves with the window, to which the person comes back.
            if (!is && (scene == null || scene.getFocusOwner() != field)) {
                end(true);
            }
        });
    }

    /** The session that is renamed, or null. */
    ReadOnlyObjectProperty<@Nullable SessionKey> sessionProperty() {
        return session.getReadOnlyProperty();
    }

    Node node() {
        return field;
    }

    /** Whether the field has the focus, so that keys belong to it. */
    boolean isActive() {
        return session.get() != null && field.isFocused();
    }

    /** Sets whether the list is operated by touch, for which the field is too small. */
    void setTouch(boolean now) {
        touch = now;
    }

    /**
     * Shows the field in the row of a session.
     *
     * @return false if no row of it is on screen, or the list is operated by touch
     */
    boolean start(SessionRow.Entry entry) {
        end(true);
        if (touch) {
            return false;
        }
        before = entry.name();
        field.setText(before);
        session.set(entry.key());
        if (field.getScene() == null) {
            session.set(null);
            return false;
        }
        field.requestFocus();
        field.selectAll();
        return true;
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.ESCAPE) {
            event.consume();
            end(event.getCode() == KeyCode.ENTER);
            left.run();
        }
    }

    private void end(boolean save) {
        SessionKey renamed = session.get();
        if (renamed == null) {
            return;
        }
        String name = field.getText().strip();
        session.set(null);
        if (save && !name.isEmpty() && !name.equals(before)) {
            rename.accept(renamed, name);
        }
    }
}
