package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.model.TrustedCommands;
import dev.pilothouse.session.HostGateway;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the commands of repositories that people have allowed, or lets the host ask again. */
@Command(
        name = "trust",
        description = {
            "Lists the setup and teardown commands of repositories that the host runs without a question.",
            "With --forget: lets the host ask again before it runs them."
        })
final class TrustCommand implements Callable<Integer> {
    private static final int DIGEST = 12;
    private static final int SHORTEST_DIGEST = 8;

    @ParentCommand
    private CtlCommand ctl;

    @Option(
            names = "--forget",
            paramLabel = "WHICH",
            description = "A repository as it is listed, or the beginning of a digest.")
    private @Nullable String forget;

    @Override
    public Integer call() throws CommandFailure {
        try (HostConnection host = ctl.connect()) {
            HostGateway gateway = host.client().host();
            String which = forget;
            if (which == null) {
                print(host.value(gateway.trust()));
            } else {
                requireKnown(host.value(gateway.trust()), which);
                host.value(gateway.forgetTrust(which));
                ctl.done("forgotten", which, "The host asks again.");
            }
            return 0;
        }
    }

    private static void requireKnown(List<TrustedCommands> entries, String which) throws CommandFailure {
        boolean digest = which.length() >= SHORTEST_DIGEST;
        if (entries.stream()
                .noneMatch(each -> each.repository().equals(which)
                        || digest && each.digest().startsWith(which))) {
            throw new CommandFailure(
                    CommandFailure.NO_SUCH_THING,
                    "notTrusted",
                    "No allowed commands have this repository or digest: " + which + ". A digest needs its first "
                            + SHORTEST_DIGEST + " characters. 'pilothouse ctl trust' lists both.");
        }
    }

    private void print(List<TrustedCommands> entries) {
        if (ctl.json()) {
            JsonArray array = new JsonArray();
            entries.forEach(each -> array.add(json(each)));
            ctl.terminal().json(array);
            return;
        }
        if (entries.isEmpty()) {
            ctl.terminal().note("No commands of repositories are allowed.");
            return;
        }
        Table table = new Table("DIGEST", "ALLOWED", "BY", "REPOSITORY");
        for (TrustedCommands each : entries) {
            table.row(
                    each.digest().substring(0, Math.min(DIGEST, each.digest().length())),
                    each.at().toString(),
                    each.deviceName(),
                    each.repository());
        }
        table.print(ctl.terminal());
    }

    private static JsonObject json(TrustedCommands each) {
        JsonObject json = new JsonObject();
        json.addProperty("repository", each.repository());
        json.addProperty("digest", each.digest());
        json.addProperty("commands", each.commands());
        json.addProperty("at", each.at().toString());
        json.addProperty("device", each.deviceName());
        return json;
    }
}
