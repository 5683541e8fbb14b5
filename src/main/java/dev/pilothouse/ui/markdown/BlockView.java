package dev.pilothouse.ui.markdown;

import dev.pilothouse.ui.fx.Widgets;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.HPos;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;

/**
 * Draws one Markdown block. It can be reused for another block: a paragraph that grows keeps its nodes.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as the row that shows it.
 */
public final class BlockView extends HBox {
    private static final double LIST_INDENT = 22;

    private final Consumer<String> openLink;
    private final Consumer<String> copy;
    private final Region indent = new Region();
    private final Label marker = Widgets.label("", "block-marker");
    private final HBox quotes = new HBox();
    private final StackPane body = new StackPane();
    private final SpanFlow flow;
    private @Nullable CodePane code;
    private @Nullable Block shown;
    private boolean restyled;

    /**
     * @param openLink receives the target of a clicked link
     * @param copy receives the text of a code block when its copy button is pressed
     */
    public BlockView(Consumer<String> openLink, Consumer<String> copy) {
        this.openLink = openLink;
        this.copy = copy;
        this.flow = new SpanFlow(openLink);
        getStyleClass().add("block");
        marker.setMinWidth(LIST_INDENT);
        marker.setAlignment(Pos.TOP_LEFT);
        quotes.getStyleClass().add("block-quotes");
        body.getStyleClass().add("block-body");
        body.setAlignment(Pos.TOP_LEFT);
        HBox.setHgrow(body, Priority.ALWAYS);
        body.setMinWidth(0);
        setAlignment(Pos.TOP_LEFT);
        setFillHeight(true);
        getChildren().setAll(quotes, indent, marker, body);
    }

    /**
     * Shows this block.
     *
     * @return whether there are new nodes or style classes, so that CSS must be applied
     */
    public boolean show(Block block) {
        if (block.equals(shown)) {
            return false;
        }
        restyled = shown == null || !shown.frame().equals(block.frame());
        frame(block.frame());
        Node content = block.content()
                .match(new Block.Cases<>(this::prose, this::heading, this::code, this::table, rule -> rule()));
        if (body.getChildren().size() != 1 || body.getChildren().get(0) != content) {
            body.getChildren().setAll(content);
            restyled = true;
        }
        shown = block;
        // A screen reader must still reach links, the copy button of code and the cells of a table.
        setAccessibleRole(content == flow && !flow.hasLinks() ? AccessibleRole.TEXT : AccessibleRole.PARENT);
        return restyled;
    }

    /** Returns the whole block as text for a screen reader. The text is built only on request. */
    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.TEXT && shown != null
                ? BlockText.withMarker(shown)
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    private void frame(Block.Frame frame) {
        if (shown != null && shown.frame().equals(frame)) {
            return;
        }
        boolean inList = frame.listDepth() > 0;
        indent.setMinWidth(inList ? (frame.listDepth() - 1) * LIST_INDENT : 0);
        indent.setPrefWidth(indent.getMinWidth());
        marker.setText(frame.marker());
        marker.setManaged(inList);
        marker.setVisible(inList);
        quotes.getChildren().clear();
        for (int i = 0; i < frame.quoteDepth(); i++) {
            Region bar = new Region();
            bar.getStyleClass().add("block-quote-bar");
            quotes.getChildren().add(bar);
        }
        quotes.setManaged(frame.quoteDepth() > 0);
        getStyleClass().removeAll("block-quoted");
        if (frame.quoteDepth() > 0) {
            getStyleClass().add("block-quoted");
        }
    }

    private Node prose(Block.Prose prose) {
        headingLevel(0);
        restyled |= flow.show(prose.spans());
        return flow;
    }

    private Node heading(Block.Heading heading) {
        headingLevel(Math.min(heading.level(), 4));
        restyled |= flow.show(heading.spans());
        return flow;
    }

    private void headingLevel(int level) {
        String wanted = "heading-" + level;
        if (level == 0 ? flow.getStyleClass().size() > 1 : !flow.getStyleClass().contains(wanted)) {
            flow.getStyleClass().removeIf(name -> name.startsWith("heading"));
            if (level > 0) {
                flow.getStyleClass().addAll("heading", wanted);
            }
            restyled = true;
        }
    }

    private Node code(Block.Code piece) {
        if (code == null) {
            code = new CodePane(copy);
        }
        restyled |= code.show(piece);
        return code;
    }

    private Node table(Block.Table table) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("md-table");
        int columns = table.header().size();
        for (int column = 0; column < columns; column++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setMinWidth(40);
            constraints.setHgrow(column == columns - 1 ? Priority.ALWAYS : Priority.SOMETIMES);
            grid.getColumnConstraints().add(constraints);
            cell(grid, table.header().get(column), table.alignments().get(column), column, 0, "md-table-head");
        }
        for (int row = 0; row < table.rows().size(); row++) {
            for (int column = 0; column < columns; column++) {
                cell(
                        grid,
                        table.rows().get(row).get(column),
                        table.alignments().get(column),
                        column,
                        row + 1,
                        row == table.rows().size() - 1 ? "md-table-last" : "md-table-cell");
            }
        }
        VBox box = new VBox(grid);
        box.setFillWidth(false);
        return box;
    }

    private void cell(
            GridPane grid, List<Span> spans, Block.Alignment alignment, int column, int row, String styleClass) {
        SpanFlow text = new SpanFlow(openLink);
        text.show(spans);
        StackPane cell = new StackPane(text);
        cell.getStyleClass().addAll("md-cell", styleClass);
        text.setTextAlignment(
                switch (alignment) {
                    case START -> TextAlignment.LEFT;
                    case CENTRE -> TextAlignment.CENTER;
                    case END -> TextAlignment.RIGHT;
                });
        GridPane.setHalignment(cell, HPos.LEFT);
        GridPane.setValignment(cell, VPos.TOP);
        GridPane.setFillWidth(cell, true);
        GridPane.setMargin(cell, Insets.EMPTY);
        grid.add(cell, column, row);
    }

    private static Node rule() {
        Region line = new Region();
        line.getStyleClass().add("md-rule");
        return line;
    }
}
