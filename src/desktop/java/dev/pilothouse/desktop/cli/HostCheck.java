package dev.pilothouse.desktop.cli;

import dev.pilothouse.desktop.doctor.DiagnosticResult;
import dev.pilothouse.desktop.doctor.HealthCheck;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.journal.DataFolder;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.SharingInfo;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks the running host of a data folder: whether it answers, where it listens, its devices. Without one, checks
 * whether its port is free. Immutable; the calling thread waits.
 */
final class HostCheck implements HealthCheck {
    private static final String AREA = "host";

    private final Path dataFolder;

    HostCheck(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    @Override
    public List<DiagnosticResult> examine() {
        Optional<HostInfo> info;
        try {
            info = HostInfo.read(dataFolder);
        } catch (IOException unreadable) {
            return List.of(DiagnosticResult.failure(
                    AREA,
                    "what the host says of itself cannot be read: " + unreadable.getMessage(),
                    "Correct the permissions of " + dataFolder + "."));
        }
        if (info.isPresent()) {
            return running(info.get());
        }
        long holder = DataFolder.holderPid(dataFolder);
        if (holder != 0) {
            return List.of(DiagnosticResult.warning(
                    AREA,
                    "process " + holder + " holds the data folder but does not listen",
                    "It may be starting or ending. If it stays so, end that process."));
        }
        return List.of(DiagnosticResult.ok(AREA, "none runs on " + dataFolder), port());
    }

    private List<DiagnosticResult> running(HostInfo info) {
        List<DiagnosticResult> findings = new ArrayList<>();
        String where = "process " + info.pid() + " on port " + info.port();
        try (HostConnection host = LocalAdmin.connect(dataFolder)) {
            int sessions = host.view().sessions().size();
            findings.add(DiagnosticResult.ok(
                    AREA, where + " answers; " + sessions + (sessions == 1 ? " session" : " sessions")));
            findings.add(sharing(host.view().sharing()));
            tunnel(host.view().sharing().tunnel()).ifPresent(findings::add);
            findings.add(devices(host.value(host.client().host().devices())));
        } catch (CommandFailure silent) {
            findings.add(DiagnosticResult.failure(
                    AREA,
                    where + " runs but does not answer: " + silent.text(),
                    "See its log; if it stays so, end process " + info.pid() + " and start it again."));
        }
        return findings;
    }

    private static DiagnosticResult sharing(SharingInfo sharing) {
        String urls = String.join(", ", sharing.urls());
        if (!sharing.sharing()) {
            return DiagnosticResult.ok("sharing", "off; only this machine can connect, at " + urls);
        }
        return sharing.urls().size() > 1
                ? DiagnosticResult.ok("sharing", "on, at " + urls)
                : DiagnosticResult.warning(
                        "sharing", "on, but this machine has no address of a network", "Connect it to a network.");
    }

    private static Optional<DiagnosticResult> tunnel(TunnelInfo tunnel) {
        if (tunnel.phase() == TunnelInfo.Phase.STOPPED) {
            return Optional.empty();
        }
        String phase = "the tunnel is " + WireEnum.toWire(tunnel.phase());
        return Optional.of(
                tunnel.phase() == TunnelInfo.Phase.UP
                        ? DiagnosticResult.ok("tunnel", phase + ", at " + tunnel.url())
                        : DiagnosticResult.warning("tunnel", phase, tunnel.text()));
    }

    private static DiagnosticResult devices(HostGateway.Devices devices) {
        long connected =
                devices.devices().stream().filter(DeviceInfo::connected).count();
        Instant now = Instant.now();
        long expired = devices.devices().stream()
                .filter(device ->
                        device.expiresAt() != null && !device.expiresAt().isAfter(now))
                .count();
        String text = devices.devices().size() + " paired, " + connected + " connected"
                + (expired == 0 ? "" : ", " + expired + " whose access has ended");
        return devices.asking().isEmpty()
                ? DiagnosticResult.ok("devices", text)
                : DiagnosticResult.warning(
                        "devices",
                        text + ", " + devices.asking().size() + " waiting to be let in",
                        "pilothouse devices --asking");
    }

    private static DiagnosticResult port() {
        int port = HostOptions.DEFAULT_PORT;
        try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return DiagnosticResult.ok("port", "port " + free.getLocalPort() + " is free");
        } catch (IOException taken) {
            return DiagnosticResult.warning(
                    "port",
                    "port " + port + " is in use by another program",
                    "Stop that, or start the host with --port. A window takes another port by itself.");
        }
    }
}
