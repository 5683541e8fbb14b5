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
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
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

    private final SessionStatusIcon icon = new SessionStatusIcon();
    private final Node check = Glyph.SELECTED.node("session-check");
    private final AgentMark agent = new AgentMark();
    private final Label name = Widgets.label("", "session-name");
    private final Label age = Widgets.label("", "session-age");
    private final Node pin = Glyph.PIN.node("session-pin");
    private final Label asks = Widgets.label("", "row-badge");
    private final Label doing = Widgets.label("", "session-doing");
    private final PathLabel place = new PathLabel("session-place");
    private final Label branch = Widgets.label("", "session-branch");
    private final Label added = Widgets.label("", "session-added");
    private final Label removed = Widgets.label("", "session-removed");
    private final Label unpushed = Widgets.label("", "session-unpushed");
    private final Label drafts = Widgets.label("", "session-drafts");
    private final Label pullRequest = Widgets.label("", "session-pull-request");
    private final HBox tree = Widgets.row("session-tree", branch, added, removed, unpushed);
    private final Label conversation = Widgets.label("", "session-conversation");
    private final TailPane said = new TailPane(conversation);
    private final Button menuButton = new Button(null, Glyph.MORE.node());
    private final HBox first = Widgets.row("session-first-line");
    private final List<Node> nameLine;
    private final boolean card;
    private SessionRow.@Nullable Entry shown;
    private boolean renaming;

    /** @param card whether it is one of several cards side by side */
    SessionRowView(boolean card) {
        this.card = card;
        getStyleClass().add(card ? "session-card" : "session-entry");
        name.setMinWidth(0);
        age.setMinWidth(USE_PREF_SIZE);
        menuButton.getStyleClass().setAll("session-more");
        menuButton.setFocusTraversable(false);
        menuButton.setAccessibleText(Texts.text("session.menu"));
        StackPane.setAlignment(age, Pos.CENTER_RIGHT);
        StackPane.setAlignment(menuButton, Pos.CENTER_RIGHT);
        StackPane ageOrMore = new StackPane(age, menuButton);
        ageOrMore.setMinWidth(USE_PREF_SIZE);
        asks.setMinWidth(USE_PREF_SIZE);
        nameLine = List.of(agent, name, Widgets.spacer(), pin, asks, ageOrMore);
        first.getChildren().setAll(nameLine);
        VBox lines = Widgets.column(
                "session-lines",
                first,
                Widgets.row("session-second-line", doing, pullRequest),
                Widgets.row("session-third-line", place, drafts, tree));
        doing.setMinWidth(0);
        doing.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(doing, Priority.ALWAYS);
        // The working tree gets its room first.
        place.setPrefWidth(0);
        place.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(place, Priority.ALWAYS);
        branch.setMinWidth(0);
        // The end of a branch's name tells it from its neighbours.
        branch.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        drafts.setGraphic(Glyph.COMMENT.node("session-drafts-icon"));
        List.of(added, removed, unpushed, pullRequest, drafts).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        if (card) {
            // A question or an error may use the space of the conversation if that is empty.
            doing.setWrapText(true);
            said.getStyleClass().add("session-said");
            said.managedProperty().bind(said.visibleProperty());
            VBox.setVgrow(said, Priority.ALWAYS);
            lines.getChildren().add(said);
            lines.setMaxHeight(Double.MAX_VALUE);
            setMaxWidth(Double.MAX_VALUE);
        }
        check.setVisible(false);
        icon.visibleProperty().bind(check.visibleProperty().not());
        StackPane mark = new StackPane(icon, check);
        mark.setAlignment(Pos.TOP_CENTER);
        getChildren().setAll(mark, lines);
    }

    Button menuButton() {
        return menuButton;
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
        asks.setText(String.valueOf(session.asks()));
        asks.setVisible(session.asks() > 0);
        asks.setManaged(session.asks() > 0);
        pin.setVisible(session.pinned());
        pin.setManaged(session.pinned());
        doing.setText(session.doing());
        place.show(session.host().isEmpty() ? session.place() : session.host() + " \u00b7 " + session.place());
        show(session.repository());
        set(drafts, session.drafts() > 0 ? String.valueOf(session.drafts()) : "");
        if (card) {
            conversation.setText(before(plainLines(session.lines()), session.doing()));
            said.setVisible(!conversation.getText().isEmpty());
        }
        pseudoClassStateChanged(UNREAD, session.unread());
        pseudoClassStateChanged(STALE, session.stale());
    }

    private void show(@Nullable RepositorySummary repository) {
        tree.setVisible(repository != null);
        tree.setManaged(repository != null);
        PullRequestInfo found = repository == null ? null : repository.pullRequest();
        set(pullRequest, found == null ? "" : PullRequestText.label(found));
        if (repository == null) {
            return;
        }
        branch.setText(RepositoryText.branch(repository));
        set(added, repository.added() > 0 ? "+" + repository.added() : "");
        set(removed, repository.removed() > 0 ? "\u2212" + repository.removed() : "");
        set(unpushed, RepositoryText.distance(repository));
    }

    private static void set(Label label, String text) {
        label.setText(text);
        label.setVisible(!text.isEmpty());
        label.setManaged(!text.isEmpty());
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
        check.setVisible(chosen);
        pseudoClassStateChanged(CHOSEN, chosen);
        pseudoClassStateChanged(ON_SCREEN, onScreen);
        pseudoClassStateChanged(CURSOR, cursor);
    }

    /** Shows a field in the place of the name. @param field null to show the name */
    void rename(@Nullable Node field) {
        if (field == null && renaming) {
            first.getChildren().setAll(nameLine);
        } else if (field != null && field.getParent() != first) {
            HBox.setHgrow(field, Priority.ALWAYS);
            first.getChildren().setAll(field);
        }
        renaming = field != null;
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
