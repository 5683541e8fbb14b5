package dev.pilothouse.ui.fx;

import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SkinBase;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.TextAreaSkin;
import javafx.scene.control.skin.TextFieldSkin;
import javafx.scene.shape.Path;

/**
 * A caret that stands still. JavaFX lets it blink by an animation, and an animation makes every frame of the display, sixty
 * a second, for as long as the field has the focus, which the composer nearly always has: an idle window would use about a
 * twentieth of a processor. Owns nothing; FX thread; ends with the field.
 */
public final class RestingCaret {
    private RestingCaret() {}

    /** From now on the caret of this field does not blink. Before the field is shown. */
    public static TextArea in(TextArea area) {
        area.setSkin(new AreaSkin(area));
        return area;
    }

    /** From now on the caret of this field does not blink. Before the field is shown. */
    public static TextField in(TextField field) {
        field.setSkin(new FieldSkin(field));
        return field;
    }

    private static final class AreaSkin extends TextAreaSkin {
        AreaSkin(TextArea area) {
            super(area);
            showCaret(this, area);
        }

        @Override
        public void setCaretAnimating(boolean animating) {
            // Never: this starts the animation.
        }
    }

    private static final class FieldSkin extends TextFieldSkin {
        FieldSkin(TextField field) {
            super(field);
            showCaret(this, field);
        }

        @Override
        public void setCaretAnimating(boolean animating) {
            // Never: this starts the animation.
        }
    }

    /** The skin hides a caret that does not blink, so whether it is seen is said here. */
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

    /** Of the paths in a field, the one that is drawn as a line; a selection is filled and has no stroke. */
    private static Path caretIn(Node node) {
        if (node instanceof Path path) {
            return path.strokeProperty().isBound() ? path : null;
        }
        // A scroll pane has its content among its children only once it has a skin.
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
