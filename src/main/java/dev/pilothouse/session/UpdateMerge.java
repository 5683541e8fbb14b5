package dev.pilothouse.session;

import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionUpdate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes a batch of updates smaller without changing its effect: folding the merged batch gives the same state as
 * folding the batch. Values that a later update of the batch replaces are dropped. Then adjacent chunks of one item
 * become one chunk, and adjacent patches of one tool call become one patch. A merged update carries the seq of its last
 * part and the time of its first. Pure.
 */
public final class UpdateMerge {
    private UpdateMerge() {}

    /** @param batch updates of one session in ascending order of seq, without gaps */
    public static List<JournaledUpdate> merge(List<JournaledUpdate> batch) {
        List<JournaledUpdate> merged = new ArrayList<>(batch.size());
        Run run = null;
        for (JournaledUpdate update : withoutSuperseded(batch)) {
            if (run != null && run.take(update)) {
                continue;
            }
            if (run != null) {
                merged.add(run.merged());
            }
            run = new Run(update);
        }
        if (run != null) {
            merged.add(run.merged());
        }
        return merged;
    }

    private static Iterable<JournaledUpdate> withoutSuperseded(List<JournaledUpdate> batch) {
        ArrayDeque<JournaledUpdate> kept = new ArrayDeque<>(batch.size());
        Set<Class<?>> seen = new HashSet<>();
        for (int i = batch.size() - 1; i >= 0; i--) {
            JournaledUpdate update = batch.get(i);
            if (!isValue(update.update()) || seen.add(update.update().getClass())) {
                kept.addFirst(update);
            }
        }
        return kept;
    }

    private static boolean isValue(SessionUpdate update) {
        return update instanceof SessionUpdate.PlanChanged
                || update instanceof SessionUpdate.UsageChanged
                || update instanceof SessionUpdate.ModeChanged
                || update instanceof SessionUpdate.ModelChanged
                || update instanceof SessionUpdate.OptionsChanged
                || update instanceof SessionUpdate.CommandsChanged
                || update instanceof SessionUpdate.Organised
                || update instanceof SessionUpdate.ProfileApplied
                || update instanceof SessionUpdate.QueueChanged;
    }

    /** Updates that are merged into one. */
    private static final class Run {
        private final JournaledUpdate first;
        private JournaledUpdate last;
        private final List<Attachment> attachments = new ArrayList<>(0);
        private @Nullable StringBuilder text;
        private SessionUpdate.@Nullable ToolCallChanged patch;

        Run(JournaledUpdate first) {
            this.first = first;
            this.last = first;
            if (first.update() instanceof SessionUpdate.AgentMessageChunk chunk) {
                attachments.addAll(chunk.attachments());
            }
        }

        boolean take(JournaledUpdate next) {
            if (!Objects.equals(first.cause(), next.cause())) {
                return false;
            }
            SessionUpdate update = next.update();
            boolean taken = false;
            if (first.update() instanceof SessionUpdate.AgentMessageChunk mine
                    && update instanceof SessionUpdate.AgentMessageChunk theirs) {
                taken = mine.item().equals(theirs.item()) && append(mine, theirs);
            } else if (first.update() instanceof SessionUpdate.ThoughtChunk mine
                    && update instanceof SessionUpdate.ThoughtChunk theirs) {
                taken = mine.item().equals(theirs.item()) && append(mine.text(), theirs.text());
            } else if (first.update() instanceof SessionUpdate.ToolCallChanged mine
                    && update instanceof SessionUpdate.ToolCallChanged theirs) {
                taken = mine.item().equals(theirs.item()) && append(mine, theirs);
            }
            if (taken) {
                last = next;
            }
            return taken;
        }

        private boolean append(SessionUpdate.AgentMessageChunk mine, SessionUpdate.AgentMessageChunk theirs) {
            if (!theirs.attachments().isEmpty()) {
                attachments.addAll(theirs.attachments());
            }
            return append(mine.text(), theirs.text());
        }

        private boolean append(String beginning, String more) {
            if (text == null) {
                text = new StringBuilder(beginning);
            }
            text.append(more);
            return true;
        }

        /** A status change is not merged, because it changes the session's activity. */
        private boolean append(SessionUpdate.ToolCallChanged mine, SessionUpdate.ToolCallChanged theirs) {
            if (theirs.patch().status() != null) {
                return false;
            }
            SessionUpdate.ToolCallChanged before = patch == null ? mine : patch;
            patch = new SessionUpdate.ToolCallChanged(
                    mine.item(), before.patch().then(theirs.patch()));
            return true;
        }

        JournaledUpdate merged() {
            if (first == last) {
                return first;
            }
            return new JournaledUpdate(last.seq(), first.at(), first.cause(), content());
        }

        private SessionUpdate content() {
            if (patch != null) {
                return patch;
            }
            String joined = String.valueOf(text);
            return first.update() instanceof SessionUpdate.AgentMessageChunk chunk
                    ? new SessionUpdate.AgentMessageChunk(chunk.item(), joined, attachments)
                    : new SessionUpdate.ThoughtChunk(((SessionUpdate.ThoughtChunk) first.update()).item(), joined);
        }
    }
}
