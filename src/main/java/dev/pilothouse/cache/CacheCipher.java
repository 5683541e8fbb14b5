package dev.pilothouse.cache;

import dev.pilothouse.platform.SecureStore;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what is kept: AES-256-GCM under one key of this device, a random nonce for each sealing, and the name of the
 * content as associated data, so that a file that was changed, cut, moved to another name or left by another version
 * does not open.
 *
 * <p>A sealed content is {@code PHK1}, the version of what is in it (4 bytes), the nonce (12 bytes), then ciphertext and
 * tag. Owns the key; any thread.
 */
final class CacheCipher {

    static final String ENTRY = "cache-key";
    static final int OVERHEAD = 4 + 4 + 12 + 16;

    private static final int MAGIC = 0x50484B31;
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    CacheCipher(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + KEY_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** The cipher of the key that the device keeps, or empty if it keeps none, or one that is damaged. */
    static Optional<CacheCipher> load(SecureStore secrets) {
        return secrets.read(ENTRY).filter(kept -> kept.length == KEY_BYTES).map(CacheCipher::new);
    }

    /** A cipher of a new key, which the device keeps from now on; what was sealed before does not open any more. */
    static CacheCipher create(SecureStore secrets) {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        secrets.write(ENTRY, fresh);
        return new CacheCipher(fresh);
    }

    /** What a sealed content must say about itself to be opened. */
    record Label(int version, String host, String name) {
        private byte[] bytes() {
            byte[] hostBytes = host.getBytes(StandardCharsets.UTF_8);
            byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(16 + hostBytes.length + nameBytes.length)
                    .putInt(MAGIC)
                    .putInt(version)
                    .putInt(hostBytes.length)
                    .put(hostBytes)
                    .putInt(nameBytes.length)
                    .put(nameBytes)
                    .array();
        }
    }

    byte[] seal(byte[] content, Label label) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, content, label)
                .orElseThrow(() -> new IllegalStateException("sealing does not fail"));
        return ByteBuffer.allocate(4 + 4 + NONCE_BYTES + sealed.length)
                .putInt(MAGIC)
                .putInt(label.version())
                .put(nonce)
                .put(sealed)
                .array();
    }

    /** The content, or empty if it is not exactly what was sealed under this label with this key. */
    Optional<byte[]> open(byte[] sealed, Label label) {
        if (sealed.length < OVERHEAD) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(sealed);
        if (in.getInt() != MAGIC || in.getInt() != label.version()) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        in.get(nonce);
        return run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, in.position(), sealed.length), label);
    }

    private Optional<byte[]> run(int mode, byte[] nonce, byte[] input, Label label) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(label.bytes());
            return Optional.of(cipher.doFinal(input));
        } catch (javax.crypto.AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java lacks AES-GCM", e);
        }
    }
}
