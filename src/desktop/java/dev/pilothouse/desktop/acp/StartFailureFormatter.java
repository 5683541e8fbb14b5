package dev.pilothouse.desktop.acp;

import dev.pilothouse.desktop.process.ProcessExit;
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
    private static final String ARGUMENTS =
            " Look whether its arguments start it as an agent: many programs need one such as --acp.";

    /** Returns the text for an agent that exited by itself. */
    String exited(ProcessExit exit) {
        return name + " ended before it was ready. " + exit.description() + reason(exit.code()) + location()
                + ProcessExit.quoted(exit.stderrExcerpt());
    }

    /** Returns the text for an agent that was ended after the deadline. */
    String timeoutText(Duration deadline, String lastWords) {
        return name + " was not ready within " + deadline.toSeconds()
                + (deadline.toSeconds() == 1 ? " second" : " seconds") + ", so it was ended." + protocol()
                + (initialized || garbage.isEmpty()
                        ? " If it needs longer, give it more by 'startSeconds' in its entry of agents.json."
                        : "")
                + location() + ProcessExit.quoted(lastWords);
    }

    private String reason(int code) {
        return switch (code) {
            case NOT_FOUND -> " It, or a program that it needs, was not found on the PATH that it was given.";
            case NOT_EXECUTABLE -> " It, or a program that it needs, may not be executed.";
            case 0 ->
                initialized || garbage.isPresent()
                        ? protocol()
                        : " It did not say a word in the Agent Client Protocol." + ARGUMENTS;
            default -> protocol();
        };
    }

    private String protocol() {
        return initialized
                ? ""
                : garbage.map(excerpt -> " What it printed is no message of the Agent Client Protocol: “" + excerpt
                                + "”." + ARGUMENTS)
                        .orElse("");
    }

    private String location() {
        return program.isEmpty()
                ? ""
                : " It was started as " + program + " in " + directory + "; run it there in a terminal to see more.";
    }
}
