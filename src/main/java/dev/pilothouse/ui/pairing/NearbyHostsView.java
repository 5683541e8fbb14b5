package dev.pilothouse.ui.pairing;

import dev.pilothouse.platform.HostFinder;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;

/** Lists the hosts found in this network, and explains how to pair with them. Confined to the FX thread. */
final class NearbyHostsView extends VBox {
    private final NearbyPresenter presenter;

    /** @param look starts and stops the search; the caller lays it out */
    NearbyHostsView(NearbyPresenter presenter, Button look) {
        this.presenter = presenter;
        getStyleClass().add("sharing-group");
        look.textProperty()
                .bind(Bindings.when(presenter.searchingProperty())
                        .then(Texts.text("nearby.stop"))
                        .otherwise(Texts.text("nearby.look")));
        look.setOnAction(event -> {
            if (presenter.searchingProperty().get()) {
                presenter.onStop();
            } else {
                presenter.onSearch();
            }
        });
        presenter.searchingProperty().addListener((property, before, now) -> draw());
        presenter.foundProperty().addListener((property, before, now) -> draw());
        draw();
    }

    private void draw() {
        getChildren().clear();
        for (HostFinder.Nearby nearby : presenter.foundProperty().get()) {
            getChildren().add(Widgets.wrapped(Texts.text("nearby.found", nearby.name(), nearby.address()), "medium"));
        }
        boolean looking = presenter.searchingProperty().get();
        if (!getChildren().isEmpty()) {
            getChildren().add(Widgets.wrapped(Texts.text("nearby.how"), "meta"));
        } else if (looking) {
            getChildren().add(Widgets.wrapped(Texts.text("nearby.looking"), "meta"));
        }
        setVisible(!getChildren().isEmpty());
        setManaged(!getChildren().isEmpty());
    }
}
