package dev.pilothouse.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.journal.HostInfo;
import dev.pilothouse.desktop.service.Service;
import dev.pilothouse.desktop.service.ServiceSpec;
import dev.pilothouse.desktop.service.Services;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Option;

/**
 * The options that install the host as a system service instead of running it now. Owns nothing; runs on the command's
 * thread.
 */
final class ServiceOptions {

    private static final int END_SECONDS = 20;

    @Option(
            names = "--install-service",
            required = true,
            description =
                    "Have the system run the host, with the other options of this line, whenever you are logged in.")
    private boolean install;

    @Option(names = "--uninstall-service", required = true, description = "Undo --install-service.")
    private boolean uninstall;

    @Option(
            names = "--print",
            required = true,
            description = "Show what --install-service would write and run, and change nothing.")
    private boolean print;

    /** @param folder the host's data */
    int apply(RootCommand root, List<String> options, Path folder) throws CommandFailure {
        Service service;
        try {
            service = Services.ofThisSystem(ServiceSpec.ofThisProgram(options));
            boolean windows = File.separatorChar == '\\';
            if (windows && !print && Files.exists(service.file())) {
                endHost(folder);
            }
            if (install) {
                return installed(root, service, new Services().install(service));
            }
            if (uninstall) {
                return uninstalled(root, service, new Services().uninstall(service));
            }
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(
                    CommandFailure.OTHER, "service", "The service could not be changed: " + e.getMessage() + ".");
        }
        return printed(root, service);
    }

    /**
     * Ends the host in a way that runs its shutdown hooks. The task scheduler of Windows can only kill it, which would
     * leave the processes of agents behind. Waits {@value #END_SECONDS} seconds at most.
     */
    private static void endHost(Path folder) throws IOException {
        if (HostInfo.requestStop(folder)) {
            for (int i = 0; i < END_SECONDS && HostInfo.read(folder).isPresent(); i++) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
            }
        }
    }

    private static int printed(RootCommand root, Service service) {
        Terminal terminal = root.terminal();
        if (root.json()) {
            JsonObject json = json(service);
            json.addProperty("text", service.text());
            json.add("enable", commands(service.enable()));
            json.add("disable", commands(service.disable()));
            terminal.json(json);
            return 0;
        }
        terminal.note("# " + service.file());
        terminal.part(service.text());
        terminal.note("# then:");
        service.enable().forEach(command -> terminal.note("#   " + Service.line(command)));
        return 0;
    }

    private static int installed(RootCommand root, Service service, List<List<String>> left) throws CommandFailure {
        if (!left.isEmpty()) {
            StringBuilder commands = new StringBuilder();
            left.forEach(command -> commands.append("\n  ").append(Service.line(command)));
            throw new CommandFailure(
                    CommandFailure.OTHER,
                    "service",
                    service.file() + " is written, but the system did not take it up. By hand:" + commands);
        }
        return done(root, service, service.file() + " is written, and the host runs as a service. " + service.note());
    }

    private static int uninstalled(RootCommand root, Service service, boolean removed) {
        return done(
                root,
                service,
                removed
                        ? "The service has ended, and " + service.file() + " is removed. The host's data stays."
                        : "No service is installed: there is no " + service.file() + ".");
    }

    private static int done(RootCommand root, Service service, String text) {
        if (root.json()) {
            root.terminal().json(json(service));
        } else {
            root.terminal().line(text);
        }
        return 0;
    }

    private static JsonObject json(Service service) {
        JsonObject json = new JsonObject();
        json.addProperty("file", service.file().toString());
        return json;
    }

    private static JsonArray commands(List<List<String>> commands) {
        JsonArray array = new JsonArray();
        for (List<String> command : commands) {
            JsonArray words = new JsonArray();
            command.forEach(words::add);
            array.add(words);
        }
        return array;
    }
}
