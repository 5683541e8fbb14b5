package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pilothouse.model.PendingId;
import dev.pilothouse.model.SessionId;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTokenTest {
    private static final byte[] SECRET = new byte[32];
    private static final AnswerToken TOKEN = new AnswerToken(
            "phone", new SessionId("s1"), new PendingId("p13"), "allow", Instant.ofEpochMilli(1_772_000_000_000L));

    @Test
    void whatTheHostHasSignedIsReadAgain() {
        assertThat(AnswerToken.verify(TOKEN.sign(SECRET), "phone", SECRET)).contains(TOKEN);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"p13\"|\"p14\"",
                "\"allow\"|\"allow_always\"",
                "\"s1\"|\"s2\"",
                "1772000000000|1772000000001",
                "pilothouse-answer-1|pilothouse-answer-2"
            })
    void aTokenWithAnotherQuestionOptionSessionOrTimeIsForged(String from, String to) {
        String text = TOKEN.sign(SECRET);

        assertThat(text).contains(from);
        assertThat(AnswerToken.verify(text.replace(from, to), "phone", SECRET)).isEmpty();
    }

    @Test
    void aTokenOfAnotherSecretOrTargetIsForged() {
        byte[] other = new byte[32];
        other[0] = 1;

        assertThat(AnswerToken.verify(TOKEN.sign(other), "phone", SECRET)).isEmpty();
        assertThat(AnswerToken.verify(TOKEN.sign(SECRET), "desk", SECRET)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "{}", "{\"v\":1}", "{\"v\":\"pilothouse-answer-1\",\"s\":\"s1\",\"p\":\"p13\"}"})
    void anythingElseIsNoToken(String text) {
        assertThat(AnswerToken.verify(text, "phone", SECRET)).isEmpty();
    }

    @Test
    void eachUseHasTheSameRequestIdAndOtherTokensHaveOthers() {
        AnswerToken reject = new AnswerToken("phone", TOKEN.sessionId(), TOKEN.pendingId(), "no", TOKEN.expires());

        assertThat(TOKEN.requestId(SECRET)).isEqualTo(TOKEN.requestId(SECRET)).isNotEqualTo(reject.requestId(SECRET));
    }
}
