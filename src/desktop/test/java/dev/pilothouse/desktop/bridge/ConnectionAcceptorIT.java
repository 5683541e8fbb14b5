package dev.pilothouse.desktop.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pilothouse.secure.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bridge server's answers to clients that do not speak the bridge's protocol: raw bytes over a real socket. */
class ConnectionAcceptorIT {
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private final Identity identity = Identity.generate();
    private final ScriptedDoor door = new ScriptedDoor();
    private final List<Socket> sockets = new ArrayList<>();
    private BridgeServer bridge;

    @BeforeEach
    void listen() throws Exception {
        bridge = start(Duration.ofMillis(700));
    }

    private BridgeServer start(Duration firstMessage) throws BridgeFailure {
        return BridgeServer.start(
                0,
                identity,
                key -> false,
                door,
                new BridgeServer.Patience(firstMessage, Duration.ofSeconds(5)),
                BridgeServer.Addresses.REAL);
    }

    @AfterEach
    void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        bridge.close();
    }

    @Test
    void theHealthCheckSaysOkAndNothingElse() throws IOException {
        String answer = ask("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok\n").doesNotContainIgnoringCase("jetty");
    }

    @Test
    void thereIsNothingElse() throws IOException {
        assertThat(ask("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(ask("GET /bridge/../healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .doesNotStartWith("HTTP/1.1 101 ");
    }

    @Test
    void aBrowserIsNotServed() throws IOException {
        assertThat(ask("GET /bridge HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n" + UPGRADE
                        + "Sec-WebSocket-Protocol: pilothouse.v1\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aNameThatIsNotOursIsNotServed() throws IOException {
        for (String host : List.of("evil.example", "127.0.0.2", "localhost.evil.example:7717")) {
            assertThat(ask("GET /healthz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .as(host)
                    .startsWith("HTTP/1.1 403 ");
        }
        bridge.allowHostName("Tunnel.Example");
        assertThat(ask("GET /healthz HTTP/1.1\r\nHost: tunnel.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        bridge.disallowHostName("tunnel.example");
        assertThat(ask("GET /healthz HTTP/1.1\r\nHost: tunnel.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void withoutACommonSubprotocolTheAnswerListsOurs() throws IOException {
        for (String offer : List.of("", "Sec-WebSocket-Protocol: pilothouse.v9\r\n")) {
            assertThat(ask("GET /bridge HTTP/1.1\r\nHost: localhost\r\n" + UPGRADE + offer + "\r\n"))
                    .startsWith("HTTP/1.1 426 ")
                    .contains("Sec-WebSocket-Protocol: pilothouse.v1\r\n");
        }
    }

    @Test
    void aPlainRequestForTheBridgeIsToldToUpgrade() throws IOException {
        assertThat(ask("GET /bridge HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 426 ");
    }

    @Test
    void ourSubprotocolIsChosenWithoutDeflate() throws IOException {
        Socket socket = upgrade();

        assertThat(head(socket))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Protocol: pilothouse.v1\r\n")
                .doesNotContainIgnoringCase("permessage-deflate");
    }

    @Test
    void whoProvesNothingInTimeIsCutOff() throws IOException {
        Socket silent = upgrade();
        head(silent);

        assertThat(silent.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void textAndGarbageAreCutOff() throws IOException {
        Socket text = upgrade();
        head(text);
        text.getOutputStream().write(new byte[] {(byte) 0x81, (byte) 0x81, 0, 0, 0, 0, 'x'});
        readToEnd(text);
        Socket garbage = upgrade();
        head(garbage);
        byte[] frame = new byte[102];
        frame[0] = (byte) 0x82;
        frame[1] = (byte) (0x80 | 96);
        garbage.getOutputStream().write(frame);
        readToEnd(garbage);

        assertThat(door.arrivals).isEmpty();
    }

    @Test
    void theOldestOf33HalfOpenConnectionsMakesRoom() throws Exception {
        bridge.close();
        bridge = start(Duration.ofSeconds(60));
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < 33; i++) {
            Socket socket = upgrade();
            head(socket);
            all.add(socket);
        }

        assertThat(all.get(0).getInputStream().read()).isEqualTo(-1);
        all.get(1).setSoTimeout(200);
        assertThatThrownBy(() -> all.get(1).getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), bridge.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    private String ask(String request) throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        if (request.contains("Connection: close")) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
        return head(socket);
    }

    private Socket upgrade() throws IOException {
        Socket socket = connect();
        String request = "GET /bridge HTTP/1.1\r\nHost: 127.0.0.1:" + bridge.port() + "\r\n" + UPGRADE
                + "Sec-WebSocket-Extensions: permessage-deflate\r\n"
                + "Sec-WebSocket-Protocol: other, pilothouse.v1\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String head(Socket socket) throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void readToEnd(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        int next = in.read();
        while (next >= 0) {
            next = in.read();
        }
    }
}
