package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.session.Cursor;

/** Encodings that several messages share. Stateless. */
final class WireFormat {
    private static final int GEN_DIGITS = 16;
    private static final int TYPE_LENGTH = 64;
    /** Whole numbers below 2^53 are exact in every JSON reader. */
    private static final long SAFE = 1L << 53;

    private WireFormat() {}

    /** Encodes a generation as 16 hexadecimal digits: its 64 random bits exceed the exact range of JSON numbers. */
    static String gen(long gen) {
        String digits = Long.toHexString(gen);
        return "0".repeat(GEN_DIGITS - digits.length()) + digits;
    }

    static long decodeGen(FieldReader fields) throws CodecException {
        return fields.value("gen", text -> {
            if (text.length() != GEN_DIGITS) {
                throw new IllegalArgumentException("not 16 digits");
            }
            return Long.parseUnsignedLong(text, 16);
        });
    }

    /** Returns {@link Cursor#START} if both fields are absent. */
    static Cursor decodeCursor(FieldReader fields) throws CodecException {
        return fields.has("gen") || fields.has("seq")
                ? new Cursor(decodeGen(fields), fields.number("seq"))
                : Cursor.START;
    }

    /** Reads a whole number of at least {@code least} that is exact in every JSON reader. */
    static long safe(FieldReader fields, String member, long least) throws CodecException {
        long number = fields.number(member);
        if (number < least || number >= SAFE) {
            throw fields.bad(member, "must be a whole number from " + least + " on, below 2^53");
        }
        return number;
    }

    static JsonObject versions(int min, int max) {
        return new FieldWriter().put("min", min).put("max", max).json();
    }

    /** Truncates an unknown type, which is only logged, so that a peer cannot fill our memory. */
    static String shortType(String type) {
        return type.length() <= TYPE_LENGTH ? type : type.substring(0, TYPE_LENGTH);
    }
}
