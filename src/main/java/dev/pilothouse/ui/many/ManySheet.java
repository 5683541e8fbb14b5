package dev.pilothouse.ui.many;

import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.many.ManyPresenter.Group;
import dev.pilothouse.ui.many.ManyPresenter.Row;
import dev.pilothouse.ui.many.ManyPresenter.Shown;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * One prompt to several sessions: the text, the sessions, and what happens in them. Confined to the FX thread. Removes its
 * listeners when it leaves the scene.
 */
public final class ManySheet extends VBox {
    private final ManyPresenter presenter;
    private final Label title = Widgets.wrapped("", "screen-title");
    private final TextArea text = NonBlinkingCaret.install(new TextArea());
    private final FlowPane groups = new FlowPane();
    private final Label preview = Widgets.wrapped("", "strong");
    private final Label cost = Widgets.wrapped("", "meta");
    private final Label obstacle = Widgets.wrapped("", "problem");
    private final Label more = Widgets.wrapped(Texts.text("many.more", ManyPresenter.MAX_ROWS), "muted");
    private final VBox rows = Widgets.column("many-rows");
    /** A session keeps its row, so that the focus stays where it is. */
    private final Map<SessionKey, SessionChoice> choices = new HashMap<>();

    private final Button send;
    private final Runnable sent;

    /**
     * @param sent called after the prompt was sent; closes this sheet
     * @param last shows the outcome of the last prompt, if there is one
     */
    public ManySheet(ManyPresenter presenter, Runnable sent, Optional<Runnable> last, Runnable close) {
        this.presenter = presenter;
        this.sent = sent;
        getStyleClass().add("large-sheet");
        setId("many-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        groups.getStyleClass().add("many-groups");
        preview.setId("many-preview");
        cost.setId("many-cost");
        buildText();
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", close);
        cancel.setCancelButton(true);
        send = Widgets.button(Texts.text("many.send"), "primary-button", this::send);
        send.setId("many-send");
        Button outcome = Widgets.button(Texts.text("many.last"), "plain-button", last.orElse(() -> {}));
        outcome.setId("many-last");
        present(outcome, last.isPresent());
        VBox body = Widgets.column(
                "sheet-fields",
                Widgets.column("composer-box", text),
                Widgets.column("job-lines", preview, cost, obstacle),
                groups,
                rows,
                more);
        getChildren()
                .setAll(
                        title,
                        new SheetScroll(body),
                        Widgets.rightRow("sheet-buttons", outcome, Widgets.spacer(), cancel, send));
        ChangeListener<Shown> drawn = (property, before, now) -> draw(now);
        presenter.shownProperty().addListener(drawn);
        text.textProperty().bindBidirectional(presenter.draftProperty());
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(drawn);
                text.textProperty().unbindBidirectional(presenter.draftProperty());
                presenter.onClose();
            }
        });
        draw(presenter.shownProperty().get());
    }

    private void buildText() {
        text.setId("many-text");
        text.getStyleClass().add("composer-input");
        text.setWrapText(true);
        text.setPrefRowCount(4);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.setPromptText(Texts.text("many.text"));
        text.setAccessibleText(Texts.text("many.text"));
        Sheets.bound(text, ManyPresenter.MAX_TEXT);
        TabTraversal.install(text);
        text.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                event.consume();
                send();
            }
        });
    }

    private void send() {
        if (presenter.onSend()) {
            sent.run();
        }
    }

    /** Puts the focus into the text. */
    public void focusText() {
        text.requestFocus();
    }

    private void draw(Shown shown) {
        title.setText(shown.title());
        preview.setText(shown.preview());
        cost.setText(shown.cost());
        present(cost, !shown.cost().isEmpty());
        obstacle.setText(shown.obstacle());
        present(obstacle, !shown.obstacle().isEmpty());
        present(more, shown.more());
        send.setDisable(!shown.sendable());
        drawGroups(shown.groups());
        List<Node> nodes = new ArrayList<>();
        for (Row row : shown.rows()) {
            SessionChoice choice = choices.computeIfAbsent(row.key(), SessionChoice::new);
            choice.show(row);
            nodes.add(choice);
        }
        if (!rows.getChildren().equals(nodes)) {
            rows.getChildren().setAll(nodes);
        }
        choices.keySet()
                .removeIf(
                        key -> shown.rows().stream().noneMatch(row -> row.key().equals(key)));
    }

    private void drawGroups(List<Group> all) {
        present(groups, !all.isEmpty());
        List<String> names = all.stream().map(Group::name).toList();
        if (!groups.getChildren().stream().map(Node::getUserData).toList().equals(names)) {
            groups.getChildren().setAll(all.stream().map(this::toggle).toList());
        }
        for (int i = 0; i < all.size(); i++) {
            Group group = all.get(i);
            ToggleButton button = (ToggleButton) groups.getChildren().get(i);
            button.setText(group.text());
            button.setSelected(group.chosen());
            button.setOnAction(event -> {
                // Drawn again with the choice.
                button.setSelected(group.chosen());
                presenter.onGroup(group);
            });
        }
    }

    private ToggleButton toggle(Group group) {
        ToggleButton button = new ToggleButton();
        button.setId("many-group-" + group.name());
        button.getStyleClass().add("chip");
        button.setMnemonicParsing(false);
        button.setUserData(group.name());
        return button;
    }

    /** A session that can be chosen. The whole row is its target. */
    private final class SessionChoice extends HBox {
        private final CheckBox box = new CheckBox();
        private final Label name = Widgets.wrapped("", "strong");
        private final Label about = Widgets.wrapped("", "meta");

        SessionChoice(SessionKey key) {
            getStyleClass().add("many-row");
            box.setId("many-session-" + key.sessionId().value());
            box.setMinWidth(Region.USE_PREF_SIZE);
            box.setOnAction(event -> presenter.onToggle(key));
            setOnMouseClicked(event -> {
                if (!(event.getTarget() instanceof Node node && isIn(box, node))) {
                    box.fire();
                }
            });
            VBox lines = Widgets.column("job-lines", name, about);
            lines.setMinWidth(0);
            HBox.setHgrow(lines, Priority.ALWAYS);
            getChildren().setAll(box, lines);
        }

        void show(Row row) {
            name.setText(row.name());
            about.setText(row.about());
            box.setAccessibleText(row.name() + ", " + row.about());
            box.setSelected(row.chosen());
        }

        private static boolean isIn(Node around, Node node) {
            for (Node each = node; each != null; each = each.getParent()) {
                if (each == around) {
                    return true;
                }
            }
            return false;
        }
    }

    private static void present(Node node, boolean wanted) {
        node.setVisible(wanted);
        node.setManaged(wanted);
    }
}
