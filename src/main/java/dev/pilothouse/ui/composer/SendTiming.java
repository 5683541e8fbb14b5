package dev.pilothouse.ui.composer;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.session.SessionPhase;
import dev.pilothouse.ui.text.Texts;

/** The effect of sending a message now. It depends on the connection to the host and on the phase of the session. */
enum SendTiming {
    NOW,
    /** The host queues it until the turn has ended. */
    AFTER_TURN,
    /** The host queues it, and the turn cannot end before the user has answered a request. */
    AFTER_QUESTION,
    /** The host queues it until the agent is ready. */
    WHEN_STARTED,
    /** The host starts the agent for it if the agent is not running. */
    STARTS_AGENT,
    /** This device keeps it until the host is connected. */
    WHEN_BACK;

    static SendTiming of(ConnectionState connection, SessionPhase phase) {
        if (!(connection instanceof ConnectionState.Live)) {
            return WHEN_BACK;
        }
        return switch (phase) {
            case STARTING -> WHEN_STARTED;
            case WORKING -> AFTER_TURN;
            case WAITING -> AFTER_QUESTION;
            case FAILED, NEEDS_LOGIN -> STARTS_AGENT;
            // The composer says already that the message starts the agent.
            case GONE, IDLE -> NOW;
        };
    }

    /**
     * Returns whether a turn is known to run, so that the message may stop it. Without a connection this is unknown: on
     * arrival, the message would stop any turn that runs then.
     */
    boolean maySteer() {
        return this == AFTER_TURN || this == AFTER_QUESTION;
    }

    /** Returns whether the host or this device keeps the message for a while. */
    boolean isDelayed() {
        return this != NOW && this != STARTS_AGENT;
    }

    /**
     * Describes in one or two sentences when the message reaches the agent. Empty if at once.
     *
     * @param before the number of queued messages
     */
    String text(int before) {
        String when = this == NOW ? "" : Texts.text("composer.goes." + name());
        String order = before == 0 ? "" : Texts.counted("composer.goes.behind", before);
        return when.isEmpty() || order.isEmpty() ? when + order : when + " " + order;
    }

    /** The hint of the button that first stops the turn. */
    String steerWords() {
        return Texts.text(this == AFTER_QUESTION ? "composer.steerAskedHint" : "composer.steerHint");
    }
}
