package dev.pilothouse.phone;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The references in the constant pool of a class file: methods, fields, types and texts. An over-approximation of what
 * the code uses, like the analysis of a native image. Immutable; any thread may call it.
 *
 * @param name with dots
 * @param members the methods and fields that it uses, each {@code owner.name}
 * @param types every type in a reference or a signature
 * @param natives its native methods, which JNI would have to find
 */
record ClassFile(String name, Set<String> members, Set<String> types, Set<String> texts, Set<String> natives) {
    private static final Pattern TYPE_IN_SIGNATURE = Pattern.compile("L([\\w/$]+);");
    private static final int NATIVE = 0x0100;

    static ClassFile read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassFile read(DataInputStream in) throws IOException {
        if (in.readInt() != 0xCAFEBABE) {
            throw new IOException("not a class file");
        }
        in.readInt();
        Pool pool = new Pool(in);
        in.readUnsignedShort();
        String name = pool.type(in.readUnsignedShort());
        in.readUnsignedShort();
        in.skipNBytes(2L * in.readUnsignedShort());
        skipMembers(in, pool, new TreeSet<>());
        Set<String> natives = new TreeSet<>();
        skipMembers(in, pool, natives);
        return new ClassFile(name, pool.members(), pool.types(), pool.texts(), natives);
    }

    private static void skipMembers(DataInputStream in, Pool pool, Set<String> natives) throws IOException {
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            int access = in.readUnsignedShort();
            String name = pool.utf(in.readUnsignedShort());
            in.readUnsignedShort();
            if ((access & NATIVE) != 0) {
                natives.add(name);
            }
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                in.readUnsignedShort();
                in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
            }
        }
    }

    /** The constants, in the class file's numbering. */
    private static final class Pool {
        private final int[] tags;
        private final Object[] values;

        Pool(DataInputStream in) throws IOException {
            int size = in.readUnsignedShort();
            tags = new int[size];
            values = new Object[size];
            for (int i = 1; i < size; i++) {
                tags[i] = in.readUnsignedByte();
                switch (tags[i]) {
                    case 1 -> values[i] = in.readUTF();
                    case 7, 8, 16, 19, 20 -> values[i] = in.readUnsignedShort();
                    case 9, 10, 11, 12, 17, 18 ->
                        values[i] = new int[] {in.readUnsignedShort(), in.readUnsignedShort()};
                    case 3, 4 -> in.readInt();
                    case 15 -> in.skipNBytes(3);
                    case 5, 6 -> {
                        in.readLong();
                        // A long takes two indexes.
                        i++;
                    }
                    default -> throw new IOException("unknown constant " + tags[i]);
                }
            }
        }

        String utf(int index) {
            return (String) values[index];
        }

        String type(int index) {
            return utf((int) values[index]).replace('/', '.');
        }

        Set<String> members() {
            Set<String> found = new TreeSet<>();
            for (int i = 1; i < tags.length; i++) {
                if (tags[i] >= 9 && tags[i] <= 11) {
                    int[] member = (int[]) values[i];
                    found.add(type(member[0]) + "." + utf(((int[]) values[member[1]])[0]));
                }
            }
            return found;
        }

        Set<String> types() {
            Set<String> found = new TreeSet<>();
            // The names of a record's components are one text with a semicolon after each, which looks like a
            // signature.
            Set<String> texts = texts();
            for (int i = 1; i < tags.length; i++) {
                if (tags[i] == 1 && texts.contains(utf(i))) {
                    continue;
                }
                if (tags[i] == 7 && !type(i).startsWith("[")) {
                    found.add(type(i));
                } else if (tags[i] == 1 || tags[i] == 7) {
                    Matcher type = TYPE_IN_SIGNATURE.matcher(tags[i] == 1 ? utf(i) : utf((int) values[i]));
                    while (type.find()) {
                        found.add(type.group(1).replace('/', '.'));
                    }
                }
            }
            return found;
        }

        Set<String> texts() {
            Set<String> found = new TreeSet<>();
            for (int i = 1; i < tags.length; i++) {
                if (tags[i] == 8) {
                    found.add(utf((int) values[i]));
                }
            }
            return found;
        }
    }
}
