package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.ProfileField;
import dev.pilothouse.ui.text.Texts;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The form of a template, over that of a new session. Confined to the FX thread; lives until it is closed. */
public final class TemplateSheet extends VBox {
    private static final int PROMPT_ROWS = 4;
    private static final int CHECK_ROWS = 2;

    private final TemplatePresenter presenter;
    private final TextField name = NonBlinkingCaret.install(new TextField());

    TemplateSheet(TemplatePresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("template-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", close);
        cancel.setCancelButton(true);
        Button save = Widgets.button(Texts.text("profiles.save"), "primary-button", presenter::onSave);
        save.setId("template-save");
        save.disableProperty().bind(presenter.busyProperty());
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, save);
        if (presenter.isEdit()) {
            Button delete = Widgets.button(Texts.text("profiles.delete"), "plain-button", () -> {});
            delete.setId("template-delete");
            delete.setOnAction(event -> confirm(delete));
            buttons.getChildren().add(0, delete);
        }
        presenter.conflictProperty().addListener((property, old, now) -> {
            if (now == null) {
                Sheets.cancelFoot(this);
            } else {
                askAboutNewer(now, save);
            }
        });
        Label problem = Widgets.wrapped("", "problem");
        problem.textProperty().bind(presenter.problemProperty());
        problem.visibleProperty().bind(presenter.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());
        getChildren()
                .setAll(
                        Widgets.wrapped(
                                Texts.text(presenter.isEdit() ? "template.edit" : "template.new"), "screen-title"),
                        new SheetScroll(fields()),
                        problem,
                        buttons);
    }

    @Override
    public void requestFocus() {
        name.requestFocus();
    }

    private VBox fields() {
        Label blanks = Widgets.wrapped("", "meta");
        blanks.setId("template-blanks");
        blanks.textProperty().bind(presenter.blanksProperty());
        VBox prompt = input(
                "template.prompt", area(PROMPT_ROWS), "template-prompt", SessionTemplate.MAX_PROMPT, presenter.prompt);
        prompt.getChildren().add(blanks);
        VBox check =
                input("template.check", area(CHECK_ROWS), "template-check", SessionTemplate.MAX_CHECK, presenter.check);
        check.getChildren().add(Widgets.wrapped(Texts.text("template.checkAbout"), "meta"));
        return Widgets.column(
                "sheet-fields",
                input("template.name", name, "template-name", SessionTemplate.MAX_NAME, presenter.name),
                prompt,
                agents(),
                input(
                        "template.directory",
                        NonBlinkingCaret.install(new TextField()),
                        "template-directory",
                        SessionTemplate.MAX_DIRECTORY,
                        presenter.directory),
                input(
                        "template.branch",
                        NonBlinkingCaret.install(new TextField()),
                        "template-branch",
                        SessionTemplate.MAX_WORD,
                        presenter.branch),
                new ProfileField(presenter.profile(), "template-profile"),
                check);
    }

    private Node agents() {
        ComboBox<String> agent = new ComboBox<>();
        agent.setId("template-agent");
        agent.setMaxWidth(Double.MAX_VALUE);
        agent.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable String id) {
                return id == null ? "" : presenter.agentName(id);
            }

            @Override
            public String fromString(String text) {
                return presenter.agent.get();
            }
        });
        agent.getItems().setAll(presenter.agents());
        agent.valueProperty().bindBidirectional(presenter.agent);
        return field("newSession.agent", agent);
    }

    private static TextArea area(int rows) {
        TextArea area = NonBlinkingCaret.install(new TextArea());
        TabTraversal.install(area);
        area.setPrefRowCount(rows);
        area.setWrapText(true);
        area.setMinHeight(Region.USE_PREF_SIZE);
        return area;
    }

    private static VBox input(String key, TextInputControl input, String id, int most, StringProperty value) {
        input.setId(id);
        Sheets.bound(input, most);
        input.textProperty().bindBidirectional(value);
        return field(key, input);
    }

    private static VBox field(String key, Region control) {
        Label label = Widgets.wrapped(Texts.text(key), "field-label");
        label.setLabelFor(control);
        control.setAccessibleText(label.getText());
        return Widgets.column("field", label, control);
    }

    private void askAboutNewer(TemplatePresenter.Conflict conflict, Button asking) {
        Button reload = Widgets.button(Texts.text("profiles.loadNewer"), "plain-button", presenter::onLoadNewer);
        reload.setId("template-load-newer");
        Button insist = Widgets.button(
                Texts.text(conflict.deletion() ? "profiles.deleteAnyway" : "profiles.saveMine"),
                "danger-button",
                presenter::onInsist);
        insist.setId("template-insist");
        Sheets.askAboutNewer(this, asking, conflict.sentence(), conflict.newest() == null ? null : reload, insist);
    }

    /** Asks before the template is deleted. */
    private void confirm(Button asking) {
        Button sure = Widgets.button(Texts.text("template.deleteSure"), "danger-button", presenter::onDelete);
        sure.setId("template-delete-confirm");
        Sheets.confirmInFoot(this, asking, Texts.text("template.deleteAbout"), sure);
    }
}
