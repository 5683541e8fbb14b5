package dev.pilothouse.model;

/** What a device may do on a host. Each scope includes those before it. */
public enum Scope {
    /** See sessions. */
    VIEW,
    /** Also answer what agents ask. */
    ANSWER,
    /** Also start sessions and prompt agents, which equals a shell on the host. */
    STEER,
    /** Also manage devices, tickets and sharing. */
    ADMIN;

    public boolean covers(Scope needed) {
        return compareTo(needed) >= 0;
    }
}
