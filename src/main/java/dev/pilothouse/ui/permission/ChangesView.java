package dev.pilothouse.ui.permission;

import dev.pilothouse.session.FileDiff;
import dev.pilothouse.ui.diff.DiffLines;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * The changes that a question is about: for each file its path, its sums and its diff. Long diffs are folded; one button
 * shows all lines that are here.
 *
 * <p>Owns its nodes. Confined to the FX thread. Ends with its card.
 */
final class ChangesView extends VBox {
    private static final int FOLD_PAST = 12;
    /** Not folded if only a little would be hidden. */
    private static final int SLACK = 3;
    /** Each line is several nodes, so a card cannot show a diff of any length. */
    private static final int MOST_ROWS = 600;

    private final Runnable openSession;
    private final boolean inInbox;
    private List<FileDiff> changes = List.of();
    private boolean unfolded;

    ChangesView(boolean inInbox, Runnable openSession) {
        this.inInbox = inInbox;
        this.openSession = openSession;
        getStyleClass().add("pending-changes");
    }

    /** Shows these changes. They stay unfolded. */
    void show(List<FileDiff> newer) {
        if (!newer.equals(changes)) {
            changes = newer;
            draw();
        }
        setVisible(!changes.isEmpty());
        setManaged(!changes.isEmpty());
    }

    private void draw() {
        getChildren().clear();
        int all =
                changes.stream().mapToInt(change -> change.diff().rows().size()).sum();
        boolean folds = all > FOLD_PAST + SLACK;
        int left = unfolded ? MOST_ROWS : folds ? FOLD_PAST : all;
        for (FileDiff change : changes) {
            FileDiff shown = change.head(left);
            left -= shown.diff().rows().size();
            getChildren().add(file(shown));
        }
        int hidden = all - (unfolded ? Math.min(all, MOST_ROWS) : folds ? FOLD_PAST : all);
        int elsewhere = changes.stream().mapToInt(FileDiff::more).sum();
        if (folds && !unfolded) {
            getChildren().add(link(Texts.counted("transcript.moreLines", hidden), this::unfold));
        } else if (hidden + elsewhere > 0) {
            String rest = Texts.counted("pending.moreLines", hidden + elsewhere);
            getChildren().add(inInbox ? link(rest, openSession) : Widgets.wrapped(rest, "meta"));
        }
    }

    private void unfold() {
        unfolded = true;
        draw();
        // The button that had the focus is gone.
        setFocusTraversable(true);
        requestFocus();
        setFocusTraversable(false);
    }

    private static VBox file(FileDiff change) {
        Label path = Widgets.wrapped(change.path(), "output-caption");
        path.setMinWidth(0);
        HBox.setHgrow(path, Priority.ALWAYS);
        path.setMaxWidth(Double.MAX_VALUE);
        HBox head = Widgets.row("diff-head", path);
        count(head, "+", change.diff().added(), "pending-added");
        count(head, "\u2212", change.diff().removed(), "pending-removed");
        DiffLines lines = new DiffLines();
        lines.show(change.diff().rows(), false);
        VBox pane = new VBox(head, lines);
        pane.getStyleClass().addAll("output-pane", "diff-pane");
        return pane;
    }

    private static void count(HBox head, String sign, int lines, String styleClass) {
        if (lines > 0) {
            Label count = Widgets.label(sign + lines, styleClass);
            count.setMinWidth(Region.USE_PREF_SIZE);
            head.getChildren().add(count);
        }
    }

    private static Hyperlink link(String text, Runnable action) {
        Hyperlink link = new Hyperlink(text);
        link.getStyleClass().add("output-more");
        link.setOnAction(event -> action.run());
        return link;
    }
}
