package dev.pilothouse.desktop.bench.rig;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

/**
 * The program that speaks for many agents. What the host starts is a shell that says its process id into our FIFO and
 * sleeps; this process then opens that shell's own two pipes, so the host reads what is written here with nothing in
 * between. Told on stdin when to begin.
 *
 * <p>Owns the sessions. Main thread: commands and the flood; one thread takes new agents in, and each session has one that
 * reads.
 */
public final class LoadAgent {
    /** How often it looks who is due: what falls into one such span is written at its end. */
    private static final long SPAN_NANOS = 1_000_000;

    private final List<LoadSession> sessions = new CopyOnWriteArrayList<>();
    private final Semaphore prompts = new Semaphore(0);

    private LoadAgent() {}

    /** @param arguments the FIFO */
    public static void main(String[] arguments) throws Exception {
        LoadAgent agent = new LoadAgent();
        Thread door = new Thread(() -> agent.takeIn(arguments[0]), "load-door");
        door.setDaemon(true);
        door.start();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            JsonObject command = JsonParser.parseString(line).getAsJsonObject();
            JsonObject answer = switch (command.get("do").getAsString()) {
                case "await" -> agent.await(command.get("prompts").getAsInt());
                case "flood" ->
                    agent.flood(
                            command.get("rate").getAsInt(),
                            command.get("updates").getAsInt());
                default -> throw new IllegalArgumentException(line);
            };
            System.out.println(answer);
            System.out.flush();
        }
        agent.sessions.forEach(LoadSession::close);
        System.exit(0);
    }

    private void takeIn(String fifo) {
        // Held open for both, so that it never ends.
        try (RandomAccessFile door = new RandomAccessFile(fifo, "rw")) {
            for (String line = door.readLine(); line != null; line = door.readLine()) {
                sessions.add(LoadSession.open(Long.parseLong(line.strip()), prompts::release, sessions::remove));
            }
        } catch (IOException broken) {
            broken.printStackTrace();
        }
    }

    /** Waits until so many sessions have a prompt. */
    private JsonObject await(int count) throws InterruptedException {
        prompts.acquire(count);
        JsonObject ready = new JsonObject();
        ready.addProperty("sessions", sessions.size());
        return ready;
    }

    /** Every session that has a prompt gets so many updates, evenly spread over time and over the sessions; then it ends. */
    private JsonObject flood(int rate, int updates) {
        List<LoadSession> prompted =
                sessions.stream().filter(LoadSession::isPrompted).toList();
        prompted.forEach(LoadSession::begin);
        double perNano = (double) prompted.size() * rate / 1e9;
        long total = (long) prompted.size() * updates;
        long start = System.nanoTime();
        long latest = 0;
        for (long written = 0; written < total; ) {
            long now = System.nanoTime();
            long due = Math.min(total, 1 + (long) ((now - start) * perNano));
            for (; written < due; written++) {
                long stamp = System.nanoTime();
                latest = Math.max(latest, stamp - start - (long) (written / perNano));
                prompted.get((int) (written % prompted.size())).update(stamp);
            }
            LockSupport.parkNanos(SPAN_NANOS);
        }
        long end = System.nanoTime();
        prompted.forEach(LoadSession::end);
        JsonObject done = new JsonObject();
        done.addProperty("updates", total);
        done.addProperty("seconds", (end - start) / 1e9);
        // A host that does not read holds the writer up; then what is late here is not seen in the time from line to
        // pixel.
        done.addProperty("latestMillis", latest / 1e6);
        return done;
    }
}
