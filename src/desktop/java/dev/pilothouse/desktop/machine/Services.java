package dev.pilothouse.desktop.machine;

import dev.pilothouse.desktop.process.SystemQuestion;
import dev.pilothouse.secure.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Puts a service's file in its place and has the system take it up, or undoes both. Owns nothing; the caller waits. */
public final class Services {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Runs a command. */
    interface Runner {
        /** @return whether that went well */
        boolean run(List<String> command);
    }

    private final Runner runner;

    public Services() {
        this(command -> SystemQuestion.ask(PATIENCE, command).isPresent());
    }

    Services(Runner runner) {
        this.runner = runner;
    }

    /** The service as this system wants it. */
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
     * Writes the file and runs what makes the system take it up.
     *
     * @return the commands that did not work or were not run after one that did not; the person can run them
     * @throws IOException if the file cannot be written, or is not ours
     */
    public List<List<String>> install(Service service) throws IOException {
        requireOurs(service);
        if (Files.exists(service.file())) {
            // Some systems refuse to take up what they have already.
            service.disable().forEach(runner::run);
        }
        // Its command line names folders and options of the person.
        new PrivateFile(service.file()).write(service.text().getBytes(service.charset()));
        return run(service.enable());
    }

    /**
     * Has the system let it go and removes the file.
     *
     * @return whether there was one
     * @throws IOException if the file cannot be removed, or is not ours
     */
    public boolean uninstall(Service service) throws IOException {
        if (!Files.exists(service.file())) {
            return false;
        }
        requireOurs(service);
        // One that the system does not know any more is as good as let go.
        service.disable().forEach(runner::run);
        Files.delete(service.file());
        return true;
    }

    private List<List<String>> run(List<List<String>> commands) {
        List<List<String>> left = new ArrayList<>(commands);
        while (!left.isEmpty() && runner.run(left.get(0))) {
            left.remove(0);
        }
        return left;
    }

    private static void requireOurs(Service service) throws IOException {
        if (Files.exists(service.file())
                && !Files.readString(service.file(), service.charset()).contains(Service.MARK)) {
            throw new IOException(
                    service.file() + " was not written by Pilothouse, so it is left alone." + " Move it away first");
        }
    }
}
