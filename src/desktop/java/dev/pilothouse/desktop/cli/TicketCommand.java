package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.Scope;
import dev.pilothouse.session.HostGateway;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Gets a new ticket from the running host. */
@Command(name = "ticket", description = "Makes a ticket with which one more device can pair with the running host.")
final class TicketCommand implements Callable<Integer> {

    @ParentCommand
    private HostCommandRoot root;

    @Mixin
    private DataFolderOption data;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            defaultValue = "steer",
            description = {
                "What the device may do: view, answer, steer or admin (default: steer).",
                "Steer equals a shell on this machine."
            })
    private Scope scope;

    @Option(
            names = "--expires-in",
            paramLabel = "TIME",
            description = {
                "When the device's access ends: a number with m, h, d or w, such as 12h, a time, or never",
                "(default: never). The ticket itself is always good for two minutes."
            })
    private String expiresIn = "never";

    @Override
    public Integer call() throws CommandFailure {
        Instant until = TimeArgument.parse(expiresIn, Instant.now());
        if (until != null && !until.isAfter(Instant.now())) {
            throw CommandFailure.usage("That is no time to come: " + expiresIn + '.');
        }
        try (HostConnection host = root.admin(data.folder())) {
            HostGateway.Ticket ticket = host.value(host.client().host().ticket(scope, until));
            if (root.json()) {
                root.terminal().json(TicketPrinter.json(ticket));
            } else {
                TicketPrinter.print(ticket, root.terminal());
            }
            return 0;
        }
    }
}
