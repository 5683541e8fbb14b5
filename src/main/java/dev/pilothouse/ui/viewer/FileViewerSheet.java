package dev.pilothouse.ui.viewer;

import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.NonBlinkingCaret;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.SheetForm;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The sheet that shows a file: its text with line numbers, its picture, or its changes. On a phone it covers the screen.
 * Confined to the FX thread; lives until it is closed.
 */
public final class FileViewerSheet extends VBox {
    private static final int LONGEST_QUERY = 200;

    private final FileViewerPresenter presenter;
    private final Label facts = Widgets.label("", "meta");
    private final LinesView lines;
    private final PictureView picture = new PictureView();
    private final ChangesView changes;
    private final VBox message = Widgets.column("viewer-message");
    private final StackPane body = new StackPane();
    private final TextField query = NonBlinkingCaret.install(new TextField());
    private final Label count = Widgets.label("", "find-count");
    private final HBox find;
    private final Button findButton;
    private final ToggleButton wrap;
    private final HBox changed;
    private final Button leave;
    private final Button back;
    private final SheetForm form = new SheetForm(this);
    private boolean opened;

    /** @param close closes the sheet */
    public FileViewerSheet(FileViewerPresenter presenter, Runnable close) {
        this.presenter = presenter;
        getStyleClass().add("viewer");
        setId("viewer");
        setAccessibleRole(AccessibleRole.DIALOG);
        setAccessibleText(Texts.text("viewer.title", presenter.name()));
        lines = new LinesView(presenter);
        changes = new ChangesView(presenter.name());

        Label name = Widgets.label(presenter.name(), "title");
        name.setMinWidth(0);
        PathLabel path = new PathLabel("meta");
        path.showPath(presenter.path());
        facts.setId("viewer-facts");
        facts.setMinWidth(0);
        facts.setWrapText(true);
        VBox words = new VBox(name, path, facts);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        leave = Widgets.iconButton(Glyph.CLOSE.node(), Texts.text("viewer.close"), close);
        leave.setId("viewer-close");
        back = Widgets.iconButton(Glyph.BACK.node(), Texts.text("viewer.back"), close);
        back.setId("viewer-back");
        HBox head = Widgets.row("viewer-head", words, leave);
        head.setAlignment(Pos.TOP_LEFT);

        findButton = tool("viewer-find", Glyph.SEARCH, "viewer.find", this::openFind);
        wrap = new ToggleButton(null, Glyph.WRAP.node());
        wrap.setId("viewer-wrap");
        wrap.getStyleClass().setAll("icon-button", "viewer-toggle");
        wrap.setAccessibleText(Texts.text("viewer.wrap"));
        Widgets.hint(wrap, Texts.text("viewer.wrap"));
        lines.wrapsProperty().bind(wrap.selectedProperty());
        Button copy = tool("viewer-copy-path", Glyph.COPY, "viewer.copyPath", presenter::onCopyPath);
        HBox parts = part();
        HBox icons = Widgets.row("viewer-icons", findButton, wrap, copy);
        icons.setAlignment(Pos.CENTER_RIGHT);
        presenter
                .program()
                .ifPresent(open ->
                        icons.getChildren().add(tool("viewer-open", Glyph.OPEN_OUTSIDE, "viewer.openOutside", open)));
        // With large text on a phone the icons need a line of their own.
        FlowPane tools = new FlowPane(parts, icons);
        tools.getStyleClass().add("viewer-tools");
        tools.setMinWidth(0);
        Runnable fit = () -> {
            double beside = tools.getWidth() - (parts.isManaged() ? parts.prefWidth(-1) + tools.getHgap() : 0);
            icons.setPrefWidth(beside >= icons.minWidth(-1) ? beside : tools.getWidth());
        };
        tools.widthProperty().addListener((property, before, now) -> fit.run());
        parts.widthProperty().addListener((property, before, now) -> fit.run());
        parts.managedProperty().addListener((property, before, now) -> fit.run());

        find = findRow();
        changed = Widgets.row(
                "viewer-changed",
                Widgets.label(Texts.text("viewer.changed"), "muted"),
                Widgets.spacer(),
                Widgets.button(Texts.text("viewer.reload"), "plain-button", presenter::onRetry));
        changed.visibleProperty().bind(presenter.changedProperty());
        changed.managedProperty().bind(changed.visibleProperty());
        body.getStyleClass().add("viewer-body");
        body.setMinHeight(80);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(head, tools, find, changed, body);

        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.isShortcutDown() && event.getCode() == KeyCode.F && !findButton.isDisabled()) {
                openFind();
                event.consume();
            } else if (event.isShortcutDown() && event.getCode() == KeyCode.G && !findButton.isDisabled()) {
                openFind();
                query.setText(":");
                query.positionCaret(1);
                event.consume();
            }
        });
        presenter.stateProperty().addListener((property, before, now) -> draw());
        presenter.changesProperty().addListener((property, before, now) -> draw());
        presenter.showsChangesProperty().addListener((property, before, now) -> draw());
        presenter.revisionProperty().addListener((property, before, now) -> facts.setText(presenter.facts()));
        presenter.searchProperty().addListener((property, before, now) -> drawCount(now));
        form.coversProperty().addListener((property, before, whole) -> {
            head.getChildren().setAll(whole ? List.of(back, words) : List.of(words, leave));
            if (whole) {
                // On a narrow screen, long lines would be out of reach.
                wrap.setSelected(true);
            }
        });
        draw();
    }

    private static Button tool(String id, Glyph glyph, String text, Runnable action) {
        Button button = Widgets.iconButton(glyph.node(), Texts.text(text), action);
        button.setId(id);
        return button;
    }

    /** Switches between the file and its changes, if it has any. */
    private HBox part() {
        ToggleButton file = new ToggleButton(Texts.text("viewer.file"));
        file.setId("viewer-show-file");
        ToggleButton diff = new ToggleButton(Texts.text("viewer.changes"));
        diff.setId("viewer-show-changes");
        HBox both = Widgets.row("viewer-parts", file, diff);
        for (ToggleButton each : List.of(file, diff)) {
            each.getStyleClass().setAll("quiet-button", "viewer-toggle");
            each.setMinWidth(Region.USE_PREF_SIZE);
        }
        Runnable show = () -> {
            file.setSelected(!presenter.showsChangesProperty().get());
            diff.setSelected(presenter.showsChangesProperty().get());
        };
        file.setOnAction(event -> {
            presenter.showsChangesProperty().set(false);
            show.run();
        });
        diff.setOnAction(event -> {
            presenter.showsChangesProperty().set(true);
            show.run();
        });
        presenter.showsChangesProperty().addListener((property, before, now) -> show.run());
        show.run();
        both.visibleProperty().bind(presenter.changesProperty().map(found -> !found.isEmpty()));
        both.managedProperty().bind(both.visibleProperty());
        return both;
    }

    private HBox findRow() {
        query.setId("viewer-query");
        query.setPromptText(Texts.text("viewer.findPrompt"));
        query.setAccessibleText(Texts.text("viewer.findPrompt"));
        query.setMinWidth(80);
        Sheets.bound(query, LONGEST_QUERY);
        HBox.setHgrow(query, Priority.ALWAYS);
        query.textProperty().addListener((property, before, now) -> {
            if (now.startsWith(":")) {
                presenter.onSearch("");
                lineOf(now).ifPresent(lines::select);
            } else {
                presenter.onSearch(now);
            }
        });
        query.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                if (query.getText().startsWith(":")) {
                    lines.focusLines();
                } else {
                    presenter.onStep(event.isShiftDown() ? -1 : 1);
                }
                event.consume();
            }
        });
        count.setMinWidth(Region.USE_PREF_SIZE);
        Button before = tool("viewer-find-previous", Glyph.UP, "find.previous", () -> presenter.onStep(-1));
        Button after = tool("viewer-find-next", Glyph.DOWN, "find.next", () -> presenter.onStep(1));
        Button shut = tool("viewer-find-close", Glyph.CLOSE, "find.close", this::closeFind);
        HBox row = Widgets.row("viewer-find", query, count, before, after, shut);
        row.setVisible(false);
        row.setManaged(false);
        return row;
    }

    /** The line from 0 that a text such as {@code :120} names. */
    private static java.util.Optional<Long> lineOf(String text) {
        try {
            return java.util.Optional.of(Long.parseLong(text.substring(1).strip()) - 1);
        } catch (NumberFormatException unfinished) {
            return java.util.Optional.empty();
        }
    }

    private void openFind() {
        find.setVisible(true);
        find.setManaged(true);
        query.requestFocus();
        query.selectAll();
    }

    private void closeFind() {
        find.setVisible(false);
        find.setManaged(false);
        query.setText("");
        lines.focusLines();
    }

    private void drawCount(FileViewerPresenter.Search search) {
        if (search.query().isEmpty()) {
            count.setText("");
        } else if (search.hits().isEmpty()) {
            count.setText(Texts.text(search.running() ? "viewer.searching" : "find.none"));
        } else {
            boolean more = search.running() || search.hits().size() == FileViewerPresenter.MAX_HITS;
            count.setText(
                    Texts.text("find.count", search.at() + 1, search.hits().size() + (more ? "+" : "")));
        }
    }

    private void draw() {
        FileViewerPresenter.State state = presenter.stateProperty().get();
        facts.setText(presenter.facts());
        boolean diff = presenter.showsChangesProperty().get()
                && !presenter.changesProperty().get().isEmpty();
        boolean text = !diff && state.phase() == FileViewerPresenter.Phase.TEXT && presenter.lineCount() > 0;
        findButton.setDisable(!text);
        wrap.setDisable(!text);
        // Only a text has lines. While a file is loaded, it may be one.
        boolean lineTools = !diff
                && (state.phase() == FileViewerPresenter.Phase.TEXT
                        || state.phase() == FileViewerPresenter.Phase.LOADING);
        List.of(findButton, wrap).forEach(tool -> {
            tool.setVisible(lineTools);
            tool.setManaged(lineTools);
        });
        if (!text) {
            find.setVisible(false);
            find.setManaged(false);
        }
        Node shown;
        if (diff) {
            changes.show(presenter.changesProperty().get(), presenter.changeColours());
            shown = changes;
        } else if (text) {
            shown = lines;
        } else if (state.phase() == FileViewerPresenter.Phase.PICTURE) {
            picture.show(state.picture() == null ? null : state.picture().image(), presenter.name());
            shown = picture;
        } else {
            fillMessage(state);
            shown = message;
        }
        if (body.getChildren().size() != 1 || body.getChildren().get(0) != shown) {
            boolean focused = isFocusWithin();
            body.getChildren().setAll(shown);
            if (focused) {
                focusContent();
            }
        }
    }

    private void fillMessage(FileViewerPresenter.State state) {
        String words = switch (state.phase()) {
            case LOADING -> Texts.text("viewer.loading");
            case TEXT -> Texts.text("viewer.empty");
            default -> state.message();
        };
        Label label = Widgets.wrapped(words, "muted");
        label.setId("viewer-message");
        message.getChildren().setAll(label);
        boolean again = switch (state.phase()) {
            case FAILED, OFFLINE, MISSING -> true;
            default -> false;
        };
        if (again) {
            Button retry = Widgets.button(Texts.text("viewer.retry"), "primary-button", presenter::onRetry);
            retry.setId("viewer-retry");
            message.getChildren().add(retry);
        }
    }

    /** Gives the focus to the content at first. Later calls begin a round of the Tab key, at the first control. */
    @Override
    public void requestFocus() {
        if (opened) {
            (form.coversProperty().get() ? back : leave).requestFocus();
        } else {
            opened = true;
            focusContent();
        }
    }

    private void focusContent() {
        Node content = body.getChildren().isEmpty() ? null : body.getChildren().get(0);
        if (content == lines) {
            lines.focusLines();
        } else if (content == changes) {
            changes.requestFocus();
        } else {
            super.requestFocus();
        }
    }
}
