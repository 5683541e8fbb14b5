package dev.pilothouse.ui.changes;

import dev.pilothouse.ui.attachment.Thumbnail;
import dev.pilothouse.ui.changes.PictureReader.Pictures;
import dev.pilothouse.ui.changes.PictureReader.Side;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * A picture before and after its change: side by side, or one above the other where that has no room. Owns its nodes;
 * confined to the FX thread; lives as long as its pane.
 */
final class PicturePane extends ScrollPane {
    private static final double BOTH_FROM = 560;
    private static final double GAP = 16;
    private static final double MAX_HEIGHT = 440;

    private final FlowPane sides = new FlowPane(Orientation.HORIZONTAL, GAP, GAP);

    PicturePane() {
        setId("changes-pictures");
        getStyleClass().addAll("screen-scroll", "changes-pictures");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setContent(sides);
    }

    void show(Pictures pictures) {
        List<VBox> shown = new ArrayList<>();
        boolean both = pictures.before().isThere() && pictures.after().isThere();
        if (pictures.before().isThere()) {
            shown.add(side("changes.before", pictures.before(), both));
        }
        if (pictures.after().isThere()) {
            shown.add(side(both ? "changes.after" : "changes.newPicture", pictures.after(), both));
        }
        sides.getChildren().setAll(shown);
    }

    private VBox side(String name, Side side, boolean both) {
        Label caption = Widgets.label(caption(Texts.text(name), side), "meta");
        VBox box = Widgets.column("changes-picture", caption);
        box.setAlignment(Pos.TOP_LEFT);
        Thumbnail made = side.picture();
        Image image = made == null ? null : made.image();
        if (image == null) {
            box.getChildren().add(Widgets.wrapped(side.text(), "muted"));
        } else {
            ImageView view = new ImageView(image);
            view.setPreserveRatio(true);
            view.setSmooth(true);
            view.setAccessibleText(caption.getText());
            double scale = Math.min(1, MAX_HEIGHT / image.getHeight());
            view.fitWidthProperty().bind(Bindings.min(box.prefWidthProperty().subtract(2), image.getWidth() * scale));
            StackPane ground = new StackPane(view);
            ground.getStyleClass().add("changes-picture-ground");
            ground.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
            box.getChildren().add(ground);
        }
        box.prefWidthProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> both && getWidth() >= BOTH_FROM
                                ? (getWidth() - GAP * 2) / 2
                                : Math.max(0, getWidth() - GAP),
                        widthProperty()));
        return box;
    }

    private static String caption(String name, Side side) {
        Thumbnail made = side.picture();
        return made == null
                ? name
                : String.join(
                        " \u00b7 ",
                        name,
                        Texts.text("viewer.pixels", (int) made.width(), (int) made.height()),
                        Texts.text("attach.kilobytes", Math.max(1, side.bytes() / 1024)));
    }
}
