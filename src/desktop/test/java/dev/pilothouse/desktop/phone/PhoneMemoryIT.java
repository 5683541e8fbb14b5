package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import dev.pilothouse.desktop.testing.JvmChild;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.SessionState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The phone's client with the memory of a cheap phone, while agents write as fast as they can. */
@Timeout(400)
class PhoneMemoryIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int SESSIONS = 5;
    private static final int CHUNKS = 20_000;
    /** Turns of an earlier session; together as many rows as a client holds. */
    private static final int TURNS = 1_660;

    private static final List<String> PHONE = List.of(
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dglass.platform=Monocle",
            "-Dmonocle.platform=Headless",
            "-Dheadless.geometry=400x900-32",
            "-Dprism.order=sw",
            "-Djavafx.platform=desktop");

    @TempDir
    Path folder;

    private JvmChild phone;

    private JsonObject ask(String what, String name, String value) throws Exception {
        JsonObject request = new JsonObject();
        request.addProperty("do", what);
        request.addProperty(name, value);
        return phone.ask(request, LIMIT);
    }

    @Test
    void inAFloodThePhoneLivesWith96MegabytesAndEndsWithWhatTheHostHas() throws Exception {
        try (Workshop workshop = new Workshop(folder, TURNS)) {
            workshop.link().sessions().open(LongSession.ID);
            List<SessionId> flooding = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                flooding.add(workshop.session("Flood " + i));
            }
            phone = start();
            try {
                ask("pair", "ticket", workshop.ticket());
                ask("show", "session", LongSession.ID.value());
                for (SessionId session : flooding) {
                    workshop.prompt(session, "/flood " + CHUNKS);
                }
                List<SessionId> all = new ArrayList<>(flooding);
                all.add(LongSession.ID);
                // While the agents write, the user opens each session in turn.
                for (int round = 0; round < 3; round++) {
                    for (SessionId session : all) {
                        ask("show", "session", session.value());
                        awaitHeld(session);
                    }
                }
                for (SessionId session : all) {
                    SessionState state = workshop.awaitQuiet(session);
                    ask("show", "session", session.value());
                    await().atMost(LIMIT).until(() -> held(session).get("seq").getAsLong() == state.seq());
                    JsonObject held = held(session);
                    assertThat(held.get("items").getAsInt()).isPositive();
                    assertThat(held.get("sum").getAsLong())
                            .as("what the phone holds of %s", session)
                            .isEqualTo(HeldWindow.sum(state, held.get("start").getAsLong()));
                }
                double lives = phone.collect();
                System.out.println("Heap of the phone's client that lives after the flood, of 96 MB: " + lives + " MB");
                assertThat(lives).isLessThan(80);
            } finally {
                phone.close();
            }
        }
    }

    private JvmChild start() throws IOException {
        return JvmChild.start(
                "phone",
                folder,
                PHONE,
                List.of(PhoneProgram.class.getName(), folder.resolve("device").toString()));
    }

    private JsonObject held(SessionId session) throws Exception {
        return ask("held", "session", session.value());
    }

    private void awaitHeld(SessionId session) {
        await().atMost(LIMIT).until(() -> held(session).get("items").getAsInt() > 0);
    }
}
