package dev.pilothouse.desktop.push;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts a notification for a receiver of Web Push (RFC 8291), and signs the request for its push service (RFC 8292).
 * Stateless.
 */
final class WebPushSealer {
    /** The plaintext that fits into one record of 4,096 bytes. */
    static final int MAX_PLAINTEXT = 3_993;

    private static final int RECORD = 4_096;
    private static final int POINT = 65;
    private static final int NUMBER = 32;
    private static final int SALT = 16;
    private static final int AUTH = 16;
    private static final ECParameterSpec CURVE = curve();

    private WebPushSealer() {}

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(CURVE);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** Whether these are keys of a receiver, both in base64url. */
    static boolean areKeys(String publicKey, String authSecret) {
        try {
            publicKey(bytes(publicKey));
            return bytes(authSecret).length == AUTH;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Decodes base64url with or without padding. */
    static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the body of a request with the content encoding {@code aes128gcm}. */
    static byte[] seal(byte[] plaintext, String publicKey, String authSecret) throws GeneralSecurityException {
        byte[] salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return seal(plaintext, bytes(publicKey), bytes(authSecret), newKeys(), salt);
    }

    static byte[] seal(byte[] plaintext, byte[] receiver, byte[] authSecret, KeyPair ephemeral, byte[] salt)
            throws GeneralSecurityException {
        if (plaintext.length > MAX_PLAINTEXT) {
            throw new GeneralSecurityException("the content has more than " + MAX_PLAINTEXT + " bytes");
        }
        byte[] own = point((ECPublicKey) ephemeral.getPublic());
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(ephemeral.getPrivate());
        agreement.doPhase(publicKey(receiver), true);
        byte[] keyInfo = join(ascii("WebPush: info\0"), receiver, own);
        byte[] input = expand(hmac(authSecret, agreement.generateSecret()), keyInfo, 32);
        byte[] random = hmac(salt, input);
        byte[] key = expand(random, ascii("Content-Encoding: aes128gcm\0"), 16);
        byte[] nonce = expand(random, ascii("Content-Encoding: nonce\0"), 12);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        // Ends with the delimiter of the last record.
        byte[] sealed = cipher.doFinal(join(plaintext, new byte[] {2}));
        byte[] head = ByteBuffer.allocate(SALT + 4 + 1 + POINT)
                .put(salt)
                .putInt(RECORD)
                .put((byte) POINT)
                .put(own)
                .array();
        return join(head, sealed);
    }

    /**
     * Returns the value of the Authorization header for a push service.
     *
     * @param origin of the service, such as {@code https://push.example}
     * @param contact where the service can reach the person who runs the host; empty for none
     */
    static String authorization(String origin, KeyPair host, Instant expires, String contact)
            throws GeneralSecurityException {
        String head = text(ascii("{\"typ\":\"JWT\",\"alg\":\"ES256\"}"));
        String claims = text(ascii("{\"aud\":\"" + origin + "\",\"exp\":" + expires.getEpochSecond()
                + (contact.isEmpty() ? "" : ",\"sub\":\"" + contact + "\"") + "}"));
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(host.getPrivate());
        signature.update(ascii(head + "." + claims));
        return "vapid t=" + head + "." + claims + "." + text(signature.sign()) + ", k="
                + text(point((ECPublicKey) host.getPublic()));
    }

    /** Returns the private number of a key pair, for storage. */
    static String privateNumber(KeyPair keys) {
        return text(number(((ECPrivateKey) keys.getPrivate()).getS()));
    }

    static String publicPoint(KeyPair keys) {
        return text(point((ECPublicKey) keys.getPublic()));
    }

    /** Restores a key pair from {@link #privateNumber} and {@link #publicPoint}. */
    static KeyPair keys(String privateNumber, String publicPoint) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("EC");
        return new KeyPair(
                publicKey(bytes(publicPoint)),
                factory.generatePrivate(new ECPrivateKeySpec(new BigInteger(1, bytes(privateNumber)), CURVE)));
    }

    private static ECPublicKey publicKey(byte[] point) throws GeneralSecurityException {
        if (point.length != POINT || point[0] != 4) {
            throw new GeneralSecurityException("no uncompressed point");
        }
        BigInteger x = new BigInteger(1, point, 1, NUMBER);
        BigInteger y = new BigInteger(1, point, 1 + NUMBER, NUMBER);
        BigInteger prime = ((ECFieldFp) CURVE.getCurve().getField()).getP();
        BigInteger right = x.pow(3)
                .add(CURVE.getCurve().getA().multiply(x))
                .add(CURVE.getCurve().getB())
                .mod(prime);
        if (x.compareTo(prime) >= 0
                || y.compareTo(prime) >= 0
                || !y.multiply(y).mod(prime).equals(right)) {
            throw new GeneralSecurityException("no point of the curve");
        }
        return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(new ECPoint(x, y), CURVE));
    }

    private static byte[] point(ECPublicKey key) {
        return join(
                new byte[] {4},
                number(key.getW().getAffineX()),
                number(key.getW().getAffineY()));
    }

    /** 32 bytes, big-endian. */
    private static byte[] number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] number = new byte[NUMBER];
        int length = Math.min(bytes.length, NUMBER);
        System.arraycopy(bytes, bytes.length - length, number, NUMBER - length, length);
        return number;
    }

    /** One block of HKDF-Expand with SHA-256. */
    private static byte[] expand(byte[] key, byte[] info, int length) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(key, join(info, new byte[] {1})), length);
    }

    static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer all = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }
}
