package dev.pilothouse.protocol;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;

/**
 * The members of a JSON object, declared once for reading and writing:
 *
 * <pre>{@code
 * RecordCodec<Note> NOTE = io -> new Note(
 *         io.put("code", Json.TEXT, Note::code),
 *         io.opt("detail", Json.TEXT, Note::detail));
 * }</pre>
 *
 * Reading takes each value from the JSON object. Writing takes it from the record, and drops the record that it makes
 * again. The order of the calls is the order in which members are written. Stateless and thread-safe.
 */
@FunctionalInterface
public interface RecordCodec<T> extends MemberCodec<T>, FieldReader.Decoder<T> {
    /** Passes over all members, and returns the record with their values. */
    T pass(Fields<T> io) throws CodecException;

    @Override
    default T decode(FieldReader fields) throws CodecException {
        return pass(new Fields<>(fields));
    }

    default JsonObject encode(T value) {
        JsonObject object = new JsonObject();
        try {
            pass(new Fields<>(object, value));
            return object;
        } catch (CodecException e) {
            throw new IllegalStateException("Writing checks nothing", e);
        }
    }

    @Override
    default T read(FieldReader in, String member) throws CodecException {
        return in.object(member, this);
    }

    @Override
    default JsonElement write(T value) {
        return encode(value);
    }

    /** An array of such objects; empty for an absent member. */
    default MemberCodec.Optional<List<T>> list() {
        return Json.list((in, member) -> in.list(member, this), this::encode);
    }
}
