package dev.pilothouse.desktop.trust;

import dev.pilothouse.model.HostText;

/** A file with commands cannot be used. The sentence names the file, the line and the reason. */
public final class CommandFileException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient HostText sentence;

    CommandFileException(HostText sentence) {
        super(sentence.text());
        this.sentence = sentence;
    }

    public HostText sentence() {
        return sentence;
    }
}
