package dev.pilothouse.desktop.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The socket of the single window, over real sockets. */
@Timeout(60)
class SingleInstanceTest {
    private static final String WORLD = "/data/host";
    private static final String LINK = "pilothouse://pair#AbCdEfSecret";

    @TempDir
    Path root;

    private final List<String> knocks = new CopyOnWriteArrayList<>();
    private Path profile;
    private SingleInstance window;

    @BeforeEach
    void openTheWindow() throws IOException {
        profile = root.resolve("profile");
        window = SingleInstance.claim(profile).orElseThrow();
        window.listen(WORLD, knocks::add);
    }

    @AfterEach
    void closeTheWindow() {
        window.close();
    }

    private Path key() {
        return profile.resolve("window.key");
    }

    private void knocked(String... links) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(knocks).containsExactly(links));
    }

    @Test
    void aSecondStartRaisesTheFirstAndHandsOverItsLink() {
        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.RAISED);
        knocked(LINK);
        assertThat(SingleInstance.knock(profile, WORLD, "")).isEqualTo(SingleInstance.Answer.RAISED);
        knocked(LINK, "");
    }

    @Test
    void aWindowOfAnotherFolderIsNotRaised() {
        assertThat(SingleInstance.knock(profile, "/data/other", LINK)).isEqualTo(SingleInstance.Answer.ELSEWHERE);
        assertThat(SingleInstance.knock(profile, WORLD, "")).isEqualTo(SingleInstance.Answer.RAISED);
        knocked("");
    }

    @Test
    void theProfileIsTakenOnceAndFreeAfterwards() throws IOException {
        assertThat(SingleInstance.claim(profile)).isEmpty();
        window.close();
        window.close();
        assertThat(key()).doesNotExist();
        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.NOBODY);
        window = SingleInstance.claim(profile).orElseThrow();
    }

    @Test
    void whoseWindowWasKilledFindsNobodyAndTakesItsPlace() throws IOException {
        byte[] left = Files.readAllBytes(key());
        window.close();
        Files.write(key(), left);
        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.NOBODY);
        window = SingleInstance.claim(profile).orElseThrow();
        assertThat(key()).doesNotExist();
    }

    @Test
    void onlyTheOwnerCanReadTheKey() throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key())))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whoDoesNotKnowTheSecretRaisesNothing() throws IOException {
        String[] words = Files.readString(key()).split(" ", -1);
        char other = words[1].charAt(0) == '0' ? '1' : '0';
        Files.writeString(key(), words[0] + " " + other + words[1].substring(1));
        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.NOBODY);

        Files.writeString(key(), words[0] + " " + words[1]);
        assertThat(SingleInstance.knock(profile, WORLD, "")).isEqualTo(SingleInstance.Answer.RAISED);
        knocked("");
    }

    @Test
    void whoTalksNonsenseHoldsNobodyUp() throws Exception {
        int port = Integer.parseInt(Files.readString(key()).split(" ", -1)[0]);
        for (String words : List.of("", "x\n", "a b\nc d\n", "z".repeat(40_000))) {
            try (Socket rude = new Socket(InetAddress.getLoopbackAddress(), port)) {
                rude.getOutputStream().write(words.getBytes(StandardCharsets.US_ASCII));
                rude.shutdownOutput();
            } catch (IOException cutOff) {
                assertThat(words).hasSizeGreaterThan(16_384);
            }
        }
        assertThat(SingleInstance.knock(profile, WORLD, "")).isEqualTo(SingleInstance.Answer.RAISED);
        knocked("");
    }

    @Test
    void whatListensOnAnOldPortGetsNoLink() throws Exception {
        String secret = Files.readString(key()).split(" ", -1)[1];
        window.close();
        try (ServerSocket impostor = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(key(), impostor.getLocalPort() + " " + secret);
            CompletableFuture<String> heard = CompletableFuture.supplyAsync(() -> listenTo(impostor));
            assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.NOBODY);
            assertThat(heard.get(20, TimeUnit.SECONDS)).matches("[0-9a-f]{32}\n");
        }
    }

    /** Answers as the window would, without its secret, and returns all received text. */
    private static String listenTo(ServerSocket impostor) {
        try (Socket peer = impostor.accept()) {
            InputStream in = peer.getInputStream();
            String nonce = new String(in.readNBytes(33), StandardCharsets.US_ASCII);
            peer.getOutputStream()
                    .write(("0".repeat(64) + " " + "1".repeat(32) + "\n").getBytes(StandardCharsets.US_ASCII));
            return nonce + new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void aListenerThatFailsDoesNotShutTheDoor() throws IOException {
        window.close();
        window = SingleInstance.claim(profile).orElseThrow();
        List<String> failures = new CopyOnWriteArrayList<>();
        window.listen(
                WORLD,
                link -> {
                    knocks.add(link);
                    throw new IllegalStateException("a defect");
                },
                new ServerSocket(0, 4, InetAddress.getLoopbackAddress()),
                time -> true,
                (thread, failure) -> failures.add(failure.getMessage()));
        assertThat(SingleInstance.knock(profile, WORLD, "one")).isEqualTo(SingleInstance.Answer.RAISED);
        assertThat(SingleInstance.knock(profile, WORLD, "two")).isEqualTo(SingleInstance.Answer.RAISED);
        knocked("one", "two");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(failures).containsExactly("a defect", "a defect"));
    }

    @Test
    void aDoorThatTakesNobodyInRestsLongerEachTimeAndOpensAgain() throws IOException {
        window.close();
        window = SingleInstance.claim(profile).orElseThrow();
        List<Duration> pauses = new CopyOnWriteArrayList<>();
        ServerSocket door = new ServerSocket(0, 4, InetAddress.getLoopbackAddress()) {
            private int failures;

            @Override
            public Socket accept() throws IOException {
                if (failures++ < 12) {
                    throw new IOException("Too many open files");
                }
                return super.accept();
            }
        };
        window.listen(WORLD, knocks::add, door, pauses::add, (thread, failure) -> {});

        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.RAISED);

        knocked(LINK);
        assertThat(pauses).hasSize(12).isSorted();
        assertThat(pauses.get(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(pauses.get(11)).isEqualTo(Duration.ofSeconds(30));
    }
}
