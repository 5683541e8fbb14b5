package dev.pilothouse.desktop.git;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Reads the entries of an index file, as the page {@code gitformat-index} of git describes it. A split index is not
 * supported, so its link to the shared part is reported. Pure.
 */
final class IndexFile {
    static final int MAX_BYTES = 512 * 1024 * 1024;

    private static final int SIGNATURE = 0x44495243;
    private static final int STAT_BYTES = 40;
    private static final int EXTENDED = 0x4000;
    private static final int ASSUME_VALID = 0x8000;
    private static final int SKIP_WORKTREE = 0x4000;
    private static final int INTENT_TO_ADD = 0x2000;

    /**
     * An entry.
     *
     * @param path its bytes, one character each; see {@link GitPath}
     * @param size of the file when git last compared it
     * @param changed the time of the file then
     * @param stage 0, or 1 to 3 for an unmerged path
     */
    record Entry(
            String path,
            int mode,
            String oid,
            int stage,
            long size,
            Instant changed,
            boolean valid,
            boolean skip,
            boolean intended) {

        boolean isSubmodule() {
            return mode == 0160000;
        }

        boolean isFile() {
            return (mode & 0170000) == 0100000;
        }

        /** The line with which {@code update-index --index-info} adds it at a stage. */
        String line(int at) {
            return Integer.toOctalString(mode) + " " + oid + " " + at + "\t" + path + "\0";
        }
    }

    private final List<Entry> entries;
    private final boolean split;

    private IndexFile(List<Entry> entries, boolean split) {
        this.entries = entries;
        this.split = split;
    }

    List<Entry> entries() {
        return entries;
    }

    /** Whether some entries are in another file. */
    boolean isSplit() {
        return split;
    }

    /**
     * Reads a file. A missing one has no entries.
     *
     * @param oidBytes 20, or 32 in a SHA-256 repository
     * @throws IOException if it cannot be read, or is not an index
     */
    static IndexFile read(Path file, int oidBytes) throws IOException {
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("its index is larger than " + MAX_BYTES + " bytes");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException none) {
            return new IndexFile(List.of(), false);
        }
        try {
            return parse(bytes, oidBytes);
        } catch (IndexOutOfBoundsException | java.nio.BufferUnderflowException cut) {
            throw new IOException("its index is cut off", cut);
        }
    }

    private static IndexFile parse(byte[] bytes, int oidBytes) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (in.getInt() != SIGNATURE) {
            throw new IOException("its index is not one of git");
        }
        int version = in.getInt();
        if (version < 2 || version > 4) {
            throw new IOException("its index has the unknown version " + version);
        }
        int count = in.getInt();
        List<Entry> entries = new ArrayList<>(Math.max(0, Math.min(count, bytes.length / 60)));
        byte[] path = new byte[0];
        for (int i = 0; i < count; i++) {
            int start = in.position();
            int mode = in.getInt(start + 24);
            long size = in.getInt(start + 36) & 0xffffffffL;
            String oid = HexFormat.of().formatHex(bytes, start + STAT_BYTES, start + STAT_BYTES + oidBytes);
            in.position(start + STAT_BYTES + oidBytes);
            int flags = in.getShort();
            int more = (flags & EXTENDED) == 0 ? 0 : in.getShort();
            int kept = 0;
            if (version == 4) {
                kept = path.length - varint(in);
            }
            int from = in.position();
            int end = from;
            while (bytes[end] != 0) {
                end++;
            }
            byte[] next = new byte[kept + end - from];
            System.arraycopy(path, 0, next, 0, kept);
            System.arraycopy(bytes, from, next, kept, end - from);
            path = next;
            int length = end - start;
            // Up to version 3, one to eight NUL bytes fill an entry up to a multiple of eight.
            in.position(version == 4 ? end + 1 : start + (length / 8 + 1) * 8);
            entries.add(new Entry(
                    new String(path, StandardCharsets.ISO_8859_1),
                    mode,
                    oid,
                    flags >> 12 & 3,
                    size,
                    Instant.ofEpochSecond(in.getInt(start + 8) & 0xffffffffL, in.getInt(start + 12)),
                    (flags & ASSUME_VALID) != 0,
                    (more & SKIP_WORKTREE) != 0,
                    (more & INTENT_TO_ADD) != 0));
        }
        return new IndexFile(entries, hasLink(in, oidBytes));
    }

    /** The number format of version 4, the same as for offsets in packs. */
    private static int varint(ByteBuffer in) {
        int next = in.get() & 0xff;
        int value = next & 0x7f;
        while ((next & 0x80) != 0) {
            next = in.get() & 0xff;
            value = (value + 1 << 7) + (next & 0x7f);
        }
        return value;
    }

    private static boolean hasLink(ByteBuffer in, int oidBytes) {
        while (in.remaining() >= oidBytes + 8) {
            byte[] name = new byte[4];
            in.get(name);
            int length = in.getInt();
            if (new String(name, StandardCharsets.ISO_8859_1).equals("link")) {
                return true;
            }
            in.position(in.position() + length);
        }
        return false;
    }
}
