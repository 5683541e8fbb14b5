package dev.pilothouse.model;

import java.util.Objects;

/**
 * Where the person has put a session, the same on every device. Immutable.
 *
 * @param archived out of the list until it waits for the person or is looked for
 * @param group the person's own name for what it belongs to, empty for none
 */
public record Organisation(boolean pinned, boolean archived, String group) {
    public static final Organisation NONE = new Organisation(false, false, "");

    /** UTF-16 units of a group's name. */
    public static final int MAX_GROUP = 60;

    public Organisation {
        Objects.requireNonNull(group, "group");
    }
}
