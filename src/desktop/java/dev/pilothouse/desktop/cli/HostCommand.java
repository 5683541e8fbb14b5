package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bridge.HostOperations;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.power.SleepInhibitor;
import dev.pilothouse.model.Scope;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the headless host until it is stopped. */
@Command(
        name = "host",
        description = {
            "Runs the host without a window, until Ctrl-C or SIGTERM.",
            "Prints where it listens, and a ticket for the first device."
        })
final class HostCommand implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;
    private static final Duration TUNNEL_TIMEOUT = Duration.ofSeconds(90);

    @ParentCommand
    private RootCommand root;

    @Mixin
    private DataFolderOption data;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + HostOptions.DEFAULT_PORT,
            description = "Where the bridge listens; 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--share", description = "Listen on the LAN too, and not on this machine alone.")
    private boolean share;

    @Option(
            names = "--tunnel",
            paramLabel = "WAY",
            description = {
                "Start a tunnel too, so that the host can be reached from outside of its network: devtunnel,",
                "cloudflared or command."
            })
    private TunnelProvider tunnel;

    @Option(
            names = "--no-auto-pair",
            description = "Ask for each device that proves a ticket ('devices approve') instead of taking it in.")
    private boolean noAutoPair;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "What people call this host.")
    private String name;

    @Option(names = "--no-ticket", description = "Print no ticket; 'pilothouse ticket' makes one later.")
    private boolean noTicket;

    @Option(
            names = "--keep-awake",
            paramLabel = "WHEN",
            description = {
                "When running turns keep this machine from falling asleep: never, plugged-in or always.",
                "It is remembered in the data folder (default at first: plugged-in)."
            })
    private String keepAwake;

    @Option(
            names = "--new-identity",
            description = {
                "Replace the host's keys and forget its paired devices, for a copy of another host's data folder",
                "or one whose key is lost. The old files are kept beside the new ones."
            })
    private boolean newIdentity;

    @ArgGroup
    private @Nullable ServiceOptions service;

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw CommandFailure.usage("There is no port " + port + ".");
        }
        Optional<SleepInhibitor.When> monotonicClock = awake();
        if (service != null && newIdentity) {
            throw CommandFailure.usage("--new-identity is for one start, not for a service.");
        }
        if (service != null) {
            return service.apply(root, asOptions(), data.folder());
        }
        HostStartResult result = ServerManager.start(
                new HostOptions(data.folder(), port, share, !noAutoPair, name, tunnel, monotonicClock)
                        .askingLoginShell()
                        .withNewIdentity(newIdentity));
        if (result instanceof HostStartResult.Failed failed) {
            throw new CommandFailure(
                    CommandFailure.OTHER, "hostFailed", failed.failure().text());
        }
        ServerManager host = ((HostStartResult.Started) result).host();
        CountDownLatch ended = new CountDownLatch(1);
        // The JVM runs this on SIGINT and SIGTERM, and waits for this thread before it exits.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            host.close();
                            ended.countDown();
                        },
                        "host-shutdown"));
        announce(host);
        while (!ended.await(1, TimeUnit.SECONDS)) {
            if (HostInfo.takeStopRequest(data.folder(), ProcessHandle.current().pid())) {
                // The JVM exits with that, and so closes the host.
                return 0;
            }
        }
        return 0;
    }

    private Optional<SleepInhibitor.When> awake() throws CommandFailure {
        if (keepAwake == null) {
            return Optional.empty();
        }
        Optional<SleepInhibitor.When> when = SleepInhibitor.When.of(keepAwake);
        if (when.isEmpty()) {
            throw CommandFailure.usage(
                    "'" + keepAwake + "' is no time to keep awake. Say never, plugged-in or always.");
        }
        return when;
    }

    /** Returns the options of this line, for a service that uses them at each start. */
    private List<String> asOptions() {
        List<String> options =
                new ArrayList<>(List.of("--data", data.folder().toString(), "--port", Integer.toString(port)));
        if (share) {
            options.add("--share");
        }
        if (tunnel != null) {
            options.addAll(List.of("--tunnel", WireEnum.toWire(tunnel)));
        }
        if (noAutoPair) {
            options.add("--no-auto-pair");
        }
        if (!name.isEmpty()) {
            options.addAll(List.of("--name", name));
        }
        if (keepAwake != null) {
            options.addAll(List.of("--keep-awake", keepAwake));
        }
        return options;
    }

    private Optional<HostGateway.Ticket> ticket(ServerManager host) throws CommandFailure {
        if (noTicket) {
            return Optional.empty();
        }
        try {
            return Optional.of(host.ticket(Scope.STEER));
        } catch (HostOperations.RefusedException e) {
            host.close();
            throw new CommandFailure(CommandFailure.OTHER, "hostFailed", e.getMessage());
        }
    }

    private void announce(ServerManager host) throws CommandFailure, InterruptedException {
        // Waits, so that the tunnel's address is in the ticket; a slow or failed tunnel delays only until the timeout.
        TunnelInfo info = tunnel == null ? TunnelInfo.NONE : host.awaitTunnel(tunnel, TUNNEL_TIMEOUT);
        Optional<HostGateway.Ticket> ticket = ticket(host);
        Terminal terminal = root.terminal();
        if (root.json()) {
            JsonObject json = ticket.map(TicketPrinter::json).orElseGet(JsonObject::new);
            JsonArray urls = new JsonArray();
            host.urls().forEach(url -> urls.add(url.toString()));
            json.add("urls", urls);
            json.addProperty("port", host.port());
            json.add("tunnel", TunnelCommand.json(info));
            json.addProperty("dataFolder", data.folder().toString());
            JsonArray notices = new JsonArray();
            host.notices().forEach(notice -> notices.add(notice.text()));
            json.add("notices", notices);
            terminal.json(json);
            return;
        }
        terminal.line("Pilothouse host \"" + host.hostName() + "\", data in " + data.folder());
        host.notices().forEach(notice -> terminal.line("Attention: " + Terminal.plainLine(notice.text())));
        for (BridgeUrl url : host.urls()) {
            terminal.line("Listening on " + url);
        }
        if (tunnel != null) {
            terminal.line(TunnelCommand.sentence(info));
        }
        if (!share && info.url().isEmpty()) {
            terminal.line("Only this machine can connect. With --share, the LAN can too.");
        }
        if (ticket.isPresent()) {
            terminal.line("");
            TicketPrinter.print(ticket.get(), terminal);
        }
        String folder = " --data " + data.folder();
        terminal.line("");
        terminal.line("To attach from this machine:   pilothouse ctl pair TICKET   or   pilothouse --phone");
        terminal.line("For another ticket:            pilothouse ticket" + folder);
        terminal.line("To see and revoke devices:     pilothouse devices" + folder);
        terminal.line("Stop with Ctrl-C.");
    }
}
