package dev.pilothouse.desktop.phone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.desktop.pairing.Photograph;
import dev.pilothouse.desktop.pairing.PictureFiles;
import dev.pilothouse.desktop.pairing.QrRenderer;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.session.Item;
import dev.pilothouse.session.SessionState;
import java.nio.file.Path;
import java.util.List;

/** Uses a paired phone in a session as a person does, and checks each step on the host. Has no state. */
final class NativeDay {
    private NativeDay() {}

    /** Begins at the list, and ends in the session. */
    static void use(NativePhone phone, Workshop workshop, SessionId session, Path folder) throws Exception {
        String name = workshop.awaitState(session, state -> state.info() != null)
                .info()
                .name();
        phone.tapWords(name);
        phone.send("/markdown");
        quiet(workshop, session, 1);
        phone.send("/permission");
        phone.answerFirst();
        quiet(workshop, session, 2);
        phone.attach(PictureFiles.write(
                Photograph.screenshot(new QrRenderer().encode("https://example.org"), 8), folder.resolve("photo.jpg")));
        phone.send("/say with a picture");
        SessionState sent = quiet(workshop, session, 3);
        assertThat(sent.transcript().items().stream()
                        .filter(Item.UserItem.class::isInstance)
                        .map(item -> (Item.UserItem) item)
                        .filter(item -> item.text().equals("/say with a picture"))
                        .flatMap(item -> item.attachments().stream()))
                .as("the attachments that the host has")
                .hasSize(1);
        phone.send("/diff");
        phone.awaitWords("import java.util.Objects;");
        phone.answerFirst();
        quiet(workshop, session, 4);
        assertThat(workshop.prompts(session))
                .isEqualTo(List.of("/markdown", "/permission", "/say with a picture", "/diff"));
    }

    /** Waits until the host has that many prompts and every turn is over. */
    private static SessionState quiet(Workshop workshop, SessionId session, int prompts) {
        return workshop.awaitState(
                session,
                state -> Workshop.isQuiet(state)
                        && state.transcript().items().stream()
                                        .filter(Item.UserItem.class::isInstance)
                                        .count()
                                == prompts);
    }
}
