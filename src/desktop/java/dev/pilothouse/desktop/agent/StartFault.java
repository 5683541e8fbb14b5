package dev.pilothouse.desktop.agent;

import dev.pilothouse.desktop.process.ProcessExit;
import java.time.Duration;
import java.util.Optional;

/**
 * Why an agent did not come to its first prompt, in words: what happened, where, what to do, and at the end the agent's own
 * last words. Immutable; any thread.
 *
 * @param name the agent's name for sentences
 * @param program what was started; may be empty
 * @param directory where
 * @param initialized whether it had answered the first request, and so speaks the protocol
 * @param garbage what it printed instead of messages, shortened; empty if nothing
 */
record StartFault(String name, String program, String directory, boolean initialized, Optional<String> garbage) {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final String ARGUMENTS =
            " Look whether its arguments start it as an agent: many programs need one such as --acp.";

    /** It ended by itself. */
    String exited(ProcessExit exit) {
        return name + " ended before it was ready. " + exit.how() + reason(exit.code()) + where()
                + ProcessExit.quoted(exit.lastWords());
    }

    /** It was given up and ended. */
    String late(Duration deadline, String lastWords) {
        return name + " was not ready within " + deadline.toSeconds()
                + (deadline.toSeconds() == 1 ? " second" : " seconds") + ", so it was ended." + protocol()
                + (initialized || garbage.isEmpty()
                        ? " If it needs longer, give it more by 'startSeconds' in its entry of agents.json."
                        : "")
                + where() + ProcessExit.quoted(lastWords);
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

    private String where() {
        return program.isEmpty()
                ? ""
                : " It was started as " + program + " in " + directory + "; run it there in a terminal to see more.";
    }
}
