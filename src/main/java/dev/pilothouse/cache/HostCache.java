package dev.pilothouse.cache;

import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.KeptHost;
import dev.pilothouse.session.KeptSession;
import dev.pilothouse.session.PendingIntent;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a device keeps of one host. What it tells is told on the client-state lane, on which it is called too; it never
 * waits for a disk. What cannot be read or written is logged and counts as not kept: nothing else stops for it.
 */
public interface HostCache {

    /** Keeps nothing, and says so at once. */
    HostCache NONE = new HostCache() {
        @Override
        public void load(Consumer<Kept> then) {
            then.accept(Kept.NOTHING);
        }

        @Override
        public void loadSession(SessionId sessionId, Consumer<Optional<KeptSession>> then) {
            then.accept(Optional.empty());
        }

        @Override
        public void hostChanged() {
            // Nothing is kept.
        }

        @Override
        public void sessionChanged(SessionId sessionId) {
            // Nothing is kept.
        }

        @Override
        public void intentsChanged(List<PendingIntent> intents) {
            // Nothing is kept.
        }

        @Override
        public void flush() {
            // Nothing waits.
        }

        @Override
        public void forget() {
            // Nothing was kept.
        }
    };

    /**
     * What was there when the app started.
     *
     * @param host empty if nothing of the host is kept
     * @param intents in the order in which they were made
     */
    record Kept(Optional<KeptHost> host, List<PendingIntent> intents) {
        static final Kept NOTHING = new Kept(Optional.empty(), List.of());

        public Kept {
            intents = List.copyOf(intents);
        }
    }

    /** Reads what is kept of the host itself and of intents, then tells it, exactly once. */
    void load(Consumer<Kept> then);

    /** Reads what is kept of a session, then tells it, exactly once; empty if nothing usable is. */
    void loadSession(SessionId sessionId, Consumer<Optional<KeptSession>> then);

    /** The host's view has changed: its new value is written within seconds. */
    void hostChanged();

    /** A session has changed: its newest state is written within seconds. */
    void sessionChanged(SessionId sessionId);

    /** Replaces the kept intents, as soon as the disk can. */
    void intentsChanged(List<PendingIntent> intents);

    /** Has what waits written now: the app may end any moment. */
    void flush();

    /** Deletes all that is kept, and keeps nothing of this host from now on. */
    void forget();
}
