package dev.pilothouse.desktop.git;

import dev.pilothouse.model.PlainText;
import dev.pilothouse.model.TextCutter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Paths of git as strings with one character for each byte. Names on Linux need not be UTF-8, so decoding them would
 * lose bytes. Stateless.
 */
final class GitPath {
    private static final int SHOWN = 300;

    private GitPath() {}

    /** Splits output that was requested with {@code -z}. */
    static List<String> fields(byte[] output) {
        List<String> fields = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < output.length; i++) {
            if (output[i] == 0) {
                fields.add(new String(output, from, i - from, StandardCharsets.ISO_8859_1));
                from = i + 1;
            }
        }
        return fields;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The path for people: one line, with U+FFFD for bytes that are not UTF-8. */
    static String shown(String path) {
        return TextCutter.line(PlainText.line(new String(bytes(path), StandardCharsets.UTF_8)), SHOWN);
    }

    /** The file below a folder; empty if Java cannot express the name. */
    static Optional<Path> in(Path top, String path) {
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes(path)))
                    .toString();
            return Optional.of(top.resolve(name));
        } catch (CharacterCodingException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** The path of a file below {@code top}. */
    static String of(Path top, Path file) {
        String relative =
                top.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
        return new String(relative.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /** Whether a folder between {@code top} and the file is a symbolic link. */
    static boolean isBelowLink(Path top, Path file) {
        for (Path folder = file.getParent();
                folder != null && !folder.equals(top) && folder.startsWith(top);
                folder = folder.getParent()) {
            if (Files.isSymbolicLink(folder)) {
                return true;
            }
        }
        return false;
    }
}
