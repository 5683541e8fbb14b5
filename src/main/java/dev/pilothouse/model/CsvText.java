package dev.pilothouse.model;

/** Texts in comma-separated values. Stateless; any thread. */
public final class CsvText {
    private CsvText() {}

    /** Quotes a text. A text that a spreadsheet would take for a formula gets an apostrophe. */
    public static String quoted(String text) {
        String safe = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
