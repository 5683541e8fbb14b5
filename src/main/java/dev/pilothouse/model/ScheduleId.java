package dev.pilothouse.model;

/**
 * The id of a schedule. Made by the client that saves it first, so that the request can be repeated safely.
 *
 * @param value 1 to 40 small letters, digits and hyphens of ASCII; it is part of a file's name
 */
public record ScheduleId(String value) {
    public static final int MAX_LENGTH = 40;

    public ScheduleId {
        Ids.requireWord("ScheduleId", value, MAX_LENGTH);
        if (!value.chars().allMatch(ScheduleId::isAllowed)) {
            throw new IllegalArgumentException("ScheduleId must consist of small letters, digits and -");
        }
    }

    private static boolean isAllowed(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }

    @Override
    public String toString() {
        return value;
    }
}
