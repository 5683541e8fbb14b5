package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.GrowingText;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.PendingAnswer;
import dev.pilothouse.model.StopReason;
import dev.pilothouse.model.TokenCount;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.ui.markdown.Block;
import dev.pilothouse.ui.markdown.CodeColours;
import dev.pilothouse.ui.markdown.MarkdownText;
import dev.pilothouse.ui.text.Deed;
import dev.pilothouse.ui.text.Moments;
import dev.pilothouse.ui.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns one session's state into rows. What did not change since the last time is not made again: rows are kept in
 * stretches of some items each, and only from the first item that is another one are stretches made anew; items are
 * remembered by revision, and a growing message reads only its last block. So a chunk costs about its own length.
 *
 * <p>Owns that memory, which is as large as the transcript's window. Any thread may call it, one at a time; ends with the feed that holds it.
 */
final class TranscriptProjection {
    private static final int SUMMARY_LENGTH = 120;
    /** A pause after which the time is said again. */
    private static final Duration LONG = Duration.ofHours(1);

    private static final int STRETCH_ROWS = 48;
    /** What may be projected while a frame waits: about a screen, and a millisecond or two. */
    private static final int FIRST_ITEMS = 24;

    private static final int FIRST_CHARACTERS = 12_000;
    private static final List<TranscriptRow> EARLIER = List.of(new TranscriptRow.Earlier(false));
    private static final List<TranscriptRow> EARLIER_COMING = List.of(new TranscriptRow.Earlier(true));
    private static final Set<ToolKind> FOLDING = Set.of(ToolKind.READ, ToolKind.SEARCH, ToolKind.FETCH);

    private final Map<Long, Kept<MarkdownRows>> texts = new HashMap<>();
    private final Map<Long, Kept<ToolRows>> tools = new HashMap<>();
    private final Map<Long, Kept<String>> summaries = new HashMap<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private List<Item> projectedItems = List.of();
    private Basis basis;
    private Projected last;
    private final CodeColours codeColours = new CodeColours();
    /** Not while a frame waits. */
    private boolean colouring = true;
    /** Whether rows were made with code that is still to be coloured. */
    private boolean leftPlain;

    private record Kept<T>(long rev, T value) {}

    /** A message's Markdown and its rows. */
    private record MarkdownRows(MarkdownText text, List<Block> blocks, List<TranscriptRow> rows, boolean plain) {}

    /** What every row may depend on beside its item. */
    private record Basis(long windowStart, Opened opened, Set<ItemId> asking, String cwd) {}

    /** What the rows of an item take from the items before it. Immutable. */
    private record Carry(int toolsInTurn, Set<String> filesInTurn, Instant lastAt) {
        static final Carry NOTHING = new Carry(0, Set.of(), null);
    }

    /** The rows of some items that are next to each other. Immutable. */
    private record Stretch(int fromItem, Carry before, List<TranscriptRow> rows, List<FileChange> changes) {}

    /** The rows of this view of the session. */
    synchronized Projected project(SessionView view, Opened opened) {
        if (isLast(view, opened) && !leftPlain) {
            return last;
        }
        Transcript transcript = view.state().transcript();
        Basis now = basis(view, opened);
        if (basis == null || basis.windowStart() != now.windowStart()) {
            forgetBefore(now.windowStart());
        }
        List<Item> items = new ArrayList<>(transcript.items());
        Stretch dropped = keepStretches(now.equals(basis) && !leftPlain ? firstOther(items) : 0);
        leftPlain = false;
        basis = now;
        projectedItems = items;
        makeStretches(
                items, dropped == null ? 0 : dropped.fromItem(), dropped == null ? Carry.NOTHING : dropped.before());

        List<List<TranscriptRow>> parts = new ArrayList<>(stretches.size() + 2);
        if (now.windowStart() > 1) {
            parts.add(opened.earlierThan() == now.windowStart() ? EARLIER_COMING : EARLIER);
        }
        stretches.forEach(stretch -> parts.add(stretch.rows()));
        if (!view.unconfirmed().isEmpty()) {
            List<TranscriptRow> waiting = new ArrayList<>();
            view.unconfirmed().forEach(intent -> unconfirmed(waiting, intent));
            parts.add(waiting);
        }
        last = new Projected(view, parts, changes());
        return last;
    }

    /**
     * What can be drawn of this view at once: all of it if little of it is new, else its last items, if these are not too
     * long. A bounded piece of work; {@link #project} then makes the whole, and gives code its colours.
     *
     * @return null if nothing can be drawn at once
     */
    synchronized Projected projectFirst(SessionView view, Opened opened) {
        colouring = false;
        try {
            return projectFirstPlain(view, opened);
        } finally {
            colouring = true;
        }
    }

    private Projected projectFirstPlain(SessionView view, Opened opened) {
        if (isLast(view, opened)) {
            return last;
        }
        List<Item> items = view.state().transcript().items();
        int from = items.size();
        int left = FIRST_CHARACTERS;
        while (from > 0 && items.size() - from < FIRST_ITEMS && (left -= newCharacters(items.get(from - 1))) >= 0) {
            from--;
        }
        if (from == 0) {
            return project(view, opened);
        }
        if (from == items.size()) {
            return null;
        }
        List<Item> end = List.copyOf(items.subList(from, items.size()));
        Building building = new Building(basis(view, opened), Carry.NOTHING);
        for (int at = 0; at < end.size(); ) {
            at = building.take(end, at);
        }
        return new Projected(view, List.of(List.copyOf(building.rows)), building.changes());
    }

    /** Whether this is the projection that was made last, and nothing is left to do. */
    synchronized boolean isLast(Projected projected) {
        return projected == last && !leftPlain;
    }

    private boolean isLast(SessionView view, Opened opened) {
        return last != null && last.view() == view && basis.opened() == opened;
    }

    private static Basis basis(SessionView view, Opened opened) {
        SessionInfo info = view.state().info();
        return new Basis(view.state().transcript().windowStart(), opened, asking(view), info == null ? "" : info.cwd());
    }

    private static Set<ItemId> asking(SessionView view) {
        Set<ItemId> asking = new HashSet<>();
        view.state().open().forEach(open -> {
            if (open.pending().toolCall() != null) {
                asking.add(open.pending().toolCall());
            }
        });
        return asking;
    }

    /** How much there is to read before the item's rows can be made. */
    private int newCharacters(Item item) {
        long born = item.id().born();
        if (item instanceof Item.MessageItem message) {
            return isKept(texts.get(born), item) ? 0 : message.text().length();
        }
        if (item instanceof Item.ThoughtItem thought) {
            return isKept(summaries.get(born), item) ? 0 : thought.text().length();
        }
        if (item instanceof Item.ToolItem tool && !isKept(tools.get(born), item)) {
            return ToolRows.characters(tool.call());
        }
        return item instanceof Item.UserItem user ? user.text().length() : 0;
    }

    private static boolean isKept(Kept<?> kept, Item item) {
        return kept != null && kept.rev() == item.rev();
    }

    private int firstOther(List<Item> items) {
        int shorter = Math.min(items.size(), projectedItems.size());
        for (int i = 0; i < shorter; i++) {
            if (items.get(i) != projectedItems.get(i)) {
                return i;
            }
        }
        return shorter;
    }

    /**
     * Drops the stretches from the one in which the item lies, and the last one, which may go on.
     *
     * @return the first one that was dropped, or null if there was none
     */
    private Stretch keepStretches(int firstOther) {
        Stretch dropped = null;
        while (!stretches.isEmpty() && (dropped == null || dropped.fromItem() > firstOther)) {
            dropped = stretches.remove(stretches.size() - 1);
        }
        return dropped;
    }

    private void makeStretches(List<Item> items, int fromItem, Carry fromCarry) {
        int at = fromItem;
        Carry carry = fromCarry;
        while (at < items.size()) {
            int from = at;
            Carry before = carry;
            Building building = new Building(basis, before);
            boolean more = true;
            while (more) {
                at = building.take(items, at);
                // Reads fold with reads that follow, so they do not end a stretch.
                more = at < items.size() && (building.rows.size() < STRETCH_ROWS || maybeFolds(items.get(at - 1)));
            }
            carry = building.carry();
            stretches.add(new Stretch(from, before, List.copyOf(building.rows), building.changes()));
        }
    }

    private static boolean maybeFolds(Item item) {
        return item instanceof Item.ToolItem tool
                && FOLDING.contains(tool.call().kind());
    }

    private List<FileChange> changes() {
        Map<String, FileChange> all = new LinkedHashMap<>();
        stretches.forEach(
                stretch -> stretch.changes().forEach(change -> all.merge(change.path(), change, FileChange::and)));
        return List.copyOf(all.values());
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
                    prompt.attachments(),
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
        if (kept != null
                && kept.rev() == item.rev()
                && !(colouring && kept.value().plain())) {
            leftPlain |= kept.value().plain();
            return kept.value().rows();
        }
        MarkdownText before = kept == null ? MarkdownText.EMPTY : kept.value().text();
        List<TranscriptRow> old = kept == null ? List.of() : kept.value().rows();
        MarkdownText after = before.grownTo(growing);
        List<Block> blocks = CodeColours.kept(
                after.blocks(), kept == null ? List.of() : kept.value().blocks());
        if (colouring) {
            blocks = codeColours.coloured(blocks);
        }
        boolean plain = CodeColours.isPlain(blocks);
        leftPlain |= plain;
        List<TranscriptRow> rows = new ArrayList<>(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
            Block was = i < old.size() ? ((TranscriptRow.Prose) old.get(i)).block() : null;
            if (was == blocks.get(i) || blocks.get(i).equals(was)) {
                rows.add(old.get(i));
            } else {
                rows.add(new TranscriptRow.Prose(
                        "text-" + item.id() + "-" + i, item.rev() * 2 + (colouring ? 1 : 0), blocks.get(i), muted));
            }
        }
        texts.put(item.id().born(), new Kept<>(item.rev(), new MarkdownRows(after, blocks, rows, plain)));
        return rows;
    }

    private final class Building implements Item.Visitor<Void> {
        private final List<TranscriptRow> rows = new ArrayList<>();
        private final List<FileChange> changes = new ArrayList<>();
        private final Opened opened;
        private final Set<ItemId> asking;
        private final String cwd;
        private int toolsInTurn;
        private final Set<String> filesInTurn;
        private Instant lastAt;

        Building(Basis basis, Carry before) {
            this.opened = basis.opened();
            this.asking = basis.asking();
            this.cwd = basis.cwd();
            this.toolsInTurn = before.toolsInTurn();
            this.filesInTurn = new HashSet<>(before.filesInTurn());
            this.lastAt = before.lastAt();
        }

        /** Makes the rows of the item there, and of those that fold with it. @return the index of the next item */
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
            boolean newDay = !Moments.sameDay(lastAt, item.at());
            if (newDay || Duration.between(lastAt, item.at()).compareTo(LONG) >= 0) {
                rows.add(new TranscriptRow.Break(
                        "break-" + item.id(), newDay ? Moments.day(item.at()) : Moments.clock(item.at())));
            }
        }

        Carry carry() {
            return new Carry(toolsInTurn, Set.copyOf(filesInTurn), lastAt);
        }

        List<FileChange> changes() {
            return List.copyOf(changes);
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
                    "",
                    0,
                    0,
                    "",
                    millis == 0 ? "" : Moments.took(millis),
                    0,
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
                    item.attachments(),
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
                changes.add(new FileChange(
                        change.path(), change.diff().added(), change.diff().removed()));
            }
            return null;
        }

        @Override
        public Void pending(Item.PendingItem item) {
            PendingAnswer answer = item.answer();
            if (answer == null) {
                return null;
            }
            String title = Deed.asked(item.pending(), cwd).sentence();
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
            if (!item.tokens().equals(TokenCount.NONE)) {
                text.append(" \u00b7 ")
                        .append(Texts.text(
                                "turn.tokens",
                                Moments.tokens(item.tokens().in()),
                                Moments.tokens(item.tokens().out())));
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
