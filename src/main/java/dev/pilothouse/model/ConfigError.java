package dev.pilothouse.model;

/**
 * A mistake in a file that people edit.
 *
 * @param file the name of the file
 * @param line from 1; 0 if it is not known
 * @param column from 1; 0 if it is not known
 * @param path of the wrong member, such as {@code agents[2].command}; empty for the whole file
 */
public record ConfigError(String file, int line, int column, String path, HostText text) {
    /** The place in the file: {@code agents.json:3:14}. */
    public String place() {
        return file + (line == 0 ? "" : ":" + line) + (line == 0 || column == 0 ? "" : ":" + column);
    }

    /** The problem in English, on one line. */
    public String english() {
        return place() + ": " + (path.isEmpty() ? "" : path + ": ") + PlainText.line(text.text());
    }
}
