package dev.pilothouse.desktop.phone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The head of a 64-bit ELF file and its names. Immutable; any thread may call it.
 *
 * @param type 1 is an object that has not been linked
 * @param machine the number of the processor's family
 * @param exported the names that it gives to the linker
 * @param functions the names of all its functions, also those that the linker does not see
 */
record ObjectFile(int type, int machine, Set<String> exported, Set<String> functions) {
    static final int RELOCATABLE = 1;
    static final int AARCH64 = 183;

    private static final int MAGIC = 0x7f454c46;
    private static final int CLASS_64_LITTLE_ENDIAN = 0x0201;
    private static final int SYMBOLS = 2;
    private static final int SYMBOL_BYTES = 24;
    private static final int GLOBAL = 1;
    private static final int FUNCTION = 2;

    static ObjectFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            if (bytes.getInt(0) != MAGIC || bytes.getShort(4) != CLASS_64_LITTLE_ENDIAN) {
                throw new IOException(file + " is no 64-bit ELF file");
            }
            return read(bytes.order(ByteOrder.LITTLE_ENDIAN));
        }
    }

    private static ObjectFile read(ByteBuffer bytes) {
        Set<String> exported = new TreeSet<>();
        Set<String> functions = new TreeSet<>();
        for (int i = 0; i < bytes.getShort(0x3c); i++) {
            int section = section(bytes, i);
            if (bytes.getInt(section + 0x04) != SYMBOLS) {
                continue;
            }
            int names = offset(bytes, section(bytes, bytes.getInt(section + 0x28)));
            int end = offset(bytes, section) + Math.toIntExact(bytes.getLong(section + 0x20));
            for (int at = offset(bytes, section); at < end; at += SYMBOL_BYTES) {
                int info = bytes.get(at + 4);
                boolean defined = bytes.getShort(at + 6) != 0;
                if (defined && info >> 4 == GLOBAL) {
                    exported.add(text(bytes, names + bytes.getInt(at)));
                }
                if (defined && (info & 0xf) == FUNCTION) {
                    functions.add(text(bytes, names + bytes.getInt(at)));
                }
            }
        }
        return new ObjectFile(bytes.getShort(0x10), bytes.getShort(0x12), exported, functions);
    }

    private static int section(ByteBuffer bytes, int index) {
        return Math.toIntExact(bytes.getLong(0x28)) + index * bytes.getShort(0x3a);
    }

    private static int offset(ByteBuffer bytes, int section) {
        return Math.toIntExact(bytes.getLong(section + 0x18));
    }

    private static String text(ByteBuffer bytes, int start) {
        int end = start;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
