package dev.pilothouse.desktop.cli;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.pilothouse.model.TunnelInfo;
import dev.pilothouse.model.TunnelInfo.Phase;
import dev.pilothouse.model.TunnelProvider;
import dev.pilothouse.protocol.WireEnum;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows, starts and stops the tunnel of the running host. */
@Command(
        name = "tunnel",
        description = {
            "Shows, starts or stops the tunnel of the running host: an address on the internet that leads to it.",
            "Whoever knows that address reaches the host's door, and only paired devices get in."
        },
        subcommands = {TunnelCommand.Status.class, TunnelCommand.Start.class, TunnelCommand.Stop.class})
final class TunnelCommand implements Callable<Integer> {

    /** A tool has a minute to print its address, and some need several commands before. */
    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    @ParentCommand
    private HostCommandRoot root;

    @Mixin
    private DataFolderOption data;

    private HostConnection connect() throws CommandFailure {
        return root.admin(data.folder());
    }

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = connect()) {
            print(host.view().sharing().tunnel());
        }
        return 0;
    }

    private void print(TunnelInfo tunnel) {
        if (root.json()) {
            root.terminal().json(json(tunnel));
        } else {
            root.terminal().line(sentence(tunnel));
        }
    }

    static JsonObject json(TunnelInfo tunnel) {
        JsonObject json = new JsonObject();
        if (tunnel.way() == null) {
            json.add("way", JsonNull.INSTANCE);
        } else {
            json.addProperty("way", WireEnum.toWire(tunnel.way()));
        }
        json.addProperty("phase", WireEnum.toWire(tunnel.phase()));
        json.addProperty("url", tunnel.url());
        json.addProperty("text", tunnel.text());
        if (tunnel.retryAt() == null) {
            json.add("retryAt", JsonNull.INSTANCE);
        } else {
            json.addProperty("retryAt", tunnel.retryAt().toString());
        }
        return json;
    }

    static String sentence(TunnelInfo tunnel) {
        String way = tunnel.way() == null ? "" : WireEnum.toWire(tunnel.way());
        return switch (tunnel.phase()) {
            case STOPPED -> "There is no tunnel. 'pilothouse tunnel start' starts one.";
            case STARTING -> "The tunnel (" + way + ") is starting.";
            case UP -> "The tunnel (" + way + ") is up at " + tunnel.url();
            case DROPPED ->
                "The tunnel (" + way + ") is not up and is tried again at " + tunnel.retryAt() + ": " + tunnel.text();
            case NOT_FOUND, NOT_LOGGED_IN, MISCONFIGURED -> "There is no tunnel: " + tunnel.text();
        };
    }

    @Command(name = "status", description = "Shows how the tunnel is.")
    static final class Status implements Callable<Integer> {
        @ParentCommand
        private TunnelCommand tunnel;

        @Override
        public Integer call() throws CommandFailure {
            return tunnel.call();
        }
    }

    @Command(name = "start", description = "Starts a tunnel, and waits until it is up.")
    static final class Start implements Callable<Integer> {
        @ParentCommand
        private TunnelCommand tunnel;

        @Parameters(
                paramLabel = "WAY",
                arity = "0..1",
                defaultValue = "devtunnel",
                description = {
                    "devtunnel (Microsoft; needs a login, keeps its address), cloudflared (no login, another address",
                    "each time) or command (what tunnel.json in the data folder says). Default: ${DEFAULT-VALUE}."
                })
        private TunnelProvider way;

        @Override
        public Integer call() throws CommandFailure {
            try (HostConnection host = tunnel.connect()) {
                host.value(host.client().host().setTunnel(way));
            }
            // Connects again for a fresh view: updates may arrive after the answer, so the old view may still show the
            // end of an earlier start.
            try (HostConnection host = tunnel.connect()) {
                TunnelInfo info = host.awaitView(
                                view -> view.sharing().tunnel().way() == way
                                        && view.sharing().tunnel().phase() != Phase.STARTING,
                                TIMEOUT,
                                "The tunnel is still starting; 'pilothouse tunnel' shows what becomes of it.")
                        .sharing()
                        .tunnel();
                if (info.phase() != Phase.UP) {
                    throw new CommandFailure(CommandFailure.OTHER, WireEnum.toWire(info.phase()), sentence(info));
                }
                tunnel.print(info);
                return 0;
            }
        }
    }

    @Command(name = "stop", description = "Ends the tunnel. Connections that came through it end too.")
    static final class Stop implements Callable<Integer> {
        @ParentCommand
        private TunnelCommand tunnel;

        @Override
        public Integer call() throws CommandFailure {
            try (HostConnection host = tunnel.connect()) {
                host.value(host.client().host().setTunnel(null));
            }
            try (HostConnection host = tunnel.connect()) {
                TunnelInfo info = host.awaitView(
                                view -> view.sharing().tunnel().phase() == Phase.STOPPED,
                                TIMEOUT,
                                "The tunnel has not ended yet.")
                        .sharing()
                        .tunnel();
                tunnel.print(info);
                return 0;
            }
        }
    }
}
