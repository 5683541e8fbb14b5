package dev.pilothouse.ui.runs;

import dev.pilothouse.model.RunMemberState;
import dev.pilothouse.model.RunState;
import dev.pilothouse.model.RunStopReason;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Sheets;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.status.SessionKey;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** One run: its members as dots and as rows, its spend, and what can be done. Confined to the FX thread. */
final class RunCard extends VBox {
    private static final List<String> TONES = List.of("health-live", "health-silent", "health-broken");

    /**
     * Opens other parts of the window.
     *
     * @param title of the button for the details; empty if there are none
     */
    record Opens(Consumer<SessionKey> session, String title, Consumer<RunKey> details) {}

    private final RunsPresenter presenter;
    private final RunKey key;
    private final Opens opens;
    private final FontIcon icon = Glyph.PENDING.node("job-icon");
    private final Label title = Widgets.wrapped("", "strong");
    private final Label about = Widgets.wrapped("", "meta");
    private final FlowPane dots = new FlowPane();
    private final Label outcome = Widgets.wrapped("", "job-text");
    private final Label note = Widgets.wrapped("", "meta");
    private final Label spend = Widgets.wrapped("", "meta");
    private final VBox questions = Widgets.column("run-members");
    private List<RunsPresenter.Question> asked = List.of();
    private final VBox members = Widgets.column("run-members");
    private final Map<String, MemberRow> rows = new HashMap<>();
    private final Button details;
    private final Button stop;

    RunCard(RunsPresenter presenter, RunKey key, Opens opens) {
        this.presenter = presenter;
        this.key = key;
        this.opens = opens;
        getStyleClass().add("run-card");
        dots.getStyleClass().add("run-dots");
        details = Widgets.button(
                opens.title(), "plain-button", () -> opens.details().accept(key));
        details.setId("run-details-" + key.runId());
        stop = Widgets.button(Texts.text("runs.stopAll"), "plain-button", () -> presenter.onStop(key));
        stop.setId("run-stop-" + key.runId());
        VBox lines = new VBox(title, about, dots, outcome, note, spend);
        lines.getStyleClass().add("job-lines");
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox head = new HBox(icon, lines);
        head.getStyleClass().add("hop");
        getChildren().setAll(head, questions, members, Widgets.row("job-buttons", details, stop));
    }

    void show(RunsPresenter.Card card) {
        glyph(card).showIn(icon);
        tone(icon, tone(card));
        title.setText(card.title());
        about.setText(card.about());
        text(outcome, card.outcome());
        text(note, card.notes());
        text(spend, card.spend().isEmpty() ? "" : Texts.text("runs.spend", card.spend()));
        showDots(card.members());
        if (!asked.equals(card.questions())) {
            asked = card.questions();
            List<Node> nodes = new ArrayList<>();
            asked.forEach(question -> nodes.add(question(question)));
            Sheets.replace(questions, nodes);
        }
        present(questions, !asked.isEmpty());
        List<Node> nodes = new ArrayList<>();
        for (RunsPresenter.Member member : card.members()) {
            MemberRow row = rows.computeIfAbsent(member.key(), MemberRow::new);
            row.show(member);
            nodes.add(row);
        }
        if (!members.getChildren().equals(nodes)) {
            members.getChildren().setAll(nodes);
        }
        present(details, !opens.title().isEmpty());
        details.setAccessibleText(details.getText() + ": " + card.title());
        present(stop, card.stoppable());
        stop.setAccessibleText(stop.getText() + ": " + card.title());
        present(stop.getParent(), details.isVisible() || stop.isVisible());
    }

    /** A command, how many members ask about it, and the answers for all of them. */
    private Node question(RunsPresenter.Question question) {
        int count = question.asked().size();
        String id = key.runId() + "-" + asked.indexOf(question);
        List<Button> buttons = new ArrayList<>();
        if (question.mayAnswer()) {
            buttons.add(answer(
                    "runs.allowOnce", "run-allow-" + id, question, () -> presenter.onAnswer(key, question, true)));
            if (question.mayAllow()) {
                buttons.add(answer(
                        "runs.allowForRun",
                        "run-allow-all-" + id,
                        question,
                        () -> presenter.onAllowForRun(key, question)));
            }
            buttons.add(answer(
                    "runs.reject", "run-reject-" + id, question, () -> presenter.onAnswer(key, question, false)));
        }
        FlowPane row = new FlowPane();
        row.getStyleClass().add("many-groups");
        row.getChildren().setAll(buttons);
        return Widgets.column(
                "job-lines",
                Widgets.wrapped(Texts.text(count == 1 ? "runs.askOne" : "runs.askMany", count), "meta"),
                Widgets.wrapped(question.command(), "job-output"),
                row);
    }

    private static Button answer(String text, String id, RunsPresenter.Question question, Runnable action) {
        Button button = Widgets.button(Texts.text(text), "plain-button", action);
        button.setId(id);
        button.setAccessibleText(Texts.text(text) + ": " + question.command());
        return button;
    }

    private void showDots(List<RunsPresenter.Member> all) {
        List<Node> nodes = new ArrayList<>();
        for (RunsPresenter.Member member : all) {
            FontIcon dot = glyph(member.state()).node("run-dot");
            tone(dot, tone(member.state()));
            nodes.add(dot);
        }
        dots.getChildren().setAll(nodes);
    }

    private static void text(Label label, String text) {
        label.setText(text);
        present(label, !text.isEmpty());
    }

    private static void present(Node node, boolean wanted) {
        node.setVisible(wanted);
        node.setManaged(wanted);
    }

    private static void tone(FontIcon icon, String tone) {
        icon.getStyleClass().removeAll(TONES);
        if (!tone.isEmpty()) {
            icon.getStyleClass().add(tone);
        }
    }

    private static Glyph glyph(RunsPresenter.Card card) {
        if (card.waits()) {
            return Glyph.WAITING;
        } else if (card.state() == RunState.PAUSED) {
            return Glyph.PENDING;
        } else if (card.state() != RunState.OVER) {
            return Glyph.STARTING;
        }
        return isGood(card.stopReason()) ? Glyph.DONE : isBad(card.stopReason()) ? Glyph.FAILED : Glyph.REFUSED;
    }

    private static String tone(RunsPresenter.Card card) {
        if (card.waits()) {
            return "health-silent";
        }
        return isGood(card.stopReason()) ? "health-live" : isBad(card.stopReason()) ? "health-broken" : "";
    }

    private static boolean isGood(@Nullable RunStopReason reason) {
        return reason == RunStopReason.MET || reason == RunStopReason.COMPLETED;
    }

    private static boolean isBad(@Nullable RunStopReason reason) {
        return reason == RunStopReason.FAILED || reason == RunStopReason.HOST_ENDED;
    }

    private static Glyph glyph(RunMemberState state) {
        return switch (state) {
            case PLANNED -> Glyph.IDLE;
            case STARTING, DISPATCHED, ACCEPTED -> Glyph.STARTING;
            case WORKING -> Glyph.WORKING;
            case WAITING -> Glyph.WAITING;
            case DONE -> Glyph.DONE;
            case FAILED -> Glyph.FAILED;
            case STOPPED -> Glyph.REFUSED;
            case UNKNOWN -> Glyph.QUESTION;
        };
    }

    private static String tone(RunMemberState state) {
        return switch (state) {
            case DONE -> "health-live";
            case WAITING, UNKNOWN -> "health-silent";
            case FAILED -> "health-broken";
            default -> "";
        };
    }

    /** A member: its state, and the way to its session. */
    private final class MemberRow extends HBox {
        private final FontIcon state = Glyph.IDLE.node("job-icon");
        private final Label name = Widgets.wrapped("", "run-member");
        private final Label about = Widgets.wrapped("", "meta");
        private final Label text = Widgets.wrapped("", "job-text");
        private final Button open;
        private final Button stop;
        private RunsPresenter.@Nullable Member shown;

        MemberRow(String member) {
            getStyleClass().add("hop");
            open = Widgets.iconButton(Glyph.EXPAND.node(), Texts.text("runs.open"), this::openSession);
            open.setId("run-open-" + key.runId() + "-" + member);
            stop = Widgets.iconButton(Glyph.STOP.node(), Texts.text("runs.stop"), () -> presenter.onStop(key, member));
            stop.setId("run-stop-" + key.runId() + "-" + member);
            VBox lines = new VBox(name, about, text);
            lines.getStyleClass().add("job-lines");
            lines.setMinWidth(0);
            HBox.setHgrow(lines, Priority.ALWAYS);
            getChildren().setAll(state, lines, stop, open);
        }

        private void openSession() {
            SessionKey session = shown == null ? null : shown.session();
            if (session != null) {
                opens.session().accept(session);
            }
        }

        void show(RunsPresenter.Member member) {
            shown = member;
            glyph(member.state()).showIn(state);
            tone(state, tone(member.state()));
            name.setText(member.name());
            about.setText(member.about());
            RunCard.text(text, member.text());
            present(open, member.session() != null);
            open.setAccessibleText(Texts.text("runs.open") + ": " + member.name());
            present(stop, member.stoppable());
            stop.setAccessibleText(Texts.text("runs.stop") + ": " + member.name());
        }
    }
}
