package dev.pilothouse.pairing;

import dev.pilothouse.model.HostText;
import java.util.function.Function;

/** The result of parsing a pairing ticket. */
public sealed interface TicketParseResult {
    record Ticket(PairingTicket ticket) implements TicketParseResult {}

    /** @param text a sentence for the person with the error and the action to take; contains no part of the input */
    record Unreadable(Problem problem, HostText sentence) implements TicketParseResult {
        /** In English. */
        public String text() {
            return sentence.text();
        }
    }

    default <R> R match(Function<Ticket, R> ticket, Function<Unreadable, R> unreadable) {
        return this instanceof Ticket good ? ticket.apply(good) : unreadable.apply((Unreadable) this);
    }

    enum Problem {
        /** The text is empty or white space. */
        EMPTY,
        /** The text does not begin with the ticket prefix. */
        NOT_A_TICKET,
        /** The text has the ticket prefix, but its end is missing. */
        INCOMPLETE,
        /** Characters were changed, or no host made the ticket. */
        DAMAGED,
        /** The ticket has the id of one host and the key of another. */
        OTHER_KEY,
        /** A newer host made the ticket. */
        UNKNOWN_VERSION
    }
}
