package dev.pilothouse.desktop.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the bad network itself. Its target is an echo server. */
@Timeout(60)
class FaultyNetworkIT {
    private static final int SILENCE_MILLIS = 300;

    private ServerSocket echo;
    private FaultyNetwork network;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        thread(() -> {
            while (true) {
                Socket socket = echo.accept();
                thread(() -> {
                    try (socket) {
                        socket.getInputStream().transferTo(socket.getOutputStream());
                    }
                });
            }
        });
        network = new FaultyNetwork(echo.getLocalPort(), 7);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // A cut, or the end of the test.
                        return;
                    }
                },
                "echo");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void end() throws IOException {
        network.close();
        echo.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), network.port());
    }

    private static byte[] sentAndBack(Socket socket, byte[] bytes) throws IOException {
        thread(() -> socket.getOutputStream().write(bytes));
        return new DataInputStream(socket.getInputStream()).readNBytes(bytes.length);
    }

    @Test
    void aDelayHoldsUpBothWays() throws IOException {
        network.become(new FaultyNetwork.Weather(200, 0, 0, 0));
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            assertThat(sentAndBack(socket, new byte[] {1, 2, 3})).containsExactly(1, 2, 3);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(400_000_000);
        }
    }

    @Test
    void whatIsLostComesLateAndInItsOrder() throws IOException {
        network.become(new FaultyNetwork.Weather(0, 0.3, 0, 0));
        byte[] bytes = new byte[30_000];
        new Random(1).nextBytes(bytes);
        try (Socket socket = connect()) {
            long start = System.nanoTime();
            assertThat(sentAndBack(socket, bytes)).isEqualTo(bytes);
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
        }
    }

    @Test
    void aCutEndsBothEnds() throws IOException {
        network.become(new FaultyNetwork.Weather(0, 0, 1, 0));
        try (Socket socket = connect()) {
            assertThat(sentUntilTheEnd(socket)).isEmpty();
        }
        assertThat(network.cuts()).isEqualTo(1);
    }

    private static byte[] sentUntilTheEnd(Socket socket) throws IOException {
        try {
            return sentAndBack(socket, new byte[] {1});
        } catch (IOException reset) {
            return new byte[0];
        }
    }

    @Test
    void aHalfOpenConnectionSaysNothingAndDoesNotEndWhileANewOneWorks() throws IOException {
        try (Socket dead = connect()) {
            assertThat(sentAndBack(dead, new byte[] {1})).containsExactly(1);
            network.deaden();
            dead.setSoTimeout(SILENCE_MILLIS);
            assertThatThrownBy(() -> sentAndBack(dead, new byte[] {2})).isInstanceOf(SocketTimeoutException.class);
            try (Socket fresh = connect()) {
                assertThat(sentAndBack(fresh, new byte[] {3})).containsExactly(3);
            }
        }
    }

    @Test
    void threeOfTenConnectionsComeToNothing() throws IOException {
        network.drop(0.3);
        int silent = 0;
        for (int i = 1; i <= 100; i++) {
            int so = i;
            int dropped = network.dropped();
            try (Socket socket = connect()) {
                await().pollInterval(Duration.ofMillis(1)).until(() -> network.made() + network.dropped() == so);
                if (network.dropped() == dropped) {
                    assertThat(sentAndBack(socket, new byte[] {1})).containsExactly(1);
                } else if (saysNothing(socket)) {
                    silent++;
                }
            }
        }
        assertThat(network.dropped()).isBetween(20, 40);
        assertThat(silent).isBetween(4, 20);
    }

    /** @return false if it has ended */
    private static boolean saysNothing(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            assertThat(socket.getInputStream().read()).isNegative();
            return false;
        } catch (SocketTimeoutException silence) {
            return true;
        } catch (SocketException reset) {
            return false;
        }
    }

    @Test
    void whatAMeddlerChangesArrivesSoAndWhatItHoldsBackCutsTheConnection() throws IOException {
        network.meddle(
                (piece, length, offset) -> {
                    for (int i = 0; i < length; i++) {
                        piece[i] ^= 1;
                    }
                    return length;
                },
                (piece, length, offset) -> (int) Math.min(length, Math.max(0, 4 - offset)));
        try (Socket socket = connect()) {
            assertThat(sentAndBack(socket, new byte[] {2, 4, 6})).containsExactly(3, 5, 7);
            assertThat(sentAndBack(socket, new byte[] {8, 10})).containsExactly(9);
        }
        assertThat(network.cuts()).isEqualTo(1);
    }
}
