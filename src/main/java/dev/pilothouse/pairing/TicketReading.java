package dev.pilothouse.pairing;

import java.util.function.Function;

/** What became of a text that should be a pairing ticket. */
public sealed interface TicketReading {
    record Ticket(PairingTicket ticket) implements TicketReading {}

    /** @param text a sentence for the person that says what is wrong and what to do; shows nothing of the input */
    record Unreadable(Problem problem, String text) implements TicketReading {}

    default <R> R match(Function<Ticket, R> ticket, Function<Unreadable, R> unreadable) {
        return this instanceof Ticket good ? ticket.apply(good) : unreadable.apply((Unreadable) this);
    }

    enum Problem {
        /** There is nothing but white space. */
        EMPTY,
        /** It does not begin as a ticket does. */
        NOT_A_TICKET,
        /** It begins as a ticket does, and its end is missing. */
        INCOMPLETE,
        /** Characters were changed, or it was not made by a host. */
        DAMAGED,
        /** It carries the id of a host and the key of another one. */
        OTHER_KEY,
        /** It was made by a newer host. */
        UNKNOWN_VERSION
    }
}
