package dev.pilothouse.desktop.service;

import dev.pilothouse.desktop.process.SystemCommand;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Installs and uninstalls a service: its file and its registration with the system. Owns nothing; calls block. */
public final class Services {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    /** Runs a command. */
    interface Runner {
        /** @return whether the command succeeded */
        boolean run(List<String> command);
    }

    private final Runner runner;
    private final Runnable pause;

    public Services() {
        this(
                command -> SystemCommand.ask(TIMEOUT, command).isPresent(),
                () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500)));
    }

    Services(Runner runner, Runnable pause) {
        this.runner = runner;
        this.pause = pause;
    }

    /** Returns the service in this system's format. */
    public static Service ofThisSystem(ServiceSpec spec) throws IOException {
        return of(System.getProperty("os.name"), Path.of(System.getProperty("user.home")), System.getenv(), spec);
    }

    static Service of(String osName, Path home, Map<String, String> environment, ServiceSpec spec) throws IOException {
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return LaunchdAgent.service(home, spec);
        }
        return os.contains("windows")
                ? WindowsTask.service(home, environment, spec)
                : SystemdUnit.service(home, environment, spec);
    }

    /**
     * Writes the file and runs the commands that enable the service.
     *
     * @return the failed command and those after it, which were not run; the user can run them
     * @throws IOException if the file cannot be written, or was not written by Pilothouse
     */
    public List<List<String>> install(Service service) throws IOException {
        requireOurs(service);
        boolean replaces = Files.exists(service.file());
        if (replaces) {
            // Some systems refuse to register a service twice.
            service.disable().forEach(runner::run);
        }
        // Private, since its command line contains the user's folders and options.
        new PrivateFile(service.file()).write(service.text().getBytes(service.charset()));
        return run(service.enable(), replaces ? service.attempts() : 1);
    }

    /**
     * Disables the service and removes the file.
     *
     * @return whether there was one
     * @throws IOException if the file cannot be removed, or was not written by Pilothouse
     */
    public boolean uninstall(Service service) throws IOException {
        if (!Files.exists(service.file())) {
            return false;
        }
        requireOurs(service);
        // Failures are ignored: the system may no longer have the service.
        service.disable().forEach(runner::run);
        Files.delete(service.file());
        return true;
    }

    private List<List<String>> run(List<List<String>> commands, int attempts) {
        List<List<String>> left = new ArrayList<>(commands);
        while (!left.isEmpty() && succeeds(left.get(0), attempts)) {
            left.remove(0);
        }
        return left;
    }

    private boolean succeeds(List<String> command, int attempts) {
        for (int attempt = 1; !runner.run(command); attempt++) {
            if (attempt >= attempts) {
                return false;
            }
            pause.run();
        }
        return true;
    }

    private static String read(Service service) throws IOException {
        // Finds the byte order by the mark, also that of files of earlier versions.
        boolean wide = service.charset().equals(StandardCharsets.UTF_16LE);
        return new String(Files.readAllBytes(service.file()), wide ? StandardCharsets.UTF_16 : service.charset());
    }

    private static void requireOurs(Service service) throws IOException {
        if (Files.exists(service.file()) && !read(service).contains(Service.MARK)) {
            throw new IOException(
                    service.file() + " was not written by Pilothouse, so it is left alone." + " Move it away first");
        }
    }
}
