package dev.pilothouse.ui.fx;

import dev.pilothouse.model.TextCutter;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.TextFormatter;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The small sheets: an input of a line, and a confirmation. Confined to the FX thread. */
public final class Sheets {
    private Sheets() {}

    /**
     * Shows a sheet with a field for one line of text.
     *
     * @param maxLength the limit on the text in UTF-16 units
     */
    public static void ask(
            Overlay overlay, String title, String initial, int maxLength, String action, Consumer<String> done) {
        TextField field = NonBlinkingCaret.install(new TextField(initial));
        bound(field, maxLength);
        field.setAccessibleText(title);
        Runnable finish = () -> {
            overlay.close();
            done.accept(field.getText());
        };
        field.setOnAction(event -> finish.run());
        VBox sheet = sheet(overlay, title, null, action, "primary-button", finish);
        sheet.getChildren().add(1, field);
        overlay.show(sheet);
        field.requestFocus();
        field.selectAll();
    }

    /** Limits the text of a field, in UTF-16 units. Typed or pasted text above the limit is cut off. */
    public static void bound(TextInputControl field, int maxLength) {
        field.setTextFormatter(new TextFormatter<>(change -> bounded(change, maxLength)));
    }

    private static TextFormatter.Change bounded(TextFormatter.Change change, int maxLength) {
        int over = change.getControlNewText().length() - maxLength;
        if (!change.isContentChange() || over <= 0) {
            return change;
        }
        String text = change.getText();
        int end = TextCutter.border(text, Math.max(0, text.length() - over));
        change.setText(text.substring(0, end));
        change.setCaretPosition(change.getRangeStart() + end);
        change.setAnchor(change.getRangeStart() + end);
        return change;
    }

    /** Replaces the content. A control that had the focus passes it to the new one with its id. */
    public static void replace(VBox content, List<Node> nodes) {
        Node owner = content.getScene() == null ? null : content.getScene().getFocusOwner();
        boolean inside = false;
        for (Node node = owner; node != null; node = node.getParent()) {
            inside |= node == content;
        }
        content.getChildren().setAll(nodes);
        if (inside && owner != null && owner.getScene() == null && owner.getId() != null) {
            content.lookupAll("*").stream()
                    .filter(node -> owner.getId().equals(node.getId()))
                    .findFirst()
                    .ifPresent(Node::requestFocus);
        }
    }

    /** Asks for confirmation of an action that cannot be undone. */
    public static void confirm(Overlay overlay, String title, String text, String action, Runnable done) {
        overlay.show(sheet(overlay, title, text, action, "danger-button", () -> {
            overlay.close();
            done.run();
        }));
    }

    /**
     * Asks for confirmation in the foot of a sheet, which is its last node. The foot comes back on cancel, and on the
     * Escape key.
     *
     * @param asking the button that was pressed; gets the focus back on cancel
     */
    public static void confirmInFoot(VBox sheet, Button asking, String text, Button sure) {
        askInFoot(sheet, asking, sure, Widgets.wrapped(text, "job-text"));
    }

    /**
     * Asks something in the foot of a sheet, which is its last node and so always in view. The foot comes back on cancel,
     * and on the Escape key.
     *
     * @param asking gets the focus back on cancel
     * @param about above the two buttons
     */
    public static void askInFoot(VBox sheet, Node asking, Button sure, Node... about) {
        List<Node> children = sheet.getChildren();
        int last = children.size() - 1;
        Node foot = children.get(last);
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", () -> {
            children.set(last, foot);
            asking.requestFocus();
        });
        cancel.setCancelButton(true);
        FootQuestion question = new FootQuestion(cancel, about);
        question.getChildren().add(Widgets.rightRow("sheet-buttons", cancel, sure));
        children.set(last, question);
        cancel.requestFocus();
    }

    /**
     * Asks in the foot of a sheet what is to become of an input whose original has changed on the host meanwhile. Cancel
     * leaves the input as it is.
     *
     * @param asking gets the focus back on cancel
     * @param reload shows the newer one in place of the input; null if there is none any more
     * @param insist puts the input in place of the newer one
     */
    public static void askAboutNewer(VBox sheet, Node asking, String text, @Nullable Button reload, Button insist) {
        cancelFoot(sheet);
        Label sentence = Widgets.wrapped(text, "problem");
        if (reload == null) {
            askInFoot(sheet, asking, insist, sentence);
        } else {
            askInFoot(sheet, asking, insist, sentence, Widgets.row("profile-add", reload));
        }
    }

    /** A question in place of the foot of a sheet. */
    private static final class FootQuestion extends VBox {
        private final Button cancel;

        FootQuestion(Button cancel, Node... about) {
            super(about);
            this.cancel = cancel;
            getStyleClass().add("sheet-confirm");
        }
    }

    /** Cancels the question in the foot of a sheet. @return false if nothing is asked */
    public static boolean cancelFoot(@Nullable Node sheet) {
        if (sheet instanceof VBox box
                && !box.getChildren().isEmpty()
                && box.getChildren().get(box.getChildren().size() - 1) instanceof FootQuestion question) {
            question.cancel.fire();
            return true;
        }
        return false;
    }

    private static VBox sheet(
            Overlay overlay, String title, @Nullable String text, String action, String actionClass, Runnable done) {
        Label heading = Widgets.label(title, "title");
        heading.setWrapText(true);
        VBox sheet = Widgets.column("small-sheet", heading);
        sheet.setMaxHeight(Region.USE_PREF_SIZE);
        if (text != null) {
            Label words = Widgets.label(text, "muted");
            words.setWrapText(true);
            sheet.getChildren().add(words);
        }
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", overlay::close);
        cancel.setCancelButton(true);
        Button act = Widgets.button(action, actionClass, done);
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, act);
        sheet.getChildren().add(buttons);
        return sheet;
    }
}
