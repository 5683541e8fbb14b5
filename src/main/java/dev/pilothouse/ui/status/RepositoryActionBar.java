package dev.pilothouse.ui.status;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.RepositoryAction.Offer;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;

/**
 * A row of buttons for the actions on a session's repository. Buttons that do not fit are in the menu at its end. It
 * takes no room without a visible action. Listens to the offers of its actions while it is in a scene. Confined to the
 * FX thread.
 */
public final class RepositoryActionBar extends Region {
    private final SessionKey session;
    private final List<Entry> entries = new ArrayList<>();
    private final Button more;

    /** An action with its button. */
    private final class Entry {
        private final RepositoryAction action;
        private final ObservableValue<Offer> offer;
        private final Button button = new Button();
        private final ChangeListener<Offer> listener = (property, before, now) -> draw();

        Entry(RepositoryAction action) {
            this.action = action;
            offer = action.offer().apply(session);
            button.setId(action.id());
            button.setGraphic(action.icon().node());
            button.getStyleClass().setAll("button", "quiet-button");
            button.setMnemonicParsing(false);
            button.setOnAction(event -> run());
            draw();
        }

        void run() {
            if (offer.getValue().enabled()) {
                action.run().accept(session);
            }
        }

        void draw() {
            Offer now = offer.getValue();
            button.setText(now.text());
            button.setDisable(!now.enabled());
            button.setTooltip(now.refusal().isEmpty() ? null : new Tooltip(now.refusal()));
            button.setAccessibleHelp(now.refusal());
            requestLayout();
        }

        MenuItem item() {
            Offer now = offer.getValue();
            MenuItem item = Widgets.menuItem(
                    now.refusal().isEmpty() ? now.text() : Texts.text("action.refused", now.text(), now.refusal()),
                    this::run);
            item.setId(action.id() + "-item");
            item.setMnemonicParsing(false);
            item.setGraphic(action.icon().node());
            item.setDisable(!now.enabled());
            return item;
        }
    }

    public RepositoryActionBar(SessionKey session, List<RepositoryAction> actions) {
        this.session = session;
        getStyleClass().add("repository-actions");
        more = Widgets.iconButton(Glyph.MORE.node(), Texts.text("action.more"), this::openMenu);
        more.setId("repository-more");
        actions.forEach(action -> entries.add(new Entry(action)));
        entries.forEach(entry -> getChildren().add(entry.button));
        getChildren().add(more);
        sceneProperty().addListener((property, before, now) -> {
            if (before == null && now != null) {
                entries.forEach(entry -> {
                    entry.offer.addListener(entry.listener);
                    entry.draw();
                });
            } else if (now == null) {
                entries.forEach(entry -> entry.offer.removeListener(entry.listener));
            }
        });
    }

    private List<Entry> visible() {
        return entries.stream()
                .filter(entry -> entry.offer.getValue().visible())
                .toList();
    }

    private void openMenu() {
        ContextMenu menu = new ContextMenu();
        for (Entry entry : visible()) {
            if (!entry.button.isVisible()) {
                menu.getItems().add(entry.item());
            }
        }
        menu.show(more, Side.TOP, 0, 0);
    }

    @Override
    protected void layoutChildren() {
        List<Entry> shown = visible();
        double room = getWidth() - snappedLeftInset() - snappedRightInset();
        double gap = gap();
        double all =
                shown.stream().mapToDouble(entry -> widthOf(entry.button) + gap).sum();
        boolean folds = all - gap > room;
        double moreWidth = folds ? widthOf(more) : 0;
        double end = snappedLeftInset() + room;
        double x = snappedLeftInset();
        double y = snappedTopInset();
        double height = getHeight() - y - snappedBottomInset();
        boolean full = false;
        for (Entry entry : entries) {
            double width = widthOf(entry.button);
            full = full || x + width > end - (folds ? moreWidth + gap : 0);
            boolean fits = !full && shown.contains(entry);
            entry.button.setVisible(fits);
            if (fits) {
                entry.button.resizeRelocate(x, y, width, height);
                x += width + gap;
            }
        }
        more.setVisible(folds);
        more.resizeRelocate(x, y, moreWidth, height);
    }

    private double widthOf(Button button) {
        return snapSizeX(Math.max(button.minWidth(-1), button.prefWidth(-1)));
    }

    /** A button of a phone is as high as a thumb needs. */
    private static double heightOf(Button button) {
        return Math.max(button.minHeight(-1), button.prefHeight(-1));
    }

    private double gap() {
        return snapSpaceX(more.getFont().getSize() / 2);
    }

    @Override
    protected double computeMinWidth(double height) {
        return snappedLeftInset() + snappedRightInset() + widthOf(more);
    }

    @Override
    protected double computePrefWidth(double height) {
        return snappedLeftInset()
                + snappedRightInset()
                + visible().stream()
                        .mapToDouble(entry -> widthOf(entry.button) + gap())
                        .sum();
    }

    @Override
    protected double computePrefHeight(double width) {
        return visible().stream().mapToDouble(entry -> snapSizeY(heightOf(entry.button))).max().stream()
                .map(tallest -> tallest + snappedTopInset() + snappedBottomInset())
                .findFirst()
                .orElse(0);
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computeMaxHeight(double width) {
        return computePrefHeight(width);
    }
}
