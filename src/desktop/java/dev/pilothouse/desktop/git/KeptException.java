package dev.pilothouse.desktop.git;

import dev.pilothouse.model.HostText;

/** A snapshot cannot be taken or brought back. It has a sentence for people. */
public final class KeptException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient HostText sentence;

    KeptException(HostText sentence) {
        super(sentence.text());
        this.sentence = sentence;
    }

    KeptException(HostText sentence, Throwable cause) {
        super(sentence.text(), cause);
        this.sentence = sentence;
    }

    public HostText sentence() {
        return sentence;
    }

    /** The same in English. */
    public String text() {
        return sentence.text();
    }
}
