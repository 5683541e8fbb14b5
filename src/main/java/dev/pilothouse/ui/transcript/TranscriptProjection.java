package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.MarkdownText;
import dev.pilothouse.ui.text.Moments;
import dev.pilothouse.ui.text.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns one session's state into rows. What did not change since the last time is not made again: items are remembered by
 * revision, and a growing message reads only its last block, so a chunk costs about its own length.
 *
 * <p>Owns that memory, which is as large as the transcript's window. Any thread may call it, one at a time waits for the
 * other; ends with the feed that holds it.
 */
final class TranscriptProjection {
    private static final int SUMMARY_LENGTH = 120;
    private static final Set<ToolKind> FOLDING = Set.of(ToolKind.READ, ToolKind.SEARCH, ToolKind.FETCH);

    private final Map<Long, Kept<MarkdownRows>> texts = new HashMap<>();
    private final Map<Long, Kept<ToolRows>> tools = new HashMap<>();
    private final Map<Long, Kept<String>> summaries = new HashMap<>();

    private record Kept<T>(long rev, T value) {}

    /** A message's Markdown and its rows. */
    private record MarkdownRows(MarkdownText text, List<TranscriptRow> rows) {}

    /** The rows of this view of the session. */
    synchronized Projected project(SessionView view, Opened opened) {
        List<Item> items = view.state().transcript().items();
        forgetBefore(view.state().transcript().windowStart());
        List<TranscriptRow> rows = new ArrayList<>();
        Map<String, FileChange> changes = new LinkedHashMap<>();
        Set<ItemId> asking = new HashSet<>();
        view.state().open().forEach(open -> {
            if (open.pending().toolCall() != null) {
                asking.add(open.pending().toolCall());
            }
        });
        Building building = new Building(rows, changes, opened, asking);
        long start = view.state().transcript().windowStart();
        if (start > 1) {
            rows.add(new TranscriptRow.Earlier(opened.earlierThan() == start));
        }
        for (int i = 0; i < items.size(); ) {
            int folded = building.foldedTools(items, i);
            if (folded > 0) {
                i += folded;
            } else {
                items.get(i).accept(building);
                i++;
            }
        }
        view.unconfirmed().forEach(intent -> unconfirmed(rows, intent));
        return new Projected(view, rows, new ArrayList<>(changes.values()));
    }

    private void forgetBefore(long windowStart) {
        texts.keySet().removeIf(born -> born < windowStart);
        tools.keySet().removeIf(born -> born < windowStart);
        summaries.keySet().removeIf(born -> born < windowStart);
    }

    private static void unconfirmed(List<TranscriptRow> rows, PendingIntent pending) {
        if (pending.intent() instanceof Intent.Prompt prompt) {
            boolean failed = pending.refusal() != null;
            rows.add(new TranscriptRow.Prompt(
                    "request-" + pending.requestId(),
                    failed ? 2 : 1,
                    prompt.text(),
                    Texts.text("transcript.you"),
                    Moments.clock(pending.madeAt()),
                    failed ? TranscriptRow.Delivery.FAILED : TranscriptRow.Delivery.PENDING,
                    failed ? pending.refusal() : ""));
        }
    }

    private ToolRows toolRows(Item.ToolItem item) {
        Kept<ToolRows> kept = tools.get(item.id().born());
        if (kept == null || kept.rev() != item.rev()) {
            kept = new Kept<>(item.rev(), new ToolRows(item));
            tools.put(item.id().born(), kept);
        }
        return kept.value();
    }

    /** A text is put together only when it has changed. */
    private List<TranscriptRow> prose(Item item, GrowingText growing, boolean muted) {
        Kept<MarkdownRows> kept = texts.get(item.id().born());
        if (kept != null && kept.rev() == item.rev()) {
            return kept.value().rows();
        }
        MarkdownText before = kept == null ? MarkdownText.EMPTY : kept.value().text();
        List<TranscriptRow> old = kept == null ? List.of() : kept.value().rows();
        MarkdownText after = before.grownTo(muted ? growing.toString().strip() : growing.toString());
        List<TranscriptRow> rows = new ArrayList<>();
        List<Block> blocks = after.blocks();
        for (int i = 0; i < blocks.size(); i++) {
            if (i < old.size() && ((TranscriptRow.Prose) old.get(i)).block().equals(blocks.get(i))) {
                rows.add(old.get(i));
            } else {
                rows.add(new TranscriptRow.Prose("text-" + item.id() + "-" + i, item.rev(), blocks.get(i), muted));
            }
        }
        texts.put(item.id().born(), new Kept<>(item.rev(), new MarkdownRows(after, rows)));
        return rows;
    }

    private final class Building implements Item.Visitor<Void> {
        private final List<TranscriptRow> rows;
        private final Map<String, FileChange> changes;
        private final Opened opened;
        private final Set<ItemId> asking;
        private int toolsInTurn;
        private final Set<String> filesInTurn = new HashSet<>();

        Building(List<TranscriptRow> rows, Map<String, FileChange> changes, Opened opened, Set<ItemId> asking) {
            this.asking = asking;
            this.rows = rows;
            this.changes = changes;
            this.opened = opened;
        }

        /** Makes one row of finished neighbours of one kind. @return how many items it took */
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
                    TranscriptRow.ToolKind.valueOf(first.call().kind().name()),
                    Texts.text("tool.group." + first.call().kind().name(), count),
                    "",
                    0,
                    0,
                    "",
                    millis == 0 ? "" : Moments.took(millis),
                    TranscriptRow.Status.DONE,
                    true,
                    open,
                    0));
            if (open) {
                items.subList(from, to)
                        .forEach(item ->
                                rows.addAll(toolRows((Item.ToolItem) item).rows(opened, 1, false)));
            }
            toolsInTurn += count;
            return count;
        }

        private boolean folds(Item.ToolItem item) {
            return FOLDING.contains(item.call().kind())
                    && ToolRows.status(item.call().status()) == TranscriptRow.Status.DONE;
        }

        @Override
        public Void user(Item.UserItem item) {
            String from = item.cause() == null ? "" : item.cause().deviceName();
            String time = Moments.clock(item.at());
            rows.add(new TranscriptRow.Prompt(
                    "user-" + item.id(),
                    item.rev(),
                    item.text(),
                    Texts.text("transcript.you"),
                    from.isEmpty() ? time : time + " \u00b7 " + from,
                    TranscriptRow.Delivery.ACCEPTED,
                    ""));
            return null;
        }

        @Override
        public Void message(Item.MessageItem item) {
            rows.addAll(prose(item, item.text(), false));
            return null;
        }

        @Override
        public Void thought(Item.ThoughtItem item) {
            String id = "thought-" + item.id();
            boolean open = opened.rows().contains(id);
            rows.add(new TranscriptRow.Thought(
                    id,
                    item.rev() * 2 + (open ? 1 : 0),
                    open ? Texts.text("transcript.thought") : summary(item),
                    false,
                    open));
            if (open) {
                rows.addAll(prose(item, item.text(), true));
            }
            return null;
        }

        @Override
        public Void tool(Item.ToolItem item) {
            ToolRows tool = toolRows(item);
            rows.addAll(tool.rows(opened, 0, asking.contains(item.id())));
            toolsInTurn++;
            if (item.call().status() != ToolStatus.COMPLETED) {
                // What is only asked for, or was refused, has changed nothing.
                return null;
            }
            for (ToolRows.FileDiff change : tool.diffs()) {
                filesInTurn.add(change.path());
                changes.merge(
                        change.path(),
                        new FileChange(
                                change.path(),
                                change.diff().added(),
                                change.diff().removed()),
                        (one, other) -> new FileChange(
                                one.path(), one.added() + other.added(), one.removed() + other.removed()));
            }
            return null;
        }

        @Override
        public Void pending(Item.PendingItem item) {
            PendingAnswer answer = item.answer();
            if (answer == null) {
                return null;
            }
            String title = item.pending().title();
            String by = answer.by() == null ? "" : answer.by();
            boolean refused = item.pending().options().stream()
                    .anyMatch(option -> option.optionId().equals(answer.optionId())
                            && option.kind().name().startsWith("REJECT"));
            String text = switch (answer.outcome()) {
                case ANSWERED ->
                    by.isEmpty()
                            ? Texts.text("pending.answered", title, answer.text())
                            : Texts.text("pending.answeredBy", title, answer.text(), by);
                case CANCELLED -> Texts.text("pending.cancelled", title);
                case CLOSED -> Texts.text("pending.closed", title);
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
            rows.add(new TranscriptRow.Note("note-" + item.id(), item.rev(), item.text(), tone));
            return null;
        }

        @Override
        public Void turnEnd(Item.TurnEndItem item) {
            StringBuilder text = new StringBuilder(Moments.took(item.durationMillis()));
            if (toolsInTurn > 0) {
                text.append(" \u00b7 ").append(Texts.counted("turn.tools", toolsInTurn));
            }
            if (!filesInTurn.isEmpty()) {
                text.append(" \u00b7 ").append(Texts.counted("turn.files", filesInTurn.size()));
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
                        item.text(),
                        bad ? TranscriptRow.Tone.BAD : TranscriptRow.Tone.NEUTRAL));
            }
            rows.add(new TranscriptRow.TurnEnd(
                    "end-" + item.id(),
                    // What it sums up grows when the turn's earlier items come into the window.
                    (item.rev() * 1_000 + toolsInTurn) * 1_000 + filesInTurn.size(),
                    text.toString(),
                    bad ? TranscriptRow.Tone.BAD : TranscriptRow.Tone.NEUTRAL));
            toolsInTurn = 0;
            filesInTurn.clear();
            return null;
        }

        private String summary(Item.ThoughtItem item) {
            Kept<String> kept = summaries.get(item.id().born());
            if (kept == null || kept.rev() != item.rev()) {
                kept = new Kept<>(item.rev(), firstLine(item.text().toString()));
                summaries.put(item.id().born(), kept);
            }
            return kept.value();
        }

        private static String firstLine(String thought) {
            String line = thought.strip()
                    .lines()
                    .findFirst()
                    .orElse("")
                    .replaceAll("[*#`_]+", "")
                    .strip();
            if (line.isEmpty()) {
                return Texts.text("transcript.thought");
            }
            return line.length() <= SUMMARY_LENGTH
                    ? line
                    : line.substring(0, SUMMARY_LENGTH).strip() + "\u2026";
        }
    }
}
