package dev.pilothouse.desktop.cli;

import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.bridge.PairedHostUpdater;
import dev.pilothouse.desktop.platform.DesktopFolders;
import dev.pilothouse.pairing.DeviceKey;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.pairing.SecurePairedHostStore;
import dev.pilothouse.platform.FileSecureStore;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that select a client's own profile and one of its hosts. */
final class ProfileOptions {

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "Folder of this client's own key and pairings (default: the platform's own).")
    private Path profile;

    @Option(
            names = "--host",
            paramLabel = "ID",
            scope = ScopeType.INHERIT,
            description = "Which host, where this profile is paired with several.")
    private String hostId;

    FileSecureStore secrets() {
        return new FileSecureStore(
                profile == null ? DesktopFolders.ofThisUser().profile("ctl") : profile.toAbsolutePath());
    }

    List<PairedHost> hosts() throws CommandFailure {
        try {
            return new SecurePairedHostStore(secrets()).hosts();
        } catch (UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    static CommandFailure unreadable(Exception e) {
        return new CommandFailure(CommandFailure.OTHER, "profile", "The profile cannot be used: " + e.getMessage());
    }

    /** Connects to the selected host. */
    HostConnection connect(Terminal terminal) throws CommandFailure {
        PairedHost host = chosen();
        try {
            HostConnection connection = HostConnection.open(
                    host.hostId(), host.name(), new OkHttpConnector(host, DeviceKey.loadOrCreate(secrets())));
            save(PairedHostUpdater.of(host, connection.view()), host, terminal);
            return connection;
        } catch (UncheckedIOException | IllegalStateException e) {
            throw unreadable(e);
        }
    }

    /** Stores new addresses, so that the next command finds a host that has moved. */
    private void save(PairedHost learned, PairedHost before, Terminal terminal) {
        if (learned.equals(before)) {
            return;
        }
        try {
            new SecurePairedHostStore(secrets()).save(learned);
        } catch (UncheckedIOException e) {
            terminal.note("The host's new addresses cannot be stored in the profile: " + e.getMessage());
        }
    }

    private PairedHost chosen() throws CommandFailure {
        List<PairedHost> hosts = hosts();
        if (hosts.isEmpty()) {
            throw new CommandFailure(
                    CommandFailure.REFUSED,
                    "notPaired",
                    "This profile is not paired with a host. Get a ticket there ('pilothouse ticket') and give it to"
                            + " 'pilothouse ctl pair TICKET'.");
        }
        if (hostId == null) {
            if (hosts.size() > 1) {
                throw CommandFailure.usage(
                        "This profile is paired with several hosts. Choose with --host: " + ids(hosts));
            }
            return hosts.get(0);
        }
        return hosts.stream()
                .filter(host -> host.hostId().value().equals(hostId))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        CommandFailure.NO_SUCH_THING,
                        "noSuchHost",
                        "This profile is not paired with a host " + hostId + ". It knows: " + ids(hosts)));
    }

    private static String ids(List<PairedHost> hosts) {
        return hosts.stream()
                .map(host -> host.hostId() + " (" + host.name() + ")")
                .collect(Collectors.joining(", "));
    }
}
