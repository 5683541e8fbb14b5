package dev.pilothouse.model;

/** Validates identifiers that are sent as text. */
final class Ids {
    private Ids() {}

    static void requireWord(String type, String value, int maxLength) {
        if (value == null || value.isEmpty() || value.length() > maxLength) {
            throw new IllegalArgumentException(type + " must have 1 to " + maxLength + " characters");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c)) {
                throw new IllegalArgumentException(type + " must not contain white space or control characters");
            }
        }
    }
}
