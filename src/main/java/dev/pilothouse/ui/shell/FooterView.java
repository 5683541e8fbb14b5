package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.HostHealth;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Draws the footer of a desktop window. Confined to the FX thread. Ends with the shell. */
final class FooterView extends HBox {
    private final Runnable openHealth;
    private final ToggleButton panel = new ToggleButton(null, Glyph.PANEL.node());
    private final Label news = Widgets.label("", "footer-text");
    private List<HostHealth> drawn = List.of();

    /**
     * @param panelOpen whether the side panel is wanted
     * @param openHealth opens the sheet with each connection hop by hop
     */
    FooterView(FooterPresenter presenter, BooleanProperty panelOpen, Runnable openHealth) {
        this.openHealth = openHealth;
        getStyleClass().add("footer");
        setAlignment(Pos.CENTER_LEFT);
        news.setMinWidth(Region.USE_PREF_SIZE);
        panel.setId("panel-toggle");
        panel.getStyleClass().setAll("footer-toggle");
        panel.setAccessibleText(Texts.text("panel.name"));
        Widgets.hint(panel, Shortcut.PANEL.title() + " (" + Shortcut.PANEL.keys() + ")");
        panel.selectedProperty().bindBidirectional(panelOpen);
        panel.managedProperty().bind(panel.visibleProperty());
        panel.setVisible(false);
        presenter.contentProperty().addListener((property, before, now) -> draw(now));
        draw(presenter.contentProperty().get());
    }

    /** @param offered whether there is room for the side panel */
    void setPanelOffered(boolean offered) {
        panel.setVisible(offered);
    }

    private void draw(FooterPresenter.Content content) {
        if (content.hosts().equals(drawn) && !getChildren().isEmpty()) {
            // Only the time has changed. Keeping the chips preserves the focus.
            news.setText(content.news());
            return;
        }
        drawn = content.hosts();
        getChildren().clear();
        for (HostHealth host : content.hosts()) {
            Button line =
                    new Button(host.name() + " \u00b7 " + host.line(), Glyph.WORKING.node("health-dot", host.tone()));
            line.getStyleClass().setAll("health-chip");
            line.setAccessibleHelp(Texts.text("way.open"));
            line.setOnAction(event -> openHealth.run());
            getChildren().add(line);
        }
        news.setText(content.news());
        getChildren().addAll(Widgets.spacer(), news, panel);
    }
}
