package dev.pilothouse.protocol;

import com.google.gson.JsonObject;
import dev.pilothouse.session.Cursor;

/** Small forms that several messages share. Stateless. */
final class Wire {
    private static final int GEN_DIGITS = 16;
    private static final int TYPE_LENGTH = 64;
    /** Every JSON reader takes whole numbers below this as they are. */
    private static final long SAFE = 1L << 53;

    private Wire() {}

    /** A generation is 64 random bits, more than a JSON number carries safely: 16 hexadecimal digits. */
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

    /** The beginning where neither field is there. */
    static Cursor decodeCursor(FieldReader fields) throws CodecException {
        return fields.has("gen") || fields.has("seq")
                ? new Cursor(decodeGen(fields), fields.number("seq"))
                : Cursor.START;
    }

    /** A whole number from {@code least} on that every JSON reader takes as it is. */
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

    /** An unknown type is kept for the log alone, so a peer must not fill our memory with it. */
    static String shortType(String type) {
        return type.length() <= TYPE_LENGTH ? type : type.substring(0, TYPE_LENGTH);
    }
}
