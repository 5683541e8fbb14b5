package dev.pilothouse.ui.runs;

import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunNote;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The members of a team or a review, with the work of each, and the notes of the run. Confined to the FX thread. Removes
 * its listener when it leaves the scene.
 */
public final class RunMembersSheet extends VBox {
    /** Opens other parts of the window. */
    public record Actions(Consumer<SessionKey> session, Consumer<SessionKey> changes) {}

    /** Makes the sheet for the shell. */
    public record Factory(RunsPresenter presenter, Actions actions) implements RunDetailFactory {
        @Override
        public String title() {
            return Texts.text("runs.details");
        }

        @Override
        public Region create(RunKey key, Runnable close) {
            return new RunMembersSheet(presenter, key, actions, close);
        }
    }

    private final RunsPresenter presenter;
    private final RunKey key;
    private final Actions actions;
    private final Label title = Widgets.wrapped("", "screen-title");
    private final Label state = Widgets.wrapped("", "muted");
    private final VBox body = Widgets.column("sheet-fields");
    private final Button changes;
    private @Nullable Run drawn;

    private RunMembersSheet(RunsPresenter presenter, RunKey key, Actions actions, Runnable close) {
        this.presenter = presenter;
        this.key = key;
        this.actions = actions;
        getStyleClass().add("large-sheet");
        setId("run-members-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        changes = Widgets.button(Texts.text("tries.changes"), "plain-button", this::openChanges);
        changes.setId("run-changes");
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren().setAll(title, state, new SheetScroll(body), Widgets.rightRow("sheet-buttons", changes, done));
        ChangeListener<List<Run>> listener = (property, before, now) -> draw();
        presenter.runsProperty().addListener(listener);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.runsProperty().removeListener(listener);
                presenter.onClose();
            }
        });
        presenter.onOpen();
        draw();
    }

    private void openChanges() {
        SessionId session =
                presenter.run(key).map(run -> run.request().sessionId()).orElse(null);
        if (session != null) {
            actions.changes().accept(new SessionKey(key.hostId(), session));
        }
    }

    private void draw() {
        Optional<Run> found = presenter.run(key);
        if (found.isEmpty() || found.get() == drawn) {
            return;
        }
        Run run = found.get();
        drawn = run;
        HostView host = presenter.link(key).orElseThrow().reader().host();
        title.setText(run.title());
        state.setText(RunsPresenter.about(run));
        SessionId subject = run.request().sessionId();
        boolean hasChanges = subject != null && isThere(host, subject);
        changes.setVisible(hasChanges);
        changes.setManaged(hasChanges);
        List<Node> nodes = new ArrayList<>();
        run.members().forEach(member -> nodes.add(card(host, run, member)));
        List<String> notes =
                run.notes().stream().map(RunNote::sentence).map(HostTexts::text).toList();
        if (!notes.isEmpty()) {
            nodes.add(Widgets.wrapped(Texts.text("runs.notes"), "section-title"));
            notes.forEach(note -> nodes.add(Widgets.wrapped(note, "job-text")));
        }
        Sheets.replace(body, nodes);
    }

    private Node card(HostView host, Run run, RunMember member) {
        RunsPresenter.Member shown = presenter.member(host, run, member);
        List<Node> nodes = new ArrayList<>();
        nodes.add(Widgets.wrapped(shown.name(), "strong"));
        nodes.add(Widgets.wrapped(shown.about(), "meta"));
        for (String text : List.of(shown.text(), RunsPresenter.work(member))) {
            if (!text.isEmpty()) {
                nodes.add(Widgets.wrapped(text, "job-text"));
            }
        }
        List<Button> buttons = new ArrayList<>();
        SessionKey session = shown.session();
        if (shown.stoppable()) {
            buttons.add(button("runs.stop", "run-member-stop-", shown, () -> presenter.onStop(key, member.key())));
        }
        if (session != null && isThere(host, session.sessionId())) {
            buttons.add(button(
                    "runs.open",
                    "run-member-open-",
                    shown,
                    () -> actions.session().accept(session)));
        }
        if (!buttons.isEmpty()) {
            FlowPane row = new FlowPane();
            row.getStyleClass().add("many-groups");
            row.getChildren().setAll(buttons);
            nodes.add(row);
        }
        VBox card = Widgets.column("run-card", nodes.toArray(new Node[0]));
        card.setMinWidth(0);
        return card;
    }

    private static boolean isThere(HostView host, SessionId sessionId) {
        return host.sessions().stream().anyMatch(session -> session.sessionId().equals(sessionId));
    }

    private static Button button(String text, String id, RunsPresenter.Member member, Runnable action) {
        Button button = Widgets.button(Texts.text(text), "plain-button", action);
        button.setId(id + member.key());
        button.setAccessibleText(Texts.text(text) + ": " + member.name());
        return button;
    }
}
