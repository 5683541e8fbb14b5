package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.model.DeviceInfo;
import dev.pilothouse.model.PairingRequest;
import dev.pilothouse.protocol.WireWords;
import dev.pilothouse.session.HostGateway;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Who may connect to the host. */
@Command(
        name = "devices",
        description = "Lists the devices that are paired with the running host, or manages one.",
        subcommands = {DevicesCommand.Revoke.class, DevicesCommand.Approve.class, DevicesCommand.Refuse.class})
final class DevicesCommand implements Callable<Integer> {

    @ParentCommand
    private RootCommand root;

    @Mixin
    private DataFolderOption data;

    @Option(names = "--asking", description = "List the devices that wait for approval instead.")
    private boolean asking;

    RootCommand root() {
        return root;
    }

    Path folder() {
        return data.folder();
    }

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = LocalAdmin.connect(folder())) {
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
        Table table = new Table("ID", "NAME", "SCOPE", "LAST SEEN", "FROM");
        for (DeviceInfo device : devices.devices()) {
            table.row(
                    device.deviceId().value(),
                    device.self() ? device.name() + " (this command line)" : device.name(),
                    WireWords.word(device.scope()),
                    device.connected()
                            ? "now"
                            : device.lastSeen() == null
                                    ? "never"
                                    : device.lastSeen().toString(),
                    device.address());
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
            json.addProperty("scope", WireWords.word(device.scope()));
            if (device.lastSeen() == null) {
                json.add("lastSeen", JsonNull.INSTANCE);
            } else {
                json.addProperty("lastSeen", device.lastSeen().toString());
            }
            json.addProperty("platform", device.platform());
            json.addProperty("connected", device.connected());
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
            json.addProperty("scope", WireWords.word(request.scope()));
            json.addProperty("platform", request.platform());
            json.addProperty("address", request.address());
            json.addProperty("code", request.code());
            array.add(json);
        }
        return array;
    }

    private static DeviceId id(String text) throws CommandFailure {
        try {
            return new DeviceId(text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("This is not a device's id: " + text);
        }
    }

    private int done(String text) {
        if (root.json()) {
            root.terminal().json(new JsonObject());
        } else {
            root.terminal().line(text);
        }
        return 0;
    }

    @Command(name = "revoke", description = "Forgets a device and cuts it off at once.")
    static final class Revoke implements Callable<Integer> {
        @ParentCommand
        private DevicesCommand devices;

        @Parameters(paramLabel = "ID", description = "The device's id, as 'devices' lists it.")
        private String deviceId;

        @Override
        public Integer call() throws CommandFailure {
            DeviceId id = id(deviceId);
            try (HostConnection host = LocalAdmin.connect(devices.folder())) {
                host.value(host.client().host().revoke(id));
            }
            return devices.done("Device " + id + " is revoked.");
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
            DeviceId id = id(deviceId);
            try (HostConnection host = LocalAdmin.connect(devices.folder())) {
                host.value(host.client().host().approve(id, code));
            }
            return devices.done("Device " + id + " is paired.");
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
            DeviceId id = id(deviceId);
            try (HostConnection host = LocalAdmin.connect(devices.folder())) {
                host.value(host.client().host().refuse(id));
            }
            return devices.done("Device " + id + " is turned away.");
        }
    }
}
