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
 * A program that acts as many agents. The host starts a shell that writes its process id into our FIFO and sleeps. This
 * process then opens that shell's two pipes, so the host reads its output with nothing in between. A command on stdin
 * starts the flood.
 *
 * <p>Owns the sessions. Main thread: commands and the flood; one thread accepts new agents, and each session has one
 * that reads.
 */
public final class LoadAgent {
    /** The interval of the flood's timer: updates that are due within one interval are written at its end. */
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
        // Opened for reading and writing, so that it has no end of file.
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

    /**
     * Writes so many updates to every session with a prompt, evenly spread over time and over the sessions; then ends
     * the turns.
     */
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
        // A host that does not read blocks the writer. The time from line to pixel does not include that delay, so it
        // is reported here.
        done.addProperty("latestMillis", latest / 1e6);
        return done;
    }
}
