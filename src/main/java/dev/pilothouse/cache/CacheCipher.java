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
 * Encrypts the cache's content with AES-256-GCM under one key of this device. Each encryption has a random nonce. The
 * content's label is the associated data, so a file that was changed, cut, moved to another name or written by another
 * version does not open.
 *
 * <p>The sealed form is {@code PHK1}, the version of the content (4 bytes), the nonce (12 bytes), then ciphertext and
 * tag. Owns the key. Any thread.
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

    /** The cipher for the device's stored key; empty if there is none or it is damaged. */
    static Optional<CacheCipher> load(SecureStore secrets) {
        return secrets.read(ENTRY).filter(kept -> kept.length == KEY_BYTES).map(CacheCipher::new);
    }

    /** Creates a cipher with a new key and stores the key. Content that was sealed before can no longer be opened. */
    static CacheCipher create(SecureStore secrets) {
        byte[] fresh = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(fresh);
        secrets.write(ENTRY, fresh);
        return new CacheCipher(fresh);
    }

    /** The label of a sealed content. It opens only under the same label. */
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

    /** The content, or empty if it was not sealed under this label with this key. */
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
