package dev.pilothouse.ui.transcript;

import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * Selects and copies text across rows: a drag, a double or triple click, or the whole conversation. It stores the text
 * of the first and the last selected row, so that these rows may leave the view and come back. It paints the selection
 * and the search hits over the cells after each layout, and only while there are any.
 *
 * <p>Owns its marks; confined to the FX thread; lives as long as its list.
 */
final class TextSelection {
    private final TranscriptList list;
    private final List<RowItem> rows;
    private final TranscriptActions actions;
    private final Runnable repaint = this::paint;
    private @Nullable Scene watched;
    private @Nullable Place from;
    private @Nullable Place to;
    private boolean dragging;
    private String sought = "";
    private @Nullable TextMatch soughtNow;

    /** A position in a row's text. Immutable. */
    private record Place(RowItem item, int offset, String text) {}

    TextSelection(TranscriptList list, List<RowItem> rows, TranscriptActions actions) {
        this.list = list;
        this.rows = rows;
        this.actions = actions;
        list.addEventHandler(MouseEvent.MOUSE_PRESSED, this::onPressed);
        list.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::onDragged);
        list.addEventHandler(KeyEvent.KEY_PRESSED, this::onKey);
        list.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, this::onMenu);
    }

    boolean isEmpty() {
        return from == null || to == null || (from.item() == to.item() && from.offset() == to.offset());
    }

    void clear() {
        from = null;
        to = null;
        changed();
    }

    void selectAll() {
        if (rows.isEmpty()) {
            return;
        }
        from = new Place(rows.get(0), 0, RowText.of(rows.get(0).row()));
        String last = RowText.of(rows.get(rows.size() - 1).row());
        to = new Place(rows.get(rows.size() - 1), last.length(), last);
        changed();
    }

    /** The selected text, or an empty string. */
    String text() {
        if (from == null || to == null || isEmpty()) {
            return "";
        }
        int first = list.indexOf(from.item());
        int last = list.indexOf(to.item());
        if (first < 0 || last < 0) {
            return "";
        }
        boolean forward = first < last || (first == last && from.offset() <= to.offset());
        Place start = forward ? from : to;
        Place end = forward ? to : from;
        if (first == last) {
            return CellText.plain(start.text().substring(start.offset(), end.offset()));
        }
        StringBuilder text = new StringBuilder(start.text().substring(start.offset()));
        for (int i = Math.min(first, last) + 1; i < Math.max(first, last); i++) {
            String row = RowText.of(rows.get(i).row());
            text.append(row.isEmpty() ? "" : "\n").append(row);
        }
        return CellText.plain(
                text.append('\n').append(end.text(), 0, end.offset()).toString());
    }

    /** Marks the hits of a query. An empty query removes the marks. */
    void seek(String query, @Nullable TextMatch now) {
        sought = query;
        soughtNow = now;
        changed();
    }

    private void onPressed(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY || isControl(event.getTarget())) {
            return;
        }
        Place place = place(event.getX(), event.getY());
        dragging = place != null;
        if (place == null) {
            clear();
            return;
        }
        list.requestFocus();
        if (event.getClickCount() == 2) {
            word(place);
        } else if (event.getClickCount() > 2) {
            from = new Place(place.item(), 0, place.text());
            to = new Place(place.item(), place.text().length(), place.text());
        } else if (event.isShiftDown() && from != null) {
            to = place;
        } else {
            from = place;
            to = place;
        }
        changed();
    }

    private void word(Place place) {
        String text = place.text();
        int start = place.offset();
        int end = place.offset();
        while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) {
            start--;
        }
        while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
            end++;
        }
        from = new Place(place.item(), start, text);
        to = new Place(place.item(), end, text);
    }

    private void onDragged(MouseEvent event) {
        if (!dragging || from == null || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (event.getY() < 0 || event.getY() > list.getHeight()) {
            list.scrollBy(event.getY() < 0 ? event.getY() : event.getY() - list.getHeight());
        }
        Place place = place(event.getX(), Math.max(1, Math.min(list.getHeight() - 1, event.getY())));
        if (place != null) {
            to = place;
            changed();
        }
        event.consume();
    }

    private static boolean isControl(Object target) {
        for (Node node = target instanceof Node hit ? hit : null; node != null; node = node.getParent()) {
            if (node instanceof ButtonBase || node.getStyleClass().contains("side-scroll-thumb")) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Place place(double x, double y) {
        TranscriptCell cell = list.cellAt(y);
        if (cell == null || cell.item() == null) {
            return null;
        }
        CellText text = CellText.of(cell);
        return new Place(cell.item(), text.at(cell.parentToLocal(new Point2D(x, y))), text.text());
    }

    private void onKey(KeyEvent event) {
        if (event.isShortcutDown() && event.getCode() == KeyCode.C && !isEmpty()) {
            actions.copy(text());
            event.consume();
        } else if (event.isShortcutDown() && event.getCode() == KeyCode.A) {
            selectAll();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE && !isEmpty()) {
            clear();
            event.consume();
        }
    }

    /** Opens the menu on a right click, or a long press on a phone. */
    private void onMenu(ContextMenuEvent event) {
        TranscriptCell cell = list.cellAt(
                list.sceneToLocal(event.getSceneX(), event.getSceneY()).getY());
        if (cell == null || cell.item() == null) {
            return;
        }
        TranscriptRow row = cell.item().row();
        MenuItem copy = new MenuItem(Texts.text(isEmpty() ? "transcript.copyThis" : "transcript.copySelection"));
        copy.setOnAction(chosen -> actions.copy(isEmpty() ? RowText.of(row) : text()));
        MenuItem message = new MenuItem(Texts.text("transcript.copyMessage"));
        message.setOnAction(chosen -> actions.copyMessage(row.id()));
        MenuItem all = new MenuItem(Texts.text("transcript.selectAll"));
        all.setOnAction(chosen -> selectAll());
        ContextMenu menu = new ContextMenu(copy, message, all);
        if (actions.mayShare()) {
            MenuItem share =
                    new MenuItem(Texts.text(isEmpty() ? "transcript.shareMessage" : "transcript.shareSelection"));
            share.setId("share");
            share.setOnAction(chosen -> {
                if (isEmpty()) {
                    actions.shareMessage(row.id());
                } else {
                    actions.share(text());
                }
            });
            MenuItem conversation = new MenuItem(Texts.text("transcript.shareConversation"));
            conversation.setId("share-conversation");
            conversation.setOnAction(chosen -> actions.shareConversation());
            menu.getItems().addAll(new SeparatorMenuItem(), share, conversation);
        }
        menu.show(list, event.getScreenX(), event.getScreenY());
        event.consume();
    }

    /** Paints now and after each layout, when the texts are at their final positions. */
    private void changed() {
        boolean wanted = !isEmpty() || !sought.isEmpty();
        if (watched != null && (!wanted || watched != list.getScene())) {
            watched.removePostLayoutPulseListener(repaint);
            watched = null;
        }
        if (wanted && watched == null && list.getScene() != null) {
            watched = list.getScene();
            watched.addPostLayoutPulseListener(repaint);
        }
        paint();
    }

    /** Paints the marks where the texts are now. */
    void paint() {
        int first = from == null || isEmpty() ? -1 : list.indexOf(from.item());
        int last = to == null || isEmpty() ? -1 : list.indexOf(to.item());
        for (TranscriptCell cell : list.shownCells()) {
            int index = first < 0 || last < 0 ? -1 : list.indexOf(cell.item());
            boolean within = index >= Math.min(first, last) && index <= Math.max(first, last) && index >= 0;
            if (!within && sought.isEmpty()) {
                cell.clearMarks();
                continue;
            }
            CellText text = CellText.of(cell);
            int start = 0;
            int end = 0;
            if (within && from != null && to != null) {
                int length = text.text().length();
                start = index == first ? from.offset() : index == last ? to.offset() : first < last ? 0 : length;
                end = index == last
                        ? to.offset()
                        : index == first ? (first < last ? length : 0) : first < last ? length : 0;
                if (index != first && index == last && first != last) {
                    start = first < last ? 0 : length;
                }
            }
            int now = soughtNow != null && cell.item() == soughtNow.item() ? soughtNow.index() : -1;
            cell.mark(text, Math.min(start, end), Math.max(start, end), sought, now);
        }
    }
}
