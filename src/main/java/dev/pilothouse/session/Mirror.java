package dev.pilothouse.session;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session as far as a client has folded it. Owns its state and cursor, and knows which subscription feeds it.
 * Confined to the client-state lane; ends when its store drops it.
 */
final class Mirror {

    private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
    private static final long NO_SUBSCRIPTION = 0;

    /** A transcript that grows beyond this at its end is cut back to what is kept, not at every update. */
    static final int MOST_ITEMS = 1_000;

    static final long MOST_WEIGHT = 4L * 1024 * 1024;
    static final int KEPT_ITEMS = 600;
    static final long KEPT_WEIGHT = 2L * 1024 * 1024;

    /** While the person reads further up: above what makes a transcript full, so that news do not cut it at once. */
    static final int MOST_READ_ITEMS = 7_500;

    static final long MOST_READ_WEIGHT = 24L * 1024 * 1024;

    private final SessionId sessionId;
    private SessionState state;
    /** Whether the person sees the end of the transcript, so that nothing is taken away under the eyes. */
    private boolean following = true;

    private long gen;
    private long sub = NO_SUBSCRIPTION;
    private long head;
    /** The first batch of a subscription may come from a later generation in which our cursor is still good. */
    private boolean first;

    Mirror(SessionId sessionId) {
        this.sessionId = sessionId;
    }

    SessionId sessionId() {
        return sessionId;
    }

    /** Null before anything came. */
    SessionState state() {
        return state;
    }

    Cursor cursor() {
        return state == null ? Cursor.START : new Cursor(gen, state.seq());
    }

    /** The newest seq that the host has told of with its updates; 0 before it has told any. */
    long head() {
        return head;
    }

    void headIs(long newHead) {
        head = newHead;
    }

    /** The generation in which the state's seq counts. */
    long gen() {
        return gen;
    }

    void following(boolean isFollowing) {
        following = isFollowing;
        if (state != null) {
            state = bounded(state);
        }
    }

    void subscribed(long newSub) {
        sub = newSub;
        first = true;
    }

    void unsubscribed() {
        sub = NO_SUBSCRIPTION;
    }

    boolean isFedBy(long candidate) {
        return sub != NO_SUBSCRIPTION && sub == candidate;
    }

    /** Forgets what it has, so that the next subscription starts from nothing. */
    void forget() {
        state = null;
        gen = 0;
        head = 0;
    }

    void replace(long newGen, SessionState newState) {
        gen = newGen;
        state = newState;
        first = false;
        head = Math.max(head, newState.seq());
    }

    /**
     * Folds a batch, or returns false and changes nothing if it does not follow what is there.
     *
     * @param namedGen 0 if it is that of the message before
     */
    boolean fold(long namedGen, long after, long to, List<JournaledUpdate> updates) {
        long batchGen = namedGen == 0 ? gen : namedGen;
        SessionState before = state == null ? SessionState.empty(sessionId) : state;
        if (after != before.seq() || (first ? batchGen == 0 : batchGen != gen) || to < after) {
            return false;
        }
        SessionState next;
        try {
            next = SessionReducer.applyAll(before, updates);
        } catch (IllegalArgumentException e) {
            LOG.warn("A batch of session {} is out of order: {}", sessionId, e.getMessage());
            return false;
        }
        if (to < next.seq()) {
            return false;
        }
        if (to > next.seq()) {
            next = next.withSeq(to);
        }
        if (next.info() == null) {
            // A session's first update tells what it is. Before it there is nothing to show, and after it nothing is
            // missing it.
            gen = batchGen;
            first = false;
            return next.seq() == 0;
        }
        replace(batchGen, bounded(next));
        return true;
    }

    /** Lets go of the oldest items of a transcript that is too long: they can be asked for again. */
    private SessionState bounded(SessionState next) {
        Transcript transcript = next.transcript();
        boolean isTooLong = following
                ? transcript.size() > MOST_ITEMS || transcript.weight() > MOST_WEIGHT
                : transcript.size() > MOST_READ_ITEMS || transcript.weight() > MOST_READ_WEIGHT;
        return isTooLong ? next.withTranscript(transcript.last(KEPT_ITEMS, KEPT_WEIGHT)) : next;
    }

    /**
     * Puts a page of older items in front, or returns false if it does not fit what is there.
     *
     * @param before the start of the window when it was asked for: if that has moved, there would be a hole
     */
    boolean prepend(long asOf, long before, long start, List<Item> items) {
        if (state == null || asOf != state.seq() || before != state.transcript().windowStart()) {
            return false;
        }
        try {
            state = state.withTranscript(state.transcript().prepend(items, start));
            return true;
        } catch (IllegalArgumentException e) {
            LOG.debug("A page of session {} does not lie before its window", sessionId);
            return false;
        }
    }

    /** Lets go of old items of a session that nobody looks at. */
    void shrink(int items) {
        if (state != null) {
            state = state.window(items);
        }
    }
}
