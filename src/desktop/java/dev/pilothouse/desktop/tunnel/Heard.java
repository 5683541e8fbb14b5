package dev.pilothouse.desktop.tunnel;

import java.util.List;

/**
 * What a command said until it ended. Immutable.
 *
 * @param code its exit code
 * @param lines its last lines, on stdout and stderr in the order in which they came
 */
record Heard(int code, List<String> lines) {
    private static final int LAST_WORDS = 300;

    Heard {
        lines = List.copyOf(lines);
    }

    String text() {
        return String.join("\n", lines);
    }

    /** How it ended, with its last line that is not blank. */
    String sentence(String program) {
        String words = lines.stream()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("");
        String cut = words.length() <= LAST_WORDS ? words : words.substring(0, LAST_WORDS) + "…";
        return program + " ended with code " + code + (cut.isEmpty() ? "." : ". Its last words: " + cut);
    }
}
