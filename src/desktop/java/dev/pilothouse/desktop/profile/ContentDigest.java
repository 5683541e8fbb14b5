package dev.pilothouse.desktop.profile;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of texts. Pure. */
final class ContentDigest {
    /** Hexadecimal digits: enough to tell versions apart that people make. */
    private static final int REVISION = 12;

    private ContentDigest() {}

    static String revision(String text) {
        return of(text).substring(0, REVISION);
    }

    /** 64 hexadecimal digits: nobody can make another text with the same ones. */
    static String of(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
