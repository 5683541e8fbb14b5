package dev.pilothouse.ui.changes;

import dev.pilothouse.model.ChangedFile;
import dev.pilothouse.model.ComparisonTarget;
import dev.pilothouse.model.FileChanges;
import dev.pilothouse.ui.changes.ChangesPresenter.ListState;
import dev.pilothouse.ui.diff.DiffLineActions;
import dev.pilothouse.ui.diff.FileChange;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Overlay;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.SheetForm;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.RepositoryActionBar;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The sheet with the changes of a session: the list of files, and beside it the differences of the chosen one. On a
 * narrow window one of the two is shown. Confined to the FX thread; lives until it is closed.
 */
public final class ChangesSheet extends VBox implements Overlay.Steps {
    private static final PseudoClass VIEWED = PseudoClass.getPseudoClass("viewed");

    private final ChangesPresenter presenter;
    private final ListView<ChangedFile> files = new ListView<>();
    private final Label summary = Widgets.label("", "meta");
    private final VBox message = Widgets.column("changes-message");
    private final StackPane listBody = new StackPane();
    private final VBox listSide;
    private final FileDiffPane diff;
    private final HBox body = new HBox();
    private final SheetForm form = new SheetForm(this);
    private boolean started;
    private boolean firstChosen;
    /** The first file, which nobody has chosen yet; a narrow window shows the list instead. */
    private @Nullable ChangedFile chosenAtOnce;

    /**
     * @param rejects accepts and rejects changes
     * @param actions the actions on the session's repository
     * @param lines additions to the lines of a file's differences
     * @param close closes the sheet
     */
    public ChangesSheet(
            ChangesPresenter presenter,
            RejectPresenter rejects,
            RepositoryActionBar actions,
            DiffLineActions lines,
            Runnable close) {
        this(presenter, rejects, Texts.text("changes.title"), actions, lines, close);
    }

    /** @param heading names what is compared @param actions null for none */
    public ChangesSheet(
            ChangesPresenter presenter,
            RejectPresenter rejects,
            String heading,
            @Nullable RepositoryActionBar actions,
            DiffLineActions lines,
            Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("changes");
        setId("changes");
        setAccessibleText(heading);
        Label title = Widgets.wrapped(heading, "title");
        summary.setId("changes-summary");
        summary.setMinWidth(0);
        summary.setWrapText(true);
        VBox words = new VBox(title, summary);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Button reload = Widgets.iconButton(Glyph.RETRY.node(), Texts.text("changes.reload"), presenter::onReload);
        reload.setId("changes-reload");
        Button leave = Widgets.iconButton(Glyph.CLOSE.node(), Texts.text("changes.close"), close);
        leave.setId("changes-close");
        HBox head = Widgets.row("changes-head", words, reload, leave);
        head.setAlignment(Pos.TOP_LEFT);

        files.setId("changes-files");
        files.getStyleClass().add("changes-files");
        files.setAccessibleText(Texts.text("changes.files"));
        files.setCellFactory(view -> new FileCell());
        files.addEventFilter(KeyEvent.KEY_PRESSED, this::onFileKey);
        files.setOnMouseClicked(event -> choose());
        listBody.getStyleClass().add("changes-list-body");
        VBox.setVgrow(listBody, Priority.ALWAYS);
        listSide = presenter.isBetween() ? new VBox(listBody) : new VBox(tools(), listBody);
        listSide.getStyleClass().add("changes-side");
        diff = new FileDiffPane(presenter, rejects, lines);
        HBox.setHgrow(diff, Priority.ALWAYS);
        VBox.setVgrow(body, Priority.ALWAYS);
        body.setMinHeight(80);
        getChildren().setAll(head, body, outcomes(rejects));
        if (actions != null) {
            actions.visibleProperty()
                    .bind(presenter.listProperty().map(state -> !(state instanceof ListState.Reported)));
            actions.managedProperty().bind(actions.visibleProperty());
            getChildren().add(actions);
        }

        presenter.listProperty().addListener((property, before, now) -> drawList());
        presenter.fileProperty().addListener((property, before, now) -> {
            if (now.file() == null || before.file() == null) {
                arrange();
            }
            select(now.file());
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        form.coversProperty().addListener((property, before, now) -> {
            if (now && chosenAtOnce != null && presenter.fileProperty().get().file() == chosenAtOnce) {
                presenter.onClose();
                firstChosen = false;
            }
            arrange();
            chooseFirst();
        });
        diff.focusWithinProperty().addListener((property, before, now) -> chosenAtOnce = null);
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                presenter.onClose();
            } else {
                chooseFirst();
            }
        });
        drawList();
        arrange();
    }

    /** The last things that were done, with what can follow. */
    private static Node outcomes(RejectPresenter rejects) {
        VBox rows = new VBox();
        rows.setId("changes-outcomes");
        rows.managedProperty().bind(rows.visibleProperty());
        Consumer<List<RejectPresenter.Outcome>> draw = now -> {
            rows.getChildren().setAll(now.stream().map(ChangesSheet::outcome).toList());
            rows.setVisible(!now.isEmpty());
        };
        rejects.outcomesProperty().addListener((property, before, now) -> draw.accept(now));
        draw.accept(rejects.outcomesProperty().get());
        return rows;
    }

    private static Node outcome(RejectPresenter.Outcome outcome) {
        Label text = Widgets.wrapped(outcome.text(), "job-text");
        HBox.setHgrow(text, Priority.ALWAYS);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox row = Widgets.row("changes-outcome", text);
        if (!outcome.actionKey().isEmpty()) {
            Button act = Widgets.button(
                    Texts.text(outcome.actionKey()),
                    "quiet-button",
                    () -> outcome.action().run());
            act.getStyleClass().add("changes-outcome-act");
            act.setAccessibleHelp(outcome.text());
            act.setMinWidth(USE_PREF_SIZE);
            row.getChildren().add(act);
        }
        return row;
    }

    private Node tools() {
        ToggleButton base = target("changes-base", "changes.base", ComparisonTarget.BASE);
        ToggleButton last = target("changes-head", "changes.head", ComparisonTarget.HEAD);
        ToggleButton turn = target("changes-turn", "changes.turn", ComparisonTarget.BEFORE_TURN);
        ToggleButton seen = target("changes-seen", "changes.seen");
        seen.setOnAction(event -> presenter.onSinceSeen());
        Runnable show = () -> {
            seen.setSelected(presenter.isSinceSeen());
            turn.setSelected(presenter.target() == ComparisonTarget.BEFORE_TURN);
            base.setSelected(presenter.target() == ComparisonTarget.BASE && !presenter.isSinceSeen());
            last.setSelected(presenter.target() == ComparisonTarget.HEAD);
        };
        presenter.listProperty().addListener((property, before, now) -> show.run());
        show.run();
        CheckBox hide = new CheckBox(Texts.text("changes.hideViewed"));
        hide.setId("changes-hide-viewed");
        hide.setMnemonicParsing(false);
        hide.selectedProperty().bindBidirectional(presenter.hidesViewedProperty());
        // With large text the choices need a second line.
        FlowPane targets = new FlowPane(base, last, turn, seen);
        targets.getStyleClass().add("changes-targets");
        VBox tools = Widgets.column("changes-tools", targets, hide);
        tools.visibleProperty().bind(presenter.listProperty().map(state -> !(state instanceof ListState.Reported)));
        tools.managedProperty().bind(tools.visibleProperty());
        return tools;
    }

    private ToggleButton target(String id, String text, ComparisonTarget with) {
        ToggleButton button = target(id, text);
        button.setOnAction(event -> presenter.onCompare(with));
        return button;
    }

    private static ToggleButton target(String id, String text) {
        ToggleButton button = new ToggleButton(Texts.text(text));
        button.setId(id);
        button.getStyleClass().setAll("quiet-button", "changes-toggle");
        button.setMinWidth(USE_PREF_SIZE);
        return button;
    }

    private void arrange() {
        boolean narrow = form.coversProperty().get();
        boolean file = presenter.fileProperty().get().file() != null;
        diff.setNarrow(narrow);
        List<Node> shown = narrow ? List.of(file ? diff : listSide) : List.of(listSide, diff);
        if (!body.getChildren().equals(shown)) {
            body.getChildren().setAll(shown);
            if (narrow) {
                HBox.setHgrow(listSide, Priority.ALWAYS);
                (file ? diff : files).requestFocus();
            } else {
                HBox.setHgrow(listSide, Priority.NEVER);
            }
        }
    }

    private void drawList() {
        ListState state = presenter.listProperty().get();
        if (state instanceof ListState.Shown shown) {
            FileChanges changes = shown.changes();
            summary.setText(
                    presenter.isSinceSeen()
                            ? sinceSeen(changes, presenter.files().size())
                            : summary(changes, presenter.target()));
            files.getItems().setAll(presenter.files());
            files.refresh();
            select(presenter.fileProperty().get().file());
            if (files.getItems().isEmpty()) {
                say(
                        Texts.text(
                                changes.files().isEmpty()
                                        ? "changes.none"
                                        : presenter.isSinceSeen() ? "changes.noneSinceSeen" : "changes.allViewed"),
                        List.of());
            } else {
                show(files);
                chooseFirst();
            }
        } else if (state instanceof ListState.Reported reported) {
            summary.setText("");
            say(
                    reported.text() + " " + Texts.text("changes.reported"),
                    reported.reported().stream().map(ChangesSheet::reported).toList());
        } else if (state instanceof ListState.Failed failed) {
            summary.setText("");
            Button retry = Widgets.button(Texts.text("changes.retry"), "primary-button", presenter::onReload);
            retry.setId("changes-retry");
            say(failed.text(), List.of(retry));
        } else {
            say(Texts.text("changes.loading"), List.of());
        }
    }

    /** Where the list and a file are beside each other, the first file is shown at once. */
    private void chooseFirst() {
        boolean beside = getScene() != null && !form.coversProperty().get();
        if (!firstChosen && beside && !files.getItems().isEmpty()) {
            firstChosen = true;
            if (presenter.fileProperty().get().file() == null && !presenter.isRevealing()) {
                chosenAtOnce = files.getItems().get(0);
                presenter.onChoose(chosenAtOnce);
            }
        }
    }

    private void say(String text, List<Node> more) {
        message.getChildren().setAll(Widgets.wrapped(text, "muted"));
        message.getChildren().addAll(more);
        show(message);
    }

    private void show(Node content) {
        if (listBody.getChildren().size() != 1 || listBody.getChildren().get(0) != content) {
            listBody.getChildren().setAll(content);
        }
    }

    private static String sinceSeen(FileChanges changes, int files) {
        String branch = changes.branch().isEmpty() ? "" : changes.branch() + " \u00b7 ";
        return branch + Texts.counted("changes.count", files) + " \u00b7 " + Texts.text("changes.sinceSeen");
    }

    private static String summary(FileChanges changes, ComparisonTarget target) {
        if (target == ComparisonTarget.SESSION) {
            return Texts.counted("changes.count", changes.total()) + " \u00b7 +" + changes.added() + " \u2212"
                    + changes.removed();
        }
        String against = target == ComparisonTarget.BEFORE_TURN
                ? Texts.text("changes.sinceTurn")
                : changes.base().isEmpty() || changes.base().equals("HEAD")
                        ? Texts.text("changes.sinceCommit")
                        : Texts.text("changes.since", changes.base());
        String branch = changes.branch().isEmpty() ? "" : changes.branch() + " \u00b7 ";
        return branch + Texts.counted("changes.count", changes.total()) + " \u00b7 +" + changes.added() + " \u2212"
                + changes.removed() + " \u00b7 " + against;
    }

    private static Node reported(FileChange change) {
        PathLabel name = new PathLabel("changes-name");
        name.showPath(change.path());
        HBox row = Widgets.row("changes-reported", name, Widgets.spacer());
        if (change.added() > 0) {
            row.getChildren().add(Widgets.label("+" + change.added(), "tool-added"));
        }
        if (change.removed() > 0) {
            row.getChildren().add(Widgets.label("\u2212" + change.removed(), "tool-removed"));
        }
        return row;
    }

    private void select(@Nullable ChangedFile file) {
        int at = file == null ? -1 : files.getItems().indexOf(file);
        if (at >= 0 && files.getSelectionModel().getSelectedIndex() != at) {
            files.getSelectionModel().select(at);
        }
    }

    private void choose() {
        ChangedFile chosen = files.getSelectionModel().getSelectedItem();
        if (chosen != null) {
            presenter.onChoose(chosen);
        }
    }

    private void onFileKey(KeyEvent event) {
        ChangedFile chosen = files.getSelectionModel().getSelectedItem();
        if (event.getCode() == KeyCode.ENTER && chosen != null) {
            presenter.onChoose(chosen);
            event.consume();
        } else if (event.getCode() == KeyCode.SPACE && chosen != null) {
            presenter.onViewed(chosen, !presenter.isViewed(chosen));
            event.consume();
        }
    }

    /** From a text below a line to the lines, and in a narrow window from a file to the list of files. */
    @Override
    public boolean back() {
        if (diff.leaveText()) {
            return true;
        }
        if (form.coversProperty().get() && presenter.fileProperty().get().file() != null) {
            presenter.onClose();
            return true;
        }
        return false;
    }

    /** The keys of review tools: n and p go to the next and the previous change, ] and [ to another file. */
    private void onKey(KeyEvent event) {
        boolean typed = event.getTarget() instanceof TextInputControl;
        if (typed || event.isShortcutDown() || event.isAltDown()) {
            return;
        }
        switch (event.getCode()) {
            case N -> diff.step(1);
            case P -> diff.step(-1);
            case CLOSE_BRACKET -> presenter.onStep(1);
            case OPEN_BRACKET -> presenter.onStep(-1);
            default -> {
                return;
            }
        }
        event.consume();
    }

    /** Starts in the list. Later the sheet itself gets the focus, so that the Tab key goes on at its top. */
    @Override
    public void requestFocus() {
        if (!started && files.getScene() != null) {
            started = true;
            files.requestFocus();
        } else {
            super.requestFocus();
        }
    }

    /** A changed file: its tick, its name and folder, and its counts. */
    private final class FileCell extends ListCell<ChangedFile> {
        private final CheckBox tick = new CheckBox();
        private final Label state = Widgets.label("", "changes-state");
        private final PathLabel name = new PathLabel("changes-name");
        private final PathLabel folder = new PathLabel("changes-folder");
        private final Label added = Widgets.label("", "tool-added");
        private final Label removed = Widgets.label("", "tool-removed");
        private final HBox row;

        FileCell() {
            getStyleClass().setAll("changes-cell");
            tick.setFocusTraversable(false);
            tick.setVisible(!presenter.isBetween());
            tick.setManaged(!presenter.isBetween());
            tick.setOnAction(event -> {
                ChangedFile file = getItem();
                if (file != null) {
                    presenter.onViewed(file, tick.isSelected());
                }
            });
            List.of(state, added, removed).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
            VBox words = new VBox(name, folder);
            words.setAlignment(Pos.CENTER_LEFT);
            words.setMinWidth(0);
            HBox.setHgrow(words, Priority.ALWAYS);
            row = Widgets.row("changes-row", tick, words, added, removed, state);
            // The cell is as wide as the list, so that long names are cut.
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(@Nullable ChangedFile file, boolean empty) {
            super.updateItem(file, empty);
            if (empty || file == null) {
                setGraphic(null);
                setAccessibleText(null);
                return;
            }
            int slash = file.path().lastIndexOf('/');
            name.showPath(file.path().substring(slash + 1));
            folder.showPath(
                    file.oldPath().isEmpty()
                            ? slash < 0 ? "" : file.path().substring(0, slash)
                            : Texts.text("changes.from", file.oldPath()));
            folder.setManaged(!folder.line().isEmpty());
            tick.setSelected(presenter.isViewed(file));
            tick.setAccessibleText(Texts.text("changes.viewedFile", file.path()));
            String word = Texts.text("changes.state." + file.state().name());
            // The letters that git uses, in any language.
            state.setText(file.state().name().substring(0, 1));
            state.getStyleClass()
                    .setAll("changes-state", "changes-" + file.state().name().toLowerCase(Locale.ROOT));
            added.setText(file.added() > 0 ? "+" + file.added() : "");
            removed.setText(file.removed() > 0 ? "\u2212" + file.removed() : "");
            setAccessibleText(String.join(
                    ", ",
                    file.path(),
                    word,
                    Texts.text("changes.lines", file.added(), file.removed()),
                    Texts.text(presenter.isViewed(file) ? "changes.viewed" : "changes.notViewed")));
            pseudoClassStateChanged(VIEWED, presenter.isViewed(file));
            setGraphic(row);
        }
    }
}
