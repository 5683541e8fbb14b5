package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import dev.pilothouse.bridge.ClientSetup;
import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.bridge.SeenMarks;
import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.pairing.DeviceKey;
import dev.pilothouse.pairing.PairingTicket;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.SecureStore;
import dev.pilothouse.pulse.Lane;
import dev.pilothouse.pulse.Lanes;
import dev.pilothouse.secure.Identity;
import dev.pilothouse.session.HostLink;
import dev.pilothouse.session.HostView;
import dev.pilothouse.session.Hosts;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Pairs this profile with a host. */
@Command(name = "pair", description = "Pairs this profile with the host that a ticket names.")
final class PairCommand implements Callable<Integer> {

    /** Longer than the lifetime of a ticket. */
    private static final Duration TIMEOUT = Duration.ofSeconds(180);

    @ParentCommand
    private CtlCommand ctl;

    @Parameters(
            paramLabel = "TICKET",
            description = "The ticket's text, pilothouse://pair#..., or - for standard input.")
    private String ticket;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "What people call this device (default: this machine's name).")
    private String name;

    @Option(
            names = "--accept-key",
            paramLabel = "FINGERPRINT",
            description = "Replace the known key of a paired host by the ticket's key, which has this fingerprint.")
    private String acceptedKey = "";

    @Override
    public Integer call() throws CommandFailure {
        String text = ticketIn(ctl.terminal().textOf(ticket));
        SecureStore secrets = ctl.secrets();
        Identity self;
        try {
            self = DeviceKey.loadOrCreate(secrets);
        } catch (UncheckedIOException | IllegalStateException e) {
            throw CtlCommand.unreadable(e);
        }
        try (Lanes lanes = new Lanes(
                "client",
                (thread, failure) -> LoggerFactory.getLogger(PairCommand.class)
                        .error("A task of {} failed", thread.getName(), failure))) {
            Lane lane = lanes.open("client-state", 1024);
            ClientSetup setup = ClientSetup.of(
                    lane, ProgramVersion.text(), name == null ? machineName() : name, System.getProperty("os.name"));
            // Not started, so it does not connect to the profile's other hosts.
            PairedHosts hosts = new PairedHosts(
                    setup,
                    new SecurePairedHostStore(secrets),
                    host -> new OkHttpConnector(host, self),
                    SeenMarks.NONE,
                    null);
            hosts.listen(new Notes());
            Hosts.PairingResult result = HostConnection.await(hosts.pair(text, acceptedKey.strip()), TIMEOUT);
            hosts.close();
            lane.close();
            return report(result);
        }
    }

    /**
     * Returns the line with the ticket from the output of {@code pilothouse ticket}. Without one, returns the whole
     * text, which is then rejected with a reason.
     */
    private static String ticketIn(String text) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(PairingTicket.PREFIX))
                .findFirst()
                .orElse(text);
    }

    private int report(Hosts.PairingResult result) throws CommandFailure {
        if (result instanceof Hosts.PairingResult.Failed failed) {
            if (failed.code() == ErrorCode.BAD_REQUEST) {
                throw CommandFailure.usage(failed.text());
            }
            throw CommandFailure.of(failed.code(), failed.text());
        }
        if (result instanceof Hosts.PairingResult.OtherKey other) {
            throw new CommandFailure(
                    CommandFailure.REFUSED,
                    "otherKey",
                    Terminal.plainLine("This profile knows the host " + other.hostName() + " under the key "
                            + other.knownKey() + ", and the ticket has the key " + other.ticketKey()
                            + ". Nothing was changed. If you know why that host has a new key, repeat this with"
                            + " --accept-key " + other.ticketKey() + ". If not, do not use this ticket."));
        }
        HostView host = ((Hosts.PairingResult.Paired) result).link().reader().host();
        if (ctl.json()) {
            JsonObject json = new JsonObject();
            json.addProperty("hostId", host.hostId().value());
            json.addProperty("name", host.hostName());
            ctl.terminal().json(json);
        } else {
            ctl.terminal().line(Terminal.plainLine("Paired with " + host.hostName() + " (" + host.hostId() + ")."));
        }
        return 0;
    }

    private static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "command line";
        }
    }

    private final class Notes implements Hosts.Listener {
        @Override
        public void linksChanged(List<HostLink> links) {
            // The result of pairing is returned separately.
        }

        @Override
        public void hostChanged(HostId hostId, boolean critical) {
            // Nothing about a host is printed here.
        }

        @Override
        public void sessionChanged(HostId hostId, SessionId sessionId, boolean critical) {
            // Nothing about a session is printed here.
        }

        @Override
        public void pairing(String hostName, String code) {
            ctl.terminal()
                    .note(Terminal.plainLine(
                            "Waiting for " + hostName + ". It shows this code too if all is well: " + code));
        }
    }
}
