package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.CommentAnchor;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.Organisation;
import dev.pilothouse.model.Pending;
import dev.pilothouse.model.PendingOption;
import dev.pilothouse.model.PlanEntry;
import dev.pilothouse.model.ReviewComment;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.protocol.UpdateKinds;
import dev.pilothouse.protocol.WireEnum;
import java.util.HashMap;
import java.util.Map;

/**
 * Prints updates for users: an agent's text is streamed, everything else is a separate line. Owns the position in the
 * line and the titles of this turn's tool calls. Confined to the client-state lane.
 */
final class TextUpdatePrinter implements UpdatePrinter, SessionUpdate.Visitor<Void> {

    private static final int MAX_DEPTH = 3;

    private final Terminal terminal;
    private final SessionId sessionId;
    private final Map<Long, String> titles = new HashMap<>();
    /** How deep the tool calls of subagents are; the agent's own ones are left out. */
    private final Map<Long, Integer> depths = new HashMap<>();
    /** The item whose text is being streamed, 0 for none. */
    private long flowing;
    /** The text of the last turn's end, until something else is printed; never null. */
    private String justSaid = "";

    TextUpdatePrinter(Terminal terminal, SessionId sessionId) {
        this.terminal = terminal;
        this.sessionId = sessionId;
    }

    @Override
    public void print(JournaledUpdate update) {
        update.update().accept(this);
        justSaid = update.update() instanceof SessionUpdate.TurnEnded ended ? ended.text() : "";
    }

    /** Ends the line that is being streamed. */
    void end() {
        if (flowing != 0) {
            terminal.line("");
            flowing = 0;
        }
    }

    private Void line(String text) {
        end();
        terminal.line(Terminal.plain(text));
        return null;
    }

    private Void flow(long item, String mark, String text) {
        if (flowing != item) {
            if (flowing != 0) {
                terminal.line("");
            }
            terminal.part(mark);
            flowing = item;
        }
        terminal.part(Terminal.plain(text));
        return null;
    }

    private Void plain(SessionUpdate update) {
        return line("- " + UpdateKinds.of(update));
    }

    @Override
    public Void sessionCreated(SessionUpdate.SessionCreated update) {
        return line("- session " + sessionId + ": " + update.agentName() + " in " + update.cwd());
    }

    @Override
    public Void agentStarting(SessionUpdate.AgentStarting update) {
        return line("- the agent is starting");
    }

    @Override
    public Void agentStarted(SessionUpdate.AgentStarted update) {
        return line("- the agent is ready" + (update.title().isEmpty() ? "" : ": " + update.title()));
    }

    @Override
    public Void agentExited(SessionUpdate.AgentExited update) {
        // A crash during a turn ends both with the same text.
        boolean said = !update.text().isEmpty() && update.text().equals(justSaid);
        String code = update.exitCode() == null ? "" : " (exit code " + update.exitCode() + ")";
        String text = said ? "the agent has ended" + code : update.text();
        return line((update.expected() ? "- " : "! ") + text);
    }

    @Override
    public Void loginNeeded(SessionUpdate.LoginNeeded update) {
        return line("! " + update.text());
    }

    @Override
    public Void sessionClosed(SessionUpdate.SessionClosed update) {
        return line("- the session was closed");
    }

    @Override
    public Void turnStarted(SessionUpdate.TurnStarted update) {
        titles.clear();
        depths.clear();
        return line("- turn");
    }

    @Override
    public Void turnEnded(SessionUpdate.TurnEnded update) {
        return line("- turn ended: " + WireEnum.toWire(update.reason())
                + (update.text().isEmpty() ? "" : ", " + update.text())
                + String.format(" (%.1f s)", update.durationMillis() / 1000.0));
    }

    @Override
    public Void userMessage(SessionUpdate.UserMessage update) {
        line("> " + update.text());
        update.attachments().forEach(attachment -> line("> with " + attachment.name()));
        return null;
    }

    @Override
    public Void turnSnapshot(SessionUpdate.TurnSnapshot update) {
        return null;
    }

    @Override
    public Void passedOn(SessionUpdate.PassedOn update) {
        return null;
    }

    @Override
    public Void agentMessageChunk(SessionUpdate.AgentMessageChunk update) {
        if (!update.text().isEmpty()) {
            flow(update.item().createdSeq(), "", update.text());
        }
        update.attachments().forEach(attachment -> line("< " + described(attachment)));
        return null;
    }

    private static String described(Attachment attachment) {
        return attachment instanceof Attachment.Blob blob
                ? blob.name() + " (" + blob.mimeType() + ", " + blob.bytes() + " bytes)"
                : attachment.name();
    }

    @Override
    public Void thoughtChunk(SessionUpdate.ThoughtChunk update) {
        return flow(update.item().createdSeq(), "~ ", update.text());
    }

    @Override
    public Void toolCallStarted(SessionUpdate.ToolCallStarted update) {
        titles.put(update.item().createdSeq(), update.call().title());
        ItemId parent = update.call().parent();
        if (parent != null) {
            depths.put(
                    update.item().createdSeq(), Math.min(MAX_DEPTH, 1 + depths.getOrDefault(parent.createdSeq(), 0)));
        }
        return line(indent(update.item()) + "* " + update.call().title() + " ["
                + WireEnum.toWire(update.call().status()) + "]");
    }

    @Override
    public Void toolCallChanged(SessionUpdate.ToolCallChanged update) {
        long item = update.item().createdSeq();
        if (update.patch().title() != null) {
            titles.put(item, update.patch().title());
        }
        if (update.patch().status() == null) {
            return null;
        }
        return line(indent(update.item()) + "* " + titles.getOrDefault(item, "tool call " + item) + " ["
                + WireEnum.toWire(update.patch().status()) + "]");
    }

    private String indent(ItemId item) {
        return "  ".repeat(depths.getOrDefault(item.createdSeq(), 0));
    }

    @Override
    public Void planChanged(SessionUpdate.PlanChanged update) {
        line("- plan:");
        for (PlanEntry entry : update.entries()) {
            line("    [" + WireEnum.toWire(entry.status()) + "] " + entry.content());
        }
        return null;
    }

    @Override
    public Void pendingAsked(SessionUpdate.PendingAsked update) {
        Pending pending = update.pending();
        line("? " + pending.title());
        // The title is short; the detail contains the full request.
        pending.detail().lines().forEach(detail -> line("  | " + detail));
        for (PendingOption option : pending.options()) {
            // The name is the agent's text; the kind is the host's interpretation.
            line("    " + option.optionId() + "  " + option.name() + " (" + WireEnum.toWire(option.kind()) + ")");
        }
        return line("    pilothouse ctl answer " + sessionId + ' ' + pending.pendingId()
                + (pending.options().isEmpty() ? " --text ANSWER" : " OPTION"));
    }

    @Override
    public Void pendingAnswered(SessionUpdate.PendingAnswered update) {
        String by = update.answer().by() == null ? "" : " by " + update.answer().by();
        return line("- " + WireEnum.toWire(update.answer().outcome()) + by + ": "
                + update.answer().text());
    }

    @Override
    public Void modeChanged(SessionUpdate.ModeChanged update) {
        return line("- mode: " + update.current());
    }

    @Override
    public Void modelChanged(SessionUpdate.ModelChanged update) {
        return line("- model: " + update.current());
    }

    @Override
    public Void optionsChanged(SessionUpdate.OptionsChanged update) {
        return plain(update);
    }

    @Override
    public Void commandsChanged(SessionUpdate.CommandsChanged update) {
        return plain(update);
    }

    @Override
    public Void usageChanged(SessionUpdate.UsageChanged update) {
        // These arrive every few words; they are available with --json.
        return null;
    }

    @Override
    public Void note(SessionUpdate.Note update) {
        if (update.code().equals("compacting") && !update.detail().isEmpty()) {
            // A part of a summary. The note that replaces it has all of it.
            return null;
        }
        line((update.level() == NoteLevel.INFO ? "- " : "! ") + update.text());
        update.detail().lines().forEach(detail -> line("  | " + detail));
        return null;
    }

    @Override
    public Void renamed(SessionUpdate.Renamed update) {
        return line("- name: " + update.name());
    }

    @Override
    public Void organised(SessionUpdate.Organised update) {
        Organisation now = update.organisation();
        String group = now.group().isEmpty() ? "" : ", in group " + now.group();
        return line("- " + (now.pinned() ? "pinned" : "not pinned") + (now.archived() ? ", archived" : "") + group);
    }

    @Override
    public Void profileApplied(SessionUpdate.ProfileApplied update) {
        line("- profile: " + update.profile().name() + " (" + update.profile().revision() + ")");
        update.profile().servers().forEach(server -> line("  | " + ProfileText.server(server)));
        return null;
    }

    @Override
    public Void queueChanged(SessionUpdate.QueueChanged update) {
        return line("- " + update.queue().size() + " in the queue");
    }

    @Override
    public Void commentChanged(SessionUpdate.CommentChanged update) {
        ReviewComment comment = update.comment();
        CommentAnchor place = comment.anchor();
        return line("- comment " + comment.id() + (comment.resolved() ? " (resolved)" : "") + " at " + place.path()
                + ":" + place.line() + ": " + TextCutter.line(comment.text(), 200));
    }

    @Override
    public Void commentRemoved(SessionUpdate.CommentRemoved update) {
        return line("- comment " + update.commentId() + " deleted");
    }

    @Override
    public Void reviewSent(SessionUpdate.ReviewSent update) {
        int count = update.comments().size();
        String comments = count == 1 ? "1 comment" : count + " comments";
        return line("- " + comments + (update.turn() == null ? " not sent yet" : " sent"));
    }

    @Override
    public Void unknown(SessionUpdate.Unknown update) {
        return line("- something unknown: " + update.sourceKind());
    }
}
