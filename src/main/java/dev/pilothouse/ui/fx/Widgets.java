package dev.pilothouse.ui.fx;

import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.event.EventHandler;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** Creates the controls and boxes that all screens use. The style sheet gives them their look by style class. */
public final class Widgets {
    private static final Duration COPIED_FOR = Duration.millis(1_500);

    private static final EventHandler<MouseEvent> MAKES_TOOLTIP = entered -> {
        Control control = (Control) entered.getSource();
        String words = control.getAccessibleHelp();
        if (control.getTooltip() == null && words != null && !words.isEmpty()) {
            control.setTooltip(new Tooltip(words));
        }
    };

    private Widgets() {}

    /** A label of one line, or of as many as its text has. */
    public static Label label(String text, String... styleClasses) {
        Label label = new Label(text);
        label.getStyleClass().addAll(styleClasses);
        return label;
    }

    /** A label that breaks its lines and is never cut at the bottom. */
    public static Label wrapped(String text, String... styleClasses) {
        Label label = label(text, styleClasses);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    public static Button button(String text, String styleClass, Runnable action) {
        Button button = new Button(text);
        button.getStyleClass().add(styleClass);
        button.setOnAction(event -> action.run());
        return button;
    }

    public static Button iconButton(Node icon, String name, Runnable action, String... styleClasses) {
        Button button = iconButton(icon, name, styleClasses);
        button.setOnAction(event -> action.run());
        return button;
    }

    /** A button without text. Its name is its tooltip, and is read out by screen readers. */
    public static Button iconButton(Node icon, String name, String... styleClasses) {
        Button button = new Button(null, icon);
        button.getStyleClass().add("icon-button");
        button.getStyleClass().addAll(styleClasses);
        button.setAccessibleText(name);
        hint(button, name);
        return button;
    }

    /**
     * Sets the words of a control's tooltip, which are also its accessible help. A tooltip is a window with styles of its
     * own, and most are never seen, so it is made when the pointer first enters the control.
     *
     * @param words empty for no tooltip
     */
    public static void hint(Control control, String words) {
        control.setAccessibleHelp(words);
        if (words.isEmpty()) {
            control.setTooltip(null);
        } else if (control.getTooltip() == null) {
            // Added once, however often the words change.
            control.addEventHandler(MouseEvent.MOUSE_ENTERED, MAKES_TOOLTIP);
        } else {
            control.getTooltip().setText(words);
        }
    }

    /** A button without text that copies, and says so for a moment. */
    public static Button copyButton(String name, Runnable copy, String... styleClasses) {
        return confirming(iconButton(Glyph.COPY.node(), name, styleClasses), name, copy);
    }

    /**
     * A button with text that copies, and says so for a moment.
     *
     * @param name its accessible name
     */
    public static Button copyTextButton(String text, String name, Runnable copy, String styleClass) {
        Button button = new Button(text, Glyph.COPY.node());
        button.getStyleClass().add(styleClass);
        button.setAccessibleText(name);
        return confirming(button, name, copy);
    }

    /** Shows a check mark for {@link #COPIED_FOR} after the button has copied; its accessible name says the same. */
    private static Button confirming(Button button, String name, Runnable copy) {
        FontIcon icon = (FontIcon) button.getGraphic();
        PauseTransition shown = new PauseTransition(COPIED_FOR);
        shown.setOnFinished(event -> {
            Glyph.COPY.showIn(icon);
            button.setAccessibleText(name);
        });
        button.setOnAction(event -> {
            copy.run();
            Glyph.CHECK.showIn(icon);
            button.setAccessibleText(Texts.text("copy.done"));
            shown.playFromStart();
        });
        return button;
    }

    /**
     * Sets the children of a pane. Those that are rarely visible are in the scene only while they are: a hidden node takes as
     * long to style as a shown one.
     */
    public static void setChildren(Pane pane, List<? extends Node> all, Node... rare) {
        pane.getChildren().setAll(all);
        for (Node each : rare) {
            if (!each.isVisible()) {
                pane.getChildren().remove(each);
            }
            each.visibleProperty().addListener((property, before, now) -> {
                if (now && !pane.getChildren().contains(each)) {
                    long at = all.subList(0, all.indexOf(each)).stream()
                            .filter(pane.getChildren()::contains)
                            .count();
                    pane.getChildren().add((int) at, each);
                } else if (!now && !each.isFocusWithin()) {
                    // The focus goes from a hidden node to the next control, but from a removed one to the first of the
                    // window.
                    pane.getChildren().remove(each);
                }
            });
        }
    }

    /**
     * Makes these the children of a pane, in this order; null stands for none. Only what is new or gone changes, since a
     * child that is added again has its styles matched again. Those that stay have to be in the order that they have.
     */
    public static void arrange(Pane pane, @Nullable Node... wanted) {
        List<Node> now = new ArrayList<>();
        for (Node each : wanted) {
            if (each != null) {
                now.add(each);
            }
        }
        List<Node> children = pane.getChildren();
        if (!children.equals(now)) {
            children.removeIf(child -> !now.contains(child));
            for (int i = 0; i < now.size(); i++) {
                if (i == children.size() || children.get(i) != now.get(i)) {
                    children.add(i, now.get(i));
                }
            }
        }
    }

    /** A row whose children are centred vertically. */
    public static HBox row(String styleClass, Node... children) {
        HBox row = new HBox(children);
        row.getStyleClass().add(styleClass);
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /** A row of buttons that starts at its right end. It takes several lines if there is no room. */
    public static HBox rightRow(String styleClass, Node... children) {
        HBox row = new ButtonRow(ButtonRow.Start.RIGHT, children);
        row.getStyleClass().add(styleClass);
        return row;
    }

    /** A row of buttons that starts at its left end. It takes several lines if there is no room. */
    public static HBox buttonRow(String styleClass, Node... buttons) {
        HBox row = new ButtonRow(ButtonRow.Start.LEFT, buttons);
        row.getStyleClass().add(styleClass);
        return row;
    }

    /** A title and its button at the right end. The button takes a line of its own if there is no room. */
    public static HBox titleRow(Node title, Node button) {
        HBox row = new ButtonRow(ButtonRow.Start.BOTH, title, button);
        row.getStyleClass().add("title-row");
        return row;
    }

    public static VBox column(String styleClass, Node... children) {
        VBox column = new VBox(children);
        column.getStyleClass().add(styleClass);
        return column;
    }

    /** Takes the space that the other children of a row leave. */
    public static Region spacer() {
        Region spacer = new Region();
        HBox.setHgrow(spacer, Priority.ALWAYS);
        return spacer;
    }

    public static MenuItem menuItem(String text, Runnable action) {
        MenuItem item = new MenuItem(text);
        item.setOnAction(event -> action.run());
        return item;
    }
}
