package dev.pilothouse.desktop.process;

import dev.pilothouse.model.HostText;
import java.util.function.Function;

/** The result of starting a process. Immutable; any thread. */
public sealed interface ProcessStart {
    /** Applies the function for this case. */
    <T> T match(Function<CliProcess, T> whenStarted, Function<Failed, T> whenFailed);

    /** The process runs; the caller owns it and closes it. */
    record Started(CliProcess process) implements ProcessStart {
        @Override
        public <T> T match(Function<CliProcess, T> whenStarted, Function<Failed, T> whenFailed) {
            return whenStarted.apply(process);
        }
    }

    /**
     * Nothing was started and nothing is left to close.
     *
     * @param reason the cause, for code
     * @param sentence the cause and the remedy, for users
     */
    record Failed(Reason reason, HostText text) implements ProcessStart {
        /** In English. */
        public String sentence() {
            return text.text();
        }

        @Override
        public <T> T match(Function<CliProcess, T> whenStarted, Function<Failed, T> whenFailed) {
            return whenFailed.apply(this);
        }
    }

    /** The cause why nothing was started. */
    enum Reason {
        /** The working directory does not exist, or is not a directory. */
        NO_SUCH_DIRECTORY,
        /** There is no such program at that path or on the PATH. */
        COMMAND_NOT_FOUND,
        /** The file exists but is not executable. */
        NOT_EXECUTABLE,
        /** The operating system refused for another reason. */
        REFUSED
    }
}
