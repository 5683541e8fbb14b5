package dev.pilothouse.ui.fx;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * Lets a sheet cover a narrow window. In a wide window the sheet leaves an edge around itself.
 *
 * <p>Confined to the FX thread; lives as long as its sheet.
 */
public final class SheetForm {
    /** The style class of the window's content. The classes of its form are there, not on the root of the scene. */
    public static final String WINDOW = "shell";

    /** The style class of a window that has room for one pane. */
    public static final String NARROW = "narrow";

    /** The style class of a window of a device with a touch screen, or of a phone's size. */
    public static final String PHONE = "phone";

    /** The style class of a sheet that covers the window. */
    private static final String WHOLE = "whole-sheet";

    private final Region sheet;
    private final ReadOnlyBooleanWrapper covers = new ReadOnlyBooleanWrapper(this, "covers");
    private final ListChangeListener<String> classes = change -> measure();
    private @Nullable Parent window;

    public SheetForm(Region sheet) {
        this.sheet = sheet;
        sheet.sceneProperty().addListener((property, before, now) -> observe(now));
        // The edge is known only after the styles of the window are applied.
        sheet.parentProperty()
                .flatMap(parent -> parent instanceof Region around ? around.insetsProperty() : null)
                .orElse(Insets.EMPTY)
                .addListener((property, before, now) -> place());
    }

    /** Whether the sheet covers the window. */
    public ReadOnlyBooleanProperty coversProperty() {
        return covers.getReadOnlyProperty();
    }

    /** Whether a node is in a window with the form of a phone. */
    public static boolean isOnPhone(Node node) {
        Parent window = windowOf(node);
        return window != null && window.getStyleClass().contains(PHONE);
    }

    private static @Nullable Parent windowOf(Node node) {
        Parent around = node.getParent();
        while (around != null && !around.getStyleClass().contains(WINDOW)) {
            around = around.getParent();
        }
        return around;
    }

    private void observe(@Nullable Scene scene) {
        if (window != null) {
            window.getStyleClass().removeListener(classes);
        }
        window = scene == null ? null : windowOf(sheet);
        if (window != null) {
            window.getStyleClass().addListener(classes);
            measure();
        }
    }

    private void measure() {
        boolean narrow = window != null && window.getStyleClass().contains(NARROW);
        if (narrow != covers.get()) {
            if (narrow) {
                sheet.getStyleClass().add(WHOLE);
            } else {
                sheet.getStyleClass().remove(WHOLE);
            }
            covers.set(narrow);
            place();
        }
    }

    private void place() {
        Insets edge = sheet.getParent() instanceof Region around ? around.getInsets() : Insets.EMPTY;
        StackPane.setMargin(
                sheet,
                covers.get() ? new Insets(-edge.getTop(), -edge.getRight(), -edge.getBottom(), -edge.getLeft()) : null);
    }
}
