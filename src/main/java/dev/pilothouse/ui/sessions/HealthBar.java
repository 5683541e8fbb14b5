package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.HostHealth;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

/**
 * The health of all hosts in a line above the list, for a phone, whose window has no footer. Hidden while there is one
 * host and it is live. A press opens the sheet with each connection hop by hop. Confined to the FX thread. Ends with
 * the list.
 */
final class HealthBar extends Button {
    private static final double ROOM_BESIDE = 32;

    private List<HostHealth> drawn = List.of();
    private boolean wanted;

    private final FlowPane hosts = new FlowPane();

    /** @param openHealth opens the sheet with each connection hop by hop */
    HealthBar(Runnable openHealth) {
        getStyleClass().setAll("health-strip");
        hosts.getStyleClass().add("health-strip-hosts");
        hosts.setMouseTransparent(true);
        // A flow pane asks for the full width of its longest label.
        hosts.setMinWidth(0);
        setMinWidth(0);
        setGraphic(hosts);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setMaxWidth(Double.MAX_VALUE);
        setMinHeight(USE_PREF_SIZE);
        hosts.prefWrapLengthProperty().bind(widthProperty().subtract(ROOM_BESIDE));
        setAccessibleHelp(Texts.text("way.open"));
        setOnAction(event -> openHealth.run());
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    void show(List<HostHealth> hosts) {
        if (!hosts.equals(drawn)) {
            drawn = hosts;
            draw();
        }
    }

    /** @param isPhone whether the window has no footer that shows the same */
    void setPhone(boolean isPhone) {
        if (wanted != isPhone) {
            wanted = isPhone;
            draw();
        }
    }

    private void draw() {
        boolean worthIt = drawn.size() > 1 || drawn.stream().anyMatch(host -> host.state() != HostHealth.State.LIVE);
        setVisible(wanted && worthIt);
        hosts.getChildren().setAll(drawn.stream().map(this::label).toList());
        setAccessibleText(drawn.stream()
                .map(host -> host.name() + " \u00b7 " + host.line())
                .collect(Collectors.joining(", ")));
    }

    /** The name and the state of a host. A long name is cut, so that the state stays whole. */
    private HBox label(HostHealth host) {
        Label name = Widgets.label(host.name(), "footer-text", "footer-host");
        name.setGraphic(Glyph.WORKING.node("health-dot", host.tone()));
        Label line = Widgets.label(" \u00b7 " + host.line(), "footer-text");
        line.setMinWidth(USE_PREF_SIZE);
        HBox label = new HBox(name, line);
        label.maxWidthProperty().bind(widthProperty().subtract(ROOM_BESIDE));
        return label;
    }
}
