package dev.pilothouse.session;

import dev.pilothouse.model.SessionId;

/** Told on the client-state lane what has changed in a store; reads the new value from the store when it wants to. */
public interface StoreListener {

    /** Overview, agents, scope, sharing or requests to pair. @param critical a person should see it in the next pulse */
    void hostChanged(boolean critical);

    /** An open session. @param critical turn ended, error, asked or answered, agent exited */
    void sessionChanged(SessionId sessionId, boolean critical);
}
