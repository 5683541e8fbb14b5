package dev.pilothouse.ui.status;

import dev.pilothouse.session.ConnectionState;
import dev.pilothouse.ui.text.HostTexts;
import dev.pilothouse.ui.text.Texts;
import dev.pilothouse.ui.text.TimeFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Formats the state of a connection as text. Stateless; any thread may call it. */
public final class ConnectionText {
    private ConnectionText() {}

    /**
     * Below this number a streaming session counts as live, because its updates arrive after the overview that
     * announces them.
     */
    static final long BEHIND = 50;

    /**
     * The freshness of the session on screen: empty while it is live, else its backlog, or the time since when it is
     * stale.
     *
     * @param local whether the host is on this machine
     * @param behind the number of updates that the host is known to be ahead
     */
    public static String freshness(ConnectionState connection, boolean local, long behind, Instant now) {
        return staleness(connection, local, now)
                .orElseGet(() -> behind >= BEHIND ? Texts.counted("fresh.behind", behind) : "");
    }

    /**
     * The age of the displayed state, or empty while the link is live. Also empty at a start for a host on this machine,
     * which is there in a moment: the footer tells it, and a line above the rows would move them twice.
     */
    public static Optional<String> staleness(ConnectionState connection, boolean local, Instant now) {
        if (!isStale(connection, local)) {
            return Optional.empty();
        }
        if (connection instanceof ConnectionState.Lost lost) {
            long seconds = Math.max(0, Duration.between(now, lost.retryAt()).toSeconds());
            String since = since(lost.since(), now);
            return Optional.of(
                    seconds > 0
                            ? Texts.text(
                                    "fresh.staleRetry", since, withoutStop(HostTexts.text(lost.sentence())), seconds)
                            : Texts.text("fresh.staleRetryNow", since, withoutStop(HostTexts.text(lost.sentence()))));
        }
        if (connection instanceof ConnectionState.Connecting connecting && connecting.since() != null) {
            return Optional.of(Texts.text("fresh.staleConnecting", since(connecting.since(), now)));
        }
        return Optional.of(line(connection, false));
    }

    /** Whether the displayed state is marked as old. Not at a start for a host on this machine, as in {@link #staleness}. */
    public static boolean isStale(ConnectionState connection, boolean local) {
        return !(connection instanceof ConnectionState.Live) && !(local && isFirstAttempt(connection));
    }

    private static boolean isFirstAttempt(ConnectionState connection) {
        return connection instanceof ConnectionState.Connecting connecting && connecting.attempt() <= 1;
    }

    /** The time of the displayed state: the last contact with a host that is unreachable, else {@code now}. */
    public static Instant asOf(ConnectionState connection, Instant now) {
        if (connection instanceof ConnectionState.Lost lost) {
            return lost.since();
        }
        return connection instanceof ConnectionState.Connecting connecting && connecting.since() != null
                ? connecting.since()
                : now;
    }

    /** Like {@link #line}, but without reasons, for narrow places. */
    public static String brief(ConnectionState connection, boolean local, Instant now) {
        if (connection instanceof ConnectionState.Connecting connecting
                && connecting.since() != null
                && isFirstAttempt(connection)) {
            return Texts.text("connection.connectingAsOf", since(connecting.since(), now));
        }
        if (connection instanceof ConnectionState.Lost lost) {
            return Texts.text("connection.lostSince", TimeFormatter.clock(lost.since()));
        }
        return connection instanceof ConnectionState.Refused
                ? Texts.text("connection.refused")
                : line(connection, local);
    }

    /**
     * The time since when a host is unreachable and the time of the next retry; any other state as in {@link #line}.
     */
    public static String wait(ConnectionState connection, Instant now) {
        if (connection instanceof ConnectionState.Lost lost) {
            long seconds = Math.max(0, Duration.between(now, lost.retryAt()).toSeconds());
            String since = Texts.text(
                    "connection.notReached", since(lost.since(), now), withoutStop(HostTexts.text(lost.sentence())));
            return since + " "
                    + (seconds > 0 ? Texts.text("connection.nextTry", seconds) : Texts.text("connection.triesNow"));
        }
        return line(connection, false);
    }

    /** The time, with the day if it is not today. */
    static String since(Instant at, Instant now) {
        String time = TimeFormatter.clock(at);
        String day = TimeFormatter.dateOrTime(at, now);
        return day.equals(time) ? time : day + " " + time;
    }

    /** One line for a list of hosts. The round trip is omitted for the host on this machine. */
    public static String line(ConnectionState connection, boolean local) {
        if (connection instanceof ConnectionState.Live live) {
            return local || live.roundTrip() == null
                    ? Texts.text("connection.live")
                    : Texts.text("connection.liveIn", live.roundTrip().toMillis());
        }
        if (connection instanceof ConnectionState.Lost lost) {
            return Texts.text(
                    "connection.lost", TimeFormatter.clock(lost.since()), withoutStop(HostTexts.text(lost.sentence())));
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
            return HostTexts.text(refused.sentence());
        }
        return Texts.text("connection.offline");
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
