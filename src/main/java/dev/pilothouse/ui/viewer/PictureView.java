package dev.pilothouse.ui.viewer;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.input.ZoomEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A picture with its zoom: the wheel, two fingers, keys and buttons. It begins fitted to the room and follows it, until
 * another zoom is chosen.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as its sheet.
 */
final class PictureView extends VBox {
    private static final double STEP = 1.25;
    private static final double SMALLEST = 0.02;
    private static final double LARGEST = 16;

    private final ImageView image = new ImageView();
    private final StackPane ground = new StackPane(image);
    private final StackPane middle = new StackPane(ground);
    private final ScrollPane scroll = new ScrollPane(middle);
    private final Label share = Widgets.label("", "viewer-zoom");
    private double zoom = 1;
    private boolean fits = true;

    PictureView() {
        getStyleClass().add("viewer-picture");
        setId("viewer-picture");
        image.setPreserveRatio(true);
        image.setSmooth(true);
        ground.getStyleClass().add("viewer-ground");
        ground.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        middle.setAlignment(Pos.CENTER);
        scroll.setId("viewer-picture-scroll");
        scroll.getStyleClass().add("screen-scroll");
        scroll.setPannable(true);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.viewportBoundsProperty().addListener((property, before, now) -> fit());
        scroll.addEventFilter(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() != 0 && !event.isInertia() && event.getTouchCount() == 0) {
                zoomTo(zoom * (event.getDeltaY() > 0 ? STEP : 1 / STEP));
                event.consume();
            }
        });
        scroll.addEventFilter(ZoomEvent.ZOOM, event -> {
            zoomTo(zoom * event.getZoomFactor());
            event.consume();
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        VBox.setVgrow(scroll, Priority.ALWAYS);

        Button smaller = button("viewer-zoom-out", Glyph.ZOOM_OUT, "viewer.zoomOut", () -> zoomTo(zoom / STEP));
        Button larger = button("viewer-zoom-in", Glyph.ZOOM_IN, "viewer.zoomIn", () -> zoomTo(zoom * STEP));
        Button whole = Widgets.button(Texts.text("viewer.fit"), "quiet-button", this::fitNow);
        whole.setId("viewer-fit");
        Button actual = Widgets.button(Texts.text("viewer.actualSize"), "quiet-button", () -> zoomTo(1));
        actual.setId("viewer-actual-size");
        ToggleButton pattern = new ToggleButton(null, Glyph.GROUND.node());
        pattern.setId("viewer-pattern");
        pattern.getStyleClass().setAll("icon-button", "viewer-toggle");
        pattern.setAccessibleText(Texts.text("viewer.pattern"));
        Widgets.hint(pattern, Texts.text("viewer.pattern"));
        pattern.setSelected(true);
        pattern.selectedProperty().addListener((property, before, now) -> pattern(now));
        pattern(true);
        share.setMinWidth(Region.USE_PREF_SIZE);
        // On a narrow screen the buttons take two rows.
        FlowPane tools = new FlowPane(smaller, share, larger, whole, actual, pattern);
        tools.getStyleClass().add("viewer-zoom-tools");
        whole.setMinWidth(Region.USE_PREF_SIZE);
        actual.setMinWidth(Region.USE_PREF_SIZE);
        getChildren().setAll(scroll, tools);
    }

    private static Button button(String id, Glyph glyph, String text, Runnable action) {
        Button button = Widgets.iconButton(glyph.node(), Texts.text(text), action);
        button.setId(id);
        return button;
    }

    /** A pattern behind the picture shows where it is transparent. */
    private void pattern(boolean shown) {
        ground.getStyleClass().setAll("viewer-ground");
        if (shown) {
            ground.getStyleClass().add("viewer-pattern");
        }
    }

    void show(@Nullable Image picture, String name) {
        image.setImage(picture);
        scroll.setAccessibleText(Texts.text("attach.picture", name));
        fits = true;
        fit();
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.PLUS || event.getCode() == KeyCode.ADD || event.getCode() == KeyCode.EQUALS) {
            zoomTo(zoom * STEP);
        } else if (event.getCode() == KeyCode.MINUS || event.getCode() == KeyCode.SUBTRACT) {
            zoomTo(zoom / STEP);
        } else if (event.getCode() == KeyCode.DIGIT0) {
            fitNow();
        } else if (event.getCode() == KeyCode.DIGIT1) {
            zoomTo(1);
        } else {
            return;
        }
        event.consume();
    }

    private void fitNow() {
        fits = true;
        fit();
    }

    private void fit() {
        Image picture = image.getImage();
        double width = scroll.getViewportBounds().getWidth();
        double height = scroll.getViewportBounds().getHeight();
        if (!fits || picture == null || width <= 0 || height <= 0) {
            return;
        }
        // A small picture is not enlarged.
        set(Math.min(1, Math.min(width / picture.getWidth(), height / picture.getHeight())));
    }

    private void zoomTo(double wanted) {
        fits = false;
        set(wanted);
    }

    private void set(double wanted) {
        Image picture = image.getImage();
        if (picture == null) {
            return;
        }
        zoom = Math.max(SMALLEST, Math.min(LARGEST, wanted));
        image.setFitWidth(Math.max(1, Math.floor(picture.getWidth() * zoom)));
        image.setFitHeight(Math.max(1, Math.floor(picture.getHeight() * zoom)));
        share.setText(Texts.text("viewer.percent", Math.round(zoom * 100)));
    }
}
