package dev.pilothouse.ui.status;

import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.beans.binding.Bindings;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The choice of a profile in a form. Shown only where the host has profiles. Confined to the FX thread. */
public final class ProfileField extends VBox {
    /** @param id of the list */
    public ProfileField(ProfilePicker picker, String id) {
        getStyleClass().add("field");
        ComboBox<ProfileInfo> profile = new ComboBox<>();
        profile.setId(id);
        profile.setAccessibleText(Texts.text("newSession.profile"));
        profile.setMaxWidth(Double.MAX_VALUE);
        profile.setConverter(new StringConverter<>() {
            @Override
            public @Nullable String toString(@Nullable ProfileInfo value) {
                return value == null ? null : ProfilePicker.name(value);
            }

            @Override
            public @Nullable ProfileInfo fromString(String text) {
                return null;
            }
        });
        profile.setItems(picker.profiles());
        profile.valueProperty().bindBidirectional(picker.chosenProperty());
        Label label = Widgets.label(Texts.text("newSession.profile"), "field-label");
        label.setLabelFor(profile);
        Label note = Widgets.wrapped("", "meta");
        note.textProperty().bind(picker.noteProperty());
        note.visibleProperty().bind(picker.noteProperty().isNotEmpty());
        note.managedProperty().bind(note.visibleProperty());
        getChildren().setAll(label, profile, note);
        visibleProperty().bind(Bindings.isNotEmpty(picker.profiles()));
        managedProperty().bind(visibleProperty());
    }
}
