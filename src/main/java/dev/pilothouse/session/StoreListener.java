package dev.pilothouse.session;

import dev.pilothouse.model.SessionId;

/** Receives change notifications of a store on the client-state lane. Read the new value from the store when needed. */
public interface StoreListener {

    /**
     * The overview, agents, scope, sharing or pairing requests changed.
     *
     * @param critical whether a person should see it in the next pulse
     */
    void hostChanged(boolean critical);

    /**
     * An open session changed.
     *
     * @param critical whether a turn ended, an error occurred, a question was asked or answered, or the agent exited
     */
    void sessionChanged(SessionId sessionId, boolean critical);
}
