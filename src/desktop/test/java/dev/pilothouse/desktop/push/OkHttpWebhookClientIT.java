package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.pilothouse.model.NotificationKind;
import dev.pilothouse.model.PushKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests that a real receiver gets, and the handling of its responses. */
class OkHttpWebhookClientIT {
    private static final PushNotification NOTICE = new PushNotification(
            "s1-needs_you-p3",
            NotificationKind.NEEDS_YOU,
            "s1",
            "shop (Claude)",
            "Fix the börse",
            "Write notes.txt",
            "I will write it.\nMay I?",
            Instant.parse("2026-03-01T12:00:00Z"));

    @TempDir
    Path folder;

    private OkHttpWebhookClient post;
    private Receiver receiver;

    @BeforeEach
    void open() throws IOException {
        receiver = Receiver.open();
        post = new OkHttpWebhookClient("desk", Duration.ofSeconds(20), NotificationState.open(folder));
    }

    @AfterEach
    void close() {
        post.close();
        receiver.close();
    }

    private NotificationTarget target(PushKind form, String path, boolean transcript) {
        return NotificationTarget.of(
                "phone",
                form,
                URI.create(receiver.url(path)),
                "tk_secret",
                Set.of(NotificationKind.values()),
                transcript,
                false);
    }

    private JsonObject body() {
        return JsonParser.parseString(receiver.taken().get(0).body()).getAsJsonObject();
    }

    @Test
    void aWebhookGetsOneLineAndNothingOfTheConversation() {
        assertThat(post.post(target(PushKind.WEBHOOK, "/hook", false), NOTICE).fate())
                .isEqualTo(WebhookClient.Fate.SENT);

        Receiver.Taken taken = receiver.taken().get(0);
        assertThat(taken.path()).isEqualTo("/hook");
        assertThat(taken.authorization()).isEqualTo("Bearer tk_secret");
        assertThat(taken.key()).isEqualTo(NOTICE.id());
        assertThat(body().toString())
                .isEqualTo("{\"id\":\"s1-needs_you-p3\",\"event\":\"needsYou\",\"at\":\"2026-03-01T12:00:00Z\","
                        + "\"host\":\"desk\",\"sessionId\":\"s1\",\"place\":\"shop (Claude)\","
                        + "\"text\":\"Write notes.txt\"}");
    }

    @Test
    void ntfyGetsTheTopicInTheBodyAndTheTokenInAHeader() {
        post.post(target(PushKind.NTFY, "/sub/my-topic", false), NOTICE);

        Receiver.Taken taken = receiver.taken().get(0);
        assertThat(taken.path()).isEqualTo("/sub/");
        assertThat(taken.authorization()).isEqualTo("Bearer tk_secret");
        assertThat(body().get("topic").getAsString()).isEqualTo("my-topic");
        assertThat(body().get("title").getAsString()).isEqualTo("shop (Claude)");
        assertThat(body().get("message").getAsString()).isEqualTo("Write notes.txt");
    }

    @Test
    void theConversationGoesOnlyWhereThePersonAllowsIt() {
        post.post(target(PushKind.NTFY, "/my-topic", true), NOTICE);
        post.post(target(PushKind.WEBHOOK, "/hook", true), NOTICE);

        assertThat(body().get("title").getAsString()).isEqualTo("Fix the börse · shop (Claude)");
        assertThat(body().get("message").getAsString()).isEqualTo("Write notes.txt\n\nI will write it.\nMay I?");
        assertThat(receiver.taken().get(1).body())
                .contains("\"name\":\"Fix the börse\",\"excerpt\":\"I will write it.\\nMay I?\"");
    }

    @ParameterizedTest
    @CsvSource({
        "200, SENT",
        "204, SENT",
        "301, REFUSED",
        "307, REFUSED",
        "400, REFUSED",
        "401, REFUSED",
        "404, REFUSED",
        "408, NOT_TAKEN",
        "429, NOT_TAKEN",
        "500, NOT_TAKEN",
        "503, NOT_TAKEN",
        "502, UNKNOWN",
        "504, UNKNOWN"
    })
    void anAnswerSaysWhatBecameOfIt(int code, WebhookClient.Fate fate) {
        receiver.answers(code);

        WebhookClient.Outcome outcome = post.post(target(PushKind.WEBHOOK, "/hook", false), NOTICE);

        assertThat(outcome.fate()).isEqualTo(fate);
        assertThat(outcome.words()).isEqualTo("HTTP " + code);
        assertThat(receiver.taken())
                .as("no redirect is followed, and nothing is tried again")
                .hasSize(1);
    }

    @Test
    void aConnectionThatEndsWithoutAnAnswerMayHaveBeenEnough() {
        receiver.answers(Receiver.DROP);

        WebhookClient.Outcome outcome = post.post(target(PushKind.WEBHOOK, "/hook", false), NOTICE);

        assertThat(outcome.fate()).isEqualTo(WebhookClient.Fate.UNKNOWN);
        assertThat(outcome.words()).doesNotContain("hook", "127.0.0.1", "tk_");
        assertThat(receiver.taken()).as("the library tried nothing again").hasSize(1);
    }

    @Test
    void anAnswerThatDoesNotComeInTimeIsNotWaitedFor() {
        receiver.answers(Receiver.HANG);
        try (OkHttpWebhookClient impatient =
                new OkHttpWebhookClient("desk", Duration.ofSeconds(2), NotificationState.open(folder))) {
            assertThat(impatient
                            .post(target(PushKind.WEBHOOK, "/hook", false), NOTICE)
                            .fate())
                    .isEqualTo(WebhookClient.Fate.UNKNOWN);
        }
    }

    @Test
    void whatWasNotReachedWasNotTold() {
        NotificationTarget target = target(PushKind.WEBHOOK, "/hook", false);
        receiver.close();

        WebhookClient.Outcome outcome = post.post(target, NOTICE);

        assertThat(outcome.fate()).isEqualTo(WebhookClient.Fate.NOT_TAKEN);
        assertThat(outcome.words()).doesNotContain("hook", "127.0.0.1", "tk_");
    }
}
