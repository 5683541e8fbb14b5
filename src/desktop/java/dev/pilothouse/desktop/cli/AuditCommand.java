package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.AuditEntry;
import dev.pilothouse.model.DeviceId;
import dev.pilothouse.protocol.WireEnum;
import dev.pilothouse.session.HostGateway;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Shows the audit log of the running host. */
@Command(
        name = "audit",
        description =
                "Shows who did what on the running host, when and from where, the newest first. Never what was said.")
final class AuditCommand implements Callable<Integer> {
    private static final int MAX = 1_000;

    @ParentCommand
    private HostCommandRoot root;

    @Mixin
    private DataFolderOption data;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "Only from then on: 90m, 12h or 7d ago, or a time such as 2026-12-24T18:00:00Z.")
    private String since;

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "Only what this device did, or what was done to it; 'devices' lists the ids.")
    private String device;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most so many lines, 1 to 1000 (default: 100).")
    private int limit;

    @Override
    public Integer call() throws CommandFailure {
        if (limit < 1 || limit > MAX) {
            throw CommandFailure.usage("--limit must be 1 to " + MAX + '.');
        }
        Instant from = since == null ? null : TimeArgument.ago(since, Instant.now());
        DeviceId only = device == null ? null : DevicesCommand.id(device);
        try (HostConnection host = root.admin(data.folder())) {
            HostGateway.Audit audit = host.value(host.client().host().audit(from, only, limit));
            if (root.json()) {
                root.terminal().json(json(audit));
            } else {
                print(audit);
            }
            return 0;
        }
    }

    private void print(HostGateway.Audit audit) {
        if (audit.entries().isEmpty()) {
            root.terminal().note("Nothing was done" + (since == null ? "." : " since then."));
            return;
        }
        Table table = new Table("WHEN", "WHAT", "WHO", "ABOUT", "FROM");
        for (AuditEntry entry : audit.entries()) {
            table.row(
                    entry.at().truncatedTo(ChronoUnit.SECONDS).toString(),
                    WireEnum.toWire(entry.deed()),
                    entry.deviceName().isEmpty() ? entry.deviceId().value() : entry.deviceName(),
                    entry.about(),
                    entry.address());
        }
        table.print(root.terminal());
        if (audit.more()) {
            root.terminal().note("There is more; --limit or --since shows it.");
        }
    }

    private static JsonArray json(HostGateway.Audit audit) {
        JsonArray array = new JsonArray();
        for (AuditEntry entry : audit.entries()) {
            JsonObject json = new JsonObject();
            json.addProperty("at", entry.at().toString());
            json.addProperty("deed", WireEnum.toWire(entry.deed()));
            json.addProperty("deviceId", entry.deviceId().value());
            json.addProperty("device", entry.deviceName());
            json.addProperty("about", entry.about());
            json.addProperty("address", entry.address());
            array.add(json);
        }
        return array;
    }
}
