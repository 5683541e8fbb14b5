package dev.pilothouse.ui.sessions;

import dev.pilothouse.ui.fx.Glyph;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;

/**
 * The health of all hosts in a line above the list, for a phone, whose window has no foot. Nothing while there is one host and
 * all is well. Confined to the FX thread; ends with the list.
 */
final class HealthStrip extends FlowPane {
    private static final double ROOM_BESIDE = 32;

    private List<HostHealth> drawn = List.of();
    private boolean wanted;

    HealthStrip() {
        getStyleClass().add("health-strip");
        managedProperty().bind(visibleProperty());
        setVisible(false);
    }

    void show(List<HostHealth> hosts) {
        if (!hosts.equals(drawn)) {
            drawn = hosts;
            draw();
        }
    }

    /** @param isPhone whether there is nothing else that says it */
    void want(boolean isPhone) {
        if (wanted != isPhone) {
            wanted = isPhone;
            draw();
        }
    }

    private void draw() {
        boolean worthIt = drawn.size() > 1 || drawn.stream().anyMatch(host -> host.state() != HostHealth.State.LIVE);
        setVisible(wanted && worthIt);
        getChildren().setAll(drawn.stream().map(this::label).toList());
    }

    private Label label(HostHealth host) {
        Label label = new Label(host.name() + " \u00b7 " + host.line(), Glyph.WORKING.node("health-dot", host.tone()));
        label.getStyleClass().add("footer-text");
        // A long name is cut where the line ends, not where the window does.
        label.maxWidthProperty().bind(widthProperty().subtract(ROOM_BESIDE));
        return label;
    }
}
