package dev.pilothouse.desktop.notify;

import dev.pilothouse.platform.Notifier;
import java.util.List;
import java.util.Optional;

/** The commands that show and take back a notification. Owns nothing; any thread. */
interface NoticeProgram {
    /**
     * The command that shows it.
     *
     * @param replaced the id of the one that it replaces, or empty
     */
    List<String> show(Notifier.Notice notice, String replaced);

    /** The command that takes it back, where the system can. */
    default Optional<List<String>> withdraw(String id) {
        return Optional.empty();
    }

    /** A command whose answer tells by the word {@value #ACTION} whether the program can wait for a press; empty if none can. */
    default Optional<List<String>> asksForActions() {
        return Optional.empty();
    }

    /** What is said where notifications can be pressed. */
    String ACTION = "--action";

    /** The line that a program prints when its notification was pressed. */
    String PRESSED = "default";

    /** As {@link #show}, by a program that stays until the notice is gone, and prints its id first. */
    default List<String> showPressable(Notifier.Notice notice, String replaced) {
        return show(notice, replaced);
    }
}
