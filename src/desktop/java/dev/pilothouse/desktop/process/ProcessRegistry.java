package dev.pilothouse.desktop.process;

import java.util.Collection;

/** Port: records the running processes, so that they can be ended if this process dies. Any thread. */
public interface ProcessRegistry {
    /** A process is about to be started. One of the other calls follows, unless this process dies. */
    default void starting(ProcessMark mark) {}

    /** A process was started. */
    void started(ProcessHandle process, ProcessMark mark);

    /**
     * The descendants of a started process that run now, in place of those of earlier calls. Not called where they can be
     * found by their mark.
     */
    default void descendants(Collection<ProcessHandle> running, ProcessMark mark) {}

    /** The tree with that mark is gone and need not be looked for. */
    void onReleased(ProcessMark mark);

    /** Returns a registry that records nothing, for tests and short commands. */
    static ProcessRegistry none() {
        return new ProcessRegistry() {
            @Override
            public void started(ProcessHandle process, ProcessMark mark) {}

            @Override
            public void onReleased(ProcessMark mark) {}
        };
    }
}
