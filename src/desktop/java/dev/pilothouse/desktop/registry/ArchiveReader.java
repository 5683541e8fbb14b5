package dev.pilothouse.desktop.registry;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/**
 * Unpacks an archive from outside: zip, or tar with gzip. Every path must stay in the folder. Links, devices and
 * anything else than files and folders are refused, and so is an archive with too many entries or bytes. It never
 * replaces a file. A failure leaves what was unpacked so far; the caller deletes the folder. Stateless; any thread.
 */
final class ArchiveReader {
    private static final int BLOCK = 512;
    /** Types of tar that describe the next entry, or all. */
    private static final String HEADERS = "xLgK";
    /** The records of such a header that matter here. */
    private static final Set<String> USED = Set.of("path", "size");

    private static final int MAX_HEADER = 64 * 1024;
    private static final int NAME = 100;
    private static final int MODE_AT = 100;
    private static final int SIZE_AT = 124;
    private static final int NUMBER = 12;
    private static final int TYPE_AT = 156;
    private static final int MAGIC_AT = 257;
    private static final int PREFIX_AT = 345;
    private static final int PREFIX = 155;
    private static final int EXECUTABLE = 0111;

    private final Path folder;
    private final Limits limits;
    private final BooleanSupplier cancelled;
    private int entries;
    private long bytes;

    private ArchiveReader(Path folder, Limits limits, BooleanSupplier cancelled) {
        this.folder = folder;
        this.limits = limits;
        this.cancelled = cancelled;
    }

    /**
     * @param entries files and folders
     * @param bytes of all files together, unpacked
     */
    record Limits(int entries, long bytes) {}

    /** The archive has a form or a content that is not unpacked. The message is a clause for display. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String clause) {
            super(clause);
        }
    }

    /** Whether {@link #unpack} knows the form, by the end of the name. */
    static boolean isKnown(String name) {
        return isZip(name) || isTar(name) || isPlainProgram(name);
    }

    private static boolean isZip(String name) {
        return lower(name).endsWith(".zip");
    }

    private static boolean isTar(String name) {
        return lower(name).endsWith(".tar.gz") || lower(name).endsWith(".tgz");
    }

    /** An address that names the program itself. Its last part has no ending, or the one of programs of Windows. */
    private static boolean isPlainProgram(String name) {
        String last = lower(name.substring(name.lastIndexOf('/') + 1));
        return last.endsWith(".exe") || !last.matches(".*\\.[a-z][a-z0-9]{0,9}");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * @param name the name of the archive, which tells its form
     * @param program the path of a plain program
     */
    static void unpack(Path archive, String name, String program, Path folder, Limits limits, BooleanSupplier cancelled)
            throws IOException {
        ArchiveReader reader = new ArchiveReader(folder, limits, cancelled);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
            if (isZip(name)) {
                reader.zip(in);
            } else if (isTar(name)) {
                reader.tar(new BufferedInputStream(new GZIPInputStream(in)));
            } else if (isPlainProgram(name)) {
                reader.file(program, in, Long.MAX_VALUE, true);
            } else {
                throw new RefusedException("its form is not zip or tar.gz");
            }
        } catch (ZipException | EOFException damaged) {
            throw new RefusedException("it is damaged");
        }
        if (reader.entries == 0) {
            throw new RefusedException("it is empty");
        }
    }

    private void zip(InputStream in) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(in, StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                // A stream has no modes and no links: a link becomes a small file with the name of its target.
                add(entry.getName(), entry.isDirectory(), zip, Long.MAX_VALUE, false);
                if (!entry.isDirectory()) {
                    makeExecutableIfProgram(inside(entry.getName()));
                }
            }
        } catch (IllegalArgumentException noText) {
            throw new RefusedException("a name in it is no text");
        }
    }

    private void tar(InputStream in) throws IOException {
        Map<String, String> next = new HashMap<>();
        byte[] header = new byte[BLOCK];
        while (in.readNBytes(header, 0, BLOCK) == BLOCK && !isZero(header)) {
            char type = (char) header[TYPE_AT];
            long size = next.containsKey("size") ? parse(next.get("size"), 10) : number(header, SIZE_AT);
            if (HEADERS.indexOf(type) >= 0) {
                // Each one counts: an archive may have nothing else.
                count();
            }
            if (type == 'x' || type == 'L') {
                byte[] more = content(in, size);
                if (type == 'L') {
                    next.put("path", text(more, 0, more.length));
                } else {
                    records(more, next);
                }
                continue;
            }
            if (type == 'g' || type == 'K') {
                content(in, size);
                continue;
            }
            String name = next.getOrDefault("path", name(header));
            next.clear();
            boolean directory = type == '5' || name.endsWith("/");
            if (!directory && type != '0' && type != 0 && type != '7') {
                throw new RefusedException("it has a link or a device: " + name);
            }
            boolean executable = (number(header, MODE_AT, 8) & EXECUTABLE) != 0;
            add(name, directory, in, directory ? 0 : size, executable);
            if (!directory) {
                in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            }
        }
    }

    private static String name(byte[] header) {
        String name = text(header, 0, NAME);
        String prefix = text(header, MAGIC_AT, 5).equals("ustar") ? text(header, PREFIX_AT, PREFIX) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static byte[] content(InputStream in, long size) throws IOException {
        if (size > MAX_HEADER) {
            throw new RefusedException("a name in it is too long");
        }
        byte[] content = in.readNBytes((int) size);
        if (content.length < size) {
            throw new EOFException();
        }
        in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
        return content;
    }

    /** Lines {@code LENGTH NAME=VALUE}. */
    private static void records(byte[] content, Map<String, String> next) throws IOException {
        int at = 0;
        while (at < content.length) {
            int space = at;
            while (space < content.length && content[space] != ' ') {
                space++;
            }
            long length = parse(new String(content, at, space - at, StandardCharsets.US_ASCII), 10);
            if (length <= space - at + 1 || at + length > content.length) {
                throw new RefusedException("it is damaged");
            }
            String line = new String(content, space + 1, (int) (at + length - space - 2), StandardCharsets.UTF_8);
            int equals = line.indexOf('=');
            String name = equals > 0 ? line.substring(0, equals) : "";
            if (USED.contains(name)) {
                next.put(name, line.substring(equals + 1));
            }
            at += (int) length;
        }
    }

    private static boolean isZero(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    private static long number(byte[] header, int from) throws IOException {
        return number(header, from, NUMBER);
    }

    private static long number(byte[] header, int from, int length) throws IOException {
        if ((header[from] & 0x80) != 0) {
            long value = 0;
            for (int i = from + 1; i < from + length; i++) {
                value = value << 8 | header[i] & 0xff;
            }
            if (value < 0) {
                throw new RefusedException("it is damaged");
            }
            return value;
        }
        String digits = text(header, from, length).strip();
        return digits.isEmpty() ? 0 : parse(digits, 8);
    }

    private static long parse(String digits, int radix) throws IOException {
        try {
            long value = Long.parseLong(digits, radix);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new RefusedException("it is damaged");
        }
        throw new RefusedException("it is damaged");
    }

    private void add(String entry, boolean directory, InputStream in, long size, boolean executable)
            throws IOException {
        String name = plain(entry);
        if (directory && (name.isEmpty() || name.equals("."))) {
            return;
        }
        if (!RegistryReader.isInside(name)) {
            throw new RefusedException("it has a path that leads out of its folder: " + entry);
        }
        count();
        if (directory) {
            Files.createDirectories(folder.resolve(name));
        } else {
            file(name, in, size, executable);
        }
    }

    private static String plain(String entry) {
        String name = entry;
        while (name.startsWith("./")) {
            name = name.substring(2);
        }
        while (name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        return name;
    }

    private Path inside(String entry) {
        return folder.resolve(plain(entry));
    }

    private void count() throws IOException {
        entries++;
        if (entries > limits.entries()) {
            throw new RefusedException("it has more than " + limits.entries() + " files");
        }
        if (cancelled.getAsBoolean()) {
            throw new IOException("it was cancelled");
        }
    }

    private void file(String name, InputStream in, long size, boolean executable) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        if (entries == 0) {
            entries = 1;
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            copy(in, out, size);
        } catch (FileAlreadyExistsException twice) {
            throw new RefusedException("it has a file twice: " + name);
        }
        if (executable) {
            makeExecutable(file);
        }
    }

    private void copy(InputStream in, OutputStream out, long size) throws IOException {
        byte[] chunk = new byte[BLOCK * 128];
        long left = size;
        while (left > 0) {
            int count = in.read(chunk, 0, (int) Math.min(chunk.length, left));
            if (count < 0) {
                if (size == Long.MAX_VALUE) {
                    return;
                }
                throw new EOFException();
            }
            bytes += count;
            if (bytes > limits.bytes()) {
                throw new RefusedException("it has more than " + limits.bytes() + " bytes");
            }
            if (cancelled.getAsBoolean()) {
                throw new IOException("it was cancelled");
            }
            out.write(chunk, 0, count);
            left -= count;
        }
    }

    /** By its first bytes: a script, or a program of Linux or macOS. */
    private static void makeExecutableIfProgram(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(4);
        }
        int magic = head.length < 4 ? 0 : ByteBuffer.wrap(head).getInt();
        boolean script = magic >>> 16 == 0x2321;
        boolean elf = magic == 0x7f454c46;
        boolean mach = magic == 0xcffaedfe || magic == 0xcafebabe;
        if (script || elf || mach) {
            makeExecutable(file);
        }
    }

    /** Lets the owner run a file. Other users cannot reach the data folder. */
    static void makeExecutable(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }
}
