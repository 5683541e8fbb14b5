package dev.pilothouse.desktop.doctor;

/**
 * One result of the doctor command: the area, its state, and the remedy. Immutable; any thread.
 *
 * @param area a word for scripts, such as {@code data}
 * @param text one sentence or less; contains no secret
 * @param advice the remedy; empty if none is needed
 */
public record DiagnosticResult(String area, Level level, String text, String advice) {

    /** The state, from good to bad. */
    public enum Level {
        OK,
        /** Works, but not as it should. */
        WARNING,
        /** Does not work. */
        FAILURE
    }

    public static DiagnosticResult ok(String area, String text) {
        return new DiagnosticResult(area, Level.OK, text, "");
    }

    public static DiagnosticResult warning(String area, String text, String advice) {
        return new DiagnosticResult(area, Level.WARNING, text, advice);
    }

    public static DiagnosticResult failure(String area, String text, String advice) {
        return new DiagnosticResult(area, Level.FAILURE, text, advice);
    }
}
