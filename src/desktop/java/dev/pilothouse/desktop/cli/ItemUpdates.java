package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Converts the items of a transcript into the updates that would have created them, for parts of which a host no longer
 * has single updates. An item that changed after the state's seq gets the seq of its creation, since the later updates
 * follow.
 *
 * @param upTo the state's seq
 */
record ItemUpdates(long upTo) implements Item.Visitor<List<JournaledUpdate>> {

    /** Returns updates for the items that changed after the seq, in the order of their last change. */
    static List<JournaledUpdate> of(SessionState state, long after) {
        List<JournaledUpdate> updates = new ArrayList<>();
        ItemUpdates made = new ItemUpdates(state.seq());
        for (Item item : state.transcript().items()) {
            updates.addAll(item.accept(made));
        }
        updates.removeIf(update -> update.seq() <= after);
        updates.sort(Comparator.comparingLong(JournaledUpdate::seq));
        return updates;
    }

    private long seq(Item item) {
        return item.rev() <= upTo ? item.rev() : item.id().createdSeq();
    }

    private List<JournaledUpdate> single(Item item, SessionUpdate update) {
        return List.of(new JournaledUpdate(seq(item), item.at(), null, update));
    }

    @Override
    public List<JournaledUpdate> user(Item.UserItem item) {
        return List.of(new JournaledUpdate(
                seq(item),
                item.at(),
                item.cause(),
                new SessionUpdate.UserMessage(item.id(), item.text(), item.attachments())));
    }

    @Override
    public List<JournaledUpdate> message(Item.MessageItem item) {
        return single(
                item, new SessionUpdate.AgentMessageChunk(item.id(), item.text().toString(), item.attachments()));
    }

    @Override
    public List<JournaledUpdate> thought(Item.ThoughtItem item) {
        return single(
                item, new SessionUpdate.ThoughtChunk(item.id(), item.text().toString()));
    }

    @Override
    public List<JournaledUpdate> tool(Item.ToolItem item) {
        return single(item, new SessionUpdate.ToolCallStarted(item.id(), item.call()));
    }

    @Override
    public List<JournaledUpdate> pending(Item.PendingItem item) {
        JournaledUpdate asked = new JournaledUpdate(
                item.id().createdSeq(), item.at(), null, new SessionUpdate.PendingAsked(item.id(), item.pending()));
        return item.answer() == null || item.rev() > upTo
                ? List.of(asked)
                : List.of(
                        asked,
                        new JournaledUpdate(
                                item.rev(),
                                item.at(),
                                null,
                                new SessionUpdate.PendingAnswered(
                                        item.id(), item.pending().pendingId(), item.answer())));
    }

    @Override
    public List<JournaledUpdate> note(Item.NoteItem item) {
        return single(
                item,
                new SessionUpdate.Note(
                        item.id(),
                        item.level(),
                        item.code(),
                        item.text(),
                        item.detail(),
                        item.snapshot(),
                        item.says()));
    }

    @Override
    public List<JournaledUpdate> turnEnd(Item.TurnEndItem item) {
        return single(
                item,
                new SessionUpdate.TurnEnded(
                        item.id(),
                        item.turn(),
                        item.reason(),
                        item.text(),
                        item.durationMillis(),
                        item.tokens(),
                        item.snapshot(),
                        item.says()));
    }
}
