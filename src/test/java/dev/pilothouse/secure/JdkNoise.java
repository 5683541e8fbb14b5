package dev.pilothouse.secure;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * An independent initiator of {@code Noise_IK_25519_ChaChaPoly_SHA256}, from the Noise specification and with the JDK's
 * primitives only. The channel is compared with it. It also proves that the description in {@code docs/protocol.md} is
 * sufficient.
 */
final class JdkNoise {
    private final byte[] ephemeral;
    private final byte[] self;
    private final byte[] host;
    private byte[] shownPublic;
    private byte[] h;
    private byte[] ck;
    private byte[] k = new byte[0];
    private long n;

    byte[] sendKey = new byte[0];
    byte[] receiveKey = new byte[0];

    JdkNoise(byte[] selfPrivate, byte[] hostPublic, byte[] ephemeralPrivate, String prologue)
            throws GeneralSecurityException {
        shownPublic = publicOf(selfPrivate);
        self = selfPrivate;
        host = hostPublic;
        ephemeral = ephemeralPrivate;
        h = "Noise_IK_25519_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);
        ck = h;
        mixHash(prologue.getBytes(StandardCharsets.US_ASCII));
        mixHash(host);
    }

    /** Presents another public key; a low-order one needs no private key. */
    JdkNoise showing(byte[] publicKey) {
        shownPublic = publicKey;
        return this;
    }

    byte[] message1() throws GeneralSecurityException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] e = publicOf(ephemeral);
        out.writeBytes(e);
        mixHash(e);
        mixKey(dh(ephemeral, host));
        out.writeBytes(encryptAndHash(shownPublic));
        mixKey(dhStatic());
        out.writeBytes(encryptAndHash(new byte[0]));
        return out.toByteArray();
    }

    /** Reads the reply and returns the handshake hash. */
    byte[] finish(byte[] message2) throws GeneralSecurityException {
        byte[] re = Arrays.copyOf(message2, 32);
        mixHash(re);
        mixKey(dh(ephemeral, re));
        mixKey(dh(self, re));
        byte[] payload = decrypt(k, n++, h, Arrays.copyOfRange(message2, 32, message2.length));
        if (payload.length != 0) {
            throw new GeneralSecurityException("The payload is not empty");
        }
        mixHash(Arrays.copyOfRange(message2, 32, message2.length));
        byte[][] keys = hkdf(ck, new byte[0]);
        sendKey = keys[0];
        receiveKey = keys[1];
        return h;
    }

    static byte[] encrypt(byte[] key, long nonce, byte[] ad, byte[] plaintext) throws GeneralSecurityException {
        return cipher(Cipher.ENCRYPT_MODE, key, nonce, ad).doFinal(plaintext);
    }

    static byte[] decrypt(byte[] key, long nonce, byte[] ad, byte[] message) throws GeneralSecurityException {
        return cipher(Cipher.DECRYPT_MODE, key, nonce, ad).doFinal(message);
    }

    private static Cipher cipher(int mode, byte[] key, long nonce, byte[] ad) throws GeneralSecurityException {
        byte[] iv = ByteBuffer.allocate(12)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0)
                .putLong(nonce)
                .array();
        Cipher cipher = Cipher.getInstance("ChaCha20-Poly1305");
        cipher.init(mode, new SecretKeySpec(key, "ChaCha20"), new IvParameterSpec(iv));
        cipher.updateAAD(ad);
        return cipher;
    }

    private byte[] encryptAndHash(byte[] plaintext) throws GeneralSecurityException {
        byte[] out = encrypt(k, n++, h, plaintext);
        mixHash(out);
        return out;
    }

    private byte[] dhStatic() throws GeneralSecurityException {
        return Arrays.equals(shownPublic, publicOf(self)) ? dh(self, host) : new byte[32];
    }

    private void mixHash(byte[] data) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(h);
            h = digest.digest(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void mixKey(byte[] input) throws GeneralSecurityException {
        byte[][] keys = hkdf(ck, input);
        ck = keys[0];
        k = keys[1];
        n = 0;
    }

    private static byte[][] hkdf(byte[] chainingKey, byte[] input) throws GeneralSecurityException {
        byte[] temporary = hmac(chainingKey, input);
        byte[] one = hmac(temporary, new byte[] {1});
        byte[] two =
                hmac(temporary, ByteBuffer.allocate(33).put(one).put((byte) 2).array());
        return new byte[][] {one, two};
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    static byte[] publicOf(byte[] privateKey) throws GeneralSecurityException {
        byte[] basePoint = new byte[32];
        basePoint[0] = 9;
        return dh(privateKey, basePoint);
    }

    private static byte[] dh(byte[] privateKey, byte[] publicKey) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("X25519");
        PrivateKey own = factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey));
        byte[] bigEndian = new byte[32];
        for (int i = 0; i < 32; i++) {
            bigEndian[i] = publicKey[31 - i];
        }
        KeyAgreement agreement = KeyAgreement.getInstance("X25519");
        agreement.init(own);
        agreement.doPhase(
                factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, bigEndian))),
                true);
        return agreement.generateSecret();
    }
}
