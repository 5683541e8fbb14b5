package dev.pilothouse.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.southernstorm.noise.protocol.DHState;
import dev.pilothouse.testing.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
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

    /** The list of weak keys against the definition: a Diffie-Hellman result of zero. */
    @Test
    void exactlyTheValuesWithAZeroResultAreRefused() {
        List<byte[]> values = new ArrayList<>();
        for (byte[] point : LowOrder.POINTS) {
            for (int difference = -20; difference <= 20; difference++) {
                values.add(plus(point, difference));
            }
        }
        Random random = new Random(1);
        for (int i = 0; i < 50; i++) {
            values.add(Seeds.bytes(random, PublicKey.LENGTH));
        }
        DHState own = X25519Keys.newState();
        own.generateKeyPair();
        for (byte[] value : values) {
            value[31] &= 0x7f;
            assertThat(X25519Keys.isWeak(value, 0))
                    .as(HexFormat.of().formatHex(value))
                    .isEqualTo(givesZero(own, value));
        }
    }

    /** A number of 32 bytes, little-endian. */
    private static byte[] plus(byte[] number, int difference) {
        byte[] sum = new byte[PublicKey.LENGTH];
        int carry = difference;
        for (int i = 0; i < sum.length; i++) {
            carry += number[i] & 0xff;
            sum[i] = (byte) carry;
            carry >>= 8;
        }
        return sum;
    }

    private static boolean givesZero(DHState own, byte[] value) {
        DHState remote = X25519Keys.newState();
        remote.setPublicKey(value, 0);
        byte[] shared = new byte[32];
        own.calculate(shared, 0, remote);
        return Arrays.equals(shared, new byte[32]);
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
