package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
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

/**
 * A JVM on this one's class path that speaks JSON, an object a line: requests on its stdin, answers on its stdout. What it
 * says on stderr goes to a file. Owns the process, and a thread that reads. Confined to one thread; ends with {@link
 * #close()}, which closes its stdin and waits before it kills.
 */
public final class JvmChild implements AutoCloseable {
    private static final JsonObject END = new JsonObject();

    private final String name;
    private final Path folder;
    private final Process process;
    private final Writer in;
    private final BlockingQueue<JsonObject> answers = new LinkedBlockingQueue<>();

    private JvmChild(String name, Path folder, Process process) {
        this.name = name;
        this.folder = folder;
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "bench-" + name + "-out");
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
    static JvmChild start(String name, Path folder, List<String> flags, List<String> line) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-Xlog:gc:file=" + folder.resolve(name + "-gc.log") + ":uptime");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.addAll(line);
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve(name + "-err.log").toFile())
                .start();
        return new JvmChild(name, folder, process);
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("{")) {
                    answers.add(JsonParser.parseString(line).getAsJsonObject());
                }
            }
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        } finally {
            answers.add(END);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** What the system tells of it. */
    public ProcessFacts facts() {
        return ProcessFacts.of(pid());
    }

    /** What its collector has written so far. */
    public GcLog gcLog() throws IOException {
        return GcLog.read(folder.resolve(name + "-gc.log"));
    }

    /** Has it collect everything. @return the bytes that live, in MB */
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
    JsonObject next(Duration limit) throws Exception {
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

    /** Ends it without a word, as a power loss would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and waits. */
    void terminate() throws InterruptedException {
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
            // It has ended by itself.
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
