package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.sessions.HostHealth;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Draws the line at the foot of a desktop window. Confined to the FX thread; ends with the shell. */
final class FooterView extends HBox {
    FooterView(FooterPresenter presenter) {
        getStyleClass().add("footer");
        setAlignment(Pos.CENTER_LEFT);
        presenter.contentProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.contentProperty().get());
    }

    private void draw(FooterPresenter.Content content) {
        getChildren().clear();
        for (HostHealth host : content.hosts()) {
            Label line =
                    new Label(host.name() + " \u00b7 " + host.line(), Glyph.WORKING.node("health-dot", host.tone()));
            line.getStyleClass().add("footer-text");
            getChildren().add(line);
        }
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Label news = new Label(content.news());
        news.getStyleClass().add("footer-text");
        news.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().addAll(gap, news);
    }
}
