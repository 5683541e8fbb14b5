package dev.pilothouse.desktop.notify;

import dev.pilothouse.platform.Notifier;
import java.util.List;
import java.util.Optional;

/** The commands that show and withdraw a notification. Owns nothing; any thread. */
interface NotificationProgram {
    /**
     * Returns the command that shows it.
     *
     * @param replaced the id of the one that it replaces, or empty
     */
    List<String> show(Notifier.Notice notice, String replaced);

    /** Returns the command that withdraws it, if the system can. */
    default Optional<List<String>> withdraw(String id) {
        return Optional.empty();
    }

    /**
     * Returns a command whose output contains {@value #ACTION} if the program can wait for a click; empty if none can.
     */
    default Optional<List<String>> asksForActions() {
        return Optional.empty();
    }

    /** The option that exists if notifications can be clicked. */
    String ACTION = "--action";

    /** The line that a program prints when its notification was clicked. */
    String PRESSED = "default";

    /** Like {@link #show}, but with a program that runs until the notification is gone and prints its id first. */
    default List<String> showPressable(Notifier.Notice notice, String replaced) {
        return show(notice, replaced);
    }
}
