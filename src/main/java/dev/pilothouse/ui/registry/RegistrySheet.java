package dev.pilothouse.ui.registry;

import dev.pilothouse.model.AgentId;
import dev.pilothouse.model.JobId;
import dev.pilothouse.model.RegistryAgent;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.registry.RegistryPresenter.Group;
import dev.pilothouse.ui.registry.RegistryPresenter.Own;
import dev.pilothouse.ui.registry.RegistryPresenter.Row;
import dev.pilothouse.ui.registry.RegistryPresenter.Shown;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Lists the agents that a host can install, or shows the form of an own one, which is a step of its own. Confined to the FX
 * thread. Removes its listeners when it leaves the scene.
 */
public final class RegistrySheet extends VBox implements Overlay.Steps {
    private static final int LINES = 3;

    private final RegistryPresenter presenter;
    private final Consumer<String> copy;
    private final VBox body = Widgets.column("agent-rows");
    private final Label age = Widgets.wrapped("", "meta");
    private final Button refresh;
    private final List<Node> list;

    /** @param copy puts a command into the clipboard */
    public RegistrySheet(RegistryPresenter presenter, Consumer<String> copy, Runnable close) {
        this.presenter = presenter;
        this.copy = copy;
        getStyleClass().add("large-sheet");
        setId("registry-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        TextField search = NonBlinkingCaret.install(new TextField());
        search.setId("registry-search");
        search.setPromptText(Texts.text("registry.search"));
        search.setAccessibleText(Texts.text("registry.search"));
        search.textProperty().bindBidirectional(presenter.queryProperty());
        refresh = Widgets.button(Texts.text("registry.refresh"), "plain-button", presenter::onRefresh);
        refresh.setId("registry-refresh");
        Button add = Widgets.button(Texts.text("registry.add"), "plain-button", presenter::onAdd);
        add.setId("registry-add");
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        list = List.of(
                Widgets.wrapped(Texts.text("registry.title", presenter.hostName()), "screen-title"),
                Widgets.column("sheet-fields", search),
                new SheetScroll(Widgets.column("sheet-fields", body, age, flow(refresh, add))),
                Widgets.rightRow("sheet-buttons", done));
        ChangeListener<Shown> drawn = (property, before, now) -> draw(now);
        ChangeListener<@Nullable OwnAgentForm> form = (property, before, now) -> {
            drawStep();
            requestFocus();
        };
        presenter.shownProperty().addListener(drawn);
        presenter.formProperty().addListener(form);
        presenter.setOnRefusal(this::showRefusal);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.shownProperty().removeListener(drawn);
                presenter.formProperty().removeListener(form);
                presenter.setOnRefusal(message -> {});
                search.textProperty().unbindBidirectional(presenter.queryProperty());
            }
        });
        draw(presenter.shownProperty().get());
        drawStep();
    }

    @Override
    public boolean back() {
        boolean form = presenter.formProperty().get() != null;
        if (form) {
            presenter.onBack();
        }
        return form;
    }

    /** The message may be out of view, at the end of the form or in a long list. */
    private void showRefusal(String id) {
        // A job may fail while the person is in the form, where its message is not.
        if (lookup("#" + id) instanceof Label message) {
            Sheets.cancelFoot(this);
            boolean types = getScene().getFocusOwner() instanceof TextInputControl;
            if (types && !id.equals(RegistryPresenter.FORM_OUTCOME)) {
                SheetScroll.show(message);
            } else {
                SheetScroll.announce(message);
            }
        }
    }

    private static FlowPane flow(Node... nodes) {
        FlowPane flow = new FlowPane(nodes);
        flow.getStyleClass().add("usage-form");
        return flow;
    }

    private void drawStep() {
        OwnAgentForm form = presenter.formProperty().get();
        if (form == null) {
            getChildren().setAll(list);
        } else {
            drawForm(form);
        }
    }

    private void draw(Shown shown) {
        List<Node> nodes = new ArrayList<>();
        if (!shown.problem().isEmpty()) {
            Label problem = Widgets.wrapped(shown.problem(), "problem");
            problem.setId(RegistryPresenter.PROBLEM);
            nodes.add(problem);
        }
        if (shown.loading()) {
            nodes.add(Widgets.wrapped(Texts.text("registry.loading"), "muted"));
        }
        if (!shown.own().isEmpty()) {
            nodes.add(Widgets.label(Texts.text("registry.own"), "section-title"));
            shown.own().forEach(own -> nodes.add(own(own)));
        }
        Group group = null;
        for (Row row : shown.rows()) {
            if (row.group() != group) {
                group = row.group();
                Label title = Widgets.label(Texts.text("registry.group." + group), "section-title");
                if (!nodes.isEmpty()) {
                    title.getStyleClass().add("agents-further");
                }
                nodes.add(title);
            }
            nodes.add(row(row));
        }
        if (nodes.isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text("registry.none"), "muted"));
        }
        Sheets.replace(body, nodes);
        age.setText(shown.age());
        refresh.setDisable(shown.refreshing());
    }

    private Node own(Own own) {
        String id = own.draft().agentId().value();
        List<String> words = new ArrayList<>(List.of(own.draft().command()));
        words.addAll(own.draft().arguments());
        Button test = named(
                "registry.test",
                own.draft().name(),
                "plain-button",
                () -> presenter.onTest(own.draft().agentId()));
        test.setId("own-test-" + id);
        Button edit = named("registry.edit", own.draft().name(), "plain-button", () -> presenter.onEdit(own.draft()));
        edit.setId("own-edit-" + id);
        VBox row = Widgets.column(
                "agent-row",
                Widgets.wrapped(own.draft().name(), "strong"),
                Widgets.wrapped(String.join(" ", words), "agent-command"));
        add(row, own.tested().text(), "job-text");
        FlowPane buttons = flow(test, edit);
        row.getChildren().add(buttons);
        addLogin(buttons, "own-login-" + id, own.tested().login());
        addLogout(
                row,
                buttons,
                own.draft().agentId(),
                own.draft().name(),
                own.tested().logout());
        return row;
    }

    private Node row(Row row) {
        RegistryAgent agent = row.agent();
        String version = row.group() == Group.UPDATE
                ? Texts.text(
                        "registry.versions",
                        agent.installed().version(),
                        agent.offer().version())
                : agent.isInstalled()
                        ? agent.installed().version()
                        : agent.offer().version();
        VBox lines = Widgets.column(
                "agent-row",
                Widgets.wrapped(agent.about().name() + "  " + version, "strong"),
                Widgets.wrapped(row.facts(), "meta"));
        add(lines, agent.about().text(), "job-text");
        if (row.group() == Group.INSTALLED) {
            add(lines, agent.installed().command(), "agent-command");
        } else if (!agent.offer().source().isEmpty()) {
            add(lines, Texts.text("registry.source", agent.offer().source()), "agent-command");
            add(lines, Texts.text("registry.runs", agent.offer().command()), "agent-command");
        }
        if (row.group() != Group.INSTALLED) {
            add(lines, HostTexts.text(agent.offer().hindrance()), "problem");
        }
        if (!row.outcome().isEmpty()) {
            Label outcome = Widgets.wrapped(row.outcome(), "problem");
            outcome.setId(RegistryPresenter.outcomeOf(agent.id()));
            lines.getChildren().add(outcome);
        }
        add(lines, row.progress(), "agent-command");
        add(lines, row.tested().text(), "job-text");
        if (row.asks()) {
            lines.getChildren().add(question(agent));
        } else {
            FlowPane buttons = buttons(row);
            if (!buttons.getChildren().isEmpty()) {
                lines.getChildren().add(buttons);
            }
            if (agent.isInstalled() && !row.isBusy()) {
                addLogout(
                        lines,
                        buttons,
                        agent.agentId(),
                        agent.about().name(),
                        row.tested().logout());
            }
        }
        return lines;
    }

    /** Adds the button, or the question instead. */
    private void addLogout(
            VBox lines, FlowPane buttons, AgentId agentId, String name, RegistryPresenter.Logout logout) {
        if (logout == RegistryPresenter.Logout.NOT_OFFERED) {
            return;
        }
        boolean asked = logout == RegistryPresenter.Logout.ASKED;
        Button leave = named(
                "registry.logout", name, asked ? "danger-button" : "plain-button", () -> presenter.onLogout(agentId));
        leave.setId((asked ? "registry-logout-confirm-" : "registry-logout-") + agentId.value());
        if (!asked) {
            buttons.getChildren().add(leave);
            return;
        }
        Button cancel = named("action.cancel", name, "plain-button", presenter::onStay);
        lines.getChildren()
                .add(Widgets.column(
                        "sheet-confirm",
                        Widgets.wrapped(Texts.text("registry.logoutAbout", name), "job-text"),
                        flow(cancel, leave)));
    }

    private static void add(VBox lines, String text, String style) {
        if (!text.isEmpty()) {
            lines.getChildren().add(Widgets.wrapped(text, style));
        }
    }

    private static Button named(String key, String name, String style, Runnable action) {
        Button button = Widgets.button(Texts.text(key), style, action);
        button.setAccessibleText(Texts.text(key) + " " + name);
        return button;
    }

    private FlowPane buttons(Row row) {
        RegistryAgent agent = row.agent();
        String name = agent.about().name();
        FlowPane buttons = flow();
        JobId job = row.jobId();
        if (job != null) {
            Button cancel = named("action.cancel", name, "plain-button", () -> presenter.onCancel(job));
            cancel.setId("registry-cancel-" + agent.id());
            buttons.getChildren().add(cancel);
            return buttons;
        }
        if (row.group() != Group.INSTALLED && agent.offer().isPossible()) {
            Button install = named(
                    row.group() == Group.UPDATE ? "registry.update" : "registry.install",
                    name,
                    "plain-button",
                    () -> presenter.onInstall(agent));
            install.setId("registry-install-" + agent.id());
            buttons.getChildren().add(install);
        }
        if (agent.isInstalled()) {
            Button test = named("registry.test", name, "plain-button", () -> presenter.onTest(agent.agentId()));
            test.setId("registry-test-" + agent.id());
            Button remove = named("registry.remove", name, "plain-button", () -> presenter.onRemove(agent));
            remove.setId("registry-remove-" + agent.id());
            buttons.getChildren().addAll(test, remove);
            addLogin(buttons, "registry-login-" + agent.id(), row.tested().login());
        }
        return buttons;
    }

    private void addLogin(FlowPane buttons, String id, String command) {
        if (!command.isEmpty()) {
            Button login = Widgets.copyTextButton(
                    Texts.text("registry.login"),
                    Texts.text("registry.loginCopy", command),
                    () -> copy.accept(command),
                    "plain-button");
            login.setId(id);
            buttons.getChildren().add(login);
        }
    }

    private Node question(RegistryAgent agent) {
        Button cancel = named("action.cancel", agent.about().name(), "plain-button", presenter::onDecline);
        Button install = named(
                "registry.installUnverified", agent.about().name(), "danger-button", () -> presenter.onInstall(agent));
        install.setId("registry-unverified-" + agent.id());
        return Widgets.column(
                "sheet-confirm", Widgets.wrapped(Texts.text("registry.unverified"), "job-text"), flow(cancel, install));
    }

    // --- the form

    private void drawForm(OwnAgentForm form) {
        TextField name = NonBlinkingCaret.install(new TextField());
        TextField command = NonBlinkingCaret.install(new TextField());
        VBox fields = Widgets.column(
                "sheet-fields",
                field("registry.name", "own-name", name, form.name),
                field("registry.command", "own-command", command, form.command),
                area("registry.arguments", "own-arguments", form.arguments),
                area("registry.environment", "own-environment", form.environment),
                Widgets.wrapped(Texts.text("registry.environmentHint"), "meta"));
        Label outcome = Widgets.wrapped("", "job-text");
        outcome.setId(RegistryPresenter.FORM_OUTCOME);
        outcome.textProperty().bind(form.outcomeProperty());
        outcome.visibleProperty().bind(outcome.textProperty().isNotEmpty());
        outcome.managedProperty().bind(outcome.visibleProperty());
        Button test = Widgets.button(Texts.text("registry.test"), "plain-button", presenter::onTestForm);
        test.setId("own-test");
        fields.getChildren().addAll(outcome, flow(test));
        Button cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", presenter::onBack);
        cancel.setCancelButton(true);
        Button save = Widgets.button(Texts.text("registry.save"), "primary-button", presenter::onSave);
        save.setId("own-save");
        HBox buttons = Widgets.rightRow("sheet-buttons", cancel, save);
        if (form.isEdit()) {
            Button delete = Widgets.button(Texts.text("registry.delete"), "plain-button", () -> {});
            delete.setId("own-delete");
            delete.setOnAction(event -> confirmDelete(delete));
            buttons.getChildren().add(0, delete);
        }
        getChildren()
                .setAll(
                        Widgets.wrapped(
                                Texts.text(form.isEdit() ? "registry.editTitle" : "registry.addTitle"), "screen-title"),
                        new SheetScroll(fields),
                        buttons);
    }

    private void confirmDelete(Button asking) {
        Button sure = Widgets.button(Texts.text("registry.deleteSure"), "danger-button", presenter::onDelete);
        sure.setId("own-delete-confirm");
        Sheets.confirmInFoot(this, asking, Texts.text("registry.deleteAbout"), sure);
    }

    private static Node field(String key, String id, TextField field, StringProperty value) {
        field.setId(id);
        field.setAccessibleText(Texts.text(key));
        field.textProperty().bindBidirectional(value);
        return Widgets.column("field", Widgets.wrapped(Texts.text(key), "field-label"), field);
    }

    private static Node area(String key, String id, StringProperty value) {
        TextArea area = NonBlinkingCaret.install(new TextArea());
        TabTraversal.install(area);
        area.setId(id);
        area.setPrefRowCount(LINES);
        area.setAccessibleText(Texts.text(key));
        area.textProperty().bindBidirectional(value);
        return Widgets.column("field", Widgets.wrapped(Texts.text(key), "field-label"), area);
    }
}
