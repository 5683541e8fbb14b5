package dev.pilothouse.ui.pairing;

import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Scope;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * Edits one paired device: its name, its scope and the end of its access. Changes are sent only on save. A device
 * cannot reduce its own rights, so that a host always has a device that can manage it. Confined to the FX thread.
 */
final class DeviceSheet extends VBox {
    DeviceSheet(HostsPresenter presenter, HostId hostId, HostCard.DeviceLine device, Overlay overlay) {
        getStyleClass().add("large-sheet");
        setId("device-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        TextField name = NonBlinkingCaret.install(new TextField(device.name()));
        name.setId("device-name");
        Sheets.bound(name, DeviceInfo.MAX_NAME);
        Label nameLabel = Widgets.label(Texts.text("devices.name"), "field-label");
        nameLabel.setLabelFor(name);
        name.setAccessibleText(nameLabel.getText());
        VBox nameField = Widgets.column("field", nameLabel, name);
        VBox fields = Widgets.column("sheet-fields", nameField);
        ObjectProperty<Scope> scope = new SimpleObjectProperty<>(device.scope());
        ObjectProperty<AccessExpiry> end = new SimpleObjectProperty<>(before(device));
        if (!device.self()) {
            Label meaning = Widgets.wrapped("", "meta");
            Runnable explain = () ->
                    meaning.setText(Texts.text("scope.meaning." + scope.get().name()));
            scope.addListener((property, before, now) -> explain.run());
            explain.run();
            Choices<Scope> scopes = new Choices<>(
                    Texts.text("devices.scope"), scope, Scope.values(), value -> Texts.text("scope." + value.name()));
            VBox scopeField =
                    Widgets.column("field", Widgets.label(Texts.text("devices.scope"), "field-label"), scopes, meaning);
            VBox endField = Widgets.column(
                    "field",
                    Widgets.label(Texts.text("devices.end"), "field-label"),
                    new Choices<>(Texts.text("devices.end"), end, ends(device), value -> expiryText(value, device)));
            // Separate from the other two: three buttons in a row do not fit on a small phone in a language with long
            // words.
            fields.getChildren().addAll(scopeField, endField, revoke(presenter, hostId, device, overlay));
        }
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", overlay::close);
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        Button save = new Button(Texts.text("action.save"));
        save.setId("device-save");
        save.getStyleClass().add("primary-button");
        save.setMinWidth(Region.USE_PREF_SIZE);
        Runnable keep = () -> {
            overlay.close();
            if (!name.getText().strip().equals(device.name())) {
                presenter.onRename(hostId, device.deviceId(), name.getText());
            }
            if (scope.get() != device.scope()) {
                presenter.onScope(hostId, device.deviceId(), scope.get());
            }
            if (end.get() != before(device)) {
                presenter.onEnd(hostId, device.deviceId(), end.get());
            }
        };
        save.setOnAction(event -> keep.run());
        name.setOnAction(event -> keep.run());
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, save);
        getChildren()
                .setAll(
                        Widgets.wrapped(device.name(), "screen-title"),
                        Widgets.wrapped(device.about(), "muted"),
                        new SheetScroll(fields),
                        buttons);
    }

    private static AccessExpiry before(HostCard.DeviceLine device) {
        return device.until().isEmpty() ? AccessExpiry.NEVER : AccessExpiry.KEEP;
    }

    private static AccessExpiry[] ends(HostCard.DeviceLine device) {
        return Stream.of(AccessExpiry.values())
                .filter(end -> end != AccessExpiry.KEEP || !device.until().isEmpty())
                .toArray(AccessExpiry[]::new);
    }

    private static String expiryText(AccessExpiry end, HostCard.DeviceLine device) {
        return end == AccessExpiry.KEEP ? device.until() : Texts.text("devices.end." + end.name());
    }

    private static Button revoke(HostsPresenter presenter, HostId hostId, HostCard.DeviceLine device, Overlay overlay) {
        Button revoke = new Button(Texts.text("devices.revoke"));
        revoke.setId("device-revoke");
        revoke.getStyleClass().addAll("plain-button", "danger-text");
        revoke.setMinWidth(Region.USE_PREF_SIZE);
        revoke.setOnAction(event -> Sheets.confirm(
                overlay,
                Texts.text("devices.revokeTitle", device.name()),
                Texts.text("devices.revokeText"),
                Texts.text("devices.revoke"),
                () -> presenter.onRevoke(hostId, device.deviceId())));
        return revoke;
    }
}
