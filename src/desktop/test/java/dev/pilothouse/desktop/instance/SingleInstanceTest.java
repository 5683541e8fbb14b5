package dev.pilothouse.desktop.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
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

    private Path socket() {
        return profile.resolve("window.socket");
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(socket()));
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
        assertThat(socket()).doesNotExist();
        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.NOBODY);
        window = SingleInstance.claim(profile).orElseThrow();
    }

    @Test
    void whoseWindowWasKilledFindsNobodyAndTakesItsPlace() throws IOException {
        window.close();
        // A killed process leaves its socket behind; nobody listens there.
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(socket()));
        }
        assertThat(Files.exists(socket())).isTrue();
        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.NOBODY);
        window = SingleInstance.claim(profile).orElseThrow();
        assertThat(socket()).doesNotExist();
        window.listen(WORLD, knocks::add);
        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.RAISED);
        knocked(LINK);
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "checks permissions of POSIX")
    void onlyTheOwnerReachesTheSocket() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile)))
                .isEqualTo("rwx------");
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "checks permissions of POSIX")
    void aSocketThatOthersCanHavePlacedGetsNoLink() throws Exception {
        window.close();
        try (ServerSocketChannel impostor = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            impostor.bind(UnixDomainSocketAddress.of(socket()));
            impostor.configureBlocking(false);
            Files.setPosixFilePermissions(profile, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.NOBODY);
            assertThat(impostor.accept()).isNull();
        }
    }

    @Test
    void whoTalksNonsenseHoldsNobodyUp() throws Exception {
        for (String words : List.of("", "x\n", "{\"link\":1}\n", "z".repeat(40_000))) {
            try (SocketChannel rude = connect()) {
                rude.write(ByteBuffer.wrap(words.getBytes(StandardCharsets.US_ASCII)));
                rude.shutdownOutput();
            } catch (IOException cutOff) {
                assertThat(words).hasSizeGreaterThan(16_384);
            }
        }
        assertThat(SingleInstance.knock(profile, WORLD, "")).isEqualTo(SingleInstance.Answer.RAISED);
        knocked("");
    }

    @Test
    void aLinkOverTheBoundIsNotSent() {
        String link = "pilothouse://pair#" + "x".repeat(InstanceProtocol.MAX_LINE);
        assertThat(SingleInstance.knock(profile, WORLD, link)).isEqualTo(SingleInstance.Answer.NOBODY);
        assertThat(SingleInstance.knock(profile, WORLD, "")).isEqualTo(SingleInstance.Answer.RAISED);
        knocked("");
    }

    @Test
    void theSocketOfALongPathIsInTheRuntimeFolder() throws IOException {
        Path deep = root.resolve("d".repeat(100));
        String runtime = root.resolve("run").toString();
        try (SingleInstance far = SingleInstance.claim(deep, runtime).orElseThrow()) {
            far.listen(WORLD, knocks::add);
            assertThat(SingleInstance.knock(deep, runtime, WORLD, LINK)).isEqualTo(SingleInstance.Answer.RAISED);
            knocked(LINK);
            assertThat(root.resolve("run/pilothouse")).isDirectoryContaining("glob:**.socket");
        }
        assertThat(root.resolve("run/pilothouse")).isEmptyDirectory();
    }

    @Test
    void aLongPathWithoutARuntimeFolderLeavesTheLockAlone() throws IOException {
        Path deep = root.resolve("d".repeat(100));
        try (SingleInstance far = SingleInstance.claim(deep, "").orElseThrow()) {
            assertThatIOException()
                    .isThrownBy(() -> far.listen(WORLD, knocks::add))
                    .withMessageContaining("too long")
                    .withMessageContaining("XDG_RUNTIME_DIR");
            assertThat(SingleInstance.claim(deep, "")).isEmpty();
            assertThat(SingleInstance.knock(deep, "", WORLD, LINK)).isEqualTo(SingleInstance.Answer.NOBODY);
        }
        SingleInstance.claim(deep, "").orElseThrow().close();
    }

    @Test
    void aClaimThatFailsLeavesTheProfileFree() throws IOException {
        Path other = root.resolve("other");
        Path inTheWay = Files.createDirectories(other.resolve("window.socket/full"));
        assertThatIOException().isThrownBy(() -> SingleInstance.claim(other));
        Files.delete(inTheWay);
        SingleInstance.claim(other).orElseThrow().close();
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
                ServerSocketChannel::accept,
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
        AtomicInteger failures = new AtomicInteger();
        SingleInstance.Acceptor door = server -> {
            if (failures.getAndIncrement() < 12) {
                throw new IOException("Too many open files");
            }
            return server.accept();
        };
        window.listen(WORLD, knocks::add, door, pauses::add, (thread, failure) -> {});

        assertThat(SingleInstance.knock(profile, WORLD, LINK)).isEqualTo(SingleInstance.Answer.RAISED);

        knocked(LINK);
        assertThat(pauses).hasSize(12).isSorted();
        assertThat(pauses.get(0)).isEqualTo(Duration.ofMillis(100));
        assertThat(pauses.get(11)).isEqualTo(Duration.ofSeconds(30));
    }
}
