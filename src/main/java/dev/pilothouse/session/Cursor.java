package dev.pilothouse.session;

/**
 * How far a client has folded a session.
 *
 * @param gen the journal's generation, 0 for nothing yet
 * @param seq of the last update folded in, 0 for nothing yet
 */
public record Cursor(long gen, long seq) {
    public static final Cursor START = new Cursor(0, 0);
}
