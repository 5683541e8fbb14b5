package dev.pilothouse.desktop.testing;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A JVM on this one's class path that speaks JSON, one object a line: requests on its stdin, answers on its stdout. Its
 * stderr goes to a file. Owns the process, and a thread that reads. Confined to one thread; ends with {@link #close()},
 * which closes its stdin and waits before it kills.
 */
public final class JvmChild implements AutoCloseable {
    private static final JsonObject END = new JsonObject();

    private final String name;
    private final Path folder;
    private final Consumer<JsonObject> events;
    private final Process process;
    private final Writer in;
    private final Thread reader;
    private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();

    private JvmChild(String name, Path folder, Process process, Consumer<JsonObject> events) {
        this.events = events;
        this.name = name;
        this.folder = folder;
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        reader = new Thread(this::read, "child-" + name + "-out");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts it.
     *
     * @param folder exists; gets {@code NAME-gc.log} and {@code NAME-err.log}
     * @param flags of the JVM
     * @param line the main class and its arguments
     */
    public static JvmChild start(String name, Path folder, List<String> flags, List<String> line) throws IOException {
        return start(name, folder, List.of(), flags, line, event -> {});
    }

    /**
     * The same, for a program that also reports events: objects with a member {@code event}.
     *
     * @param prefix words before the JVM's own, such as a shell that sets a limit; it must become the JVM
     * @param events called on the thread that reads
     */
    public static JvmChild start(
            String name,
            Path folder,
            List<String> prefix,
            List<String> flags,
            List<String> line,
            Consumer<JsonObject> events)
            throws IOException {
        return start(Path.of(System.getProperty("java.home")), name, folder, prefix, flags, line, events);
    }

    /** The same in another JVM. @param home where that is installed */
    public static JvmChild start(
            Path home,
            String name,
            Path folder,
            List<String> prefix,
            List<String> flags,
            List<String> line,
            Consumer<JsonObject> events)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(flags);
        command.add("-Xlog:gc:file=" + folder.resolve(name + "-gc.log") + ":uptime");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(line);
        return startProgram(name, folder, command, events);
    }

    /** The same for any program that speaks in this way. It has no collector's log. */
    public static JvmChild startProgram(String name, Path folder, List<String> command, Consumer<JsonObject> events)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(name + "-err.log").toFile()))
                .start();
        return new JvmChild(name, folder, process, events);
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{")) {
                    take(JsonParser.parseString(line).getAsJsonObject());
                }
            }
        } catch (JsonParseException killed) {
            // Killed in the middle of its last line.
            return;
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        } finally {
            answers.add(END);
        }
    }

    private void take(JsonObject said) {
        if (said.has("event")) {
            events.accept(said);
        } else {
            answers.add(said);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public long pid() {
        return process.pid();
    }

    /** The system's facts about the process. */
    public ProcessFacts facts() {
        return ProcessFacts.of(pid());
    }

    /** The log of its collector so far. */
    public GcLog gcLog() throws IOException {
        return GcLog.read(folder.resolve(name + "-gc.log"));
    }

    /**
     * Runs a full collection.
     *
     * @return the live heap, in MB
     */
    public double collect() throws Exception {
        return Jcmd.collect(pid());
    }

    /** Sends a request and waits for its answer. */
    public JsonObject ask(JsonObject request, Duration limit) throws Exception {
        in.write(request + "\n");
        in.flush();
        return next(limit);
    }

    /** Waits for the next answer. */
    public JsonObject next(Duration limit) throws Exception {
        JsonObject answer = answers.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (answer == null) {
            throw new IllegalStateException(name + " says nothing; see " + folder);
        }
        if (answer == END) {
            throw new IllegalStateException(name + " has ended; see " + folder);
        }
        if (answer.has("failed")) {
            throw new IllegalStateException(
                    name + " failed: " + answer.get("failed").getAsString());
        }
        return answer;
    }

    /** Kills it without a stop, as a power loss would. Its output up to then is read. */
    public void kill() throws InterruptedException {
        // Process.destroyForcibly() would close its output, and so discard its last lines.
        if (process.toHandle().destroyForcibly()) {
            process.waitFor();
        }
        reader.join(TimeUnit.SECONDS.toMillis(10));
    }

    /** Sends SIGTERM, and waits. */
    public void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            kill();
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException gone) {
            // It has exited by itself.
        }
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
