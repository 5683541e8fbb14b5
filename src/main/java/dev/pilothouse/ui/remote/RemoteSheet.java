package dev.pilothouse.ui.remote;

import dev.pilothouse.model.GitActivity;
import dev.pilothouse.model.PullMode;
import dev.pilothouse.model.PushForm;
import dev.pilothouse.model.RemoteState;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.remote.RemotePresenter.JobText;
import dev.pilothouse.ui.remote.RemotePresenter.Shown;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Shows what a pull and a push would do, and the output of the job that does it. Its nodes stay, so that the focus
 * stays where it is while output arrives. Confined to the FX thread. Removes its listener when it leaves the scene.
 */
public final class RemoteSheet extends VBox {
    private static final int ID = 8;

    private final RemotePresenter presenter;

    private final Label problem = Widgets.wrapped("", "problem");
    private final Label hindrance = Widgets.wrapped("", "muted");
    private final Label loading = Widgets.wrapped(Texts.text("remote.loading"), "muted");

    private final Label upstream = Widgets.wrapped("", "section-title");
    private final Label pullUrl = Widgets.wrapped("", "meta");
    private final Label counts = Widgets.wrapped("", "job-text");
    private final Label turn = Widgets.wrapped("", "meta");
    private final RadioButton rebase;
    private final RadioButton merge;
    private final VBox ways;
    private final Button fetch;
    private final Button pull;

    private final Label operation = Widgets.wrapped("", "section-title");
    private final Label conflicts = Widgets.wrapped("", "job-text");
    private final Button handOver;
    private final Button abort;
    private final VBox conflictBox;

    private final Label target = Widgets.wrapped("", "section-title");
    private final Label pushUrl = Widgets.wrapped("", "meta");
    private final Label form = Widgets.wrapped("", "job-text");
    private final VBox commits = Widgets.column("job-lines");
    private final Label uncommitted = Widgets.wrapped("", "meta");
    private final Label guarded = Widgets.wrapped("", "job-text");
    // Short texts: a tick box does not count its box when it breaks a line.
    private final CheckBox toDefault = new CheckBox(Texts.text("remote.toDefault"));
    private final CheckBox force = new CheckBox(Texts.text("remote.force"));
    private final Button push;
    private final VBox pushBox;
    private final VBox pullBox;

    private final Label jobTitle = Widgets.wrapped("", "section-title");
    private final Label jobOutput = Widgets.wrapped("", "job-output");
    private final Label jobText = Widgets.wrapped("", "job-text");
    private final Button cancel;
    private final VBox jobBox;

    public RemoteSheet(RemotePresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("remote-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        rebase = way(PullMode.REBASE);
        merge = way(PullMode.MERGE);
        ways = Widgets.column("job-lines", rebase, merge);
        ToggleGroup one = new ToggleGroup();
        rebase.setToggleGroup(one);
        merge.setToggleGroup(one);
        fetch = Widgets.button(Texts.text("remote.fetch"), "plain-button", presenter::onFetch);
        fetch.setId("remote-fetch");
        pull = Widgets.button(Texts.text("remote.pull"), "plain-button", presenter::onPull);
        pull.setId("remote-pull");
        handOver = Widgets.button(Texts.text("remote.handOver"), "primary-button", () -> {
            close.run();
            presenter.onHandOver();
        });
        handOver.setId("remote-hand-over");
        abort = Widgets.button(Texts.text("remote.abort"), "danger-button", presenter::onAbort);
        abort.setId("remote-abort");
        push = Widgets.button(Texts.text("remote.push"), "primary-button", presenter::onPush);
        push.setId("remote-push");
        cancel = Widgets.button(Texts.text("action.cancel"), "plain-button", () -> {
            JobText job = presenter.shownProperty().get().job();
            if (job != null) {
                presenter.onCancel(job.jobId());
            }
        });
        cancel.setId("remote-cancel");
        toDefault.setId("remote-to-default");
        breaking(toDefault);
        toDefault.selectedProperty().bindBidirectional(presenter.toDefaultProperty());
        force.setId("remote-force");
        breaking(force);
        force.selectedProperty().bindBidirectional(presenter.forceProperty());
        conflictBox =
                Widgets.column("job-lines", operation, conflicts, Widgets.buttonRow("job-buttons", handOver, abort));
        pullBox = Widgets.column(
                "job-lines", upstream, pullUrl, counts, turn, ways, Widgets.buttonRow("job-buttons", fetch, pull));
        pushBox = Widgets.column(
                "job-lines", target, pushUrl, form, commits, uncommitted, guarded, toDefault, force, row(push));
        jobBox = Widgets.column("job-lines", jobTitle, jobOutput, jobText, row(cancel));
        Button done = Widgets.button(Texts.text("action.done"), "plain-button", close);
        done.setCancelButton(true);
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("remote.title"), "screen-title"),
                        new SheetScroll(Widgets.column(
                                "sheet-fields", loading, hindrance, problem, conflictBox, pullBox, pushBox, jobBox)),
                        Widgets.rightRow("sheet-buttons", done));
        ChangeListener<Object> drawn = (property, before, now) -> draw();
        List<ObservableValue<?>> all = List.of(
                presenter.shownProperty(),
                presenter.modeProperty(),
                presenter.toDefaultProperty(),
                presenter.forceProperty());
        all.forEach(each -> each.addListener(drawn));
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                all.forEach(each -> each.removeListener(drawn));
                toDefault.selectedProperty().unbindBidirectional(presenter.toDefaultProperty());
                force.selectedProperty().unbindBidirectional(presenter.forceProperty());
            }
        });
        draw();
    }

    private RadioButton way(PullMode mode) {
        RadioButton button = new RadioButton(Texts.text("remote.mode." + mode.name()));
        button.setId("remote-" + mode.name().toLowerCase(Locale.ROOT));
        breaking(button);
        // Arrow keys select a radio button without an action event.
        button.selectedProperty().addListener((property, before, now) -> {
            if (now) {
                presenter.modeProperty().set(mode);
            }
        });
        return button;
    }

    private static void breaking(Labeled control) {
        control.setWrapText(true);
        control.setMinHeight(Region.USE_PREF_SIZE);
    }

    private static Node row(Button button) {
        Node row = Widgets.buttonRow("job-buttons", button);
        row.managedProperty().bind(row.visibleProperty());
        row.visibleProperty().bind(button.visibleProperty());
        return row;
    }

    private static void present(Node node, boolean wanted) {
        node.setVisible(wanted);
        if (!node.managedProperty().isBound()) {
            node.setManaged(wanted);
        }
    }

    private static void say(Label label, String text) {
        label.setText(text);
        present(label, !text.isEmpty());
    }

    private void draw() {
        Shown shown = presenter.shownProperty().get();
        present(loading, shown.loading());
        say(problem, shown.problem());
        say(hindrance, shown.hindrance());
        RemoteState state = shown.state();
        boolean may = shown.hindrance().isEmpty();
        present(pullBox, state != null);
        present(pushBox, state != null);
        boolean unfinished = state != null && state.pull().operation() != GitActivity.NONE;
        present(conflictBox, unfinished);
        if (state != null) {
            drawPull(state, shown, may);
            drawPush(state, may);
            if (unfinished) {
                drawUnfinished(state.pull(), shown, may);
            }
        }
        drawJob(shown.job(), may);
    }

    private void drawPull(RemoteState state, Shown shown, boolean may) {
        RemoteState.Pull from = state.pull();
        boolean follows = !from.upstream().isEmpty();
        upstream.setText(
                follows
                        ? state.branch().name() + " \u2190 " + from.upstream()
                        : Texts.text(from.remote().isEmpty() ? "remote.none" : "remote.noUpstream"));
        say(pullUrl, from.url());
        say(
                counts,
                !follows
                        ? ""
                        : from.ahead() + from.behind() == 0
                                ? Texts.text("remote.equal")
                                : Texts.text("remote.counts", from.behind(), from.ahead()));
        say(turn, from.turn().isEmpty() ? "" : Texts.text("remote.turn", from.turn()));
        PullMode mode = presenter.modeProperty().get();
        rebase.setSelected(mode == PullMode.REBASE);
        merge.setSelected(mode == PullMode.MERGE);
        boolean idle = from.operation() == GitActivity.NONE;
        present(ways, may && follows && idle && RemotePresenter.needsMode(from));
        ways.setDisable(!shown.isReady());
        present(fetch, may && !from.remote().isEmpty());
        fetch.setDisable(!shown.isReady());
        present(pull, may && follows && idle);
        pull.setText(Texts.text(from.turn().isEmpty() ? "remote.pull" : "remote.pullAfter"));
        pull.setDisable(!presenter.mayPull());
        present(fetch.getParent(), fetch.isVisible() || pull.isVisible());
    }

    private void drawUnfinished(RemoteState.Pull from, Shown shown, boolean may) {
        operation.setText(Texts.text("remote.unfinished." + from.operation().name()));
        List<String> lines = new ArrayList<>();
        if (from.conflicted() == 0) {
            lines.add(Texts.text("remote.noConflicts"));
        } else {
            lines.add(Texts.text("remote.conflicts"));
            lines.addAll(from.conflicts());
            if (from.conflicted() > from.conflicts().size()) {
                lines.add(Texts.text(
                        "remote.moreFiles", from.conflicted() - from.conflicts().size()));
            }
        }
        conflicts.setText(String.join("\n", lines));
        boolean ours = from.operation() == GitActivity.MERGE || from.operation() == GitActivity.REBASE;
        present(handOver, may && ours);
        present(abort, may && ours);
        abort.setDisable(!shown.isReady() || !from.turn().isEmpty());
        present(handOver.getParent(), may && ours);
    }

    private void drawPush(RemoteState state, boolean may) {
        RemoteState.Push to = state.push();
        boolean possible = to.form() != PushForm.NO_REMOTE && to.form() != PushForm.NO_BRANCH;
        present(pushBox, possible);
        if (!possible) {
            return;
        }
        target.setText(state.branch().name() + " \u2192 " + to.remote() + "/" + to.target());
        say(pushUrl, to.url());
        form.setText(
                to.form() == PushForm.DIVERGED
                        ? Texts.text("remote.form.DIVERGED", to.total(), to.lost())
                        : Texts.text("remote.form." + to.form().name(), to.total()));
        List<Node> rows = new ArrayList<>();
        for (RemoteState.Commit commit : to.commits()) {
            rows.add(Widgets.wrapped(
                    commit.id().substring(0, Math.min(ID, commit.id().length())) + "  " + commit.subject(), "meta"));
        }
        if (to.total() > to.commits().size()) {
            rows.add(Widgets.wrapped(
                    Texts.text("remote.moreCommits", to.total() - to.commits().size()), "meta"));
        }
        commits.getChildren().setAll(rows);
        present(commits, !rows.isEmpty());
        boolean something = to.form() != PushForm.UP_TO_DATE;
        say(
                uncommitted,
                something && state.branch().uncommitted() > 0
                        ? Texts.text("remote.uncommitted", state.branch().uncommitted())
                        : "");
        say(guarded, something && to.guarded() ? Texts.text("remote.guarded", to.target()) : "");
        present(toDefault, may && something && to.guarded());
        present(force, may && to.form() == PushForm.DIVERGED);
        push.setText(Texts.text(to.form() == PushForm.DIVERGED ? "remote.forcePush" : "remote.push"));
        push.getStyleClass().removeAll("primary-button", "danger-button");
        push.getStyleClass().add(to.form() == PushForm.DIVERGED ? "danger-button" : "primary-button");
        present(push, may && something);
        push.setDisable(!presenter.mayPush());
    }

    private void drawJob(@Nullable JobText job, boolean may) {
        present(jobBox, job != null);
        if (job != null) {
            jobTitle.setText(job.title());
            say(jobOutput, String.join("\n", job.lines()));
            say(jobText, job.text());
            present(cancel, may && !job.over());
        }
    }
}
