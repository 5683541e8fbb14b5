package dev.pilothouse.desktop.cli;

import dev.pilothouse.model.Scope;
import dev.pilothouse.session.HostGateway;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** A fresh ticket from the running host. */
@Command(name = "ticket", description = "Makes a ticket with which one more device can pair with the running host.")
final class TicketCommand implements Callable<Integer> {

    @ParentCommand
    private RootCommand root;

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

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = LocalAdmin.connect(data.folder())) {
            HostGateway.Ticket ticket = host.value(host.client().host().ticket(scope));
            if (root.json()) {
                root.terminal().json(TicketPrinter.json(ticket));
            } else {
                TicketPrinter.print(ticket, root.terminal());
            }
            return 0;
        }
    }
}
