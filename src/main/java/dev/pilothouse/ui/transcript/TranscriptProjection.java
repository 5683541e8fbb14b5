package dev.pilothouse.ui.transcript;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.session.FileDiff;
import dev.pilothouse.session.Intent;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.PendingIntent;
import dev.pilothouse.session.SessionInfo;
import dev.pilothouse.session.SessionView;
import dev.pilothouse.session.Transcript;
import dev.pilothouse.ui.diff.FileChange;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Converts the state of one session to rows. Unchanged parts are not built again. Rows are kept in stretches of some
 * items each, and only stretches from the first changed item on are built again. Items are cached by revision, and a
 * growing message reads only its last block. So the cost of a chunk depends on its own length.
 *
 * <p>Owns that cache, which is as large as the transcript's window. Any thread may call it, one at a time; lives as
 * long as the feed that owns it.
 */
final class TranscriptProjection {
    private static final int STRETCH_ROWS = 48;
    /** Limits on a projection while a frame waits: about a screen, and one or two milliseconds. */
    private static final int FIRST_ITEMS = 24;

    private static final int FIRST_CHARACTERS = 12_000;
    private static final List<TranscriptRow> EARLIER = List.of(new TranscriptRow.Earlier(false));
    private static final List<TranscriptRow> EARLIER_COMING = List.of(new TranscriptRow.Earlier(true));

    private final List<Stretch> stretches = new ArrayList<>();
    private List<Item> projectedItems = List.of();
    private ToolCallTree nested = ToolCallTree.NONE;
    private RowBuilder.@Nullable Basis basis;
    private @Nullable ProjectedTranscript last;
    private final RowCache memory = new RowCache();

    /** The rows of consecutive items. Immutable. */
    private record Stretch(int fromItem, RowBuilder.Carry before, List<TranscriptRow> rows, List<FileChange> changes) {}

    /** Returns the rows of this view of the session. */
    synchronized ProjectedTranscript project(SessionView view, RowExpansion opened) {
        if (last != null && isLast(view, opened) && !memory.leftPlain()) {
            return last;
        }
        Transcript transcript = view.state().transcript();
        RowBuilder.Basis now = basis(view, opened);
        if (basis == null || basis.windowStart() != now.windowStart()) {
            memory.removeBefore(now.windowStart());
        }
        List<Item> items = new ArrayList<>(transcript.items());
        ToolCallTree nestedNow = ToolCallTree.of(items);
        Stretch dropped = reuseStretches(
                now.equals(basis) && !memory.leftPlain() ? nestedNow.firstOther(nested, firstOther(items)) : 0);
        nested = nestedNow;
        memory.reset();
        basis = now;
        projectedItems = items;
        buildStretches(
                items,
                now,
                dropped == null ? 0 : dropped.fromItem(),
                dropped == null ? RowBuilder.Carry.NOTHING : dropped.before());

        List<List<TranscriptRow>> parts = new ArrayList<>(stretches.size() + 2);
        if (now.windowStart() > 1) {
            parts.add(opened.earlierThan() == now.windowStart() ? EARLIER_COMING : EARLIER);
        }
        stretches.forEach(stretch -> parts.add(stretch.rows()));
        UnansweredPrompt.of(view)
                .ifPresent(prompt -> parts.add(List.of(new TranscriptRow.Again("again-" + prompt.id()))));
        if (!view.unconfirmed().isEmpty()) {
            List<TranscriptRow> waiting = new ArrayList<>();
            view.unconfirmed().forEach(intent -> unconfirmed(waiting, intent));
            parts.add(waiting);
        }
        last = new ProjectedTranscript(view, parts, changes(), asked(items, now));
        return last;
    }

    /**
     * Returns the rows that can be drawn at once: all rows if few are new, else those of the last items if these are
     * not too long. The work is bounded. {@link #project} then builds all rows and highlights code.
     *
     * @return null if nothing can be drawn at once
     */
    synchronized @Nullable ProjectedTranscript projectFirst(SessionView view, RowExpansion opened) {
        memory.setColouring(false);
        try {
            return projectFirstPlain(view, opened);
        } finally {
            memory.setColouring(true);
        }
    }

    private @Nullable ProjectedTranscript projectFirstPlain(SessionView view, RowExpansion opened) {
        if (last != null && isLast(view, opened)) {
            return last;
        }
        List<Item> items = view.state().transcript().items();
        int from = items.size();
        int left = FIRST_CHARACTERS;
        while (from > 0
                && items.size() - from < FIRST_ITEMS
                && (left -= memory.newCharacters(items.get(from - 1))) >= 0) {
            from--;
        }
        if (from == 0) {
            return project(view, opened);
        }
        if (from == items.size()) {
            return null;
        }
        List<Item> end = List.copyOf(items.subList(from, items.size()));
        RowBuilder building =
                new RowBuilder(memory, basis(view, opened), ToolCallTree.of(items), RowBuilder.Carry.NOTHING);
        for (int at = 0; at < end.size(); ) {
            at = building.take(end, at);
        }
        return new ProjectedTranscript(
                view, List.of(List.copyOf(building.rows())), building.changes(), asked(end, basis(view, opened)));
    }

    /** Returns whether this is the latest projection and it is complete. */
    synchronized boolean isLast(ProjectedTranscript projected) {
        return projected == last && !memory.leftPlain();
    }

    private boolean isLast(SessionView view, RowExpansion opened) {
        return last != null && last.view() == view && basis != null && basis.opened() == opened;
    }

    private static RowBuilder.Basis basis(SessionView view, RowExpansion opened) {
        SessionInfo info = view.state().info();
        return new RowBuilder.Basis(
                view.state().transcript().windowStart(), opened, asking(view), info == null ? "" : info.cwd());
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
     * Drops the stretches from the one that contains the item. Always drops the last one, which may grow.
     *
     * @return the first dropped stretch, or null if there was none
     */
    private @Nullable Stretch reuseStretches(int firstOther) {
        Stretch dropped = null;
        while (!stretches.isEmpty() && (dropped == null || dropped.fromItem() > firstOther)) {
            dropped = stretches.remove(stretches.size() - 1);
        }
        return dropped;
    }

    private void buildStretches(List<Item> items, RowBuilder.Basis now, int fromItem, RowBuilder.Carry fromCarry) {
        int at = fromItem;
        RowBuilder.Carry carry = fromCarry;
        while (at < items.size()) {
            int from = at;
            RowBuilder.Carry before = carry;
            RowBuilder building = new RowBuilder(memory, now, nested, before);
            boolean more = true;
            while (more) {
                at = building.take(items, at);
                // A read may be merged with reads that follow, so it does not end a stretch.
                more = at < items.size()
                        && (building.rows().size() < STRETCH_ROWS || RowBuilder.mayFold(items.get(at - 1)));
            }
            carry = building.carry();
            stretches.add(new Stretch(from, before, List.copyOf(building.rows()), building.changes()));
        }
    }

    private List<FileChange> changes() {
        Map<String, FileChange> all = new LinkedHashMap<>();
        stretches.forEach(
                stretch -> stretch.changes().forEach(change -> all.merge(change.path(), change, FileChange::and)));
        return List.copyOf(all.values());
    }

    /** The diffs of these tool calls. They are computed already, because the calls have rows. */
    private Map<ItemId, List<FileDiff>> asked(List<Item> items, RowBuilder.Basis basis) {
        Set<ItemId> asking = basis.asking();
        Map<ItemId, List<FileDiff>> asked = new HashMap<>();
        for (int i = items.size() - 1; i >= 0 && asked.size() < asking.size(); i--) {
            if (items.get(i) instanceof Item.ToolItem tool && asking.contains(tool.id())) {
                asked.put(tool.id(), memory.tool(tool, basis.cwd()).diffs());
            }
        }
        return asked;
    }

    private static void unconfirmed(List<TranscriptRow> rows, PendingIntent pending) {
        if (pending.intent() instanceof Intent.Prompt prompt) {
            unconfirmed(rows, pending, prompt.text(), prompt.attachments());
        } else if (pending.intent() instanceof Intent.SendReview review) {
            String comments = Texts.counted("review.comments", review.comments().size());
            unconfirmed(rows, pending, (review.introduction() + "\n\n" + comments).strip(), List.of());
        }
    }

    private static void unconfirmed(
            List<TranscriptRow> rows, PendingIntent pending, String text, List<Attachment> attachments) {
        TranscriptRow.Delivery delivery = pending.refusal() != null
                ? TranscriptRow.Delivery.FAILED
                : pending.isDelayed() ? TranscriptRow.Delivery.HELD : TranscriptRow.Delivery.PENDING;
        String remark = pending.refusal() != null
                ? HostTexts.text(pending.refusal())
                : pending.isDelayed() ? Texts.text("transcript.held") : "";
        rows.add(new TranscriptRow.Prompt(
                "request-" + pending.requestId(),
                1 + delivery.ordinal(),
                text,
                attachments,
                Texts.text("transcript.you"),
                TimeFormatter.clock(pending.madeAt()),
                delivery,
                remark));
    }
}
