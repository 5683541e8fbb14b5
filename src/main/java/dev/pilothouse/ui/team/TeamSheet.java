package dev.pilothouse.ui.team;

import dev.pilothouse.model.AgentInfo;
import dev.pilothouse.model.OwnPreset;
import dev.pilothouse.model.ShippedPreset;
import dev.pilothouse.model.TeamRequest;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.ui.fx.Choices;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.ProfileField;
import dev.pilothouse.ui.team.TeamPresenter.MemberForm;
import dev.pilothouse.ui.text.Texts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/**
 * The form of a run in which a lead gives work to workers. A worker keeps its fields, so that the focus stays where it
 * is. Confined to the FX thread. Nothing to close.
 */
public final class TeamSheet extends VBox {
    private static final int TASK_ROWS = 4;
    private static final int INSTRUCTION_ROWS = 2;
    private static final int MAX_PATH = 4_096;

    private final TeamPresenter presenter;
    private final VBox workers = Widgets.column("sheet-fields");
    private final Map<MemberForm, WorkerFields> rows = new HashMap<>();
    private final Button add;
    private final Button start;
    /** For the ids of the controls. */
    private int made;

    /** @param started called when the host has the run */
    public TeamSheet(TeamPresenter presenter, Runnable started, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("team-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        add = Widgets.button(Texts.text("team.add"), "plain-button", this::addWorker);
        add.setId("team-add");
        start = Widgets.button(Texts.text("team.start"), "primary-button", () -> presenter.onStart(started));
        start.setId("team-start");
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", close);
        cancel.setCancelButton(true);
        cancel.setId("team-cancel");
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("team.title"), "screen-title"),
                        new SheetScroll(fields()),
                        sentence(presenter.missingProperty(), "muted"),
                        sentence(presenter.problemProperty(), "problem"),
                        Widgets.rightRow("sheet-buttons", cancel, start));
        presenter.workers().addListener((ListChangeListener<MemberForm>) change -> draw());
        presenter.missingProperty().addListener((property, before, now) -> enable());
        presenter.sendingProperty().addListener((property, before, now) -> enable());
        draw();
        enable();
    }

    private VBox fields() {
        VBox fields = Widgets.column("sheet-fields", Widgets.wrapped(Texts.text("team.about"), "muted"));
        Choices<ShippedPreset> preset = new Choices<>(
                Texts.text("team.preset"),
                presenter.presetProperty(),
                ShippedPreset.values(),
                each -> Texts.text("team.preset." + each));
        preset.setId("team-preset");
        fields.getChildren().addAll(field("team.preset", preset), ownPresets());
        if (presenter.hosts().size() > 1) {
            fields.getChildren().add(hosts());
        }
        MemberForm lead = presenter.lead();
        fields.getChildren()
                .addAll(
                        input(
                                "team.task",
                                area("team-task", TASK_ROWS),
                                TeamRequest.MAX_TASK,
                                presenter.taskProperty()),
                        input("team.folder", line("team-folder"), MAX_PATH, presenter.directoryProperty()),
                        new ProfileField(presenter.profile(), "team-profile"),
                        Widgets.wrapped(Texts.text("team.lead"), "section-title"),
                        agents("team-lead-agent", lead, Texts.text("team.lead")),
                        model(lead),
                        input(
                                "team.instructions",
                                area("team-lead-instructions", INSTRUCTION_ROWS),
                                TeamRequest.MAX_INSTRUCTIONS,
                                lead.instructions),
                        Widgets.wrapped(Texts.text("team.workers"), "section-title"),
                        workers,
                        Widgets.buttonRow("job-buttons", add),
                        check("team-own-worktrees", "team.ownWorktrees", presenter.ownWorktreesProperty()),
                        input(
                                "team.tokens",
                                line("team-tokens"),
                                2 * TeamPresenter.MAX_DIGITS,
                                presenter.tokensProperty()),
                        input("team.cost", line("team-cost"), TeamPresenter.MAX_DIGITS, presenter.costProperty()),
                        Widgets.column(
                                "field",
                                check("team-text-form", "team.textForm", presenter.textFormProperty()),
                                Widgets.wrapped(Texts.text("team.textFormAbout"), "meta")),
                        savedPreset());
        return fields;
    }

    /** The choice of a preset of one's own, if there is one. */
    private Node ownPresets() {
        ComboBox<OwnPreset> own = combo("team-own", Texts.text("team.own"), OwnPreset::name);
        own.setItems(presenter.presets());
        own.setPromptText(Texts.text("team.ownChoose"));
        own.valueProperty().bindBidirectional(presenter.ownProperty());
        VBox choice = field("team.own", own);
        choice.visibleProperty().bind(Bindings.isNotEmpty(presenter.presets()));
        choice.managedProperty().bind(choice.visibleProperty());
        return choice;
    }

    /** Keeps the form as a preset, and changes the chosen one. */
    private Node savedPreset() {
        TextField name = line("team-preset-name");
        Button save = presetButton("team.savePreset", presenter::onSavePreset);
        save.disableProperty().bind(presenter.presetNameProperty().map(String::isBlank));
        Button rename = presetButton("team.renamePreset", presenter::onRenamePreset);
        Button delete = presetButton("team.deletePreset", presenter::onDeletePreset);
        for (Button button : List.of(rename, delete)) {
            button.visibleProperty().bind(presenter.ownProperty().isNotNull());
            button.managedProperty().bind(button.visibleProperty());
        }
        return Widgets.column(
                "sheet-fields",
                input("team.presetName", name, OwnPreset.MAX_NAME, presenter.presetNameProperty()),
                Widgets.buttonRow("job-buttons", save, rename, delete));
    }

    private static Button presetButton(String key, Runnable action) {
        Button button = Widgets.button(Texts.text(key), "plain-button", action);
        button.setId(key.replace('.', '-'));
        return button;
    }

    private Node hosts() {
        ComboBox<HostLink> host = combo(
                "team-host",
                Texts.text("team.host"),
                link -> link.reader().host().hostName());
        host.getItems().setAll(presenter.hosts());
        connect(host, presenter.hostProperty());
        return field("team.host", host);
    }

    private static Node model(MemberForm lead) {
        TextField model = line("team-lead-model");
        model.setPromptText(Texts.text("reviewer.modelOwn"));
        return input("reviewer.model", model, TeamRequest.MAX_MODEL, lead.model);
    }

    private Node agents(String id, MemberForm member, String of) {
        ComboBox<AgentInfo> agent = combo(id, Texts.text("team.agent") + ": " + of, AgentInfo::name);
        Runnable offer = () -> {
            // The choice stays while the list changes.
            AgentInfo chosen = member.agent.get();
            agent.getItems().setAll(presenter.agents());
            agent.setValue(chosen);
        };
        connect(agent, member.agent);
        offer.run();
        presenter.hostProperty().addListener((property, before, now) -> offer.run());
        return Widgets.column("field", Widgets.wrapped(Texts.text("team.agent"), "field-label"), agent);
    }

    private static <T> void connect(ComboBox<T> combo, ObjectProperty<@Nullable T> chosen) {
        combo.setValue(chosen.get());
        combo.valueProperty().addListener((property, before, now) -> {
            if (now != null) {
                chosen.set(now);
            }
        });
    }

    private static <T> ComboBox<T> combo(String id, String name, Function<T, String> words) {
        ComboBox<T> combo = new ComboBox<>();
        combo.setId(id);
        combo.setAccessibleText(name);
        combo.setMaxWidth(Double.MAX_VALUE);
        combo.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable T value) {
                return value == null ? "" : words.apply(value);
            }

            @Override
            public T fromString(String text) {
                return Objects.requireNonNull(combo.getValue());
            }
        });
        return combo;
    }

    private static CheckBox check(String id, String key, BooleanProperty value) {
        CheckBox check = new CheckBox(Texts.text(key));
        check.setId(id);
        check.setMnemonicParsing(false);
        check.setWrapText(true);
        check.selectedProperty().bindBidirectional(value);
        return check;
    }

    private static TextField line(String id) {
        TextField field = NonBlinkingCaret.install(new TextField());
        field.setId(id);
        return field;
    }

    private static TextArea area(String id, int rows) {
        TextArea area = NonBlinkingCaret.install(new TextArea());
        TabTraversal.install(area);
        area.setId(id);
        area.setPrefRowCount(rows);
        area.setWrapText(true);
        area.setMinHeight(Region.USE_PREF_SIZE);
        return area;
    }

    private static VBox input(String key, TextInputControl input, int most, StringProperty value) {
        Sheets.bound(input, most);
        input.textProperty().bindBidirectional(value);
        VBox field = field(key, input);
        input.setAccessibleText(Texts.text(key));
        return field;
    }

    private static VBox field(String key, Node control) {
        Label label = Widgets.wrapped(Texts.text(key), "field-label");
        if (control instanceof Control) {
            label.setLabelFor(control);
        }
        return Widgets.column("field", label, control);
    }

    private static Label sentence(ReadOnlyStringProperty text, String style) {
        Label label = Widgets.wrapped("", style);
        label.textProperty().bind(text);
        label.visibleProperty().bind(label.textProperty().isNotEmpty());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private void enable() {
        start.setDisable(!presenter.isReady());
    }

    private void draw() {
        workers.getChildren()
                .setAll(presenter.workers().stream()
                        .map(worker -> rows.computeIfAbsent(worker, WorkerFields::new))
                        .toList());
        rows.keySet().retainAll(List.copyOf(presenter.workers()));
        add.setDisable(!presenter.mayAdd());
    }

    private void addWorker() {
        presenter.onAdd();
        WorkerFields row = rows.get(presenter.workers().get(presenter.workers().size() - 1));
        if (row != null) {
            row.name.requestFocus();
            row.name.selectAll();
        }
    }

    /** The fields of a worker, and the button that removes it. */
    private final class WorkerFields extends VBox {
        private final TextField name;

        WorkerFields(MemberForm worker) {
            int number = ++made;
            getStyleClass().add("run-card");
            name = line("team-name-" + number);
            Button remove = Widgets.button(Texts.text("team.remove"), "plain-button", () -> remove(worker));
            remove.setId("team-remove-" + number);
            remove.accessibleTextProperty().bind(worker.name.map(now -> Texts.text("team.remove") + ": " + now));
            getChildren()
                    .setAll(
                            input("team.name", name, TeamRequest.MAX_NAME, worker.name),
                            agents("team-agent-" + number, worker, worker.name.get()),
                            input(
                                    "team.instructions",
                                    area("team-instructions-" + number, INSTRUCTION_ROWS),
                                    TeamRequest.MAX_INSTRUCTIONS,
                                    worker.instructions),
                            Widgets.rightRow("job-buttons", remove));
        }

        /** The focus goes to a control that stays. */
        private void remove(MemberForm worker) {
            presenter.onRemove(worker);
            add.requestFocus();
        }
    }
}
