package dev.pilothouse.desktop.host;

import dev.pilothouse.desktop.agent.AgentEvent;
import dev.pilothouse.desktop.host.SessionLog.Batch;
import dev.pilothouse.model.Attachment;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.ItemId;
import dev.pilothouse.model.NoteLevel;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.model.TextCutter;
import dev.pilothouse.model.ToolCall;
import dev.pilothouse.model.ToolCallPatch;
import dev.pilothouse.model.ToolKind;
import dev.pilothouse.model.ToolStatus;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Converts an agent's messages and tool calls into updates of transcript items. It decides which chunk continues which
 * message, and which item is which tool call. Text between two tool calls is a message of its own, whatever ids the
 * agent sends, so that the transcript has the order of events.
 *
 * <p>Owns the ids of the agent's current run, bounded. Confined to the session's lane.
 */
final class TranscriptWriter {
    /** Chunks are split at this length, so that one update stays far below the frame limit. */
    static final int MAX_CHUNK = 32 * 1024;
    /** A longer message continues as another item, so that one item always fits into a snapshot. */
    static final int MAX_ITEM = 1024 * 1024;

    private static final int MAX_CALLS = 1024;
    private static final int MAX_TITLE = 1000;
    /** Files of one message; further ones continue as another item. */
    static final int MAX_ATTACHED = 8;

    static final int MAX_SUMMARY = 32 * 1024;
    private static final int MAX_COMPACTIONS = 16;
    private static final int FIRST_PART = 512;
    private static final String COMPACTING = "compacting";
    /** The code of the note of a compaction that was cancelled. */
    static final String COMPACTION_CANCELLED = "compactionCancelled";

    private enum Voice {
        MESSAGE,
        THOUGHT
    }

    private final SessionLog log;
    private final LargeContent large;
    private final Map<String, ItemId> calls = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ItemId> eldest) {
            return size() > MAX_CALLS;
        }
    };
    private @Nullable Voice voice;
    private @Nullable String voiceId;
    private @Nullable ItemId voiceItem;
    private int voiceLength;
    private int voiceAttached;
    private String carry = "";
    private final Map<String, Compaction> compactions = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Compaction> eldest) {
            return size() > MAX_COMPACTIONS;
        }
    };

    /** A compaction in the agent's current run. */
    private static final class Compaction {
        private final ItemId item;
        private AgentEvent.CompactionStatus status = AgentEvent.CompactionStatus.IN_PROGRESS;
        private String summary = "";
        private String error = "";
        /** Characters of the summary that are journaled. */
        private int written;

        Compaction(ItemId item) {
            this.item = item;
        }
    }

    TranscriptWriter(SessionLog log, LargeContent large) {
        this.log = log;
        this.large = large;
    }

    void message(AgentEvent.MessageChunk chunk) {
        appendText(Voice.MESSAGE, chunk.messageId(), chunk.text());
    }

    void thought(AgentEvent.ThoughtChunk chunk) {
        appendText(Voice.THOUGHT, chunk.messageId(), chunk.text());
    }

    private void appendText(Voice by, @Nullable String id, String text) {
        if (voice != by || !Objects.equals(voiceId, id)) {
            pause();
        }
        String whole = carry + text;
        carry = "";
        if (!whole.isEmpty() && Character.isHighSurrogate(whole.charAt(whole.length() - 1))) {
            carry = whole.substring(whole.length() - 1);
            whole = whole.substring(0, whole.length() - 1);
        }
        voice = by;
        voiceId = id;
        if (whole.isEmpty()) {
            return;
        }
        if (voiceAttached > 0) {
            // Files are shown below their item's text, so later text is another item.
            voiceItem = null;
        }
        Batch batch = log.batch();
        for (String piece : TextCutter.pieces(whole, MAX_CHUNK)) {
            if (voiceItem != null && voiceLength + piece.length() > MAX_ITEM) {
                voiceItem = null;
            }
            if (voiceItem == null) {
                voiceItem = new ItemId(batch.add(null, seq -> chunk(by, new ItemId(seq), piece)));
                voiceLength = 0;
                voiceAttached = 0;
            } else {
                batch.add(null, chunk(by, voiceItem, piece));
            }
            voiceLength += piece.length();
        }
        log.write(batch);
    }

    /** Adds a file to the agent's message. */
    void attach(@Nullable String id, Attachment attachment) {
        if (voice != Voice.MESSAGE || !Objects.equals(voiceId, id) || voiceAttached >= MAX_ATTACHED) {
            pause();
        }
        voice = Voice.MESSAGE;
        voiceId = id;
        if (voiceItem == null) {
            voiceItem = new ItemId(log.write(
                    null, seq -> new SessionUpdate.AgentMessageChunk(new ItemId(seq), "", List.of(attachment))));
        } else {
            log.write(null, new SessionUpdate.AgentMessageChunk(voiceItem, "", List.of(attachment)));
        }
        voiceAttached++;
    }

    /**
     * Journals a compaction as one note that is replaced. A streamed summary is written whenever its length has doubled
     * and when its status changes. All writes together thus cost a small multiple of its length.
     */
    void compaction(AgentEvent.Compaction event) {
        Compaction known = compactions.get(event.compactionId());
        boolean first = known == null;
        if (known == null) {
            pause();
            known = new Compaction(new ItemId(log.head() + 1));
            compactions.put(event.compactionId(), known);
        }
        boolean changed = first;
        if (event.status() != null && event.status() != known.status) {
            known.status = event.status();
            changed = true;
        }
        if (event.error() != null) {
            String error = TextCutter.head(event.error(), MAX_TITLE);
            changed |= !error.equals(known.error);
            known.error = error;
        }
        if (event.summary() != null) {
            String summary =
                    TextCutter.head(event.appends() ? known.summary + event.summary() : event.summary(), MAX_SUMMARY);
            changed |= event.appends()
                    ? summary.length() >= Math.max(FIRST_PART, 2 * known.written)
                    : !summary.equals(known.summary);
            known.summary = summary;
        }
        if (changed || event.status() != null && known.written != known.summary.length()) {
            known.written = known.summary.length();
            log.write(null, note(known));
        }
    }

    private static SessionUpdate.Note note(Compaction compaction) {
        String detail = compaction.error.isEmpty() || compaction.summary.isEmpty()
                ? compaction.error + compaction.summary
                : compaction.error + "\n\n" + compaction.summary;
        return switch (compaction.status) {
            case IN_PROGRESS ->
                new SessionUpdate.Note(
                        compaction.item, NoteLevel.INFO, COMPACTING, HostText.of(HostTextCode.COMPACTING), detail);
            case COMPLETED ->
                new SessionUpdate.Note(
                        compaction.item, NoteLevel.INFO, "compacted", HostText.of(HostTextCode.COMPACTED), detail);
            case FAILED ->
                new SessionUpdate.Note(
                        compaction.item,
                        NoteLevel.WARNING,
                        "compactionFailed",
                        HostText.of(HostTextCode.COMPACTION_FAILED),
                        detail);
            case CANCELLED -> cancelled(compaction.item, detail);
        };
    }

    private static SessionUpdate.Note cancelled(ItemId item, String detail) {
        return new SessionUpdate.Note(
                item, NoteLevel.INFO, COMPACTION_CANCELLED, HostText.of(HostTextCode.COMPACTION_CANCELLED), detail);
    }

    /** Closes the compactions that an ended agent left open. */
    static void closeCompactions(Batch batch, SessionState state) {
        for (Item item : state.transcript().items()) {
            if (item instanceof Item.NoteItem note && note.code().equals(COMPACTING)) {
                batch.add(null, cancelled(note.id(), note.detail()));
            }
        }
    }

    private static SessionUpdate chunk(Voice by, ItemId item, String text) {
        return by == Voice.MESSAGE
                ? new SessionUpdate.AgentMessageChunk(item, text)
                : new SessionUpdate.ThoughtChunk(item, text);
    }

    /** A new run of the agent begins, which may reuse the ids of tool calls. */
    void startRun() {
        pause();
        calls.clear();
        compactions.clear();
    }

    /** Something else was added to the transcript, so the agent's next text is a new item. */
    void pause() {
        voice = null;
        voiceId = null;
        voiceItem = null;
        voiceLength = 0;
        voiceAttached = 0;
        carry = "";
    }

    void toolCall(AgentEvent.ToolCall event) {
        ToolCallPatch patch = bounded(event.patch());
        ItemId known = calls.get(event.toolCallId());
        Item item = known == null ? null : log.state().transcript().find(known).orElse(null);
        if (item instanceof Item.ToolItem tool) {
            change(tool, patch);
        } else {
            begin(event.toolCallId(), patch, itemOf(event.parentId()));
        }
    }

    /** A call of a subagent does not interrupt the agent's text. */
    private void begin(String toolCallId, ToolCallPatch patch, @Nullable ItemId parent) {
        if (parent == null) {
            pause();
        }
        ToolCallPatch kept = large.shorten(patch, List.of());
        Instant now = log.now();
        ToolCall call = new ToolCall(
                TextCutter.head(toolCallId, MAX_TITLE),
                kept.title() == null ? toolCallId : kept.title(),
                kept.kind() == null ? ToolKind.OTHER : kept.kind(),
                kept.status() == null ? ToolStatus.PENDING : kept.status(),
                kept.locations() == null ? List.of() : kept.locations(),
                kept.content() == null ? List.of() : kept.content(),
                kept.input(),
                kept.output(),
                now.toEpochMilli(),
                kept.status() != null && kept.status().isFinal() ? now.toEpochMilli() : 0,
                parent);
        long born = log.write(null, seq -> new SessionUpdate.ToolCallStarted(new ItemId(seq), call));
        calls.put(toolCallId, new ItemId(born));
    }

    private void change(Item.ToolItem tool, ToolCallPatch patch) {
        ToolCallPatch kept = large.shorten(patch, tool.call().content());
        long ended =
                kept.status() != null && kept.status().isFinal() ? log.now().toEpochMilli() : 0;
        log.write(
                null,
                new SessionUpdate.ToolCallChanged(
                        tool.id(),
                        new ToolCallPatch(
                                kept.title(),
                                kept.kind(),
                                kept.status(),
                                kept.locations(),
                                kept.content(),
                                kept.input(),
                                kept.output(),
                                ended)));
    }

    private static ToolCallPatch bounded(ToolCallPatch patch) {
        return new ToolCallPatch(
                patch.title() == null ? null : TextCutter.head(patch.title(), MAX_TITLE),
                patch.kind(),
                patch.status(),
                patch.locations() == null
                        ? null
                        : patch.locations().stream().limit(200).toList(),
                patch.content(),
                patch.input(),
                patch.output(),
                0);
    }

    /** The item of a tool call with the agent's id, or null. */
    @Nullable
    ItemId itemOf(@Nullable String toolCallId) {
        return toolCallId == null ? null : calls.get(toolCallId);
    }

    /** Marks tool calls that the agent left open as cancelled. */
    static void closeOpenCalls(Batch batch, SessionState state, long sinceSeq, long now) {
        List<Item> items = state.transcript().items();
        List<ItemId> open = new ArrayList<>();
        for (int i = state.transcript().countBefore(sinceSeq); i < items.size(); i++) {
            if (items.get(i) instanceof Item.ToolItem tool
                    && !tool.call().status().isFinal()) {
                open.add(tool.id());
            }
        }
        for (ItemId item : open) {
            batch.add(null, new SessionUpdate.ToolCallChanged(item, ToolCallPatch.ofStatus(ToolStatus.CANCELLED, now)));
        }
    }
}
