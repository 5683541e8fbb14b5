package dev.pilothouse.ui.newsession;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.AgentMode;
import dev.pilothouse.model.ProfileInfo;
import dev.pilothouse.model.SessionTemplate;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.folder.DirectoryField;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.ProfileField;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/** The sheet for a new session. Confined to the FX thread; lives until it is closed. */
public final class NewSessionView extends VBox {
    private final Node first;
    private final TemplatePicker templates;
    private final ComboBox<SessionTemplate> template = combo(TemplatePicker::name, null);

    /**
     * @param overlay shows this sheet, and the folders of the host over it
     * @param agents shows the installed agents and how to install others
     */
    public NewSessionView(NewSessionPresenter presenter, Overlay overlay, Runnable agents) {
        getStyleClass().addAll("large-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        Label title = Widgets.label(Texts.text("newSession.title"), "screen-title");

        VBox fields = Widgets.column("sheet-fields");
        ComboBox<AgentInfo> agent = combo(AgentInfo::name, null);
        Node firstField = agent;
        if (presenter.hosts().size() > 1) {
            ComboBox<HostLink> host = combo(link -> link.reader().host().hostName(), null);
            host.setItems(presenter.hosts());
            host.valueProperty().bindBidirectional(presenter.hostProperty());
            fields.getChildren().add(field("newSession.host", host));
            firstField = host;
        }
        first = firstField;
        templates = presenter.template();
        fields.getChildren().add(templateFields(presenter, template, overlay));
        agent.setId("new-session-agent");
        agent.setItems(presenter.agents());
        agent.valueProperty().bindBidirectional(presenter.agentProperty());
        VBox agentField = field("newSession.agent", agent);
        Hyperlink more = new Hyperlink(Texts.text("newSession.moreAgents"));
        more.getStyleClass().add("small-link");
        more.setWrapText(true);
        more.setOnAction(event -> agents.run());
        agentField.getChildren().add(more);
        fields.getChildren().add(agentField);

        fields.getChildren().add(new ExternalSessionsPane(presenter));

        DirectoryField directory = new DirectoryField(presenter.folder(), "new-session-directory", overlay);
        Label directoryLabel = Widgets.label("", "field-label");
        directoryLabel
                .textProperty()
                .bind(presenter
                        .folder()
                        .placeProperty()
                        .map(place -> place.isEmpty()
                                ? Texts.text("newSession.directory")
                                : Texts.text("newSession.directoryElsewhere", place)));
        directoryLabel.setLabelFor(directory.line());
        directory.getChildren().add(0, directoryLabel);
        Label elsewhere = Widgets.wrapped(Texts.text("newSession.elsewhere"), "meta");
        elsewhere.setId("new-session-elsewhere");
        elsewhere.visibleProperty().bind(presenter.folder().placeProperty().isNotEmpty());
        elsewhere.managedProperty().bind(elsewhere.visibleProperty());
        directory.getChildren().add(elsewhere);
        fields.getChildren().addAll(directory, new WorktreePane(presenter.worktree()));

        fields.getChildren().add(new ProfileField(presenter.profile(), "new-session-profile"));

        ComboBox<AgentMode> mode = combo(AgentMode::name, null);
        mode.promptTextProperty()
                .bind(presenter
                        .profile()
                        .chosenProperty()
                        .map(NewSessionView::modeWithoutChoice)
                        .orElse(Texts.text("newSession.modeAsking")));
        mode.setItems(presenter.modes());
        mode.valueProperty().bindBidirectional(presenter.modeProperty());
        VBox modeField = field("newSession.mode", mode);
        presenter.modes().addListener((ListChangeListener<AgentMode>) change -> show(modeField, presenter));
        show(modeField, presenter);
        fields.getChildren().add(modeField);

        TextArea prompt = NonBlinkingCaret.install(new TextArea());
        prompt.setId("new-session-prompt");
        prompt.setWrapText(true);
        TabTraversal.install(prompt);
        prompt.setPrefRowCount(4);
        prompt.setPromptText(Texts.text("newSession.promptHint"));
        prompt.textProperty().bindBidirectional(presenter.promptProperty());
        prompt.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                presenter.onCreate();
                event.consume();
            }
        });
        fields.getChildren().add(field("newSession.prompt", prompt));
        fields.getChildren().addAll(checkField(presenter), saveLink(presenter, overlay));

        Label problem = Widgets.wrapped("", "problem");
        problem.textProperty().bind(presenter.problemProperty());
        problem.visibleProperty().bind(presenter.problemProperty().isNotEmpty());
        problem.managedProperty().bind(problem.visibleProperty());

        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", overlay::close);
        Button create = Widgets.button(Texts.text("newSession.create"), "primary-button", presenter::onCreate);
        create.setId("new-session-create");
        create.disableProperty().bind(presenter.busyProperty());
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, create);

        SheetScroll scroll = new SheetScroll(fields);
        getChildren().setAll(title, scroll, problem, buttons);
    }

    @Override
    public void requestFocus() {
        first.requestFocus();
    }

    /** Moves the focus to the choice of a template as soon as there is one. A note says if there is none. */
    public void chooseTemplate() {
        templates.onWanted();
        if (templates.templates().isEmpty()) {
            templates.templates().addListener(new ListChangeListener<SessionTemplate>() {
                @Override
                public void onChanged(Change<? extends SessionTemplate> change) {
                    if (!change.getList().isEmpty()) {
                        templates.templates().removeListener(this);
                        if (first.isFocused()) {
                            template.requestFocus();
                        }
                    }
                }
            });
        } else {
            template.requestFocus();
        }
    }

    /** A mode of the profile applies if the person chooses none. */
    private static String modeWithoutChoice(ProfileInfo profile) {
        return profile.mode().isEmpty()
                ? Texts.text("newSession.modeAsking")
                : Texts.text("newSession.modeOfProfile", profile.mode());
    }

    /** Shown only with a template that has a check. */
    private static VBox checkField(NewSessionPresenter presenter) {
        TextArea check = NonBlinkingCaret.install(new TextArea());
        check.setId("new-session-check");
        check.setWrapText(true);
        TabTraversal.install(check);
        check.setPrefRowCount(2);
        Sheets.bound(check, SessionTemplate.MAX_CHECK);
        check.textProperty().bindBidirectional(presenter.checkProperty());
        VBox field = field("template.check", check);
        field.getChildren().add(Widgets.wrapped(Texts.text("template.checkAbout"), "meta"));
        field.visibleProperty()
                .bind(presenter
                        .template()
                        .chosenProperty()
                        .map(chosen -> !chosen.check().isEmpty())
                        .orElse(false));
        field.managedProperty().bind(field.visibleProperty());
        return field;
    }

    private static Hyperlink saveLink(NewSessionPresenter presenter, Overlay overlay) {
        Hyperlink save = link(
                "newSession.saveTemplate",
                "new-session-save-template",
                () -> presenter
                        .newTemplate(overlay::close)
                        .ifPresent(form -> overlay.push(new TemplateSheet(form, overlay::close))));
        save.visibleProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> presenter.hostProperty().get() != null
                                && presenter.template().chosen().name().isEmpty(),
                        presenter.hostProperty(),
                        presenter.template().chosenProperty()));
        save.managedProperty().bind(save.visibleProperty());
        return save;
    }

    private static Hyperlink link(String key, String id, Runnable action) {
        Hyperlink link = new Hyperlink(Texts.text(key));
        link.setId(id);
        link.getStyleClass().add("small-link");
        link.setWrapText(true);
        link.setOnAction(event -> action.run());
        return link;
    }

    /** Shown only where the host has templates or a note on them: the choice, and a field for each blank. */
    private static VBox templateFields(
            NewSessionPresenter presenter, ComboBox<SessionTemplate> template, Overlay overlay) {
        TemplatePicker picker = presenter.template();
        template.setId("new-session-template");
        template.setItems(picker.templates());
        template.valueProperty().bindBidirectional(picker.chosenProperty());
        VBox blanks = Widgets.column("sheet-fields");
        blanks.setId("new-session-blanks");
        picker.blanks().addListener((ListChangeListener<TemplatePicker.Blank>) change -> {
            List<Node> shown = new ArrayList<>();
            for (TemplatePicker.Blank blank : picker.blanks()) {
                shown.add(blankField(blank, "new-session-blank-" + shown.size()));
            }
            blanks.getChildren().setAll(shown);
        });
        blanks.visibleProperty().bind(Bindings.isNotEmpty(picker.blanks()));
        blanks.managedProperty().bind(blanks.visibleProperty());
        Hyperlink edit = link(
                "newSession.editTemplate",
                "new-session-edit-template",
                () -> presenter
                        .editTemplate(overlay::close)
                        .ifPresent(form -> overlay.push(new TemplateSheet(form, overlay::close))));
        edit.visibleProperty()
                .bind(picker.chosenProperty()
                        .map(chosen -> !chosen.name().isEmpty())
                        .orElse(false));
        edit.managedProperty().bind(edit.visibleProperty());
        VBox choice = field("newSession.template", template);
        choice.getChildren().add(edit);
        choice.visibleProperty().bind(Bindings.isNotEmpty(picker.templates()));
        choice.managedProperty().bind(choice.visibleProperty());
        Label note = Widgets.wrapped("", "meta");
        note.setId("new-session-template-note");
        note.textProperty().bind(picker.noteProperty());
        note.visibleProperty().bind(picker.noteProperty().isNotEmpty());
        note.managedProperty().bind(note.visibleProperty());
        VBox all = Widgets.column("sheet-fields", choice, blanks, note);
        all.visibleProperty().bind(choice.visibleProperty().or(note.visibleProperty()));
        all.managedProperty().bind(all.visibleProperty());
        return all;
    }

    private static VBox blankField(TemplatePicker.Blank blank, String id) {
        TextField value = NonBlinkingCaret.install(new TextField());
        value.setId(id);
        Sheets.bound(value, SessionTemplate.MAX_PROMPT);
        value.textProperty().bindBidirectional(blank.value());
        value.setMaxWidth(Double.MAX_VALUE);
        Label label = Widgets.label(blank.name(), "field-label");
        label.setLabelFor(value);
        return Widgets.column("field", label, value);
    }

    private static void show(VBox field, NewSessionPresenter presenter) {
        field.setVisible(!presenter.modes().isEmpty());
        field.setManaged(!presenter.modes().isEmpty());
    }

    private static VBox field(String key, Node control) {
        Label label = Widgets.wrapped(Texts.text(key), "field-label");
        label.setLabelFor(control);
        if (control instanceof Region region) {
            region.setMaxWidth(Double.MAX_VALUE);
        }
        return Widgets.column("field", label, control);
    }

    private static <T> ComboBox<T> combo(Function<T, String> words, @Nullable String nothing) {
        ComboBox<T> combo = new ComboBox<>();
        combo.setPromptText(nothing);
        combo.setConverter(new StringConverter<>() {
            @Override
            public @Nullable String toString(@Nullable T value) {
                return value == null ? nothing : words.apply(value);
            }

            @Override
            public @Nullable T fromString(String text) {
                return null;
            }
        });
        return combo;
    }
}
