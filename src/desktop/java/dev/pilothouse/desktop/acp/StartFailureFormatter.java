package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.process.ProcessExit;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Formats why an agent did not become ready: the error, the place, the remedy, and the agent's last lines. Immutable;
 * any thread.
 *
 * @param name the agent's name for sentences
 * @param program the started program; may be empty
 * @param directory its working directory
 * @param initialized whether it had answered the first request, and so supports the protocol
 * @param garbage the first line that was not a message, shortened; empty if there was none
 */
record StartFailureFormatter(
        String name, String program, String directory, boolean initialized, Optional<String> garbage) {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final HostText ARGUMENTS = HostText.of(HostTextCode.START_ARGUMENTS);

    /** Returns the text for an agent that exited by itself. */
    HostText exited(ProcessExit exit) {
        return HostText.of(HostTextCode.START_EXITED, name)
                .then(exit.summary())
                .then(reason(exit.code()))
                .then(location())
                .then(ProcessExit.quoted(exit.stderrExcerpt()));
    }

    /** Returns the text for an agent that was ended after the deadline. */
    HostText timeoutText(Duration deadline, String lastWords) {
        return HostText.of(HostTextCode.START_TIMEOUT, name, deadline.toSeconds())
                .then(protocol())
                .then(initialized || garbage.isEmpty() ? HostText.of(HostTextCode.START_LONGER) : HostText.NONE)
                .then(location())
                .then(ProcessExit.quoted(lastWords));
    }

    private HostText reason(int code) {
        return switch (code) {
            case NOT_FOUND -> HostText.of(HostTextCode.START_NOT_FOUND);
            case NOT_EXECUTABLE -> HostText.of(HostTextCode.START_NOT_EXECUTABLE);
            case 0 ->
                initialized || garbage.isPresent()
                        ? protocol()
                        : HostText.of(HostTextCode.START_SILENT).then(ARGUMENTS);
            default -> protocol();
        };
    }

    private HostText protocol() {
        return initialized
                ? HostText.NONE
                : garbage.map(excerpt ->
                                HostText.of(HostTextCode.START_GARBAGE, excerpt).then(ARGUMENTS))
                        .orElse(HostText.NONE);
    }

    private HostText location() {
        return program.isEmpty() ? HostText.NONE : HostText.of(HostTextCode.START_LOCATION, program, directory);
    }
}
