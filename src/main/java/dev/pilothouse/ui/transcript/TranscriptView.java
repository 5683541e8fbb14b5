package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.ToolKind;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.Span;
import dev.pilothouse.ui.status.SessionStatusIcon;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/**
 * The view of the conversation: heading, freshness, the rows, and a button that scrolls to the end.
 *
 * <p>Owns its nodes; confined to the FX thread; lives as long as the shell.
 */
public final class TranscriptView extends BorderPane {
    private final TranscriptPresenter presenter;
    private final TranscriptList list;
    private final FindBar find;
    private final Button back = new Button(null, Glyph.BACK.node());
    private final Label title = Widgets.label("", "session-title");
    private final SessionStatusIcon icon = new SessionStatusIcon();
    private final Label state = Widgets.label("", "session-state");
    private final PathLabel place = new PathLabel("session-place-line");
    private final HBox standing = Widgets.row("session-standing");
    private final HBox first = Widgets.row("session-title-line");
    private final HBox second = Widgets.row("session-title-line");
    private final VBox lines = Widgets.column("session-title-lines", first, second);
    private boolean phone;
    private final Label freshness = Widgets.label("", "freshness");
    private final Label loading = Widgets.label("", "empty-text");
    private final Button more = new Button(null, Glyph.MORE.node());
    private Supplier<ContextMenu> menu = () -> null;

    /** @param back goes back to the list, on a phone */
    public TranscriptView(TranscriptPresenter presenter, Runnable back) {
        this.presenter = presenter;
        getStyleClass().add("transcript");
        list = new TranscriptList(presenter.rows(), presenter);
        list.setAccessibleText(Texts.text("transcript.title"));

        find = new FindBar(presenter, list);
        StackPane.setAlignment(find, Pos.TOP_RIGHT);
        Button jump = new Button(null, Glyph.DOWN.node());
        jump.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> jumpText(
                                list.unseenProperty().get(),
                                presenter.queuedProperty().get()),
                        list.unseenProperty(),
                        presenter.queuedProperty()));
        jump.getStyleClass().setAll("jump");
        jump.setFocusTraversable(false);
        jump.setOnAction(event -> list.follow());
        jump.visibleProperty().bind(list.followingProperty().not());
        list.followingProperty().addListener((property, before, now) -> presenter.onFollowing(now));
        StackPane.setAlignment(jump, Pos.BOTTOM_CENTER);

        loading.setWrapText(true);
        loading.visibleProperty().bind(presenter.loadingProperty().or(Bindings.isEmpty(presenter.rows())));
        presenter.loadingProperty().addListener((property, before, now) -> showEmpty());
        StackPane body = new StackPane();
        Widgets.setChildren(body, List.of(new ListFrame(list), loading, jump, find), loading, jump, find);
        body.getStyleClass().add("transcript-body");
        presenter.setOnReveal(list::reveal);
        VBox head = new VBox();
        Widgets.setChildren(head, List.of(header(back), freshness), freshness);
        setTop(head);
        setCenter(body);
        presenter.headingProperty().addListener((property, before, now) -> show(now));
        show(presenter.headingProperty().get());
    }

    /** Tasks that make cells for the usual kinds of rows before they are needed. To be run when this is in a scene. */
    public List<Runnable> preparations() {
        Block.Content paragraph = new Block.Prose(List.of(Span.plain("a")));
        Block.Frame inList = new Block.Frame(1, "1.", 0, true);
        Block.Content code = new Block.Code("", "a", true, true, true, List.of());
        return Stream.of(
                        new TranscriptRow.Prompt("", 0, "a", List.of(), "a", "a", TranscriptRow.Delivery.ACCEPTED, ""),
                        new TranscriptRow.Prose("", 0, new Block(Block.Frame.TOP, paragraph), false),
                        new TranscriptRow.Prose("", 0, new Block(inList, paragraph), false),
                        new TranscriptRow.Prose("", 0, new Block(Block.Frame.TOP, code), false),
                        new TranscriptRow.Thought("", 0, "a", "a", false, false),
                        new TranscriptRow.Tool(
                                "",
                                0,
                                ToolKind.EDIT,
                                "a",
                                "a",
                                "",
                                1,
                                1,
                                "",
                                "",
                                "a",
                                0,
                                TranscriptRow.Status.DONE,
                                true,
                                false,
                                0),
                        new TranscriptRow.TurnEnd("", 0, "a", TranscriptRow.Tone.GOOD, false))
                .map(row -> (Runnable) () -> list.prepareCell(row))
                .toList();
    }

    /** Says what is at the end: new rows, and prompts that wait. */
    static String jumpText(int unseen, int queued) {
        String arrived = unseen == 0 ? "" : Texts.text("transcript.jumpNew", unseen);
        String waiting = queued == 0 ? "" : Texts.text("transcript.jumpQueued", queued);
        String both = arrived.isEmpty() || waiting.isEmpty() ? arrived + waiting : arrived + " \u00b7 " + waiting;
        return both.isEmpty() ? Texts.text("transcript.jump") : both;
    }

    private HBox header(Runnable goBack) {
        back.getStyleClass().addAll("icon-button", "back-button");
        back.setAccessibleText(Texts.text("action.back"));
        back.setOnAction(event -> goBack.run());
        title.setMinWidth(0);
        standing.getChildren().setAll(icon, state);
        first.getChildren().setAll(title, Widgets.spacer(), standing);
        place.setPrefWidth(0);
        place.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(place, Priority.ALWAYS);
        second.getChildren().setAll(place);
        lines.setMinWidth(0);
        lines.widthProperty().addListener((property, before, now) -> arrangeStanding());
        HBox.setHgrow(lines, Priority.ALWAYS);
        more.getStyleClass().add("icon-button");
        more.setAccessibleText(Texts.text("session.menu"));
        more.setOnAction(event -> {
            ContextMenu made = menu.get();
            if (made != null) {
                MenuItem search = new MenuItem(Texts.text("find.menu"));
                search.setOnAction(chosen -> find.open());
                made.getItems().add(0, search);
                made.show(more, Side.BOTTOM, 0, 4);
            }
        });
        HBox header = Widgets.row("session-header");
        Widgets.setChildren(header, List.of(back, lines, more), back);
        return header;
    }

    /** @param made creates the menu for the current state of the session on screen, or returns null */
    public void setMenu(Supplier<ContextMenu> made) {
        menu = made;
    }

    private void show(TranscriptPresenter.Heading heading) {
        title.setText(heading.title());
        icon.show(heading.standing());
        state.setText(heading.state());
        RowViews.choose(state, "state-is-", heading.standing().group().name().toLowerCase(Locale.ROOT));
        place.show(heading.place());
        arrangeStanding();
        freshness.setText(heading.freshness());
        showEmpty();
        freshness.setVisible(!heading.freshness().isEmpty());
        freshness.setManaged(!heading.freshness().isEmpty());
    }

    /** Updates the text that is shown in place of an empty conversation. */
    private void showEmpty() {
        boolean live = presenter.headingProperty().get().freshness().isEmpty();
        loading.setText(Texts.text(
                !presenter.loadingProperty().get()
                        ? "transcript.nothing"
                        : live ? "transcript.loading" : "transcript.loadingLater"));
    }

    /** Sets the layout. A phone has a button back to the list, and the title has a line to itself. */
    public void setPhone(boolean nowPhone) {
        phone = nowPhone;
        back.setVisible(phone);
        back.setManaged(phone);
        state.setMinWidth(Region.USE_PREF_SIZE);
        arrangeStanding();
    }

    /** On a phone the state is before the place, or above it if large text leaves no room for both. */
    private void arrangeStanding() {
        double needed = standing.prefWidth(-1) + second.getSpacing() + place.minWidth(-1);
        Pane parent = !phone ? first : needed <= lines.getWidth() ? second : lines;
        if (standing.getParent() != parent) {
            if (standing.getParent() instanceof Pane before) {
                before.getChildren().remove(standing);
            }
            parent.getChildren().add(parent == first ? first.getChildren().size() : parent == lines ? 1 : 0, standing);
        }
    }

    /** Scrolls to the end and follows it. For a session that was just put on screen or a prompt that was just sent. */
    public void follow() {
        list.follow();
    }

    /** Opens the search in this conversation. */
    public void find() {
        find.open();
    }

    /** Scrolls by this many screens, up if negative. */
    public void pageBy(double pages) {
        list.pageBy(pages);
    }

    /**
     * Fills itself with the list, which is not managed: rows that grow lay out the list, and not the whole window with
     * it.
     */
    private static final class ListFrame extends Region {
        private final TranscriptList list;

        ListFrame(TranscriptList list) {
            this.list = list;
            list.setManaged(false);
            getChildren().add(list);
        }

        @Override
        protected double computePrefWidth(double height) {
            return list.prefWidth(height);
        }

        @Override
        protected double computePrefHeight(double width) {
            return list.prefHeight(width);
        }

        @Override
        protected void layoutChildren() {
            list.resizeRelocate(0, 0, getWidth(), getHeight());
        }
    }
}
