package dev.pilothouse.desktop.process;

/** Port: hears which processes exist, so that somebody can end them if this one dies. Any thread. */
public interface ProcessLedger {
    /** A process is about to be started; followed by one of the others in any case but a sudden death. */
    default void starting(ProcessMark mark) {}

    /** A process was started. */
    void started(ProcessHandle process, ProcessMark mark);

    /** The tree of that mark is gone, and need not be looked for. */
    void released(ProcessMark mark);

    /** A ledger that forgets everything, for processes of tests and short commands. */
    static ProcessLedger none() {
        return new ProcessLedger() {
            @Override
            public void started(ProcessHandle process, ProcessMark mark) {}

            @Override
            public void released(ProcessMark mark) {}
        };
    }
}
