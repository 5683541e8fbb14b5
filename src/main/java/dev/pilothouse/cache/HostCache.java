package dev.pilothouse.cache;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.CachedHost;
import dev.pilothouse.session.CachedSession;
import dev.pilothouse.session.PendingIntent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The cache of one host. Called on the client-state lane, on which callbacks run too. No method waits for the disk. A
 * failed read or write is logged, and the content counts as not stored; nothing else fails because of it.
 */
public interface HostCache {

    /** Stores nothing and calls back at once. */
    HostCache NONE = new HostCache() {
        @Override
        public void load(Consumer<Kept> then) {
            then.accept(Kept.NOTHING);
        }

        @Override
        public void loadSession(SessionId sessionId, Consumer<Optional<CachedSession>> then) {
            then.accept(Optional.empty());
        }

        @Override
        public void hostChanged() {
            // Nothing is stored.
        }

        @Override
        public void sessionChanged(SessionId sessionId) {
            // Nothing is stored.
        }

        @Override
        public void intentsChanged(List<PendingIntent> intents) {
            // Nothing is stored.
        }

        @Override
        public void flush() {
            // Nothing is waiting.
        }

        @Override
        public void delete() {
            // Nothing is stored.
        }
    };

    /**
     * The content at the start of the app.
     *
     * @param host empty if nothing of the host is stored
     * @param intents in the order of their creation
     */
    record Kept(Optional<CachedHost> host, List<PendingIntent> intents) {
        static final Kept NOTHING = new Kept(Optional.empty(), List.of());

        public Kept {
            intents = List.copyOf(intents);
        }
    }

    /** Reads the host's state and the intents, and passes them to the callback exactly once. */
    void load(Consumer<Kept> then);

    /** Reads a session and passes it to the callback exactly once; empty if there is none or it is unusable. */
    void loadSession(SessionId sessionId, Consumer<Optional<CachedSession>> then);

    /** Marks the host's view as changed. Its newest value is written within seconds. */
    void hostChanged();

    /** Marks a session as changed. Its newest state is written within seconds. */
    void sessionChanged(SessionId sessionId);

    /** Replaces the stored intents as soon as the disk allows it. */
    void intentsChanged(List<PendingIntent> intents);

    /** Requests that waiting changes are written now, because the app may end at any moment. */
    void flush();

    /** Deletes all content of this host. Nothing of it is stored from then on. */
    void delete();
}
