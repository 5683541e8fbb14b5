package dev.pilothouse.session;

import dev.pilothouse.model.JournaledUpdate;
import dev.pilothouse.model.SessionId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session as a client has folded it. Owns the state and cursor, and tracks the subscription that feeds it. Confined
 * to the client-state lane; ends when its store drops it.
 */
final class SessionMirror {

    private static final Logger LOG = LoggerFactory.getLogger(SessionMirror.class);
    private static final long NO_SUBSCRIPTION = 0;

    /**
     * A transcript that follows its end is trimmed to the kept size when it exceeds these limits, not at every update.
     */
    static final int MAX_ITEMS = 1_000;

    static final long MAX_WEIGHT = 4L * 1024 * 1024;
    static final int KEPT_ITEMS = 600;
    static final long KEPT_WEIGHT = 2L * 1024 * 1024;

    /**
     * Limits while the person reads earlier items. Above the size of a full transcript, so that new updates do not trim
     * it at once.
     */
    static final int MAX_READ_ITEMS = 7_500;

    static final long MAX_READ_WEIGHT = 24L * 1024 * 1024;

    private final SessionId sessionId;
    private @Nullable SessionState state;
    /** Whether the end of the transcript is on screen. If not, visible items must not be removed. */
    private boolean following = true;

    private long gen;
    private long sub = NO_SUBSCRIPTION;
    private long head;
    /**
     * Whether the next batch is the subscription's first. It may come from a later generation in which our cursor is
     * still valid.
     */
    private boolean first;

    SessionMirror(SessionId sessionId) {
        this.sessionId = sessionId;
    }

    SessionId sessionId() {
        return sessionId;
    }

    /** Null before the first update. */
    @Nullable
    SessionState state() {
        return state;
    }

    Cursor cursor() {
        return state == null ? Cursor.START : new Cursor(gen, state.seq());
    }

    /** The newest seq that the host has reported with its updates; 0 before the first report. */
    long head() {
        return head;
    }

    void setHead(long newHead) {
        head = newHead;
    }

    /** The generation that the state's seq belongs to. */
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

    /** Clears the state, so that the next subscription starts from the beginning. */
    void clear() {
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
     * Folds a batch. Returns false and changes nothing if the batch does not follow the current state.
     *
     * @param namedGen 0 for the generation of the previous message
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
            // A session has no info before its first update, so there is nothing to show. Later updates without info
            // are invalid.
            gen = batchGen;
            first = false;
            return next.seq() == 0;
        }
        replace(batchGen, bounded(next));
        return true;
    }

    /** Removes the oldest items of a transcript that is too long. The client can load them again. */
    private SessionState bounded(SessionState next) {
        Transcript transcript = next.transcript();
        boolean isTooLong = following
                ? transcript.size() > MAX_ITEMS || transcript.weight() > MAX_WEIGHT
                : transcript.size() > MAX_READ_ITEMS || transcript.weight() > MAX_READ_WEIGHT;
        return isTooLong ? next.withTranscript(transcript.last(KEPT_ITEMS, KEPT_WEIGHT)) : next;
    }

    /**
     * Prepends a page of older items. Returns false if it does not fit the current state.
     *
     * @param before the start of the window when the page was requested; if it has moved, there would be a gap
     */
    boolean prepend(long asOf, long before, long start, List<Item> items) {
        if (state == null || asOf != state.seq() || before != state.transcript().windowStart()) {
            return false;
        }
        try {
            state = state.withTranscript(state.transcript().prepend(items, start));
            return true;
        } catch (IllegalArgumentException e) {
            LOG.debug("A page of session {} is not before its window", sessionId);
            return false;
        }
    }

    /** Removes old items of a session that is not open. */
    void shrink(int items) {
        if (state != null) {
            state = state.window(items);
        }
    }
}
