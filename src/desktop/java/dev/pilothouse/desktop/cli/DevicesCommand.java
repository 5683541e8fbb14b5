package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.model.Scope;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Lists and manages the devices of the host. */
@Command(
        name = "devices",
        description = "Lists the devices that are paired with the running host, or manages one.",
        subcommands = {
            DevicesCommand.Rename.class,
            DevicesCommand.SetScope.class,
            DevicesCommand.Expire.class,
            DevicesCommand.Revoke.class,
            DevicesCommand.Approve.class,
            DevicesCommand.Refuse.class
        })
final class DevicesCommand implements Callable<Integer> {

    @ParentCommand
    private HostCommandRoot root;

    @Mixin
    private DataFolderOption data;

    @Option(names = "--asking", description = "List the devices that wait for approval instead.")
    private boolean asking;

    private HostConnection connect() throws CommandFailure {
        return root.admin(data.folder());
    }

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = connect()) {
            HostGateway.Devices devices = host.value(host.client().host().devices());
            if (root.json()) {
                root.terminal().json(asking ? askingJson(devices) : devicesJson(devices));
                return 0;
            }
            if (!asking) {
                print(devices);
            }
            printAsking(devices);
            return 0;
        }
    }

    private void print(HostGateway.Devices devices) {
        if (devices.devices().isEmpty()) {
            root.terminal().note("No device is paired. 'pilothouse ticket' makes a ticket for one.");
            return;
        }
        Table table = new Table("ID", "NAME", "SCOPE", "LAST SEEN", "FROM", "UNTIL");
        for (DeviceInfo device : devices.devices()) {
            table.row(
                    device.deviceId().value(),
                    device.self() ? device.name() + " (this command line)" : device.name(),
                    WireEnum.toWire(device.scope()),
                    device.connected()
                            ? "now"
                            : device.lastSeen() == null
                                    ? "never"
                                    : device.lastSeen().toString(),
                    device.address(),
                    device.expiresAt() == null ? "" : device.expiresAt().toString());
        }
        table.print(root.terminal());
    }

    private void printAsking(HostGateway.Devices devices) {
        if (devices.asking().isEmpty()) {
            if (asking) {
                root.terminal().note("No device asks.");
            }
            return;
        }
        if (!asking) {
            root.terminal().line("");
        }
        for (PairingRequest request : devices.asking()) {
            root.terminal()
                    .line(Terminal.plainLine(request.name() + " (" + request.platform() + ") asks from "
                            + request.address() + ". If it shows the code " + request.code() + ":"));
            root.terminal().line("  pilothouse devices approve " + request.deviceId() + ' ' + request.code());
        }
    }

    private static JsonArray devicesJson(HostGateway.Devices devices) {
        JsonArray array = new JsonArray();
        for (DeviceInfo device : devices.devices()) {
            JsonObject json = new JsonObject();
            json.addProperty("deviceId", device.deviceId().value());
            json.addProperty("name", device.name());
            json.addProperty("scope", WireEnum.toWire(device.scope()));
            if (device.lastSeen() == null) {
                json.add("lastSeen", JsonNull.INSTANCE);
            } else {
                json.addProperty("lastSeen", device.lastSeen().toString());
            }
            json.addProperty("platform", device.platform());
            json.addProperty("address", device.address());
            json.addProperty("connected", device.connected());
            json.addProperty("self", device.self());
            if (device.expiresAt() == null) {
                json.add("expiresAt", JsonNull.INSTANCE);
            } else {
                json.addProperty("expiresAt", device.expiresAt().toString());
            }
            array.add(json);
        }
        return array;
    }

    private static JsonArray askingJson(HostGateway.Devices devices) {
        JsonArray array = new JsonArray();
        for (PairingRequest request : devices.asking()) {
            JsonObject json = new JsonObject();
            json.addProperty("deviceId", request.deviceId().value());
            json.addProperty("name", request.name());
            json.addProperty("scope", WireEnum.toWire(request.scope()));
            json.addProperty("platform", request.platform());
            json.addProperty("address", request.address());
            json.addProperty("code", request.code());
            array.add(json);
        }
        return array;
    }

    static DeviceId id(String text) throws CommandFailure {
        try {
            return new DeviceId(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a device's id: " + text);
        }
    }

    private interface Change {
        CompletionStage<HostGateway.Reply<HostGateway.Done>> on(HostGateway host, DeviceId id);
    }

    private int change(String deviceId, Change change, String done) throws CommandFailure {
        DeviceId id = id(deviceId);
        try (HostConnection host = connect()) {
            host.value(change.on(host.client().host(), id));
        }
        if (root.json()) {
            root.terminal().json(new JsonObject());
        } else {
            root.terminal().line("Device " + id + ' ' + done);
        }
        return 0;
    }

    @Command(name = "rename", description = "Gives a device another name.")
    static final class Rename implements Callable<Integer> {
        @ParentCommand
        private DevicesCommand devices;

        @Parameters(index = "0", paramLabel = "ID", description = "The device's id, as 'devices' lists it.")
        private String deviceId;

        @Parameters(index = "1", paramLabel = "NAME", description = "What it is to be called, at most 64 characters.")
        private String name;

        @Override
        public Integer call() throws CommandFailure {
            if (name.isBlank()) {
                throw CommandFailure.usage("A device needs a name.");
            }
            return devices.change(deviceId, (host, id) -> host.renameDevice(id, name), "has its new name.");
        }
    }

    @Command(
            name = "scope",
            description =
                    "Lets a device do more or less, at once: view, answer, steer or admin, each with all before it.")
    static final class SetScope implements Callable<Integer> {
        @ParentCommand
        private DevicesCommand devices;

        @Parameters(index = "0", paramLabel = "ID", description = "The device's id, as 'devices' lists it.")
        private String deviceId;

        @Parameters(index = "1", paramLabel = "SCOPE", description = "${COMPLETION-CANDIDATES}")
        private Scope scope;

        @Override
        public Integer call() throws CommandFailure {
            return devices.change(
                    deviceId, (host, id) -> host.setScope(id, scope), "may " + WireEnum.toWire(scope) + " now.");
        }
    }

    @Command(name = "expire", description = "Says until when a device is let in.")
    static final class Expire implements Callable<Integer> {
        @ParentCommand
        private DevicesCommand devices;

        @Parameters(index = "0", paramLabel = "ID", description = "The device's id, as 'devices' lists it.")
        private String deviceId;

        @Parameters(
                index = "1",
                paramLabel = "WHEN",
                description =
                        "From now on, such as 90m, 12h or 30d; a time such as 2026-12-24T18:00:00Z; now; or never.")
        private String when;

        @Override
        public Integer call() throws CommandFailure {
            Instant until = TimeArgument.parse(when, Instant.now());
            return devices.change(
                    deviceId,
                    (host, id) -> host.setExpiry(id, until),
                    until == null ? "is let in without an end." : "is let in until " + until + '.');
        }
    }

    @Command(name = "revoke", description = "Forgets a device and cuts it off at once.")
    static final class Revoke implements Callable<Integer> {
        @ParentCommand
        private DevicesCommand devices;

        @Parameters(paramLabel = "ID", description = "The device's id, as 'devices' lists it.")
        private String deviceId;

        @Override
        public Integer call() throws CommandFailure {
            return devices.change(deviceId, (host, id) -> host.revoke(id), "is revoked.");
        }
    }

    @Command(name = "approve", description = "Takes in a device that asks to pair.")
    static final class Approve implements Callable<Integer> {
        @ParentCommand
        private DevicesCommand devices;

        @Parameters(index = "0", paramLabel = "ID", description = "The device's id, as 'devices --asking' lists it.")
        private String deviceId;

        @Parameters(index = "1", paramLabel = "CODE", description = "The six digits that the device shows.")
        private String code;

        @Override
        public Integer call() throws CommandFailure {
            return devices.change(deviceId, (host, id) -> host.approve(id, code), "is paired.");
        }
    }

    @Command(name = "refuse", description = "Turns away a device that asks to pair.")
    static final class Refuse implements Callable<Integer> {
        @ParentCommand
        private DevicesCommand devices;

        @Parameters(paramLabel = "ID", description = "The device's id, as 'devices --asking' lists it.")
        private String deviceId;

        @Override
        public Integer call() throws CommandFailure {
            return devices.change(deviceId, (host, id) -> host.refuse(id), "is turned away.");
        }
    }
}
