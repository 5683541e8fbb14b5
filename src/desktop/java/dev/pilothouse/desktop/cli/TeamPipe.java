package dev.pilothouse.desktop.cli;

import dev.pilothouse.desktop.team.TeamServer;
import dev.pilothouse.pulse.NamedThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Connects the standard input and output of this process to the host's server for the lead of a team. Stateless. */
final class TeamPipe {
    private TeamPipe() {}

    /** Returns when either side has ended. */
    static void run(Map<String, String> environment, Terminal terminal) throws CommandFailure {
        String socket = environment.getOrDefault(TeamServer.SOCKET_VARIABLE, "");
        String token = environment.getOrDefault(TeamServer.TOKEN_VARIABLE, "");
        if (socket.isEmpty() || token.isEmpty()) {
            throw CommandFailure.usage("A host starts this command for the lead of a team. It has no use in a shell.");
        }
        try (SocketChannel host = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            write(host, ByteBuffer.wrap((token + "\n").getBytes(StandardCharsets.US_ASCII)));
            NamedThreads.start("team-pipe", () -> {
                try {
                    send(terminal.input(), host);
                    host.shutdownOutput();
                } catch (IOException over) {
                    // The host has ended; the main thread sees that too.
                }
            });
            copy(Channels.newInputStream(host), terminal.output());
        } catch (IOException e) {
            throw new CommandFailure(
                    CommandFailure.UNREACHABLE, "unreachable", "The host cannot be reached: " + e.getMessage());
        }
    }

    private static void send(InputStream in, SocketChannel host) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            write(host, ByteBuffer.wrap(buffer, 0, read));
        }
    }

    /** Writes to the channel itself: before Java 19, its streams cannot read and write at the same time. */
    private static void write(SocketChannel host, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            host.write(bytes);
        }
    }

    /** Like {@code transferTo}, but passes each piece on at once. */
    private static void copy(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }
}
