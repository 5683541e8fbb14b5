package dev.pilothouse.ui.review;

import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.session.DiffRow;
import dev.pilothouse.ui.diff.DiffLineActions;
import dev.pilothouse.ui.review.ReviewPresenter.Content;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * Comments in the lines of a diff: marks, cards below the lines, and the field for a new one. Confined to the FX thread;
 * lives as long as the sheet with the diff.
 */
public final class ReviewLineActions implements DiffLineActions, AutoCloseable {
    private final ReviewPresenter presenter;
    private final CommentEditorView editor;
    private List<DiffRow> rows = List.of();
    private String path = "";
    private String content = "";
    private @Nullable LinesView view;
    private Map<DiffRow, List<ReviewEntry>> below = Map.of();
    /** The row at which the range began. */
    private @Nullable DiffRow first;
    /** The row for the keyboard, and the end of the range. */
    private @Nullable DiffRow current;

    private @Nullable ReviewEntry wanted;

    private final ChangeListener<Content> redrawn = (property, before, now) -> draw(false);
    private final ChangeListener<Optional<CommentDraft>> drafted = (property, before, now) -> onDraft(now);

    /** @param fx runs tasks after the present layout */
    public ReviewLineActions(ReviewPresenter presenter, Executor fx) {
        this.presenter = presenter;
        this.editor = new CommentEditorView(presenter, fx, this::extendBy);
        presenter.contentProperty().addListener(redrawn);
        presenter.draftProperty().addListener(drafted);
        presenter.draftProperty().get().ifPresent(editor::show);
    }

    private void onDraft(Optional<CommentDraft> now) {
        now.ifPresent(editor::show);
        if (now.isEmpty()) {
            first = null;
            current = null;
        }
        draw(true);
        if (now.isEmpty() && view != null) {
            view.focus();
        }
    }

    /** Releases the presenter, which outlives the sheet. */
    @Override
    public void close() {
        presenter.contentProperty().removeListener(redrawn);
        presenter.draftProperty().removeListener(drafted);
    }

    /** Shows the lines of a comment as soon as its file is shown. */
    public void reveal(ReviewEntry entry) {
        wanted = entry;
        revealWanted();
    }

    @Override
    public boolean arePressable() {
        return presenter.contentProperty().get().mayComment();
    }

    @Override
    public void onShown(String file, String version, List<DiffRow> loaded, LinesView lines) {
        boolean other = !file.equals(path) || !version.equals(content);
        path = file;
        content = version;
        rows = loaded;
        view = lines;
        if (other) {
            first = null;
            current = null;
            presenter.onRefresh();
        }
        below = belowRows();
        revealWanted();
    }

    /** Draws the lines again if other comments are below them. */
    private void draw(boolean always) {
        Map<DiffRow, List<ReviewEntry>> now = belowRows();
        if ((always || !now.equals(below)) && view != null) {
            below = now;
            view.redraw();
        }
    }

    private Map<DiffRow, List<ReviewEntry>> belowRows() {
        Map<DiffRow, List<ReviewEntry>> map = new HashMap<>();
        for (ReviewEntry entry : presenter.contentProperty().get().entries()) {
            if (entry.path().equals(path)) {
                DiffRow at = rowOf(entry);
                if (at != null) {
                    map.computeIfAbsent(at, row -> new ArrayList<>()).add(entry);
                }
            }
        }
        return map;
    }

    /** The last row that is shown of a comment. Removed lines of another comparison may have the same numbers. */
    private @Nullable DiffRow rowOf(ReviewEntry entry) {
        boolean old = entry.anchor().old();
        DiffRow row = rowOf(entry.line(), entry.lastLine(), old);
        return row == null || !old || entry.anchor().lines().contains(row.text()) ? row : null;
    }

    /** The row below which the field is; the nearest one if the lines are not shown. */
    private @Nullable DiffRow rowOf(CommentDraft draft) {
        CommentAnchor anchor = draft.anchor();
        DiffRow row = presenter.contentProperty().get().entries().stream()
                .filter(entry -> entry.comment().id().equals(draft.edited()))
                .findFirst()
                .map(this::rowOf)
                .orElseGet(() -> rowOf(anchor.line(), anchor.lastLine(), anchor.old()));
        return row != null ? row : nearest(anchor.line());
    }

    private @Nullable DiffRow nearest(int line) {
        return rows.stream()
                .filter(row -> numberOf(row, false) > 0)
                .min(Comparator.comparingInt(row -> Math.abs(numberOf(row, false) - line)))
                .orElse(null);
    }

    /** The last row that is shown of these lines. */
    private @Nullable DiffRow rowOf(int from, int to, boolean old) {
        DiffRow found = null;
        for (DiffRow row : rows) {
            int number = numberOf(row, old);
            if (number >= from && number <= to) {
                found = row;
            }
        }
        return found;
    }

    /** The number of a row on a side; 0 if it has none. An old line is one that the change removed. */
    private static int numberOf(DiffRow row, boolean old) {
        return switch (row.kind()) {
            case GAP -> 0;
            case REMOVED -> old ? row.oldLine() : 0;
            default -> old ? 0 : row.newLine();
        };
    }

    private static boolean isOld(DiffRow row) {
        return row.kind() == DiffRow.Kind.REMOVED;
    }

    private void revealWanted() {
        ReviewEntry entry = wanted;
        if (entry != null && view != null && entry.path().equals(path)) {
            DiffRow row = rowOf(entry);
            if (row == null && view.loadMore()) {
                return;
            }
            wanted = null;
            if (row == null) {
                row = nearest(entry.line());
            }
            if (row != null) {
                view.reveal(row);
            }
        }
    }

    // --- choosing lines

    @Override
    public void onPressed(DiffRow row, boolean extend) {
        if (!extend || first == null || isOld(row) != isOld(first)) {
            first = row;
        }
        current = row;
        write();
    }

    @Override
    public void onBegin(DiffRow row) {
        first = row;
        current = row;
    }

    /** Moves the end of the range. */
    private void extendBy(int lines) {
        CommentDraft draft = presenter.draftProperty().get().orElse(null);
        if (draft == null) {
            return;
        }
        CommentAnchor anchor = draft.anchor();
        int last = anchor.lastLine() + lines;
        DiffRow end = rowOf(last, last, anchor.old());
        if (end != null && last >= anchor.line()) {
            first = rowOf(anchor.line(), anchor.line(), anchor.old());
            current = end;
            write();
        }
    }

    /** Begins a comment on the chosen lines. */
    private void write() {
        DiffRow from = first;
        DiffRow to = current;
        if (from == null || to == null) {
            return;
        }
        boolean old = isOld(to);
        int begin = Math.min(numberOf(from, old), numberOf(to, old));
        int end = Math.max(numberOf(from, old), numberOf(to, old));
        List<String> lines = rows.stream()
                .filter(row -> numberOf(row, old) >= begin && numberOf(row, old) <= end && numberOf(row, old) > 0)
                .map(DiffRow::text)
                .toList();
        // A gap between them would quote lines that are not adjacent.
        boolean whole = lines.size() == end - begin + 1;
        presenter.onWrite(new CommentAnchor(
                path,
                old,
                whole ? begin : numberOf(to, old),
                whole ? end : numberOf(to, old),
                CommentAnchor.quote(whole ? lines : List.of(to.text())),
                content));
    }

    /** {@code j} and {@code k} move to the next and the previous line, with Shift the end of a range; {@code c} writes. */
    @Override
    public void onKey(KeyEvent event, DiffRow top) {
        if (event.isShortcutDown() || event.isAltDown() || !arePressable()) {
            return;
        }
        switch (event.getCode()) {
            case J -> move(1, event.isShiftDown(), top);
            case K -> move(-1, event.isShiftDown(), top);
            case C -> {
                if (current == null) {
                    move(0, false, top);
                }
                write();
            }
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void move(int by, boolean extend, DiffRow top) {
        DiffRow from = current;
        int at = from == null ? firstChange(rows.indexOf(top)) : rows.indexOf(from) + by;
        while (at >= 0 && at < rows.size() && rows.get(at).kind() == DiffRow.Kind.GAP) {
            at += by < 0 ? -1 : 1;
        }
        if (at >= 0 && at < rows.size()) {
            DiffRow to = rows.get(at);
            if (!extend || first == null || isOld(first) != isOld(to)) {
                first = to;
            }
            current = to;
            if (view != null) {
                view.redraw();
                view.reveal(to);
            }
        }
    }

    /** The first changed row from there on, or that row. */
    private int firstChange(int from) {
        for (int i = Math.max(0, from); i < rows.size(); i++) {
            if (rows.get(i).kind() == DiffRow.Kind.ADDED || rows.get(i).kind() == DiffRow.Kind.REMOVED) {
                return i;
            }
        }
        return from;
    }

    @Override
    public void onTextLeft() {
        presenter.onTextLeft();
    }

    // --- drawing

    @Override
    public List<String> styles(DiffRow row) {
        List<String> styles = new ArrayList<>();
        if (below.containsKey(row)) {
            styles.add("diff-commented");
        }
        if (isChosen(row)) {
            styles.add("diff-chosen");
        }
        return styles;
    }

    private boolean isChosen(DiffRow row) {
        CommentDraft draft = presenter.draftProperty().get().orElse(null);
        if (draft != null) {
            int number = numberOf(row, draft.anchor().old());
            return draft.anchor().path().equals(path)
                    && number >= draft.anchor().line()
                    && number <= draft.anchor().lastLine();
        }
        DiffRow from = first;
        DiffRow to = current;
        if (from == null || to == null) {
            return false;
        }
        int number = numberOf(row, isOld(to));
        return number > 0
                && number >= Math.min(numberOf(from, isOld(to)), numberOf(to, isOld(to)))
                && number <= Math.max(numberOf(from, isOld(to)), numberOf(to, isOld(to)));
    }

    @Override
    public String name(DiffRow row) {
        return Texts.text("review.commentOn", isOld(row) ? row.oldLine() : row.newLine());
    }

    @Override
    public List<Node> below(DiffRow row) {
        CommentDraft draft = presenter.draftProperty().get().orElse(null);
        List<Node> nodes = new ArrayList<>();
        for (ReviewEntry entry : below.getOrDefault(row, List.of())) {
            if (draft == null || !entry.comment().id().equals(draft.edited())) {
                nodes.add(new CommentCard(entry, presenter, null));
            }
        }
        if (draft != null && draft.anchor().path().equals(path) && row.equals(rowOf(draft))) {
            nodes.add(editor);
        }
        return nodes;
    }
}
