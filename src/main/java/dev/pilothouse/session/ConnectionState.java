package dev.pilothouse.session;

import dev.pilothouse.model.ErrorCode;
import java.time.Duration;
import java.time.Instant;

/** How a client stands with one host. */
public sealed interface ConnectionState {

    /** Not asked to connect. */
    record Offline() implements ConnectionState {}

    /**
     * An attempt is under way.
     *
     * @param since when what is known of the host was last up to date, or null if nothing is known
     */
    record Connecting(int attempt, Instant since) implements ConnectionState {}

    /** The device has proved a ticket and the host's person is asked. @param code six digits to compare */
    record AwaitingApproval(String code) implements ConnectionState {}

    /** @param roundTrip of the last ping, or null before the first */
    record Live(Instant since, Duration roundTrip) implements ConnectionState {}

    /**
     * The link broke and is tried again.
     *
     * @param reason a sentence for the person
     * @param since when the link broke, or, if this app has not had one yet, when the last one before it did
     * @param retryAt when it is tried again
     */
    record Lost(String reason, Instant since, Instant retryAt) implements ConnectionState {}

    /** The host said no inside the channel; trying again is of no use. */
    record Refused(ErrorCode code, String text) implements ConnectionState {}
}
