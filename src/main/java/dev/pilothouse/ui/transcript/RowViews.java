package dev.pilothouse.ui.transcript;

import dev.pilothouse.ui.attachment.AttachmentStrip;
import dev.pilothouse.ui.fx.DisclosureLine;
import dev.pilothouse.ui.fx.Glyph;
import dev.pilothouse.ui.fx.Widgets;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.BlockView;
import dev.pilothouse.ui.text.Texts;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/** The views of the simple rows. Tools, output and diffs have files of their own. Confined to the FX thread. */
final class RowViews {
    private RowViews() {}

    /** Creates the view for rows of this row's kind. */
    static RowView forRow(TranscriptRow row, TranscriptActions actions) {
        return row.match(new TranscriptRow.Cases<>(
                prompt -> new PromptView(actions),
                prose -> new ProseView(actions),
                thought -> new ThoughtView(actions),
                tool -> new ToolRowView(actions),
                output -> new OutputView(actions),
                diff -> new DiffView(actions),
                turnEnd -> new TurnEndView(actions),
                again -> new AgainView(actions),
                note -> new NoteView(),
                files -> new FilesView(actions),
                earlier -> new EarlierView(actions),
                breaks -> new BreakView()));
    }

    private static Button undoButton(String key, Runnable undo) {
        return Widgets.iconButton(Glyph.UNDO.node(), Texts.text(key), undo, "row-copy", "row-undo");
    }

    static Button copyButton(String what, Runnable copy) {
        return Widgets.copyButton(what, copy, "row-copy");
    }

    /**
     * Sets one of several style classes that exclude each other.
     *
     * @return whether the class has changed
     */
    static boolean choose(Node node, String prefix, String chosen) {
        String wanted = prefix + chosen;
        List<String> classes = node.getStyleClass();
        if (classes.contains(wanted)) {
            return false;
        }
        classes.removeIf(name -> name.startsWith(prefix));
        classes.add(wanted);
        return true;
    }

    /** The user's prompt: a tinted block with a bar. */
    private static final class PromptView implements RowView {
        private final VBox box = Widgets.column("prompt");
        private final VBox outer = Widgets.column("prompt-row", box);
        private final Label author = Widgets.label("", "prompt-author");
        private final Label time = Widgets.label("", "prompt-time");
        private final FontIcon clock = Glyph.PENDING.node("prompt-clock");
        private final Label text = Widgets.wrapped("", "prompt-text");
        private final Label remark = Widgets.wrapped("", "prompt-remark");
        private final Hyperlink again = new Hyperlink();
        private final Hyperlink discard = new Hyperlink(Texts.text("transcript.discard"));
        private final HBox ways = new HBox(again, discard);
        private final VBox problem = Widgets.column("prompt-problem", remark, ways);
        private final AttachmentStrip attachments = new AttachmentStrip();
        private final TranscriptActions actions;
        private String rowId = "";

        PromptView(TranscriptActions actions) {
            this.actions = actions;
            HBox head = Widgets.row("prompt-head", author, time, clock);
            ways.getStyleClass().add("prompt-ways");
            again.getStyleClass().add("prompt-again");
            again.setOnAction(event -> actions.sendAgain(rowId));
            discard.getStyleClass().add("prompt-discard");
            discard.setOnAction(event -> actions.discard(rowId));
            box.getChildren().setAll(head, text, attachments, problem);
        }

        @Override
        public Node node() {
            return outer;
        }

        @Override
        public boolean show(TranscriptRow row) {
            TranscriptRow.Prompt shown = (TranscriptRow.Prompt) row;
            rowId = shown.id();
            author.setText(shown.author());
            time.setText(shown.time());
            text.setText(shown.text());
            boolean worded = !shown.text().isEmpty();
            text.setVisible(worded);
            text.setManaged(worded);
            attachments.show(shown.attachments(), actions::picture, actions::openAttachment);
            boolean waiting = shown.delivery() == TranscriptRow.Delivery.PENDING
                    || shown.delivery() == TranscriptRow.Delivery.QUEUED;
            boolean failed = shown.delivery() == TranscriptRow.Delivery.FAILED;
            clock.setVisible(waiting);
            clock.setManaged(waiting);
            remark.setText(shown.remark());
            boolean held = shown.delivery() == TranscriptRow.Delivery.HELD;
            again.setText(Texts.text(held ? "transcript.sendNow" : "transcript.sendAgain"));
            ways.setVisible(failed || held);
            ways.setManaged(failed || held);
            boolean remarked = failed || !shown.remark().isEmpty();
            problem.setVisible(remarked);
            problem.setManaged(remarked);
            choose(box, "prompt-is-", shown.delivery().name().toLowerCase(Locale.ROOT));
            return true;
        }
    }

    /** A block of the agent's text, without a box. */
    private static final class ProseView implements RowView {
        private final BlockView block;
        private String rowId = "";

        ProseView(TranscriptActions actions) {
            block = new BlockView(actions::openLink, piece -> actions.copyMessage(rowId));
        }

        @Override
        public Node node() {
            return block;
        }

        @Override
        public boolean show(TranscriptRow row) {
            TranscriptRow.Prose prose = (TranscriptRow.Prose) row;
            rowId = prose.id();
            boolean ofTool = prose.depth() >= 0;
            boolean restyled = choose(block, "prose-", prose.muted() ? "muted" : ofTool ? "tool" : "plain")
                    | choose(block, "depth-", ofTool ? String.valueOf(prose.depth()) : "none")
                    | choose(block, "gap-", prose.block().frame().tight() ? "tight" : "loose")
                    | choose(block, "foot-", continues(prose.block()) ? "joined" : "free");
            return block.show(prose.block()) || restyled;
        }

        /** Returns whether the next row is a piece of the same code, which is drawn without a gap. */
        private static boolean continues(Block block) {
            return block.content() instanceof Block.Code code && !code.last();
        }
    }

    /** A thought: one muted line that can be opened. */
    private static final class ThoughtView implements RowView {
        private final FontIcon arrow = Glyph.EXPAND.node("row-arrow");
        private final Label summary = Widgets.label("", "thought-text");
        private final HBox box = new HBox(arrow, summary);
        private final Button undo;
        private final HBox outer;
        private final TranscriptActions actions;
        private String rowId = "";

        ThoughtView(TranscriptActions actions) {
            this.actions = actions;
            undo = undoButton("undo.restore", () -> actions.undo(rowId));
            outer = Widgets.row("thought-row", box, undo);
            HBox.setHgrow(box, Priority.ALWAYS);
            box.setMinWidth(0);
            box.getStyleClass().addAll("thought", "openable");
            box.setAlignment(Pos.CENTER_LEFT);
            summary.setMinWidth(0);
            box.setFocusTraversable(true);
            DisclosureLine.make(box, () -> actions.toggle(rowId));
        }

        @Override
        public Node node() {
            return outer;
        }

        @Override
        public boolean show(TranscriptRow row) {
            TranscriptRow.Thought shown = (TranscriptRow.Thought) row;
            rowId = shown.id();
            (shown.open() ? Glyph.COLLAPSE : Glyph.EXPAND).showIn(arrow);
            summary.setText(shown.summary());
            boolean offered = shown.undo() && actions.mayUndo();
            undo.setVisible(offered);
            undo.setManaged(offered);
            box.setAccessibleText(
                    shown.label().equals(shown.summary()) ? shown.label() : shown.label() + ": " + shown.summary());
            return true;
        }
    }

    /** The line below a turn, with its summary. */
    private static final class TurnEndView implements RowView {
        private final Label text = Widgets.label("", "turn-end-text");
        private final HBox box = Widgets.row("turn-end");
        private final Button undo;
        private final TranscriptActions actions;

        private String rowId = "";

        TurnEndView(TranscriptActions actions) {
            Button copy = copyButton(Texts.text("transcript.copyAnswer"), () -> actions.copyMessage(rowId));
            Region line = new Region();
            line.getStyleClass().add("turn-end-line");
            HBox.setHgrow(line, Priority.ALWAYS);
            text.setWrapText(true);
            text.setMinWidth(0);
            text.setMinHeight(Region.USE_PREF_SIZE);
            undo = undoButton("undo.turn", () -> actions.undo(rowId));
            this.actions = actions;
            box.getChildren().setAll(text, copy, undo, line);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public boolean show(TranscriptRow row) {
            TranscriptRow.TurnEnd end = (TranscriptRow.TurnEnd) row;
            rowId = end.id();
            text.setText(end.text());
            boolean offered = end.undo() && actions.mayUndo();
            undo.setVisible(offered);
            undo.setManaged(offered);
            choose(text, "tone-", end.tone().name().toLowerCase(Locale.ROOT));
            return true;
        }
    }

    /** The buttons below a last turn that did not finish. */
    private static final class AgainView implements RowView {
        private final FlowPane box;

        AgainView(TranscriptActions actions) {
            Button retry = Widgets.button(Texts.text("turn.retry"), "plain-button", actions::retry);
            retry.setId("turn-retry");
            Button edit = Widgets.button(Texts.text("turn.edit"), "quiet-button", actions::editAndResend);
            edit.setId("turn-edit");
            // With large text the buttons need a line each.
            box = new FlowPane(retry, edit);
            box.getStyleClass().add("again");
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public boolean show(TranscriptRow row) {
            return true;
        }
    }

    /** A note of the host. */
    private static final class NoteView implements RowView {
        private final FontIcon icon = Glyph.NOTE.node("note-icon");
        private final Label text = Widgets.wrapped("", "note-text");
        private final HBox box = new HBox(icon, text);

        NoteView() {
            box.getStyleClass().add("note");
            HBox.setHgrow(text, Priority.ALWAYS);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public boolean show(TranscriptRow row) {
            TranscriptRow.Note note = (TranscriptRow.Note) row;
            text.setText(note.text());
            (switch (note.tone()) {
                        case NEUTRAL -> Glyph.NOTE;
                        case GOOD -> Glyph.DONE;
                        case WAITING -> Glyph.WAITING;
                        case BAD -> Glyph.FAILED;
                    })
                    .showIn(icon);
            choose(box, "tone-", note.tone().name().toLowerCase(Locale.ROOT));
            return true;
        }
    }

    /** The pictures and files of an agent's message. */
    private static final class FilesView implements RowView {
        private final AttachmentStrip strip = new AttachmentStrip();
        private final VBox box = Widgets.column("files-row", strip);
        private final TranscriptActions actions;

        FilesView(TranscriptActions actions) {
            this.actions = actions;
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public boolean show(TranscriptRow row) {
            strip.show(((TranscriptRow.Files) row).attachments(), actions::picture, actions::openAttachment);
            return true;
        }
    }

    /** A break: a new day or a long pause. */
    private static final class BreakView implements RowView {
        private final Label text = Widgets.label("", "break-text");
        private final HBox box = new HBox(line(), text, line());

        BreakView() {
            box.getStyleClass().add("break");
            box.setAlignment(Pos.CENTER);
            text.setMinWidth(Region.USE_PREF_SIZE);
        }

        private static Region line() {
            Region line = new Region();
            line.getStyleClass().add("turn-end-line");
            HBox.setHgrow(line, Priority.ALWAYS);
            return line;
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public boolean show(TranscriptRow row) {
            text.setText(((TranscriptRow.Break) row).text());
            return true;
        }
    }

    /** The button that loads earlier items. */
    private static final class EarlierView implements RowView {
        private final Button show = new Button();
        private final HBox box = new HBox(show);

        EarlierView(TranscriptActions actions) {
            show.getStyleClass().setAll("button", "quiet-button", "earlier-button");
            show.setGraphic(Glyph.UP.node());
            show.setOnAction(event -> actions.showEarlier());
            box.getStyleClass().add("earlier");
            box.setAlignment(Pos.CENTER);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public boolean show(TranscriptRow row) {
            boolean loading = ((TranscriptRow.Earlier) row).loading();
            show.setText(Texts.text(loading ? "transcript.earlierLoading" : "transcript.earlier"));
            show.setAccessibleText(Texts.text(loading ? "transcript.earlierLoading" : "transcript.earlierAccessible"));
            choose(show, "earlier-is-", loading ? "loading" : "offered");
            return true;
        }
    }
}
