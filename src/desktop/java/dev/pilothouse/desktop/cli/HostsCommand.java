package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.pairing.BridgeUrl;
import dev.pilothouse.pairing.PairedHost;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Lists the hosts of this profile, without connecting to them. */
@Command(name = "hosts", description = "Lists the hosts that this profile is paired with.")
final class HostsCommand implements Callable<Integer> {

    @ParentCommand
    private CtlCommand ctl;

    @Override
    public Integer call() throws CommandFailure {
        List<PairedHost> hosts = ctl.hosts();
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            for (PairedHost host : hosts) {
                JsonObject json = new JsonObject();
                json.addProperty("hostId", host.hostId().value());
                json.addProperty("name", host.name());
                JsonArray urls = new JsonArray();
                host.urls().forEach(url -> urls.add(url.toString()));
                json.add("urls", urls);
                array.add(json);
            }
            ctl.terminal().json(array);
        } else if (hosts.isEmpty()) {
            ctl.terminal().note("This profile is not paired with a host. 'pilothouse ctl pair TICKET' does it.");
        } else {
            Table table = new Table("ID", "NAME", "ADDRESSES");
            for (PairedHost host : hosts) {
                table.row(
                        host.hostId().value(),
                        host.name(),
                        host.urls().stream().map(BridgeUrl::toString).collect(Collectors.joining(" ")));
            }
            table.print(ctl.terminal());
        }
        return 0;
    }
}
