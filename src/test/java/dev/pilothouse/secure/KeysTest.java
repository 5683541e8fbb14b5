package dev.pilothouse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void anIdentitySurvivesItsStoredForm() {
        Identity device = Identity.generate();
        Identity host = Identity.generate();

        assertThat(Identity.of(device.privateKey()).publicKey()).isEqualTo(device.publicKey());
        assertThat(Identity.of(host.privateKey()).publicKey()).isEqualTo(host.publicKey());
        assertThat(device.privateKey()).hasSize(32);
    }

    @Test
    void twoIdentitiesAreNeverTheSame() {
        assertThat(Identity.generate().publicKey())
                .isNotEqualTo(Identity.generate().publicKey());
    }

    @Test
    void nothingPrintsThePrivateKey() {
        Identity device = Identity.generate();
        String hex = HexFormat.of().formatHex(device.privateKey());
        String base64 = Base64.getUrlEncoder().encodeToString(device.privateKey());

        assertThat(device.toString())
                .contains(device.publicKey().fingerprint())
                .doesNotContain(hex.substring(0, 8))
                .doesNotContain(base64.substring(0, 8));
    }

    @Test
    void aPublicKeySurvivesItsText() {
        PublicKey key = Identity.generate().publicKey();

        assertThat(key.text()).hasSize(43);
        assertThat(PublicKey.parse(key.text())).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(PublicKey.of(key.bytes())).isEqualTo(key);
    }

    @Test
    void lowOrderKeysAreRefused() {
        for (byte[] point : LowOrder.POINTS) {
            assertThatThrownBy(() -> PublicKey.of(point)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSecondSpellingOfTheSameKeyIsRefused() {
        byte[] key = Identity.generate().publicKey().bytes();
        key[31] |= (byte) 0x80;

        assertThatThrownBy(() -> PublicKey.of(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keysOfAnotherSizeAreRefused() {
        assertThatThrownBy(() -> PublicKey.of(new byte[31])).hasMessageContaining("32 bytes");
        assertThatThrownBy(() -> Identity.of(new byte[33])).hasMessageContaining("32 bytes");
    }

    @Test
    void theFingerprintIsTheBeginningOfTheHashOfTheKey() {
        byte[] key = new byte[32];
        key[0] = 9;

        assertThat(PublicKey.of(key).fingerprint()).isEqualTo(Sha256.hex(key).substring(0, 16));
    }

    private static final class Sha256 {
        static String hex(byte[] input) {
            try {
                return HexFormat.of()
                        .formatHex(java.security.MessageDigest.getInstance("SHA-256")
                                .digest(input));
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new AssertionError(e);
            }
        }
    }
}
