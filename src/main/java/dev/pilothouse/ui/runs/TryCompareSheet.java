package dev.pilothouse.ui.runs;

import com.google.gson.JsonObject;
import dev.pilothouse.model.CommitOrder;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.Run;
import dev.pilothouse.model.RunCheck;
import dev.pilothouse.model.RunMember;
import dev.pilothouse.model.RunRole;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.HostView;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
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
import java.util.Objects;
import java.util.Optional;
import javafx.beans.value.ChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
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

        /** Compares the working trees of two sessions. @param title names both */
        void compare(SessionKey before, SessionKey after, String title);
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
    /** The first of two attempts to compare; null for none. */
    private @Nullable String compared;

    private @Nullable Run drawn;

    private TryCompareSheet(RunsPresenter presenter, RunKey key, Actions actions, Runnable close) {
        this.presenter = presenter;
        this.key = key;
        this.actions = actions;
        getStyleClass().add("large-sheet");
        setId("try-compare-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        discard = Widgets.button(Texts.text("tries.discard"), "plain-button", this::askToDiscard);
        discard.setId("try-discard");
        Button done = Widgets.button(Texts.text("action.done"), "primary-button", close);
        done.setCancelButton(true);
        getChildren().setAll(title, new SheetScroll(body), Widgets.rightRow("sheet-buttons", discard, done));
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
        boolean choosing = isChoosing(host, run);
        state.setText(
                choosing
                        ? sentence + " " + Texts.text("tries.keepAbout")
                        : sentence.isEmpty() ? RunsPresenter.state(run) : sentence);
        discard.setVisible(choosing);
        discard.setManaged(choosing);
        if (!choosing) {
            Sheets.cancelFoot(this);
        }
        List<Node> nodes = new ArrayList<>(List.of(state));
        run.members().stream()
                .filter(member -> member.role() == RunRole.JUDGE)
                .forEach(judge -> nodes.add(verdict(host, run, judge)));
        run.members().stream()
                .filter(member -> member.role() != RunRole.JUDGE)
                .forEach(member -> nodes.add(card(host, run, member, choosing)));
        Sheets.replace(body, nodes);
    }

    /** The judge, with its verdict if there is one. */
    private static Node verdict(HostView host, Run run, RunMember judge) {
        List<Node> nodes = new ArrayList<>();
        nodes.add(Widgets.wrapped(RunsPresenter.name(host, judge), "strong"));
        String chosen = run.fact("verdict");
        if (chosen.isEmpty()) {
            nodes.add(Widgets.wrapped(
                    judge.state().isOver()
                            ? Texts.text("tries.noVerdict")
                            : Texts.text("runMember." + judge.state().name()),
                    "meta"));
        } else {
            nodes.add(Widgets.wrapped(
                    run.member(chosen)
                            .map(member -> Texts.text("tries.verdict", label(host, member)))
                            .orElse(Texts.text("tries.verdictNone")),
                    "job-text"));
            addText(nodes, run.fact("verdictReasons"), "job-text");
            addText(nodes, run.fact("verdictOlder").isEmpty() ? "" : Texts.text("tries.verdictOlder"), "meta");
            addText(
                    nodes,
                    run.fact("verdictDisagrees").isEmpty() ? "" : Texts.text("tries.verdictDisagrees"),
                    "problem");
        }
        VBox card = Widgets.column("run-card", nodes.toArray(new Node[0]));
        card.setId("try-verdict");
        card.setMinWidth(0);
        return card;
    }

    /** A run that was stopped has left its worktrees, which wait for the choice too. */
    private static boolean isChoosing(HostView host, Run run) {
        boolean left = run.state() == RunState.OVER
                && run.fact("kept").isEmpty()
                && run.fact("discarded").isEmpty()
                && run.members().stream().anyMatch(member -> member.sessionId() != null);
        return RunsPresenter.maySteer(host) && (run.state() == RunState.WAITING_FOR_YOU || left);
    }

    private void askToDiscard() {
        Button sure = Widgets.button(Texts.text("tries.discardSure"), "danger-button", () -> {
            Sheets.cancelFoot(this);
            presenter.send(key, "discard", "{}");
        });
        sure.setId("try-discard-confirm");
        Sheets.cancelFoot(this);
        Sheets.askInFoot(this, discard, sure, Widgets.wrapped(Texts.text("tries.discardAbout"), "job-text"));
    }

    private Node card(HostView host, Run run, RunMember member, boolean choosing) {
        String name = RunsPresenter.name(host, member);
        List<Node> nodes = new ArrayList<>();
        nodes.add(Widgets.wrapped(label(host, member), "strong"));
        List<String> about = new ArrayList<>();
        about.add(Texts.text("runMember." + member.state().name()));
        about.add(RunsPresenter.kept(run, member));
        about.add(member.fact("branch"));
        about.add(
                member.fact("files").isEmpty()
                        ? ""
                        : Texts.text(
                                "tries.files", member.fact("files"), member.fact("added"), member.fact("removed")));
        about.add(
                member.fact("uncommitted").isEmpty()
                                || member.fact("uncommitted").equals("0")
                        ? ""
                        : Texts.text("tries.uncommitted", member.fact("uncommitted")));
        about.add(member.fact("millis").isEmpty() ? "" : TimeFormatter.duration(millis(member.fact("millis"))));
        about.add(SpendText.of(member.spend()));
        about.removeIf(String::isEmpty);
        nodes.add(Widgets.wrapped(String.join(DOT, about), "meta"));
        addText(nodes, HostTexts.text(member.sentence()), "job-text");
        addText(nodes, member.fact("message"), "job-text");
        if (member.check() != RunCheck.NONE) {
            String check = RunsPresenter.check(member);
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
            String base = choosing ? run.fact("baseBranch") : "";
            nodes.add(buttons(
                    new SessionKey(host.hostId(), sessionId),
                    run,
                    member,
                    name,
                    choosing,
                    isThere(host, sessionId),
                    base.isEmpty() ? null : () -> askToMerge(run, member, base)));
        }
        VBox card = Widgets.column("run-card", nodes.toArray(new Node[0]));
        card.setMinWidth(0);
        return card;
    }

    /** Asks for the message of a commit. */
    private void askToMerge(Run run, RunMember member, String base) {
        TextField message = NonBlinkingCaret.install(new TextField(run.title()));
        Sheets.bound(message, CommitOrder.MAX_MESSAGE);
        message.setId("try-merge-message");
        message.setAccessibleText(Texts.text("tries.mergeMessage"));
        Button merge = Widgets.button(Texts.text("tries.mergeSure", base), "primary-button", () -> {
            JsonObject parameters = new JsonObject();
            parameters.addProperty("member", member.key());
            parameters.addProperty("message", message.getText().strip());
            Sheets.cancelFoot(this);
            presenter.send(key, "merge", parameters.toString());
        });
        merge.setId("try-merge-confirm");
        message.setOnAction(event -> merge.fire());
        Sheets.cancelFoot(this);
        Sheets.askInFoot(
                this,
                lookup("#try-merge-" + member.key()),
                merge,
                Widgets.wrapped(Texts.text("tries.mergeAbout", member.fact("branch"), base), "job-text"),
                Widgets.wrapped(Texts.text("tries.mergeMessage"), "meta"),
                message);
        message.requestFocus();
    }

    /** The first press chooses one side, the second one opens the comparison. */
    private Optional<Button> compareButton(HostId hostId, Run run, RunMember member, String name) {
        HostView host = presenter.link(key).orElseThrow().reader().host();
        List<RunMember> others = run.members().stream()
                .filter(other -> !other.key().equals(member.key()) && other.role() != RunRole.JUDGE)
                .filter(other -> other.sessionId() != null && isThere(host, other.sessionId()))
                .toList();
        Optional<RunMember> first =
                others.stream().filter(other -> other.key().equals(compared)).findFirst();
        if (others.isEmpty()) {
            return Optional.empty();
        }
        boolean chosen = member.key().equals(compared);
        String text = chosen
                ? Texts.text("tries.compareChosen")
                : first.map(other -> Texts.text("tries.compareWith", number(other)))
                        .orElse(Texts.text("tries.compareThis"));
        Button button = Widgets.button(text, "plain-button", () -> {
            if (first.isPresent()) {
                actions.compare(
                        new SessionKey(
                                hostId, Objects.requireNonNull(first.get().sessionId())),
                        new SessionKey(hostId, Objects.requireNonNull(member.sessionId())),
                        label(host, first.get()) + " \u2192 " + label(host, member));
                return;
            }
            compared = chosen ? null : member.key();
            drawn = null;
            draw();
        });
        button.setId("try-compare-" + member.key());
        button.setAccessibleText(text + ": " + name);
        return Optional.of(button);
    }

    private static String number(RunMember member) {
        return member.key().substring(1);
    }

    private static String label(HostView host, RunMember member) {
        return number(member) + DOT + RunsPresenter.name(host, member);
    }

    private static boolean isThere(HostView host, SessionId sessionId) {
        return host.sessions().stream().anyMatch(session -> session.sessionId().equals(sessionId));
    }

    /** @param merge null if it cannot be merged */
    private Node buttons(
            SessionKey session,
            Run run,
            RunMember member,
            String name,
            boolean choosing,
            boolean there,
            @Nullable Runnable merge) {
        List<Button> buttons = new ArrayList<>();
        if (choosing) {
            buttons.add(button(
                    "tries.keep",
                    "try-keep-" + member.key(),
                    name,
                    () -> presenter.send(key, "keep", "{\"member\":\"" + member.key() + "\"}")));
        }
        if (merge != null) {
            buttons.add(button("tries.merge", "try-merge-" + member.key(), name, merge));
        }
        if (there) {
            buttons.add(button("tries.changes", "try-changes-" + member.key(), name, () -> actions.changes(session)));
            compareButton(session.hostId(), run, member, name).ifPresent(buttons::add);
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
