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
 * A tunnel's program that carries what goes through it, from a port of its own to the host's, and may be killed like any
 * other. The program itself is {@link #main}; all that a test knows of it is in the file that it writes: its pid and its
 * port. Owns nothing.
 */
final class CarryingTunnel {
    private static final int NOBODY = 1;

    private final Path file;

    private CarryingTunnel(Path file) {
        this.file = file;
    }

    /** Has the hosts on this folder, which exists, start one. */
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

    /** Where it listens; a port at which nobody is, if there is none. */
    int port() {
        return Integer.parseInt(
                read().orElse(List.of("0", Integer.toString(NOBODY))).get(1));
    }

    /** The one that was started last, if it lives. */
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

    /** The program. @param arguments the file, and the host's port */
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
                        // One end is gone, and so is the other now.
                        return;
                    }
                },
                "pump");
        pump.setDaemon(true);
        pump.start();
    }
}
