package dev.pilothouse.session;

import dev.pilothouse.model.ErrorCode;
import java.time.Duration;
import java.time.Instant;

/** How a client stands with one host. */
public sealed interface ConnectionState {

    /** Not asked to connect. */
    record Offline() implements ConnectionState {}

    record Connecting(int attempt) implements ConnectionState {}

    /** The device has proved a ticket and the host's person is asked. @param code six digits to compare */
    record AwaitingApproval(String code) implements ConnectionState {}

    /** @param roundTrip of the last ping, or null before the first */
    record Live(Instant since, Duration roundTrip) implements ConnectionState {}

    /**
     * The link broke and is tried again.
     *
     * @param reason a sentence for the person
     * @param since when the link broke
     * @param retryAt when it is tried again
     */
    record Lost(String reason, Instant since, Instant retryAt) implements ConnectionState {}

    /** The host said no inside the channel; trying again is of no use. */
    record Refused(ErrorCode code, String text) implements ConnectionState {}
}
