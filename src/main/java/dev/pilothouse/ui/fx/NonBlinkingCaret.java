package dev.pilothouse.ui.fx;

import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Skin;
import javafx.scene.control.SkinBase;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.TextAreaSkin;
import javafx.scene.control.skin.TextFieldSkin;
import javafx.scene.shape.Path;
import org.jspecify.annotations.Nullable;

/**
 * A caret that does not blink. JavaFX blinks the caret with an animation, and an animation renders sixty frames a
 * second while the field has the focus. The composer nearly always has it, so an idle window would use about a
 * twentieth of a processor. Owns nothing; confined to the FX thread; lives as long as the field.
 */
public final class NonBlinkingCaret {
    private NonBlinkingCaret() {}

    /** Stops the caret of this field from blinking. Call it before the field is shown. */
    public static TextArea install(TextArea area) {
        return whenInScene(area, AreaSkin::new);
    }

    /** Stops the caret of this field from blinking. Call it before the field is shown. */
    public static TextField install(TextField field) {
        return whenInScene(field, FieldSkin::new);
    }

    /** A skin has nodes and a menu of its own, and most fields are on screens that are not shown. */
    private static <T extends TextInputControl> T whenInScene(T field, Function<T, Skin<?>> skin) {
        if (field.getScene() == null) {
            field.sceneProperty().addListener((property, before, now) -> {
                if (now != null && field.getSkin() == null) {
                    field.setSkin(skin.apply(field));
                }
            });
        } else {
            field.setSkin(skin.apply(field));
        }
        return field;
    }

    private static final class AreaSkin extends TextAreaSkin {
        AreaSkin(TextArea area) {
            super(area);
            showCaret(this, area);
        }

        @Override
        public void setCaretAnimating(boolean animating) {
            // Does nothing, because the superclass starts the animation here.
        }
    }

    private static final class FieldSkin extends TextFieldSkin {
        FieldSkin(TextField field) {
            super(field);
            showCaret(this, field);
            field.widthProperty().addListener((property, before, now) -> {
                if (before.doubleValue() == 0) {
                    placeCaret(field);
                }
            });
        }

        /** The superclass ignores moves of the caret before the field has a width. */
        private static void placeCaret(TextField field) {
            int anchor = field.getAnchor();
            int caret = field.getCaretPosition();
            if (caret > 0) {
                field.selectRange(anchor, 0);
                field.selectRange(anchor, caret);
            }
        }

        @Override
        public void setCaretAnimating(boolean animating) {
            // Does nothing, because the superclass starts the animation here.
        }
    }

    /** Binds the caret's visibility. The skin hides a caret that does not blink. */
    private static void showCaret(SkinBase<?> skin, TextInputControl field) {
        for (Node child : skin.getChildren()) {
            Path caret = caretIn(child);
            if (caret != null) {
                caret.opacityProperty().unbind();
                caret.opacityProperty()
                        .bind(Bindings.when(field.focusedProperty()
                                        .and(field.editableProperty())
                                        .and(field.disabledProperty().not())
                                        .and(field.anchorProperty().isEqualTo(field.caretPositionProperty())))
                                .then(1.0)
                                .otherwise(0.0));
                return;
            }
        }
        throw new IllegalStateException("this version of JavaFX draws its caret in another way");
    }

    /**
     * Returns the caret among the paths of a field: the one with a bound stroke. A selection is filled and has none.
     */
    private static @Nullable Path caretIn(Node node) {
        if (node instanceof Path path) {
            return path.strokeProperty().isBound() ? path : null;
        }
        // A scroll pane without a skin does not have its content among its children.
        if (node instanceof ScrollPane scroll) {
            return caretIn(scroll.getContent());
        }
        if (node instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                Path found = caretIn(child);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
