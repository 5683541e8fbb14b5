package dev.pilothouse.ui.composer;

import dev.pilothouse.model.QueuedPrompt;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The prompts queued on the host, in order. Each can be sent now, edited in place, moved and removed. On a phone one
 * button offers everything but the edit.
 *
 * <p>Owns its nodes; the presenter stores unsaved edits. Confined to the FX thread; lives as long as the composer.
 */
final class QueueView extends VBox {
    private static final double MAX_HEIGHT = 190;
    private static final int EDIT_LINES = 3;

    private final ComposerPresenter presenter;
    private final Label head = Widgets.label("", "meta", "queue-head");
    private final VBox rows = Widgets.column("queue-rows");
    private final AutoHeightScroll scroll = new AutoHeightScroll(rows, MAX_HEIGHT);
    private List<QueuedPrompt> queue = List.of();
    private @Nullable SessionKey session;
    private @Nullable QueuedPrompt edited;
    private @Nullable TextArea edit;
    private boolean phone;

    QueueView(ComposerPresenter presenter) {
        this.presenter = presenter;
        getStyleClass().add("queue");
        scroll.getStyleClass().add("queue-scroll");
        getChildren().setAll(head, scroll);
        render(List.of());
    }

    void setPhone(boolean onPhone) {
        if (phone != onPhone) {
            phone = onPhone;
            build();
        }
    }

    void render(List<QueuedPrompt> now) {
        SessionKey shown = presenter.session();
        boolean another = !Objects.equals(shown, session);
        if (!another && now.equals(queue) && !rows.getChildren().isEmpty()) {
            return;
        }
        queue = now;
        if (another) {
            // The presenter stores the unsaved edit until its session is shown again.
            session = shown;
            edited = null;
            edit = null;
            presenter.edit().ifPresent(kept -> {
                edited = kept.prompt();
                edit = area(kept.text());
            });
        }
        // The edit keeps the revision that the user saw, so the host refuses to overwrite an edit from another device.
        if (edited != null && edit != null && find(edited.queueId()) == null) {
            // The prompt was sent or removed meanwhile. The edited text must not be lost.
            String written = edit.getText();
            boolean changed = !written.strip().equals(edited.text());
            stopEdit();
            if (changed) {
                presenter.onEditLost(written);
            }
        }
        build();
    }

    private @Nullable QueuedPrompt find(long queueId) {
        return queue.stream()
                .filter(prompt -> prompt.queueId() == queueId)
                .findFirst()
                .orElse(null);
    }

    private void build() {
        setVisible(!queue.isEmpty());
        setManaged(!queue.isEmpty());
        head.setText(Texts.counted("queue.waiting", queue.size()));
        String focused = focusedName();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < queue.size(); i++) {
            QueuedPrompt prompt = queue.get(i);
            boolean isEdited = edited != null && edited.queueId() == prompt.queueId();
            nodes.add(isEdited && edit != null ? editRow(edit) : row(prompt, i));
        }
        rows.getChildren().setAll(nodes);
        if (focused != null
                && lookup("#" + focused) instanceof Control control
                && !control.isDisabled()
                && (control instanceof Button || control == edit)) {
            control.requestFocus();
        }
    }

    private @Nullable String focusedName() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        for (Node at = owner; at != null; at = at.getParent()) {
            if (at == this) {
                return owner == null ? null : owner.getId();
            }
        }
        return null;
    }

    private HBox row(QueuedPrompt prompt, int index) {
        Label text = Widgets.label(describe(prompt), "queue-text");
        text.setMinWidth(0);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox row = Widgets.row("queue-row", Glyph.PENDING.node("queue-icon"), text);
        if (!prompt.attachments().isEmpty()) {
            Label with = new Label(String.valueOf(prompt.attachments().size()), Glyph.ATTACH.node("queue-icon"));
            with.getStyleClass().add("meta");
            with.setMinWidth(Region.USE_PREF_SIZE);
            with.setAccessibleText(
                    Texts.counted("queue.attachments", prompt.attachments().size()));
            row.getChildren().add(with);
        }
        if (phone) {
            row.getChildren().addAll(edit(prompt), moreButton(prompt, index));
        } else {
            Button up = button(Glyph.UP, "queue.up", prompt, () -> presenter.onMoveQueued(prompt, index - 1));
            up.setDisable(index == 0);
            Button down = button(Glyph.DOWN, "queue.down", prompt, () -> presenter.onMoveQueued(prompt, index + 1));
            down.setDisable(index == queue.size() - 1);
            row.getChildren().addAll(sendNow(prompt), edit(prompt), up, down, remove(prompt));
        }
        row.addEventFilter(KeyEvent.KEY_PRESSED, event -> onKey(event, prompt, index));
        return row;
    }

    /** Alt with an arrow key moves the prompt whose button has the focus. */
    private void onKey(KeyEvent event, QueuedPrompt prompt, int index) {
        boolean up = event.getCode() == KeyCode.UP;
        if (event.isAltDown() && (up || event.getCode() == KeyCode.DOWN)) {
            int to = index + (up ? -1 : 1);
            if (to >= 0 && to < queue.size()) {
                presenter.onMoveQueued(prompt, to);
            }
            event.consume();
        }
    }

    private static String describe(QueuedPrompt prompt) {
        String text = prompt.text().strip().replaceAll("\\s+", " ");
        return text.isEmpty()
                ? Texts.counted("queue.attachments", prompt.attachments().size())
                : text;
    }

    private Button sendNow(QueuedPrompt prompt) {
        return button(Glyph.SEND_NOW, "queue.sendNow", prompt, () -> presenter.onSendQueued(prompt));
    }

    private Button edit(QueuedPrompt prompt) {
        return button(Glyph.EDIT, "queue.edit", prompt, () -> startEdit(prompt));
    }

    private Button remove(QueuedPrompt prompt) {
        return button(Glyph.CLOSE, "queue.remove", prompt, () -> presenter.onRemoveQueued(prompt));
    }

    private static Button button(Glyph glyph, String key, QueuedPrompt prompt, Runnable action) {
        String name = key.replace('.', '-');
        Button button = Widgets.iconButton(glyph.node(), Texts.text(key), action, "queue-button", name);
        button.setId(name + "-" + prompt.queueId());
        button.setAccessibleText(Texts.text(key) + ": " + describe(prompt));
        return button;
    }

    private Button moreButton(QueuedPrompt prompt, int index) {
        Button more = button(Glyph.MORE, "queue.more", prompt, () -> {});
        more.setOnAction(event -> {
            ContextMenu menu = new ContextMenu(
                    Widgets.menuItem(Texts.text("queue.sendNow"), () -> presenter.onSendQueued(prompt)));
            if (index > 0) {
                menu.getItems()
                        .add(Widgets.menuItem(Texts.text("queue.up"), () -> presenter.onMoveQueued(prompt, index - 1)));
            }
            if (index < queue.size() - 1) {
                menu.getItems()
                        .add(Widgets.menuItem(
                                Texts.text("queue.down"), () -> presenter.onMoveQueued(prompt, index + 1)));
            }
            menu.getItems().add(Widgets.menuItem(Texts.text("queue.remove"), () -> presenter.onRemoveQueued(prompt)));
            menu.show(more, Side.TOP, 0, 0);
        });
        return more;
    }

    private void startEdit(QueuedPrompt prompt) {
        edited = prompt;
        edit = area(prompt.text());
        presenter.onEditing(prompt, prompt.text());
        build();
        edit.requestFocus();
        edit.end();
    }

    private TextArea area(String text) {
        TextArea area = new TextArea(text);
        area.setId("queue-edit");
        area.getStyleClass().add("queue-edit");
        area.setWrapText(true);
        NonBlinkingCaret.install(area);
        area.setPrefRowCount(EDIT_LINES);
        area.setAccessibleText(Texts.text("queue.edit"));
        area.addEventFilter(KeyEvent.KEY_PRESSED, this::onEditKey);
        area.textProperty().addListener((property, before, now) -> {
            if (area == edit && edited != null) {
                presenter.onEditing(edited, now);
            }
        });
        TabTraversal.install(area);
        return area;
    }

    private void onEditKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            save();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            stopEdit();
            build();
            event.consume();
        }
    }

    private void save() {
        QueuedPrompt prompt = edited;
        if (prompt == null || edit == null) {
            return;
        }
        String text = edit.getText();
        if (text.isBlank() && prompt.attachments().isEmpty()) {
            return;
        }
        stopEdit();
        presenter.onEditQueued(prompt, text);
        build();
    }

    private void stopEdit() {
        edited = null;
        edit = null;
        presenter.onEditEnded();
    }

    private VBox editRow(TextArea area) {
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", () -> {
            stopEdit();
            build();
        });
        Button save = new Button(Texts.text("queue.save"));
        save.setId("queue-save");
        save.getStyleClass().add("primary-button");
        save.setOnAction(event -> save());
        HBox buttons = Widgets.rightRow("queue-edit-buttons", cancel, save);
        return Widgets.column("queue-edit-row", area, buttons);
    }
}
