package dev.pilothouse.desktop.forge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.JobId;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.model.SessionId;
import dev.pilothouse.protocol.ClientMessage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PullRequestCreateRunnerTest {
    @Test
    void aLongBodyIsCutBetweenCharacters() {
        String body = "a".repeat(3_999) + "😀".repeat(3_000);

        Map<String, String> parameters = PullRequestCreateRunner.parameters(
                Path.of("shop"),
                new ClientMessage.CreatePullRequest(
                        new RequestId("r"), new JobId("j"), new SessionId("s"), "fix", "main", "Fix", body, false),
                "Fix");

        assertThat(parameters.get("body0") + parameters.get("body1") + parameters.get("body2"))
                .isEqualTo(body);
        assertThat(parameters.values())
                .noneMatch(part -> !part.isEmpty() && Character.isHighSurrogate(part.charAt(part.length() - 1)))
                .allMatch(part -> part.length() <= 4_096);
    }
}
