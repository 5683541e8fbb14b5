package dev.pilothouse.desktop.forge;

import dev.pilothouse.model.HostText;
import dev.pilothouse.model.HostTextCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The forge, or the program that reaches it, did not do what was asked. */
final class ForgeException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Causes that differ in what the person can do. */
    enum Cause {
        /** The program is not installed. */
        NO_PROGRAM,
        /** The program has no login for this forge. */
        LOGGED_OUT,
        /** Too many requests; see {@link #until}. */
        LIMITED,
        /** The caller cancelled, or the host ends. */
        CANCELLED,
        /** It is not known whether the request has arrived. */
        UNCLEAR,
        OTHER
    }

    private final Cause why;
    private final transient HostText sentence;
    private final transient @Nullable Instant until;

    ForgeException(Cause why, HostText sentence, @Nullable Instant until) {
        super(sentence.text());
        this.why = why;
        this.sentence = sentence;
        this.until = until;
    }

    static ForgeException of(Cause why, HostTextCode code, Object... values) {
        return new ForgeException(why, HostText.of(code, values), null);
    }

    Cause why() {
        return why;
    }

    HostText sentence() {
        return sentence;
    }

    /** The end of a limit; null if it is not known. */
    @Nullable
    Instant until() {
        return until;
    }
}
