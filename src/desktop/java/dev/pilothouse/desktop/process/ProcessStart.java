package dev.pilothouse.desktop.process;

import java.util.function.Function;

/** What came of starting a process. Immutable; any thread. */
public sealed interface ProcessStart {
    /** Chooses by case. */
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
     * @param reason why, for code
     * @param sentence why and what to do, for people
     */
    record Failed(Reason reason, String sentence) implements ProcessStart {
        @Override
        public <T> T match(Function<CliProcess, T> whenStarted, Function<Failed, T> whenFailed) {
            return whenFailed.apply(this);
        }
    }

    /** Why nothing was started. */
    enum Reason {
        /** The working directory does not exist, or is no directory. */
        NO_SUCH_DIRECTORY,
        /** No such program at that path or on the PATH. */
        COMMAND_NOT_FOUND,
        /** The file is there, and may not be executed. */
        NOT_EXECUTABLE,
        /** The operating system refused for another reason. */
        REFUSED
    }
}
