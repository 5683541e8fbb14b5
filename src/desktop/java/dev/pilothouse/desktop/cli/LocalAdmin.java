package dev.pilothouse.desktop.cli;

import dev.pilothouse.bridge.OkHttpConnector;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.pairing.HostKeys;
import dev.pilothouse.model.HostId;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import dev.pilothouse.secure.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Connects to the running host of a data folder as its admin, with the local key in that folder. Stateless. */
final class LocalAdmin {

    private static final String LOOPBACK = "127.0.0.1";

    private LocalAdmin() {}

    static HostConnection connect(Path dataFolder) throws CommandFailure {
        HostInfo info;
        Identity key;
        try {
            info = HostInfo.read(dataFolder)
                    .orElseThrow(() -> new CommandFailure(
                            CommandFailure.UNREACHABLE,
                            "unreachable",
                            "No host runs on " + dataFolder
                                    + ". Start one with 'pilothouse host', or name its folder with --data."));
            key = HostKeys.readLocal(dataFolder)
                    .orElseThrow(() -> new CommandFailure(
                            CommandFailure.REFUSED,
                            "notPaired",
                            "There is no local.key in " + dataFolder + ", so its host cannot be managed from here."));
        } catch (IOException e) {
            throw new CommandFailure(
                    CommandFailure.OTHER,
                    "dataFolder",
                    "The data folder " + dataFolder + " cannot be read: " + e.getMessage());
        }
        HostId hostId = new HostId(info.hostId());
        PairedHost host = new PairedHost(
                hostId,
                info.name(),
                info.hostKey(),
                List.of(new BridgeUrl(false, LOOPBACK, info.port())),
                Instant.now());
        return HostConnection.open(hostId, info.name(), new OkHttpConnector(host, key));
    }
}
