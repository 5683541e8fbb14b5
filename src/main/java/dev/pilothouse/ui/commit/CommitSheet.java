package dev.pilothouse.ui.commit;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.CommitFile;
import dev.pilothouse.model.CommitFile.Staging;
import dev.pilothouse.model.CommitState;
import dev.pilothouse.ui.commit.CommitPresenter.JobText;
import dev.pilothouse.ui.commit.CommitPresenter.Shown;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.SheetScroll;
import dev.pilothouse.ui.fx.TabTraversal;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * Stages files and commits them. Its nodes stay, so that the focus stays where it is while output arrives. Confined to
 * the FX thread. Removes its listeners when it leaves the scene.
 */
public final class CommitSheet extends VBox {
    private static final int MAX_ROWS = 200;
    private static final int MESSAGE_ROWS = 4;

    private final CommitPresenter presenter;
    private final Label branch = Widgets.wrapped("", "section-title");
    private final Label author = Widgets.wrapped("", "meta");
    private final VBox warnings = Widgets.column("job-lines");
    private final Label hindrance = Widgets.wrapped("", "muted");
    private final Label problem = Widgets.wrapped("", "problem");
    private final Label loading = Widgets.wrapped(Texts.text("commit.loading"), "muted");
    private final Label none = Widgets.wrapped(Texts.text("commit.none"), "muted");
    private final CheckBox all = new CheckBox();
    private final VBox rows = Widgets.column("commit-files");
    private final Label more = Widgets.wrapped("", "muted");
    private final VBox files;
    private final TextArea message = new TextArea();
    private final Label count = Widgets.wrapped("", "meta");
    private final Button suggest;
    private final Label suggesting = Widgets.wrapped("", "muted");
    private final Button stopSuggesting;
    private final Label offered = Widgets.wrapped("", "job-text");
    private final VBox offer;
    private final Button undo;
    private final CheckBox amend = new CheckBox(Texts.text("commit.amend"));
    private final Label jobTitle = Widgets.wrapped("", "section-title");
    private final Label jobText = Widgets.wrapped("", "job-text");
    private final Label jobOutput = Widgets.wrapped("", "job-output");
    private final VBox jobBox;
    private final Button cancel;
    private final Button reload;
    private final Button commit;
    private List<CommitFile> drawn = List.of();

    public CommitSheet(CommitPresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("large-sheet");
        setId("commit-sheet");
        setMaxHeight(Region.USE_PREF_SIZE);
        all.setId("commit-all");
        all.setAllowIndeterminate(false);
        all.setMnemonicParsing(false);
        all.setOnAction(event -> {
            presenter.onTickAll();
            draw();
        });
        files = Widgets.column("commit-files", all, rows, more);
        message.setId("commit-message");
        NonBlinkingCaret.install(message);
        TabTraversal.install(message);
        message.setPrefRowCount(MESSAGE_ROWS);
        message.setWrapText(true);
        message.setPromptText(Texts.text("commit.message"));
        message.setAccessibleText(Texts.text("commit.message"));
        message.textProperty().bindBidirectional(presenter.messageProperty());
        message.setMinHeight(Region.USE_PREF_SIZE);
        message.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                if (presenter.mayCommit()) {
                    presenter.onCommit();
                }
                event.consume();
            }
        });
        suggest = Widgets.button("", "plain-button", presenter::onSuggest);
        suggest.setId("commit-suggest");
        suggest.setMnemonicParsing(false);
        stopSuggesting = Widgets.button(Texts.text("commit.stop"), "plain-button", presenter::onCancelSuggestion);
        stopSuggesting.setId("commit-suggest-stop");
        undo = Widgets.button(Texts.text("commit.suggestUndo"), "plain-button", presenter::onUndoSuggestion);
        undo.setId("commit-suggest-undo");
        Button use = Widgets.button(Texts.text("commit.suggestUse"), "plain-button", presenter::onUseSuggestion);
        use.setId("commit-suggest-use");
        offered.setId("commit-suggestion");
        offer = Widgets.column(
                "job-lines",
                Widgets.wrapped(Texts.text("commit.suggested"), "section-title"),
                offered,
                Widgets.buttonRow("job-buttons", use));
        amend.setId("commit-amend");
        amend.setMnemonicParsing(false);
        amend.setWrapText(true);
        amend.selectedProperty().bindBidirectional(presenter.amendProperty());
        cancel = Widgets.button(Texts.text("commit.stop"), "plain-button", presenter::onCancel);
        cancel.setId("commit-cancel");
        jobBox = Widgets.column("job-lines", jobTitle, jobText, jobOutput, Widgets.buttonRow("job-buttons", cancel));
        reload = Widgets.button(Texts.text("changes.retry"), "plain-button", presenter::onReload);
        reload.setId("commit-reload");
        commit = Widgets.button("", "primary-button", presenter::onCommit);
        commit.setId("commit-act");
        Button done = Widgets.button(Texts.text("action.done"), "plain-button", close);
        done.setCancelButton(true);
        done.setId("commit-done");
        VBox place = Widgets.column("job-lines", branch, author, warnings);
        VBox words = Widgets.column(
                "job-lines",
                message,
                count,
                suggesting,
                Widgets.buttonRow("job-buttons", suggest, stopSuggesting, undo));
        getChildren()
                .setAll(
                        Widgets.wrapped(Texts.text("commit.title"), "screen-title"),
                        new SheetScroll(Widgets.column(
                                "sheet-fields",
                                loading,
                                hindrance,
                                problem,
                                place,
                                none,
                                files,
                                words,
                                offer,
                                amend,
                                jobBox)),
                        Widgets.rightRow("sheet-buttons", reload, done, commit));
        ChangeListener<Object> listener = (property, before, now) -> draw();
        List<ObservableValue<?>> drawnFrom =
                List.of(presenter.shownProperty(), presenter.messageProperty(), presenter.amendProperty());
        drawnFrom.forEach(each -> each.addListener(listener));
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                drawnFrom.forEach(each -> each.removeListener(listener));
                message.textProperty().unbindBidirectional(presenter.messageProperty());
                amend.selectedProperty().unbindBidirectional(presenter.amendProperty());
            }
        });
        draw();
    }

    private static void present(Node node, boolean wanted) {
        node.setVisible(wanted);
        node.setManaged(wanted);
    }

    private static void say(Label label, String text) {
        label.setText(text);
        present(label, !text.isEmpty());
    }

    private void draw() {
        Shown now = presenter.shownProperty().get();
        CommitState state = now.state();
        present(loading, now.loading());
        say(hindrance, now.hindrance());
        say(problem, now.problem());
        present(reload, !now.problem().isEmpty());
        say(branch, state == null ? "" : place(state.head()));
        say(author, state == null || !state.author().isKnown() ? "" : author(state.author()));
        warnings.getChildren()
                .setAll(presenter.warnings().stream()
                        .map(text -> Widgets.wrapped(text, "commit-warning"))
                        .toList());
        present(warnings, !warnings.getChildren().isEmpty());
        present(none, state != null && now.files().isEmpty());
        present(files, !now.files().isEmpty());
        drawFiles(now);
        drawMessage(state);
        drawSuggestion(now);
        drawJob(now.job());
        commit.setDisable(!presenter.mayCommit());
        commit.setText(Texts.text(
                presenter.waits() ? "commit.later" : presenter.commitsAll() ? "commit.actAll" : "commit.act"));
    }

    private static String place(CommitState.Head head) {
        return head.branch().isEmpty() ? Texts.text("commit.onNoBranch") : Texts.text("commit.onBranch", head.branch());
    }

    private static String author(CommitState.Author author) {
        return Texts.text("commit.author", author.name(), author.mail());
    }

    private void drawFiles(Shown now) {
        List<CommitFile> wanted = now.files();
        long staged =
                wanted.stream().filter(file -> file.staging() == Staging.ALL).count();
        boolean some = wanted.stream().anyMatch(file -> file.staging() != Staging.NONE);
        all.setSelected(staged == wanted.size() && some);
        all.setIndeterminate(some && staged < wanted.size());
        all.setText(Texts.text(
                "commit.staged", staged, now.state() == null ? 0 : now.state().total()));
        all.setDisable(!presenter.offersTicks());
        List<CommitFile> shown = wanted.subList(0, Math.min(MAX_ROWS, wanted.size()));
        say(more, wanted.size() > shown.size() ? Texts.text("commit.more", wanted.size() - shown.size()) : "");
        boolean same = drawn.stream()
                .map(CommitFile::path)
                .toList()
                .equals(shown.stream().map(CommitFile::path).toList());
        if (!same) {
            rows.getChildren().setAll(shown.stream().map(file -> new Row()).toList());
        }
        for (int i = 0; i < shown.size(); i++) {
            ((Row) rows.getChildren().get(i)).show(shown.get(i));
        }
        drawn = shown;
    }

    private void drawMessage(@Nullable CommitState state) {
        String subject = message.getText().lines().findFirst().orElse("");
        boolean isLong = subject.length() > CommitPresenter.SUBJECT;
        count.setText(subject.isEmpty() ? "" : Texts.text("commit.count", subject.length(), CommitPresenter.SUBJECT));
        count.getStyleClass().setAll("label", isLong ? "commit-warning" : "meta");
        present(count, subject.length() > CommitPresenter.SUBJECT * 2 / 3);
        amend.setDisable(!presenter.mayAmend() || !presenter.mayStage());
        amend.setText(
                state != null && state.head().pushed() ? Texts.text("commit.amendPushed") : Texts.text("commit.amend"));
        present(amend, state != null && !state.head().commit().isEmpty());
        message.setDisable(!presenter.shownProperty().get().hindrance().isEmpty());
    }

    private void drawSuggestion(Shown now) {
        CommitPresenter.Suggestion suggestion = now.suggestion();
        boolean wanted = presenter.offersSuggestion();
        suggest.setText(Texts.text("commit.suggest", suggestion.agent()));
        suggest.setAccessibleText(Texts.text("commit.suggestAbout", suggestion.agent()));
        suggest.setDisable(!presenter.mayStage());
        present(suggest, wanted && !suggestion.running());
        say(suggesting, suggestion.running() ? Texts.text("commit.suggesting", suggestion.agent()) : "");
        present(stopSuggesting, suggestion.running());
        present(undo, suggestion.undoable());
        say(offered, suggestion.offered());
        present(offer, !suggestion.offered().isEmpty());
    }

    private void drawJob(@Nullable JobText job) {
        present(jobBox, job != null);
        if (job == null) {
            return;
        }
        jobTitle.setText(job.title());
        say(jobText, job.text());
        say(jobOutput, job.lines().stream().collect(Collectors.joining("\n")));
        present(cancel, !job.over());
    }

    /** A file with its tick. */
    private final class Row extends HBox {
        private final CheckBox tick = new CheckBox();
        private final PathLabel path = new PathLabel("commit-path");
        private final Label kind = Widgets.label("", "changes-state");

        Row() {
            getStyleClass().add("commit-file");
            path.setMinWidth(0);
            path.setMaxWidth(Double.MAX_VALUE);
            HBox.setHgrow(path, Priority.ALWAYS);
            kind.setMinWidth(Region.USE_PREF_SIZE);
            getChildren().setAll(tick, path, kind);
        }

        void show(CommitFile file) {
            path.showPath(file.path());
            tick.setIndeterminate(file.staging() == Staging.SOME);
            tick.setSelected(file.staging() == Staging.ALL);
            tick.setDisable(!presenter.offersTicks() || file.state() == ChangedFile.State.CONFLICTED);
            tick.setAccessibleText(Texts.text("commit.tick." + file.staging().name(), file.path()));
            tick.setOnAction(event -> {
                presenter.onTick(file);
                CommitSheet.this.draw();
            });
            String word = Texts.text("changes.state." + file.state().name());
            kind.setText(word.substring(0, 1));
            kind.setAccessibleText(word);
            kind.getStyleClass()
                    .setAll(
                            "label",
                            "changes-state",
                            "changes-" + file.state().name().toLowerCase(Locale.ROOT));
        }
    }
}
