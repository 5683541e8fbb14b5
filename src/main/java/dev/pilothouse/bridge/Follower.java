package dev.pilothouse.bridge;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.HostMessage;
import dev.pilothouse.session.Cursor;
import java.util.List;

/**
 * One reader of a session's plain updates, and how far it has come. A seq says where to begin only together with the
 * journal's generation, which a new client does not know: so it first asks from nothing, learns the generation from the
 * answer, and asks again from where it was told to begin. Confined to the client-state lane; ends when it is removed.
 */
final class Follower {

    private final SessionId sessionId;
    private final long begin;
    private final UpdateSink sink;
    private Cursor cursor = Cursor.START;
    private boolean knowsGeneration;
    private long sub;

    Follower(SessionId sessionId, long after, UpdateSink sink) {
        this.sessionId = sessionId;
        this.begin = Math.max(0, after);
        this.sink = sink;
    }

    SessionId sessionId() {
        return sessionId;
    }

    Cursor cursor() {
        return cursor;
    }

    long sub() {
        return sub;
    }

    /** @param newSub 0 for none */
    void subscribed(long newSub) {
        sub = newSub;
    }

    /** @return false if it must subscribe again from its cursor */
    boolean updates(HostMessage.Updates batch) {
        if (!knowsGeneration) {
            knowsGeneration = true;
            cursor = new Cursor(batch.gen(), begin);
            if (begin > 0) {
                return false;
            }
        }
        if (batch.after() != cursor.seq()) {
            return false;
        }
        tell(batch.updates());
        long gen = batch.gen() == HostMessage.Updates.SAME_GEN ? cursor.gen() : batch.gen();
        cursor = new Cursor(gen, batch.to());
        return true;
    }

    /** @return false if it must subscribe again from its cursor */
    boolean snapshot(HostMessage.Snapshot snapshot) {
        if (!knowsGeneration) {
            knowsGeneration = true;
            cursor = new Cursor(snapshot.gen(), begin);
            if (begin <= snapshot.state().seq()) {
                return false;
            }
        }
        if (snapshot.state().seq() > cursor.seq()) {
            sink.skipped(cursor.seq(), snapshot.state());
        }
        cursor = new Cursor(snapshot.gen(), snapshot.state().seq());
        return true;
    }

    private void tell(List<JournaledUpdate> updates) {
        List<JournaledUpdate> wanted =
                updates.stream().filter(update -> update.seq() > begin).toList();
        if (!wanted.isEmpty()) {
            sink.updates(wanted);
        }
    }
}
