package dev.pilothouse.platform;

/** Hands a text to another app of the device, which the person chooses. Called on the FX thread; owns nothing. */
public interface TextShare {
    /** Between apps Android carries at most a megabyte, for all that is under way together. */
    int MOST_CHARACTERS = 100_000;

    /** @throws IllegalArgumentException if the text is blank, or longer than {@link #MOST_CHARACTERS} */
    void share(String text);

    /** What every implementation asks of a text. */
    static void check(String text) {
        if (text.isBlank() || text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException("a text of " + text.length() + " characters cannot be shared");
        }
    }
}
