package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionUpdate;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The items of a transcript as the updates that would have made them: for what a host no longer has as single updates.
 * An item that was touched after the state's seq is told as of its birth, since the updates that touched it follow.
 *
 * @param upTo the state's seq
 */
record ItemUpdates(long upTo) implements Item.Visitor<List<JournaledUpdate>> {

    /** In the order in which the items were last touched, of those that were touched after the seq. */
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
        return item.rev() <= upTo ? item.rev() : item.id().born();
    }

    private List<JournaledUpdate> one(Item item, SessionUpdate update) {
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
        return one(
                item, new SessionUpdate.AgentMessageChunk(item.id(), item.text().toString(), item.attachments()));
    }

    @Override
    public List<JournaledUpdate> thought(Item.ThoughtItem item) {
        return one(item, new SessionUpdate.ThoughtChunk(item.id(), item.text().toString()));
    }

    @Override
    public List<JournaledUpdate> tool(Item.ToolItem item) {
        return one(item, new SessionUpdate.ToolCallStarted(item.id(), item.call()));
    }

    @Override
    public List<JournaledUpdate> pending(Item.PendingItem item) {
        JournaledUpdate asked = new JournaledUpdate(
                item.id().born(), item.at(), null, new SessionUpdate.PendingAsked(item.id(), item.pending()));
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
        return one(item, new SessionUpdate.Note(item.id(), item.level(), item.code(), item.text(), item.detail()));
    }

    @Override
    public List<JournaledUpdate> turnEnd(Item.TurnEndItem item) {
        return one(
                item,
                new SessionUpdate.TurnEnded(
                        item.id(), item.turn(), item.reason(), item.text(), item.durationMillis(), item.tokens()));
    }
}
