package dev.pilothouse.desktop.cli;

import com.google.gson.JsonObject;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** Prints the metrics of the running host. */
@Command(
        name = "metrics",
        description = {
            "Prints what the running host is doing, in numbers: in the text form of Prometheus, or as JSON.",
            "Nothing listens for it: the command asks the host as its admin."
        })
final class MetricsCommand implements Callable<Integer> {
    private static final String PREFIX = "pilothouse_";

    @ParentCommand
    private HostCommandRoot root;

    @Mixin
    private DataFolderOption data;

    @Override
    public Integer call() throws CommandFailure {
        Map<String, Long> figures;
        try (HostConnection host = root.admin(data.folder())) {
            figures = new TreeMap<>(host.value(host.client().host().figures()));
            // This command is a client too, but has left when its output is read.
            figures.computeIfPresent("clients", (name, clients) -> clients - 1);
        }
        if (root.json()) {
            JsonObject json = new JsonObject();
            figures.forEach(json::addProperty);
            root.terminal().json(json);
            return 0;
        }
        figures.forEach((name, value) -> {
            // Names come from the host, which may be of another release.
            String plain = PREFIX + name.replaceAll("[^A-Za-z0-9_]", "_");
            root.terminal().line("# TYPE " + plain + " gauge");
            root.terminal().line(plain + " " + value);
        });
        return 0;
    }
}
