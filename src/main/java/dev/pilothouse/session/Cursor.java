package dev.pilothouse.session;

/**
 * The position up to which a client has folded a session.
 *
 * @param gen the journal's generation, 0 if nothing was folded
 * @param seq seq of the last folded update, 0 if nothing was folded
 */
public record Cursor(long gen, long seq) {
    public static final Cursor START = new Cursor(0, 0);
}
