package dev.pilothouse.platform;

/** Shares a text with another app of the device. The person chooses the app. Called on the FX thread. Owns nothing. */
public interface TextShare {
    /** Android carries at most one megabyte between apps, for all transfers together. */
    int MAX_CHARACTERS = 100_000;

    /** @throws IllegalArgumentException if the text is blank, or longer than {@link #MAX_CHARACTERS} */
    void share(String text);

    /**
     * Checks a text before it is shared. Every implementation calls it.
     *
     * @throws IllegalArgumentException if the text is blank, or longer than {@link #MAX_CHARACTERS}
     */
    static void check(String text) {
        if (text.isBlank() || text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("a text of " + text.length() + " characters cannot be shared");
        }
    }
}
