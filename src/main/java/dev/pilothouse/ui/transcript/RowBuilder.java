package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.Item;
import dev.pilothouse.ui.diff.FileChange;
import dev.pilothouse.ui.text.ActionText;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds the rows of items in order. Adds breaks on a new day and after long pauses, merges completed reads of one kind
 * into one row, and sums up each turn at its end.
 *
 * <p>Used for one stretch of rows; confined to its creator.
 */
final class RowBuilder implements Item.Visitor<Void> {
    /** The pause after which a break with the time is added. */
    private static final Duration LONG = Duration.ofHours(1);

    private static final Set<ToolKind> FOLDING = Set.of(ToolKind.READ, ToolKind.SEARCH, ToolKind.FETCH);

    /** The text keys of the notes about context compaction, by note code. */
    private static final Map<String, String> COMPACTION = Map.of(
            "compacting", "note.compacting",
            "compacted", "note.compacted",
            "compactionFailed", "note.compactionFailed",
            "compactionCancelled", "note.compactionCancelled");

    /** The inputs of all rows other than their items. Immutable. */
    record Basis(long windowStart, RowExpansion opened, Set<ItemId> asking, String cwd) {}

    /** The state that the rows of an item take over from the items before it. Immutable. */
    record Carry(
            int toolsInTurn,
            Set<String> filesInTurn,
            @Nullable Instant lastAt) {
        static final Carry NOTHING = new Carry(0, Set.of(), null);
    }

    /** Earlier calls of a subagent are counted, not shown. */
    private static final int MAX_NESTED = 100;
    /** Characters of a subagent's latest call in its sum. */
    private static final int LATEST = 60;

    private final RowCache memory;
    private final ToolCallTree nested;
    private final List<TranscriptRow> rows = new ArrayList<>();
    private final List<FileChange> changes = new ArrayList<>();
    private final RowExpansion opened;
    private final Set<ItemId> asking;
    private final String cwd;
    private int toolsInTurn;
    private final Set<String> filesInTurn;
    private @Nullable Instant lastAt;

    RowBuilder(RowCache memory, Basis basis, ToolCallTree nested, Carry before) {
        this.memory = memory;
        this.nested = nested;
        this.opened = basis.opened();
        this.asking = basis.asking();
        this.cwd = basis.cwd();
        this.toolsInTurn = before.toolsInTurn();
        this.filesInTurn = new HashSet<>(before.filesInTurn());
        this.lastAt = before.lastAt();
    }

    /**
     * Builds the rows of the item at {@code at}, and of the items that are merged with it.
     *
     * @return the index of the next item
     */
    int take(List<Item> items, int at) {
        Item item = items.get(at);
        breakBefore(item);
        int folded = foldedTools(items, at);
        if (folded == 0) {
            item.accept(this);
        }
        int next = at + Math.max(1, folded);
        lastAt = items.get(next - 1).at();
        return next;
    }

    private void breakBefore(Item item) {
        if (lastAt == null) {
            return;
        }
        boolean newDay = !TimeFormatter.sameDay(lastAt, item.at());
        if (newDay || Duration.between(lastAt, item.at()).compareTo(LONG) >= 0) {
            rows.add(new TranscriptRow.Break(
                    "break-" + item.id(), newDay ? TimeFormatter.day(item.at()) : TimeFormatter.clock(item.at())));
        }
    }

    /** Returns whether the item can be merged into one row with its neighbours, now or once it is completed. */
    static boolean mayFold(Item item) {
        return item instanceof Item.ToolItem tool
                && FOLDING.contains(tool.call().kind());
    }

    List<TranscriptRow> rows() {
        return rows;
    }

    Carry carry() {
        return new Carry(toolsInTurn, Set.copyOf(filesInTurn), lastAt);
    }

    List<FileChange> changes() {
        return List.copyOf(changes);
    }

    /**
     * Builds one row from completed neighbours of one kind.
     *
     * @return the number of merged items, 0 for none
     */
    int foldedTools(List<Item> items, int from) {
        if (!(items.get(from) instanceof Item.ToolItem first) || !folds(first)) {
            return 0;
        }
        int to = from + 1;
        while (to < items.size()
                && items.get(to) instanceof Item.ToolItem next
                && folds(next)
                && next.call().kind() == first.call().kind()) {
            to++;
        }
        int count = to - from;
        if (count < 2) {
            return 0;
        }
        long millis = 0;
        long rev = 0;
        for (Item item : items.subList(from, to)) {
            Item.ToolItem tool = (Item.ToolItem) item;
            millis += Math.max(0, tool.call().endedAt() - tool.call().startedAt());
            rev = Math.max(rev, tool.rev());
        }
        String id = "group-" + first.id();
        boolean open = opened.rows().contains(id);
        rows.add(new TranscriptRow.Tool(
                id,
                (rev * 1_000 + count) * 2 + (open ? 1 : 0),
                first.call().kind(),
                Texts.text("tool.group." + first.call().kind().name(), count),
                "",
                "",
                0,
                0,
                "",
                "",
                millis == 0 ? "" : TimeFormatter.duration(millis),
                0,
                TranscriptRow.Status.DONE,
                true,
                open,
                0));
        if (open) {
            items.subList(from, to)
                    .forEach(item ->
                            rows.addAll(memory.toolRows(memory.tool((Item.ToolItem) item, cwd), opened, 1, false)));
        }
        toolsInTurn += count;
        return count;
    }

    private boolean folds(Item.ToolItem item) {
        return mayFold(item)
                && !nested.isNested(item)
                && nested.of(item.id()).isEmpty()
                && ToolRows.status(item.call().status()) == TranscriptRow.Status.DONE;
    }

    @Override
    public Void user(Item.UserItem item) {
        String from = item.cause() == null ? "" : HostTexts.device(item.cause().deviceName());
        String time = TimeFormatter.clock(item.at());
        rows.add(new TranscriptRow.Prompt(
                "user-" + item.id(),
                item.rev(),
                item.text(),
                item.attachments(),
                Texts.text("transcript.you"),
                from.isEmpty() ? time : time + " \u00b7 " + from,
                TranscriptRow.Delivery.ACCEPTED,
                ""));
        return null;
    }

    @Override
    public Void message(Item.MessageItem item) {
        rows.addAll(memory.prose(item, item.text(), false));
        if (!item.attachments().isEmpty()) {
            rows.add(new TranscriptRow.Files("files-" + item.id(), item.rev(), item.attachments()));
        }
        return null;
    }

    @Override
    public Void thought(Item.ThoughtItem item) {
        String id = "thought-" + item.id();
        boolean open = opened.rows().contains(id);
        rows.add(new TranscriptRow.Thought(
                id,
                item.rev() * 2 + (open ? 1 : 0),
                Texts.text("transcript.thought"),
                open ? Texts.text("transcript.thought") : memory.summary(item),
                false,
                open));
        if (open) {
            rows.addAll(memory.prose(item, item.text(), true));
        }
        return null;
    }

    @Override
    public Void tool(Item.ToolItem item) {
        ToolRows tool = memory.tool(item, cwd);
        if (!nested.isNested(item)) {
            addTool(item, 0);
        }
        toolsInTurn++;
        if (item.call().status() != ToolStatus.COMPLETED) {
            // A call that was not completed has changed nothing.
            return null;
        }
        for (FileDiff change : tool.diffs()) {
            filesInTurn.add(change.path());
            changes.add(new FileChange(
                    change.path(), change.diff().added(), change.diff().removed()));
        }
        return null;
    }

    /** Adds the row of a call and, while it is open, its content and the calls of its subagent. */
    private void addTool(Item.ToolItem item, int depth) {
        List<TranscriptRow> own = memory.toolRows(memory.tool(item, cwd), opened, depth, asking.contains(item.id()));
        List<Item.ToolItem> inner = nested.of(item.id());
        if (inner.isEmpty()) {
            rows.addAll(own);
            return;
        }
        List<Item.ToolItem> all = new ArrayList<>();
        nested.addAllBelow(item.id(), all);
        boolean open = opened.rows().contains(ToolRows.rowId(item));
        rows.add(summed((TranscriptRow.Tool) own.get(0), item, all, open));
        rows.addAll(own.subList(1, own.size()));
        if (open) {
            int hidden = Math.max(0, inner.size() - MAX_NESTED);
            if (hidden > 0) {
                rows.add(new TranscriptRow.Note(
                        "nested-" + item.id(),
                        hidden,
                        Texts.counted("tool.nested.earlier", hidden),
                        TranscriptRow.Tone.NEUTRAL));
            }
            inner.subList(hidden, inner.size()).forEach(child -> addTool(child, depth + 1));
        }
    }

    /** The row of a call with a subagent has a second line that sums up what the subagent does. */
    private TranscriptRow.Tool summed(
            TranscriptRow.Tool row, Item.ToolItem item, List<Item.ToolItem> all, boolean open) {
        long rev = item.rev();
        boolean asks = row.status() == TranscriptRow.Status.ASKING;
        for (Item.ToolItem child : all) {
            rev = Math.max(rev, child.rev());
            asks |= asking.contains(child.id()) && !child.call().status().isFinal();
        }
        TranscriptRow.Status status = asks ? TranscriptRow.Status.ASKING : row.status();
        StringBuilder text = new StringBuilder(Texts.text(
                "tool.nested.summary",
                Texts.counted("tool.nested.calls", all.size()),
                Texts.text("tool.status." + status.name())));
        long failed = all.stream()
                .filter(child -> child.call().status() == ToolStatus.FAILED)
                .count();
        if (failed > 0) {
            text.append(" \u00b7 ").append(Texts.text("tool.nested.failed", failed));
        }
        if (status == TranscriptRow.Status.RUNNING || status == TranscriptRow.Status.ASKING) {
            text.append(" \u00b7 ")
                    .append(TextCutter.line(
                            memory.tool(all.get(all.size() - 1), cwd).title(), LATEST));
        }
        return new TranscriptRow.Tool(
                row.id(),
                rev * 4 + (asks ? 2 : 0) + (open ? 1 : 0),
                row.kind(),
                row.label(),
                row.target(),
                row.file(),
                row.added(),
                row.removed(),
                "",
                text.toString(),
                row.time(),
                row.since(),
                status,
                true,
                open,
                row.depth());
    }

    @Override
    public Void pending(Item.PendingItem item) {
        PendingAnswer answer = item.answer();
        if (answer == null) {
            return null;
        }
        String title = ActionText.asked(item.pending(), cwd).sentence();
        String chosen = HostTexts.answer(item.pending(), answer);
        String by = answer.by() == null ? "" : HostTexts.device(answer.by());
        boolean refused = item.pending().options().stream()
                .anyMatch(option -> option.optionId().equals(answer.optionId())
                        && option.kind().name().startsWith("REJECT"));
        String text = switch (answer.outcome()) {
            case ANSWERED ->
                by.isEmpty()
                        ? Texts.text("pending.answered", title, chosen)
                        : Texts.text("pending.answeredBy", title, chosen, by);
            case CANCELLED -> Texts.text("pending.cancelled", title);
            case CLOSED -> Texts.text(item.pending().host() == null ? "pending.closed" : "pending.withdrawn", title);
        };
        TranscriptRow.Tone tone = answer.outcome() == PendingAnswer.Outcome.ANSWERED
                ? refused ? TranscriptRow.Tone.BAD : TranscriptRow.Tone.GOOD
                : TranscriptRow.Tone.NEUTRAL;
        rows.add(new TranscriptRow.Note("pending-" + item.id(), item.rev(), text, tone));
        return null;
    }

    @Override
    public Void note(Item.NoteItem item) {
        TranscriptRow.Tone tone = item.level() == NoteLevel.ERROR
                ? TranscriptRow.Tone.BAD
                : item.level() == NoteLevel.WARNING ? TranscriptRow.Tone.WAITING : TranscriptRow.Tone.NEUTRAL;
        String id = "note-" + item.id();
        String key = COMPACTION.get(item.code());
        String text = key == null ? HostTexts.text(item.text(), item.says()) : Texts.text(key);
        if (item.detail().isEmpty()) {
            rows.add(new TranscriptRow.Note(id, item.rev(), text, tone));
            return null;
        }
        boolean open = opened.rows().contains(id);
        rows.add(new TranscriptRow.Thought(
                id,
                item.rev() * 2 + (open ? 1 : 0),
                text,
                text,
                false,
                open,
                !item.snapshot().isEmpty()));
        if (open) {
            rows.addAll(memory.prose(item, GrowingText.of(item.detail()), true));
        }
        return null;
    }

    @Override
    public Void turnEnd(Item.TurnEndItem item) {
        StringBuilder text = new StringBuilder(TimeFormatter.duration(item.durationMillis()));
        if (toolsInTurn > 0) {
            text.append(" \u00b7 ").append(Texts.counted("turn.tools", toolsInTurn));
        }
        if (!filesInTurn.isEmpty()) {
            text.append(" \u00b7 ").append(Texts.counted("turn.files", filesInTurn.size()));
        }
        if (!item.tokens().equals(TokenCount.NONE)) {
            text.append(" \u00b7 ")
                    .append(Texts.text(
                            "turn.tokens",
                            TimeFormatter.tokens(item.tokens().in()),
                            TimeFormatter.tokens(item.tokens().out())));
        }
        boolean bad = item.reason() == StopReason.FAILED || item.reason() == StopReason.INTERRUPTED;
        if (item.reason() != StopReason.END_TURN) {
            text.append(" \u00b7 ")
                    .append(Texts.text("turn.reason." + item.reason().name()));
        }
        if (!item.text().isEmpty()) {
            rows.add(new TranscriptRow.Note(
                    "end-text-" + item.id(),
                    item.rev(),
                    HostTexts.text(item.text(), item.says()),
                    bad ? TranscriptRow.Tone.BAD : TranscriptRow.Tone.NEUTRAL));
        }
        rows.add(new TranscriptRow.TurnEnd(
                "end-" + item.id(),
                // The summary changes when earlier items of the turn are loaded, so the revision includes it.
                (item.rev() * 1_000 + toolsInTurn) * 1_000 + filesInTurn.size(),
                text.toString(),
                bad ? TranscriptRow.Tone.BAD : TranscriptRow.Tone.NEUTRAL,
                !item.snapshot().isEmpty()));
        toolsInTurn = 0;
        filesInTurn.clear();
        return null;
    }
}
