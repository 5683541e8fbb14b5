package dev.pilothouse.ui.viewer;

import dev.pilothouse.session.DiffRow;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.ui.diff.DiffLines;
import dev.pilothouse.ui.markdown.CodeHighlighter.Colour;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;

/**
 * The changes to a file, one after the other. Only pieces in view have nodes.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as its sheet.
 */
final class ChangesView extends ListView<List<DiffRow>> {
    private static final int ROWS = 24;
    private static final double EDGES = 20;

    private Map<DiffRow, List<Colour>> colours = Map.of();

    ChangesView(String name) {
        setId("viewer-changes");
        getStyleClass().addAll("viewer-lines", "viewer-changes");
        setAccessibleText(Texts.text("viewer.changesOf", name));
        setCellFactory(view -> new Cell());
    }

    void show(List<FileDiff> changes, Map<DiffRow, List<Colour>> highlighted) {
        colours = highlighted;
        List<List<DiffRow>> pieces = new ArrayList<>();
        for (FileDiff change : changes) {
            List<DiffRow> rows = change.diff().rows();
            for (int from = 0; from < rows.size(); from += ROWS) {
                pieces.add(rows.subList(from, Math.min(rows.size(), from + ROWS)));
            }
        }
        getItems().setAll(pieces);
    }

    private final class Cell extends ListCell<List<DiffRow>> {
        private final DiffLines lines = new DiffLines();

        Cell() {
            getStyleClass().setAll("viewer-change");
            // A cell asks for its height without a width, so the lines need one to break at.
            lines.prefWidthProperty().bind(ChangesView.this.widthProperty().subtract(EDGES));
        }

        @Override
        protected void updateItem(@Nullable List<DiffRow> item, boolean empty) {
            super.updateItem(item, empty);
            if (empty || item == null) {
                setGraphic(null);
                return;
            }
            lines.show(item, false, colours);
            setGraphic(lines);
        }
    }
}
