package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.pairing.QrRenderer;
import dev.pilothouse.session.HostGateway;
import java.time.Duration;
import java.time.Instant;

/** Prints a ticket as a QR code and as text. Stateless. */
final class TicketPrinter {

    private TicketPrinter() {}

    static void print(HostGateway.Ticket ticket, Terminal terminal) {
        QrRenderer renderer = new QrRenderer();
        (terminal.hasBlocks() ? renderer.lines(ticket.text(), terminal.colours()) : renderer.asciiLines(ticket.text()))
                .forEach(terminal::line);
        terminal.line("");
        terminal.line(ticket.text());
        terminal.line("");
        terminal.line("Works once, within "
                + Math.max(
                        0, Duration.between(Instant.now(), ticket.expiresAt()).toSeconds())
                + " s. Whoever has it gets in, so show it to nobody else.");
    }

    static JsonObject json(HostGateway.Ticket ticket) {
        JsonObject json = new JsonObject();
        json.addProperty("ticket", ticket.text());
        json.addProperty("expiresAt", ticket.expiresAt().toString());
        return json;
    }
}
