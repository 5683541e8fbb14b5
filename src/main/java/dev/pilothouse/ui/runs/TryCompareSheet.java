package dev.pilothouse.ui.runs;

import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.SpendText;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Compares the attempts of a run, and keeps one of them. Confined to the FX thread. Removes its listener when it leaves
 * the scene.
 */
public final class TryCompareSheet extends VBox {
    private static final String DOT = " \u00b7 ";

    /** Opens other parts of the window. */
    public interface Actions {
        void session(SessionKey key);

        void changes(SessionKey key);
    }

    /** Makes the sheet for the shell. */
    public record Factory(RunsPresenter presenter, Actions actions) implements RunDetailFactory {
        @Override
        public String title() {
            return Texts.text("tries.compare");
        }

        @Override
        public Region create(RunKey key, Runnable close) {
            return new TryCompareSheet(presenter, key, actions, close);
        }
    }

    private final RunsPresenter presenter;
    private final RunKey key;
    private final Actions actions;
    private final Label title = Widgets.wrapped("", "screen-title");
    private final Label state = Widgets.wrapped("", "muted");
    private final VBox body = Widgets.column("sheet-fields");
    private final Button discard;
    private @Nullable Run drawn;

    private TryCompareSheet(RunsPresenter presenter, RunKey key, Actions actions, Runnable close) {
        this.presenter = presenter;
        this.key = key;
        this.actions = actions;
        getStyleClass().add("large-sheet");
        setId("try-compare-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        discard =
                Widgets.button(Texts.text("tries.discard"), "plain-button", () -> presenter.send(key, "discard", "{}"));
        discard.setId("try-discard");
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren().setAll(title, state, new SheetScroll(body), Widgets.rightRow("sheet-buttons", discard, done));
        // The cards do not have everything that is shown here, such as the number of changed files.
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

    private void draw() {
        Optional<Run> found = presenter.run(key);
        if (found.isEmpty() || found.get() == drawn) {
            return;
        }
        Run run = found.get();
        drawn = run;
        HostView host = presenter.link(key).orElseThrow().reader().host();
        title.setText(run.title());
        String sentence = HostTexts.text(run.status().sentence());
        boolean choosing = run.state() == RunState.WAITING_FOR_YOU && RunsPresenter.maySteer(host);
        state.setText(
                choosing
                        ? sentence + " " + Texts.text("tries.keepAbout")
                        : sentence.isEmpty() ? RunsPresenter.state(run) : sentence);
        discard.setVisible(choosing);
        discard.setManaged(choosing);
        List<Node> nodes = new ArrayList<>();
        run.members().forEach(member -> nodes.add(card(host, run, member, choosing)));
        Sheets.replace(body, nodes);
    }

    private Node card(HostView host, Run run, RunMember member, boolean choosing) {
        String name = RunsPresenter.name(host, member);
        List<Node> nodes = new ArrayList<>();
        nodes.add(Widgets.wrapped(member.key().substring(1) + DOT + name, "strong"));
        List<String> about = new ArrayList<>();
        about.add(Texts.text("runMember." + member.state().name()));
        about.add(member.key().equals(run.fact("kept")) ? Texts.text("tries.kept") : "");
        about.add(member.fact("branch"));
        about.add(
                member.fact("files").isEmpty()
                        ? ""
                        : Texts.text(
                                "tries.files", member.fact("files"), member.fact("added"), member.fact("removed")));
        about.add(member.fact("millis").isEmpty() ? "" : TimeFormatter.duration(millis(member.fact("millis"))));
        about.add(SpendText.of(member.spend()));
        about.removeIf(String::isEmpty);
        nodes.add(Widgets.wrapped(String.join(DOT, about), "meta"));
        addText(nodes, HostTexts.text(member.sentence()), "job-text");
        addText(nodes, member.fact("message"), "job-text");
        if (member.check() != RunCheck.NONE) {
            String check = Texts.text("runCheck." + member.check().name());
            addText(
                    nodes,
                    member.check() == RunCheck.FAILED
                            ? check + DOT + Texts.text("tries.exit", member.fact("checkExit"))
                            : check,
                    "meta");
            addText(nodes, member.fact("checkLines"), "job-output");
        }
        SessionId sessionId = member.sessionId();
        if (sessionId != null) {
            nodes.add(buttons(
                    new SessionKey(host.hostId(), sessionId), member, name, choosing, isThere(host, sessionId)));
        }
        VBox card = Widgets.column("run-card", nodes.toArray(new Node[0]));
        card.setMinWidth(0);
        return card;
    }

    private static boolean isThere(HostView host, SessionId sessionId) {
        return host.sessions().stream().anyMatch(session -> session.sessionId().equals(sessionId));
    }

    private Node buttons(SessionKey session, RunMember member, String name, boolean choosing, boolean there) {
        List<Button> buttons = new ArrayList<>();
        if (choosing) {
            buttons.add(button(
                    "tries.keep",
                    "try-keep-" + member.key(),
                    name,
                    () -> presenter.send(key, "keep", "{\"member\":\"" + member.key() + "\"}")));
        }
        if (there) {
            buttons.add(button("tries.changes", "try-changes-" + member.key(), name, () -> actions.changes(session)));
            buttons.add(button("runs.open", "try-open-" + member.key(), name, () -> actions.session(session)));
        }
        FlowPane row = new FlowPane();
        row.getStyleClass().add("many-groups");
        row.getChildren().setAll(buttons);
        return row;
    }

    private static Button button(String text, String id, String name, Runnable action) {
        Button button = Widgets.button(Texts.text(text), "plain-button", action);
        button.setId(id);
        button.setAccessibleText(Texts.text(text) + ": " + name);
        return button;
    }

    private static void addText(List<Node> nodes, String text, String style) {
        if (!text.isEmpty()) {
            nodes.add(Widgets.wrapped(text, style));
        }
    }

    private static long millis(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
