// SPDX-License-Identifier: GPL-3.0-or-later

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.css.CssParser;
import javafx.css.Stylesheet;

/**
 * Translates style sheets of the class path into JavaFX's binary form, which JavaFX tries first and reads in a fifth of
 * the time: {@code java --module-path JAVAFX --add-modules javafx.graphics -cp JARS BinaryStyles.java FOLDER NAME…},
 * where a name is that of a resource. Run by {@code Packages.java}.
 */
public final class BinaryStyles {

    private BinaryStyles() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (int i = 1; i < arguments.length; i++) {
            translate(arguments[i], folder);
        }
    }

    private static void translate(String name, Path folder) throws IOException {
        Path css = folder.resolve(name);
        Files.createDirectories(css.getParent());
        try (InputStream in = ClassLoader.getSystemResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("There is no style sheet " + name);
            }
            Files.write(css, in.readAllBytes());
        }
        Path bss = css.resolveSibling(css.getFileName().toString().replaceAll("\\.css$", ".bss"));
        Stylesheet.convertToBinary(css.toFile(), bss.toFile());
        // Removes the path of the build, which would expose it and make builds differ; addresses in the file are
        // absolute.
        Files.write(bss, replaced(Files.readAllBytes(bss), css.toUri().toString(), "file:/" + name));
        int rules = Stylesheet.loadBinary(bss.toUri().toURL()).getRules().size();
        if (rules == 0
                || rules
                        != new CssParser().parse(css.toUri().toURL()).getRules().size()) {
            throw new IOException("The binary form of " + name + " has other rules: " + rules);
        }
        Files.delete(css);
    }

    /**
     * The texts of a binary style sheet are at its head, each preceded by its length in two bytes; the file has no
     * other byte counts.
     */
    private static byte[] replaced(byte[] sheet, String address, String by) throws IOException {
        // JavaFX stores the file's own address.
        byte[] before = utf(address.replaceFirst("^file:///", "file:/"));
        byte[] after = utf(by);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int at = 0;
        while (at < sheet.length) {
            if (startsAt(sheet, before, at)) {
                out.write(after);
                at += before.length;
            } else {
                out.write(sheet[at++]);
            }
        }
        return out.toByteArray();
    }

    private static byte[] utf(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[bytes.length + 2];
        all[0] = (byte) (bytes.length >> 8);
        all[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, all, 2, bytes.length);
        return all;
    }

    private static boolean startsAt(byte[] all, byte[] part, int at) {
        if (at + part.length > all.length) {
            return false;
        }
        for (int i = 0; i < part.length; i++) {
            if (all[at + i] != part[i]) {
                return false;
            }
        }
        return true;
    }
}
