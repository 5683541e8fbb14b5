package dev.pilothouse.ui.sessions;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.ui.text.Moments;
import dev.pilothouse.ui.text.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How a client stands with a host, in plain words. Stateless; any thread may call it. */
public final class ConnectionWords {
    private ConnectionWords() {}

    /** Below this a session that is being written to counts as live: its updates come behind the overview's news of them. */
    static final long BEHIND = 50;

    /**
     * How fresh a session on screen is: empty while it is live, else how far it has to catch up, or since when it is old.
     *
     * @param behind how many updates the host is known to be ahead
     */
    public static String freshness(ConnectionState connection, long behind, Instant now) {
        return staleness(connection, now)
                .orElseGet(() -> behind >= BEHIND ? Texts.counted("fresh.behind", behind) : "");
    }

    /** How old what is shown is, or empty while the link is live. */
    public static Optional<String> staleness(ConnectionState connection, Instant now) {
        if (connection instanceof ConnectionState.Live) {
            return Optional.empty();
        }
        if (connection instanceof ConnectionState.Lost lost) {
            long seconds = Math.max(0, Duration.between(now, lost.retryAt()).toSeconds());
            String since = since(lost.since(), now);
            return Optional.of(
                    seconds > 0
                            ? Texts.text("fresh.staleRetry", since, withoutStop(lost.reason()), seconds)
                            : Texts.text("fresh.staleRetryNow", since, withoutStop(lost.reason())));
        }
        if (connection instanceof ConnectionState.Connecting connecting && connecting.since() != null) {
            return Optional.of(Texts.text("fresh.staleConnecting", since(connecting.since(), now)));
        }
        return Optional.of(line(connection, false));
    }

    /** As {@link #line}, without the reasons, for where there is little room. */
    public static String brief(ConnectionState connection, boolean local) {
        if (connection instanceof ConnectionState.Lost lost) {
            return Texts.text("connection.lostSince", Moments.clock(lost.since()));
        }
        return connection instanceof ConnectionState.Refused
                ? Texts.text("connection.refused")
                : line(connection, local);
    }

    /** Since when a host cannot be reached and when it is tried again, for somebody who waits for it; else how one stands. */
    public static String wait(ConnectionState connection, Instant now) {
        if (connection instanceof ConnectionState.Lost lost) {
            long seconds = Math.max(0, Duration.between(now, lost.retryAt()).toSeconds());
            String since = Texts.text("connection.notReached", since(lost.since(), now), withoutStop(lost.reason()));
            return since + " "
                    + (seconds > 0 ? Texts.text("connection.nextTry", seconds) : Texts.text("connection.triesNow"));
        }
        return line(connection, false);
    }

    /** The time, and which day's if it is not today's. */
    static String since(Instant at, Instant now) {
        String time = Moments.clock(at);
        String day = Moments.when(at, now);
        return day.equals(time) ? time : day + " " + time;
    }

    /** One line for a list of hosts. How far the host on this machine is says nothing. */
    public static String line(ConnectionState connection, boolean local) {
        if (connection instanceof ConnectionState.Live live) {
            return local || live.roundTrip() == null
                    ? Texts.text("connection.live")
                    : Texts.text("connection.liveIn", live.roundTrip().toMillis());
        }
        if (connection instanceof ConnectionState.Lost lost) {
            return Texts.text("connection.lost", Moments.clock(lost.since()), withoutStop(lost.reason()));
        }
        if (connection instanceof ConnectionState.Connecting connecting) {
            return connecting.attempt() > 1
                    ? Texts.text("connection.connectingAgain", connecting.attempt())
                    : Texts.text("connection.connecting");
        }
        if (connection instanceof ConnectionState.AwaitingApproval awaiting) {
            return Texts.text("connection.awaiting", awaiting.code());
        }
        if (connection instanceof ConnectionState.Refused refused) {
            return refused.text();
        }
        return Texts.text("connection.offline");
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
