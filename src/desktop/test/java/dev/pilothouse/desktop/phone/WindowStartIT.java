package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pilothouse.bridge.InProcessTransport;
import dev.pilothouse.bridge.LocalBridge;
import dev.pilothouse.bridge.PairedHosts;
import dev.pilothouse.model.HostId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Intent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The desktop window while its own host is still starting. */
@Timeout(300)
class WindowStartIT {
    @TempDir
    Path folder;

    /** Completes when the host of the second start is there. */
    private final CompletableFuture<LocalBridge> starting = new CompletableFuture<>();

    private Workshop workshop;
    private SessionId session;
    private DeskPhone window;

    @BeforeEach
    void endAWindowWithASession() throws Exception {
        workshop = new Workshop(folder);
        HostId hostId = workshop.host().hostId();
        session = workshop.session("Trip");
        workshop.prompt(session, "/say at home");
        workshop.awaitQuiet(session);
        Path device = Files.createDirectories(folder.resolve("device"));
        Files.writeString(device.resolve("kept.properties"), "session=" + hostId.value() + "/" + session.value());
        window = DeskPhone.desktop(
                device, new PairedHosts.Local(hostId, "Workshop", InProcessTransport.to(workshop.host())));
        window.awaitWords("at home");
        window.close();
        workshop.close();
        window = DeskPhone.desktop(device, new PairedHosts.Local(hostId, "Workshop", InProcessTransport.to(starting)));
    }

    @AfterEach
    void closeAll() {
        window.close();
        workshop.close();
    }

    private void startTheHost() throws Exception {
        workshop = new Workshop(folder);
        workshop.link().sessions().open(session);
        starting.complete(workshop.host());
    }

    private double top(String selector) {
        Node node = window.await(selector);
        return window.onFx(() -> node.localToScene(node.getLayoutBounds()).getMinY());
    }

    @Test
    void theFirstFrameShowsTheLastListAndConversationAndSaysThatTheHostIsNotThereYet() throws Exception {
        assertThat(window.firstFrame()).contains("Trip", "/say at home", "at home");
        assertThat(window.firstFrame()).anyMatch(words -> words.contains("as of ") && words.endsWith(", connecting"));
        window.look("start-connecting");
        double row = top(".session-first-line");
        double message = top(".prompt-row");

        startTheHost();

        window.awaitWords("\u00b7 connected");
        window.look("start-connected");
        assertThat(top(".session-first-line")).isEqualTo(row);
        assertThat(top(".prompt-row")).isEqualTo(message);
    }

    @Test
    void whatIsWrittenBeforeTheHostIsThereIsSentOnce() throws Exception {
        window.firstFrame();
        window.send("/say in a hurry");
        window.awaitWords("/say in a hurry");
        assertThat(window.find(".prompt-is-pending")).as("it is not confirmed").isPresent();

        startTheHost();

        await().atMost(DeskPhone.TIMEOUT)
                .until(() -> window.find(".prompt-is-pending").isEmpty());
        workshop.awaitQuiet(session);
        assertThat(workshop.prompts(session)).containsExactly("/say at home", "/say in a hurry");
    }

    @Test
    void aSessionThatIsGoneOnTheHostLeavesTheWindow() throws Exception {
        window.firstFrame();
        workshop = new Workshop(folder);
        workshop.result(new Intent.DeleteSession(session));
        starting.complete(workshop.host());

        window.awaitWords("\u00b7 connected");
        await().atMost(DeskPhone.TIMEOUT).until(() -> !window.says("Trip"));
    }
}
