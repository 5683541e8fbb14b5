package dev.pilothouse.ui.status;

import dev.pilothouse.ui.fx.Glyph;
import java.util.Locale;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.javafx.FontIcon;

/** The icon of a session's state: a shape and a colour, in addition to the row's text. Confined to the FX thread. */
public final class SessionStatusIcon extends StackPane {
    private final FontIcon icon = Glyph.IDLE.node("standing-icon");
    private SessionStatus shown;

    public SessionStatusIcon() {
        getStyleClass().add("standing");
        getChildren().setAll(icon);
        show(SessionStatus.IDLE);
    }

    public void show(SessionStatus standing) {
        if (standing == shown) {
            return;
        }
        // One change, because each one has the style sheets matched again.
        String style = "standing-is-" + standing.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (shown == null) {
            icon.getStyleClass().add(style);
        } else {
            icon.getStyleClass().set(icon.getStyleClass().size() - 1, style);
        }
        glyph(standing).showIn(icon);
        setAccessibleText(SessionText.statusText(standing));
        shown = standing;
    }

    private static Glyph glyph(SessionStatus standing) {
        return switch (standing) {
            case WAITING -> Glyph.WAITING;
            case LOGIN -> Glyph.LOGIN;
            case WORKING -> Glyph.WORKING;
            case STARTING -> Glyph.STARTING;
            case DONE -> Glyph.DONE;
            case FAILED, FAILED_SEEN -> Glyph.FAILED;
            case IDLE -> Glyph.IDLE;
            case GONE -> Glyph.GONE;
        };
    }
}
