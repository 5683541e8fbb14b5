package dev.pilothouse.desktop.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.pilothouse.desktop.bench.rig.LauncherFlags;
import dev.pilothouse.desktop.host.HostOptions;
import dev.pilothouse.desktop.host.HostStartResult;
import dev.pilothouse.desktop.host.ServerManager;
import dev.pilothouse.model.Scope;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A host in its own JVM and folder, with the agent of the wire's measurements as {@value #AGENT}. Owns the process and
 * the folder. Confined to one thread; ends with {@link #close()}.
 */
final class WireHost implements AutoCloseable {
    static final String AGENT = "stamps";

    /** More options for the host's JVM, such as those of a flight recorder. */
    private static final String OPTION = "bench.host.options";

    private static final String MARK = "= ";
    private static final String TICKET = "ticket";
    private static final String PROCESSOR = "processor";

    private final Path folder;
    private final Path work;
    private final Process process;
    private final BufferedReader out;
    private final Writer in;
    private final int port;

    private WireHost(Path folder, Path work, Process process) throws IOException {
        this.folder = folder;
        this.work = work;
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.port = Integer.parseInt(answer());
    }

    static WireHost start() throws IOException {
        Path folder = Files.createTempDirectory("pilothouse-wire");
        Path work = Files.createDirectory(folder.resolve("work"));
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("agents.json"), agents());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(LauncherFlags.HOST);
        String options = System.getProperty(OPTION, "");
        if (!options.isBlank()) {
            command.addAll(List.of(options.trim().split("\\s+")));
        }
        command.addAll(
                List.of("-cp", System.getProperty("java.class.path"), WireHost.class.getName(), data.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("host.err").toFile())
                .start();
        return new WireHost(folder, work, process);
    }

    private static String agents() {
        List<String> command = WireAgent.command();
        JsonArray arguments = new JsonArray();
        command.subList(1, command.size()).forEach(arguments::add);
        JsonObject agent = new JsonObject();
        agent.addProperty("id", AGENT);
        agent.addProperty("name", "Stamps");
        agent.addProperty("command", command.get(0));
        agent.add("args", arguments);
        JsonArray all = new JsonArray();
        all.add(agent);
        return all.toString();
    }

    /**
     * The host's program.
     *
     * @param arguments its data folder
     */
    public static void main(String[] arguments) throws Exception {
        HostStartResult start =
                ServerManager.start(new HostOptions(Path.of(arguments[0]), 0, false, true, "Measured host"));
        if (start instanceof HostStartResult.Failed failed) {
            throw new IllegalStateException(failed.failure().text());
        }
        try (ServerManager host = ((HostStartResult.Started) start).host()) {
            System.out.println(MARK + host.port());
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println(
                        MARK + (line.equals(TICKET) ? host.ticket(Scope.STEER).text() : processorNanos()));
            }
        }
        System.exit(0);
    }

    private static long processorNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private String ask(String what) throws IOException {
        in.write(what + "\n");
        in.flush();
        return answer();
    }

    private String answer() throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            // The JVM may print lines of its own, such as that its flight recorder is on.
            if (line.startsWith(MARK)) {
                return line.substring(MARK.length());
            }
        }
        throw new IOException("the host has ended: " + Files.readString(folder.resolve("host.err")));
    }

    int port() {
        return port;
    }

    String ticket() throws IOException {
        return ask(TICKET);
    }

    /** Processor time of the host's process so far, without its agents. */
    double processorMillis() throws IOException {
        return Long.parseLong(ask(PROCESSOR)) / 1e6;
    }

    Path work() {
        return work;
    }

    @Override
    public void close() throws IOException {
        in.close();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        out.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
