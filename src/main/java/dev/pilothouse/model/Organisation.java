package dev.pilothouse.model;

import java.util.Objects;

/**
 * Where the person filed a session; the same on every device. Immutable.
 *
 * @param archived hidden from the list unless it waits for the person or matches a search
 * @param group the person's own group name, empty for none
 */
public record Organisation(boolean pinned, boolean archived, String group) {
    public static final Organisation NONE = new Organisation(false, false, "");

    /** Maximum length of a group's name, in UTF-16 units. */
    public static final int MAX_GROUP = 60;

    public Organisation {
        Objects.requireNonNull(group, "group");
    }
}
