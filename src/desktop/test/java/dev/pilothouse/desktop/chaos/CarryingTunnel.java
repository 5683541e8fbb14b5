package dev.pilothouse.desktop.chaos;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A tunnel's program that forwards connections from its own port to the host's, and may be killed like any other.
 * {@link #main} is the program. It writes its pid and its port to a file, which is all that a test reads of it. Owns
 * nothing.
 */
final class CarryingTunnel {
    private static final int NOBODY = 1;

    private final Path file;

    private CarryingTunnel(Path file) {
        this.file = file;
    }

    /** Configures the hosts on this existing folder to start one. */
    static CarryingTunnel describedIn(Path data) throws IOException {
        Path file = data.resolveSibling("tunnel-" + data.getFileName());
        JsonArray command = new JsonArray();
        Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CarryingTunnel.class.getName(),
                        file.toString(),
                        "{port}")
                .forEach(command::add);
        JsonObject description = new JsonObject();
        description.add("command", command);
        description.addProperty("url", "http://127.0.0.1:[0-9]+");
        Files.writeString(data.resolve("tunnel.json"), description.toString());
        return new CarryingTunnel(file);
    }

    /** Its port; an unused port if there is none. */
    int port() {
        return Integer.parseInt(
                read().orElse(List.of("0", Integer.toString(NOBODY))).get(1));
    }

    /** The one that was started last, if it is alive. */
    Optional<ProcessHandle> process() {
        return read().flatMap(facts -> ProcessHandle.of(Long.parseLong(facts.get(0))))
                .filter(ProcessHandle::isAlive);
    }

    private Optional<List<String>> read() {
        try {
            return Optional.of(Files.readAllLines(file));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    /**
     * The program.
     *
     * @param arguments the file, and the host's port
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int target = Integer.parseInt(arguments[1]);
        try (ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(
                    fresh,
                    List.of(Long.toString(ProcessHandle.current().pid()), Integer.toString(door.getLocalPort())));
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            System.out.println("http://127.0.0.1:" + door.getLocalPort());
            System.out.flush();
            while (true) {
                carry(door.accept(), target);
            }
        }
    }

    private static void carry(Socket client, int target) throws IOException {
        try {
            Socket host = new Socket(InetAddress.getLoopbackAddress(), target);
            client.setTcpNoDelay(true);
            host.setTcpNoDelay(true);
            pump(client, host);
            pump(host, client);
        } catch (IOException refused) {
            client.close();
        }
    }

    private static void pump(Socket from, Socket to) {
        Thread pump = new Thread(
                () -> {
                    try (from;
                            to) {
                        from.getInputStream().transferTo(to.getOutputStream());
                    } catch (IOException ended) {
                        // One end has closed; now the other is closed too.
                        return;
                    }
                },
                "pump");
        pump.setDaemon(true);
        pump.start();
    }
}
