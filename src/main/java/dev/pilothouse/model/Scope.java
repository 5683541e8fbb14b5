package dev.pilothouse.model;

/** A device's permissions on a host. Each scope includes those before it. */
public enum Scope {
    /** See sessions. */
    VIEW,
    /** Also answer agents' questions. */
    ANSWER,
    /** Also start sessions and prompt agents, which is equivalent to a shell on the host. */
    STEER,
    /** Also manage devices, tickets and sharing. */
    ADMIN;

    public boolean covers(Scope needed) {
        return compareTo(needed) >= 0;
    }
}
