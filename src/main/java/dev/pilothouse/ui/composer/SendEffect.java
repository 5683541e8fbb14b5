package dev.pilothouse.ui.composer;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.ui.text.Texts;

/** What becomes of a message that is sent now: that depends on the way to the host and on what the agent is at. */
enum SendEffect {
    NOW,
    /** The host keeps it until the turn has ended. */
    AFTER_TURN,
    /** The turn cannot end before the person has answered. */
    AFTER_QUESTION,
    /** The host keeps it until the agent is ready. */
    WHEN_STARTED,
    /** The host starts the agent for it, if that does not run any more. */
    STARTS_AGENT,
    /** This device keeps it until it reaches the host. */
    WHEN_BACK;

    static SendEffect of(ConnectionState connection, SessionPhase phase) {
        if (!(connection instanceof ConnectionState.Live)) {
            return WHEN_BACK;
        }
        return switch (phase) {
            case STARTING -> WHEN_STARTED;
            case WORKING -> AFTER_TURN;
            case WAITING -> AFTER_QUESTION;
            case FAILED, NEEDS_LOGIN, GONE -> STARTS_AGENT;
            case IDLE -> NOW;
        };
    }

    /**
     * Whether there is a turn of which it is known that it runs, so that it may be stopped for the message. Of a host that is
     * out of reach that is not known: the message would stop whatever runs when it arrives.
     */
    boolean maySteer() {
        return this == AFTER_TURN || this == AFTER_QUESTION;
    }

    /** Whether the host or this device keeps the message for a while. */
    boolean waits() {
        return this != NOW && this != STARTS_AGENT;
    }

    /**
     * When it goes, in a sentence or two; empty if at once.
     *
     * @param before how many messages wait already
     */
    String words(int before) {
        String when = this == NOW ? "" : Texts.text("composer.goes." + name());
        String order = before == 0 ? "" : Texts.counted("composer.goes.behind", before);
        return when.isEmpty() || order.isEmpty() ? when + order : when + " " + order;
    }

    /** What the button does that stops the turn first. */
    String steerWords() {
        return Texts.text(this == AFTER_QUESTION ? "composer.steerAskedHint" : "composer.steerHint");
    }
}
