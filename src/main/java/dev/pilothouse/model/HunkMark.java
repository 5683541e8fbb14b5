package dev.pilothouse.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A hunk of a file as a person has seen it. Immutable.
 *
 * @param oldStart see {@link DiffHunk#oldStart}
 * @param newStart see {@link DiffHunk#newStart}
 * @param lines the SHA-256 of its lines in UTF-8, each with a line feed, in hexadecimal digits; of a hunk that
 *     continues on the next page those of its first page
 */
public record HunkMark(int oldStart, int newStart, String lines) {
    public HunkMark {
        Objects.requireNonNull(lines, "lines");
    }

    public static HunkMark of(DiffHunk hunk) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String line : hunk.lines()) {
                digest.update(line.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) '\n');
            }
            return new HunkMark(hunk.oldStart(), hunk.newStart(), HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
