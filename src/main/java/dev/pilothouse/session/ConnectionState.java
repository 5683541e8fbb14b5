package dev.pilothouse.session;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** State of a client's connection to one host. */
public sealed interface ConnectionState {

    /** No connection was requested. */
    record Offline() implements ConnectionState {}

    /**
     * An attempt is in progress.
     *
     * @param since when the cached state of the host was last up to date
     */
    record Connecting(int attempt, @Nullable Instant since) implements ConnectionState {}

    /**
     * The device has proved a ticket and waits for approval on the host.
     *
     * @param code six digits to compare
     */
    record AwaitingApproval(String code) implements ConnectionState {}

    /** @param roundTrip time of the last ping, or null before the first */
    record Live(Instant since, @Nullable Duration roundTrip) implements ConnectionState {}

    /**
     * The connection was lost; a retry is scheduled.
     *
     * @param sentence the reason
     * @param since when the connection was lost, or, if this run of the app had none yet, when the previous one was
     *     lost
     * @param retryAt time of the next attempt
     */
    record Lost(HostText sentence, Instant since, Instant retryAt) implements ConnectionState {
        public Lost(String reason, Instant since, Instant retryAt) {
            this(HostText.untranslated(reason), since, retryAt);
        }

        /** In English. */
        public String reason() {
            return sentence.text();
        }
    }

    /** The host refused this device inside the channel; a retry cannot succeed. */
    record Refused(ErrorCode code, HostText sentence) implements ConnectionState {
        public Refused(ErrorCode code, String text) {
            this(code, HostText.untranslated(text));
        }

        /** In English. */
        public String text() {
            return sentence.text();
        }
    }
}
