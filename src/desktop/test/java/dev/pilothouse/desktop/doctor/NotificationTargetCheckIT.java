package dev.pilothouse.desktop.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.pilothouse.desktop.push.NotificationConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor's findings about the servers of notifications, with a server on this machine. */
@Timeout(60)
class NotificationTargetCheckIT {
    private static final String TOKEN = "tk_secretsecret";

    @TempDir
    Path folder;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        Files.writeString(
                folder.resolve(NotificationConfig.FILE),
                "{\"targets\": [{\"name\": \"phone\", \"form\": \"ntfy\", \"url\": \"http://127.0.0.1:"
                        + server.getAddress().getPort() + "/my-topic\", \"token\": \"" + TOKEN + "\"}]}");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private List<DiagnosticResult> examine(Duration off) {
        return new NotificationTargetCheck(folder, Clock.offset(Clock.systemUTC(), off)).examine();
    }

    @Test
    void aServerThatAnswersIsInOrderAndIsToldNothing() {
        assertThat(examine(Duration.ZERO)).containsExactly(DiagnosticResult.ok("away", "phone: its server answers"));
        assertThat(asked).containsExactly("HEAD / null");
    }

    @Test
    void aClockThatIsNotThatOfTheServerIsSaid() {
        assertThat(examine(Duration.ofMinutes(10))).last().satisfies(finding -> {
            assertThat(finding.area()).isEqualTo("clock");
            assertThat(finding.level()).isEqualTo(DiagnosticResult.Level.WARNING);
            assertThat(finding.text()).containsPattern("(59|60)\\d s ahead of that of the server of phone");
        });
        assertThat(examine(Duration.ofMinutes(-10)).get(1).text()).contains(" s behind that of the server");
    }

    @Test
    void aServerThatIsNotThereIsAWarningThatNamesNoAddress() {
        server.stop(0);
        assertThat(examine(Duration.ZERO)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(DiagnosticResult.Level.WARNING);
            assertThat(finding.text()).contains("phone", "cannot be reached").doesNotContain("127.0.0.1", "topic");
            assertThat(finding.advice()).contains(NotificationConfig.FILE);
        });
    }

    @Test
    void aFileThatCannotBeUnderstoodIsAFailureAndNoFileIsInOrder() throws IOException {
        Files.writeString(folder.resolve(NotificationConfig.FILE), "{\"targets\": [{\"token\": \"" + TOKEN + "\"}]}");
        assertThat(examine(Duration.ZERO)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(DiagnosticResult.Level.FAILURE);
            assertThat(finding.text()).contains(NotificationConfig.FILE).doesNotContain(TOKEN);
        });
        Files.delete(folder.resolve(NotificationConfig.FILE));
        assertThat(examine(Duration.ZERO))
                .extracting(DiagnosticResult::level)
                .containsExactly(DiagnosticResult.Level.OK);
    }
}
