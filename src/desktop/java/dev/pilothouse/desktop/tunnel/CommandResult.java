package dev.pilothouse.desktop.tunnel;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import dev.pilothouse.model.TextCutter;
import java.util.List;

/**
 * The exit and the output of a command. Immutable.
 *
 * @param code its exit code
 * @param lines its last lines, on stdout and stderr in the order of arrival
 */
record CommandResult(int code, List<String> lines) {
    private static final int STDERR_TAIL = 300;

    CommandResult {
        lines = List.copyOf(lines);
    }

    String text() {
        return String.join("\n", lines);
    }

    /** Returns a sentence with the exit code and the last line that is not blank. */
    HostText sentence(String program) {
        String words = lines.stream()
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("");
        String cut = TextCutter.excerpt(words, STDERR_TAIL);
        return HostText.of(HostTextCode.TUNNEL_ENDED, program, code)
                .then(cut.isEmpty() ? HostText.NONE : HostText.of(HostTextCode.LAST_WORDS, cut));
    }
}
