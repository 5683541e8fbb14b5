package dev.pilothouse.ui.sessions;

import dev.pilothouse.model.PullRequestInfo;
import dev.pilothouse.model.RepositorySummary;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.PathLabel;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.AgentMark;
import dev.pilothouse.ui.status.PullRequestText;
import dev.pilothouse.ui.status.RepositoryText;
import dev.pilothouse.ui.status.SessionStatusIcon;
import dev.pilothouse.ui.status.SessionText;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.function.BiConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A session in lines: name and age, activity, place. A card also shows the last lines of its conversation.
 *
 * <p>Owns its nodes. Confined to the FX thread. Ends with its cell.
 */
final class SessionRowView extends HBox {
    private static final PseudoClass UNREAD = PseudoClass.getPseudoClass("unread");
    private static final PseudoClass STALE = PseudoClass.getPseudoClass("stale");
    private static final PseudoClass ON_SCREEN = PseudoClass.getPseudoClass("on-screen");
    private static final PseudoClass CURSOR = PseudoClass.getPseudoClass("cursor");
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    /** The least space, in pixels, after a name that is cut, besides that between all parts of the line. */
    private static final double ROOM_AFTER_NAME = 6;

    private final BiConsumer<SessionRow.Entry, Button> openMenu;
    private final SessionStatusIcon icon = new SessionStatusIcon();
    private final AgentMark agent = new AgentMark();
    private final Label name = Widgets.label("", "session-name");
    private final Label age = Widgets.label("", "session-age");
    private final StackPane ageOrMore = new StackPane(spaceOfMore(), age);
    private final Label doing = Widgets.label("", "session-doing");
    private final PathLabel place = new PathLabel("session-place");
    private final HBox first = Widgets.row("session-first-line", agent, name, ageOrMore);
    private final HBox second = Widgets.row("session-second-line", doing);
    private final HBox third = Widgets.row("session-third-line", place);
    private final VBox lines = Widgets.column("session-lines", first, second, third);
    // Most rows show none of these, and a hidden node takes as long to style as a shown one. So each is made when it is
    // first shown, and is in the scene only while it is.
    private @Nullable Node check;
    private @Nullable Node pin;
    private @Nullable Label asks;
    private @Nullable Label pullRequest;
    private @Nullable Label drafts;
    private @Nullable Tree tree;
    private @Nullable Button menuButton;
    private final @Nullable Card card;
    private SessionRow.@Nullable Entry shown;

    /** The last lines of a conversation. */
    private record Card(Label conversation, TailPane said) {}

    /** The state of the working tree. */
    private static final class Tree extends HBox {
        private final Label branch = Widgets.label("", "session-branch");
        private final Label added = Widgets.label("", "session-added");
        private final Label removed = Widgets.label("", "session-removed");
        private final Label unpushed = Widgets.label("", "session-unpushed");

        Tree() {
            getStyleClass().add("session-tree");
            setAlignment(Pos.CENTER_LEFT);
            branch.setMinWidth(0);
            // The end of a branch's name tells it from its neighbours.
            branch.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
            List.of(added, removed, unpushed).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
        }

        void show(RepositorySummary repository) {
            branch.setText(RepositoryText.branch(repository));
            added.setText(repository.added() > 0 ? "+" + repository.added() : "");
            removed.setText(repository.removed() > 0 ? "\u2212" + repository.removed() : "");
            unpushed.setText(RepositoryText.distance(repository));
            Widgets.arrange(this, branch, unlessEmpty(added), unlessEmpty(removed), unlessEmpty(unpushed));
        }

        private static @Nullable Label unlessEmpty(Label label) {
            return label.getText().isEmpty() ? null : label;
        }
    }

    /**
     * @param isCard whether it is one of several cards side by side
     * @param openMenu opens the menu of a session at the button
     */
    SessionRowView(boolean isCard, BiConsumer<SessionRow.Entry, Button> openMenu) {
        this.openMenu = openMenu;
        getStyleClass().add(isCard ? "session-card" : "session-entry");
        name.setMinWidth(0);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        HBox.setMargin(name, new Insets(0, ROOM_AFTER_NAME, 0, 0));
        age.setMinWidth(USE_PREF_SIZE);
        StackPane.setAlignment(age, Pos.CENTER_RIGHT);
        ageOrMore.setMinWidth(USE_PREF_SIZE);
        doing.setMinWidth(0);
        doing.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(doing, Priority.ALWAYS);
        // The working tree gets its room first.
        place.setPrefWidth(0);
        place.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(place, Priority.ALWAYS);
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        if (isCard) {
            // A question or an error may use the space of the conversation if that is empty.
            doing.setWrapText(true);
            Label conversation = Widgets.label("", "session-conversation");
            TailPane said = new TailPane(conversation);
            said.getStyleClass().add("session-said");
            said.managedProperty().bind(said.visibleProperty());
            VBox.setVgrow(said, Priority.ALWAYS);
            lines.getChildren().add(said);
            lines.setMaxHeight(Double.MAX_VALUE);
            setMaxWidth(Double.MAX_VALUE);
            card = new Card(conversation, said);
        } else {
            card = null;
        }
        getChildren().setAll(icon, lines);
        addEventHandler(MouseEvent.MOUSE_ENTERED, entered -> putMenuButton());
    }

    /** The room of the menu button, which is there before the button is. */
    private static Region spaceOfMore() {
        Region space = new Region();
        space.getStyleClass().add("session-more-space");
        return space;
    }

    /**
     * Makes the button of the menu. It is visible under the pointer, and after a touch in the row of the session on
     * screen. A screen reader finds it also while it is not visible.
     */
    void putMenuButton() {
        if (menuButton != null) {
            return;
        }
        Button button = new Button(null, Glyph.MORE.node());
        button.getStyleClass().setAll("session-more");
        button.setFocusTraversable(false);
        button.setAccessibleText(Texts.text("session.menu"));
        button.setOnAction(event -> {
            if (shown != null) {
                openMenu.accept(shown, button);
            }
        });
        StackPane.setAlignment(button, Pos.CENTER_RIGHT);
        ageOrMore.getChildren().add(button);
        menuButton = button;
    }

    SessionRow.@Nullable Entry shown() {
        return shown;
    }

    void show(SessionRow.Entry session) {
        if (session.equals(shown)) {
            return;
        }
        shown = session;
        icon.show(session.standing());
        agent.show(session.agentId(), session.agent());
        name.setText(session.name());
        age.setText(session.age());
        Widgets.arrange(
                first,
                agent,
                name,
                session.pinned() ? pin() : null,
                session.asks() > 0 ? asks(session) : null,
                ageOrMore);
        doing.setText(session.doing());
        place.show(session.host().isEmpty() ? session.place() : session.host() + " \u00b7 " + session.place());
        RepositorySummary repository = session.repository();
        PullRequestInfo found = repository == null ? null : repository.pullRequest();
        Widgets.arrange(second, doing, found == null ? null : pullRequest(found));
        Widgets.arrange(
                third,
                place,
                session.drafts() > 0 ? drafts(session) : null,
                repository == null ? null : tree(repository));
        if (card != null) {
            String conversation = before(plainLines(session.lines()), session.doing());
            card.conversation().setText(conversation);
            card.said().setVisible(!conversation.isEmpty());
        }
        pseudoClassStateChanged(UNREAD, session.unread());
        pseudoClassStateChanged(STALE, session.stale());
    }

    private Node pin() {
        if (pin == null) {
            pin = Glyph.PIN.node("session-pin");
        }
        return pin;
    }

    private Label asks(SessionRow.Entry session) {
        if (asks == null) {
            asks = Widgets.label("", "row-badge");
            asks.setMinWidth(USE_PREF_SIZE);
        }
        asks.setText(String.valueOf(session.asks()));
        return asks;
    }

    private Label pullRequest(PullRequestInfo found) {
        if (pullRequest == null) {
            pullRequest = Widgets.label("", "session-pull-request");
            pullRequest.setMinWidth(USE_PREF_SIZE);
        }
        pullRequest.setText(PullRequestText.label(found));
        return pullRequest;
    }

    private Label drafts(SessionRow.Entry session) {
        if (drafts == null) {
            drafts = Widgets.label("", "session-drafts");
            drafts.setGraphic(Glyph.COMMENT.node("session-drafts-icon"));
            drafts.setMinWidth(USE_PREF_SIZE);
        }
        drafts.setText(String.valueOf(session.drafts()));
        return drafts;
    }

    private Tree tree(RepositorySummary repository) {
        if (tree == null) {
            tree = new Tree();
        }
        tree.show(repository);
        return tree;
    }

    /** The lines before the last one, if that is already shown above. */
    private static String before(String lines, String doing) {
        if (lines.equals(doing)) {
            return "";
        }
        return lines.endsWith("\n" + doing) ? lines.substring(0, lines.length() - doing.length() - 1) : lines;
    }

    private static String plainLines(String lines) {
        StringBuilder plain = new StringBuilder();
        lines.lines()
                .filter(line -> !line.startsWith("```"))
                .map(SessionText::plain)
                .forEach(line -> plain.append(plain.isEmpty() ? "" : "\n").append(line));
        return plain.toString();
    }

    /**
     * @param cursor whether keys act on it
     * @param chosen whether it is in the selection
     */
    void mark(boolean onScreen, boolean cursor, boolean chosen) {
        if (chosen && check == null) {
            check = Glyph.SELECTED.node("session-check");
        }
        Widgets.arrange(this, chosen ? check : icon, lines);
        pseudoClassStateChanged(CHOSEN, chosen);
        pseudoClassStateChanged(ON_SCREEN, onScreen);
        pseudoClassStateChanged(CURSOR, cursor);
    }

    /** Shows a field in the place of the first line. @param field null to show the line */
    void rename(@Nullable Node field) {
        if (field == null) {
            Widgets.arrange(lines, withFirst(first));
        } else if (!isAncestorOf(field)) {
            HBox.setHgrow(field, Priority.ALWAYS);
            Widgets.arrange(lines, withFirst(Widgets.row("session-first-line", field)));
        }
    }

    private Node[] withFirst(Node line) {
        return card == null ? new Node[] {line, second, third} : new Node[] {line, second, third, card.said()};
    }

    private boolean isAncestorOf(Node field) {
        Node each = field;
        while (each != null && each != this) {
            each = each.getParent();
        }
        return each != null;
    }

    /** The whole content as text, for screen readers. */
    static String accessibleText(SessionRow.Entry session, boolean chosen) {
        StringBuilder words = new StringBuilder(session.name());
        add(words, chosen ? Texts.text("session.selected") : "");
        add(words, SessionText.statusText(session.standing()));
        add(words, session.doing());
        add(words, session.age());
        add(words, session.asks() > 0 ? Texts.counted("session.asks", session.asks()) : "");
        add(words, session.place());
        add(words, session.host());
        add(words, session.repository() == null ? "" : RepositoryText.sentence(session.repository()));
        add(words, session.drafts() > 0 ? Texts.counted("review.drafts", session.drafts()) : "");
        if (session.unread()) {
            add(words, Texts.text("session.unread"));
        }
        if (session.pinned()) {
            add(words, Texts.text("session.pinned"));
        }
        if (session.stale()) {
            add(words, Texts.text("session.stale"));
        }
        return words.toString();
    }

    private static void add(StringBuilder words, String more) {
        if (!more.isEmpty()) {
            words.append(", ").append(more);
        }
    }
}
