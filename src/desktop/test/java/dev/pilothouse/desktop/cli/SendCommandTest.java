package dev.pilothouse.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.ErrorCode;
import dev.pilothouse.model.HostText;
import dev.pilothouse.model.RequestId;
import dev.pilothouse.session.IntentResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SendCommandTest {
    @Test
    void aHostThatDoesNotAnswerLeavesOneReceiptUnknownAndTheOthersAreStillRead() throws Exception {
        IntentResult refused =
                new IntentResult.Refused(new RequestId("r1"), ErrorCode.CLOSED, HostText.untranslated("It is closed."));

        assertThat(SendCommand.answer(new CompletableFuture<>(), Duration.ZERO)).isEmpty();
        assertThat(SendCommand.answer(CompletableFuture.completedStage(refused), Duration.ZERO))
                .contains(refused);
    }
}
