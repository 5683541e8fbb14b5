package dev.pilothouse.desktop.git;

/** A snapshot cannot be taken or brought back. The message is a sentence for people. */
public final class KeptException extends Exception {
    private static final long serialVersionUID = 1L;

    KeptException(String sentence) {
        super(sentence);
    }

    KeptException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** The sentence. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
