package dev.pilothouse.desktop.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebPushSealerTest {
    // RFC 8291, section 5 and appendix A.
    private static final String RECEIVER =
            "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private static final String AUTH = "BTBZMqHH6r4Tts7J_aSIgg";
    private static final String SENDER =
            "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private static final String SENDER_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private static final String SALT = "DGv6ra1nlYgDCS1FRnbzlw";
    private static final String SEALED =
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    @Test
    void theExampleOfTheStandardIsSealedByteForByte() throws GeneralSecurityException {
        byte[] sealed = WebPushSealer.seal(
                "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.US_ASCII),
                WebPushSealer.bytes(RECEIVER),
                WebPushSealer.bytes(AUTH),
                WebPushSealer.keys(SENDER_PRIVATE, SENDER),
                WebPushSealer.bytes(SALT));

        assertThat(WebPushSealer.text(sealed)).isEqualTo(SEALED);
    }

    @Test
    void theSameContentIsSealedAnewEachTime() throws GeneralSecurityException {
        byte[] content = {1, 2, 3};

        assertThat(WebPushSealer.seal(content, RECEIVER, AUTH))
                .isNotEqualTo(WebPushSealer.seal(content, RECEIVER, AUTH));
    }

    @Test
    void contentThatFitsIntoNoRecordIsRefused() {
        assertThatThrownBy(() -> WebPushSealer.seal(new byte[3_994], RECEIVER, AUTH))
                .isInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void keysThatAreNoPointOrHaveAnotherLengthAreRefused() {
        String noPoint = RECEIVER.substring(0, RECEIVER.length() - 2) + "AA";

        assertThat(WebPushSealer.areKeys(RECEIVER, AUTH)).isTrue();
        assertThat(WebPushSealer.areKeys(noPoint, AUTH)).isFalse();
        assertThat(WebPushSealer.areKeys(RECEIVER, "BTBZ")).isFalse();
        assertThat(WebPushSealer.areKeys("", "")).isFalse();
        assertThat(WebPushSealer.areKeys("not base64!", AUTH)).isFalse();
    }

    @Test
    void aPushServiceCanVerifyWhoSends() throws GeneralSecurityException {
        KeyPair keys = WebPushSealer.newKeys();
        Instant expires = Instant.ofEpochSecond(1_800_000_000);

        String header = WebPushSealer.authorization("https://push.example", keys, expires, "mailto:ada@example.org");

        String token = header.substring("vapid t=".length(), header.indexOf(','));
        String[] parts = token.split("\\.");
        assertThat(new String(WebPushSealer.bytes(parts[1]), StandardCharsets.US_ASCII))
                .contains(
                        "\"aud\":\"https://push.example\"", "\"exp\":1800000000", "\"sub\":\"mailto:ada@example.org\"");
        assertThat(header).endsWith("k=" + WebPushSealer.publicPoint(keys));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(keys.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(WebPushSealer.bytes(parts[2]))).isTrue();
    }

    @Test
    void withoutAContactNoneIsClaimed() throws GeneralSecurityException {
        String header = WebPushSealer.authorization(
                "https://push.example", WebPushSealer.newKeys(), Instant.ofEpochSecond(1_800_000_000), "");

        String claims =
                header.substring("vapid t=".length(), header.indexOf(',')).split("\\.")[1];
        assertThat(new String(WebPushSealer.bytes(claims), StandardCharsets.US_ASCII))
                .isEqualTo("{\"aud\":\"https://push.example\",\"exp\":1800000000}");
    }
}
