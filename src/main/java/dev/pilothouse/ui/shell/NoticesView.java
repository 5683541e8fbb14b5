package dev.pilothouse.ui.shell;

import dev.pilothouse.ui.fx.AnimatedTransitions;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Draws the notices over the window. Confined to the FX thread. Ends with the shell. */
final class NoticesView extends VBox {
    private static final PseudoClass STRIP = PseudoClass.getPseudoClass("strip");

    private final NoticesPresenter presenter;
    private final Label more = Widgets.label("", "notices-more");
    private Map<Notice, Node> drawn = Map.of();

    NoticesView(NoticesPresenter presenter) {
        this.presenter = presenter;
        getStyleClass().add("notices");
        setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        // Gaps between notices must not block the window below.
        setPickOnBounds(false);
        presenter.shown().addListener((ListChangeListener<Notice>) change -> draw());
        presenter.behindProperty().addListener((property, before, now) -> draw());
        draw();
    }

    /** @param strip whether the notices have a strip of their own instead of lying over the window */
    void setStrip(boolean strip) {
        pseudoClassStateChanged(STRIP, strip);
    }

    private void draw() {
        Map<Notice, Node> now = new LinkedHashMap<>();
        List<Node> fresh = new ArrayList<>();
        for (Notice notice : presenter.shown()) {
            Node node = drawn.get(notice);
            if (node == null) {
                node = bar(notice);
                fresh.add(node);
            }
            now.put(notice, node);
        }
        drawn = now;
        List<Node> nodes = new ArrayList<>(now.values());
        int behind = presenter.behindProperty().get();
        if (behind > 0) {
            more.setText(Texts.counted("notices.more", behind));
            nodes.add(more);
        }
        getChildren().setAll(nodes);
        setVisible(!nodes.isEmpty());
        fresh.forEach(AnimatedTransitions::appear);
    }

    private Node bar(Notice notice) {
        Label text = Widgets.wrapped(
                notice.times() > 1 ? Texts.text("notices.times", notice.text(), notice.times()) : notice.text(),
                "notice-text");
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        String tone = notice.tone().name().toLowerCase(Locale.ROOT).replace('_', '-');
        HBox bar = new HBox(glyph(notice.tone()).node("notice-icon"), text);
        bar.getStyleClass().addAll("notice", "notice-" + tone);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.setMaxWidth(Region.USE_PREF_SIZE);
        bar.setAccessibleRole(AccessibleRole.TEXT);
        bar.setAccessibleText(text.getText());
        if (notice.session().isPresent() || !notice.page().isEmpty()) {
            Button open = Widgets.button(Texts.text("notices.open"), "quiet-button", () -> presenter.onOpen(notice));
            open.setMinWidth(Region.USE_PREF_SIZE);
            open.setAccessibleText(Texts.text("notices.open") + ": " + notice.text());
            bar.getChildren().add(open);
        }
        Button close = new Button(null, Glyph.CLOSE.node());
        close.getStyleClass().add("icon-button");
        close.setAccessibleText(Texts.text("action.dismiss"));
        close.setOnAction(event -> presenter.dismiss(notice.key()));
        bar.getChildren().add(close);
        return bar;
    }

    private static Glyph glyph(Notice.Tone tone) {
        return switch (tone) {
            case PROBLEM -> Glyph.NOTE;
            case NEEDS_YOU -> Glyph.WAITING;
            case DONE -> Glyph.DONE;
            case FAILED -> Glyph.FAILED;
            case QUIET, NEWS -> Glyph.NOTE;
        };
    }
}
