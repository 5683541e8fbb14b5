package dev.pilothouse.ui.jobs;

import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The form for a check in a session's directory. Confined to the FX thread. */
public final class CheckSheet extends VBox {
    private static final int ROWS = 3;
    private static final int MOST = 8_000;

    public CheckSheet(CheckPresenter presenter, Runnable close) {
        getStyleClass().add("large-sheet");
        setId("check-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        TextArea commands = NonBlinkingCaret.install(new TextArea());
        TabTraversal.install(commands);
        commands.setId("check-commands");
        commands.setWrapText(true);
        commands.setPrefRowCount(ROWS);
        commands.setMinHeight(Region.USE_PREF_SIZE);
        Sheets.bound(commands, MOST);
        commands.textProperty().bindBidirectional(presenter.commandsProperty());
        Label label = Widgets.label(Texts.text("check.commands"), "field-label");
        label.setLabelFor(commands);
        commands.setAccessibleText(label.getText());
        Label problem = Widgets.wrapped("", "problem");
        problem.textProperty().bind(presenter.problemProperty());
        problem.visibleProperty().bind(problem.textProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        Button run = Widgets.button(Texts.text("check.run"), "primary-button", presenter::onRun);
        run.setId("check-run");
        run.disableProperty().bind(presenter.mayRunProperty().not());
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", close);
        cancel.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("check.title"), "screen-title"),
                        new SheetScroll(Widgets.column(
                                "sheet-fields",
                                problem,
                                Widgets.column("field", label, commands),
                                Widgets.wrapped(Texts.text("check.hint"), "meta"))),
                        Widgets.buttonRow("sheet-buttons", cancel, run));
    }
}
