package dev.pilothouse.desktop.machine;

/**
 * One line of the doctor's: what was looked at, what it is like, and what to do. Immutable; any thread.
 *
 * @param area a word for scripts, such as {@code data}
 * @param text one sentence or less; holds no secret
 * @param advice what to do; empty where nothing has to be done
 */
public record Finding(String area, Level level, String text, String advice) {

    /** How it is, from good to bad. */
    public enum Level {
        OK,
        /** Works, but not as it should. */
        WARNING,
        /** Does not work. */
        FAILURE
    }

    public static Finding ok(String area, String text) {
        return new Finding(area, Level.OK, text, "");
    }

    public static Finding warning(String area, String text, String advice) {
        return new Finding(area, Level.WARNING, text, advice);
    }

    public static Finding failure(String area, String text, String advice) {
        return new Finding(area, Level.FAILURE, text, advice);
    }
}
