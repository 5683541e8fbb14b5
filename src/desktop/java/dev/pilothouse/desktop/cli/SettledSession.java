package dev.pilothouse.desktop.cli;

import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.OpenPending;
import dev.pilothouse.session.SessionSummary;

/** Decides whether a session has no work left, waits for a person, or has stopped. Stateless. */
final class SettledSession {
    private SettledSession() {}

    /** @param after the seq of a prompt: its turn must have ended; 0 for any */
    static boolean is(SessionSummary session, long after) {
        if (!session.open().isEmpty()) {
            return true;
        }
        boolean turned = session.lastTurn() != null && session.lastTurn().seq() > after;
        return switch (session.activity().phase()) {
            case STARTING, WORKING -> false;
            case WAITING -> true;
            case IDLE -> session.queued() == 0 && (after == 0 || turned);
            case FAILED, NEEDS_LOGIN, GONE -> session.headSeq() > after;
        };
    }

    /** Returns why it is settled: waiting, idle, failed, needsLogin or gone. */
    static String reason(SessionSummary session) {
        // The question how to log in says the same as the phase, and comes a moment later.
        return session.open().stream().allMatch(OpenPending::isLogin)
                ? WireEnum.toWire(session.activity().phase())
                : "waiting";
    }
}
