package dev.pilothouse.protocol;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the members of a JSON object by a {@link RecordCodec}: it either reads them all or writes them all.
 * Confined to one thread.
 */
public final class Fields<T> {
    private final JsonObject object;
    private final @Nullable FieldReader in;
    private final @Nullable T value;

    Fields(FieldReader in) {
        this.object = in.json();
        this.in = in;
        this.value = null;
    }

    Fields(JsonObject out, T value) {
        this.object = out;
        this.in = null;
        this.value = value;
    }

    /** A member that is always written. Its codec may accept an absent one: a flag is false, a list is empty. */
    public <V> V put(String member, MemberCodec<V> codec, Function<? super T, ? extends V> get) throws CodecException {
        return in != null ? codec.read(in, member) : write(member, codec, get.apply(value));
    }

    /** A member that is always written; {@code absent} is its value in an object without it. */
    public <V> V put(String member, MemberCodec<V> codec, Function<? super T, ? extends V> get, V absent)
            throws CodecException {
        return in != null && !in.has(member) ? absent : put(member, codec, get);
    }

    /** A member that is omitted if it has its codec's value for an absent member, or is null. */
    public <V> V opt(String member, MemberCodec.Optional<V> codec, Function<? super T, ? extends V> get)
            throws CodecException {
        return opt(member, codec, get, codec.absent());
    }

    /** A member that is omitted if it equals {@code absent}, or is null. */
    public <V> V opt(String member, MemberCodec<V> codec, Function<? super T, ? extends V> get, V absent)
            throws CodecException {
        if (in != null) {
            return in.has(member) ? codec.read(in, member) : absent;
        }
        V optional = get.apply(value);
        return optional == absent || optional == null || optional.equals(absent)
                ? optional
                : write(member, codec, optional);
    }

    /** A member that is omitted if it is null. */
    public <V> @Nullable V orNull(String member, MemberCodec<V> codec, Function<? super T, ? extends V> get)
            throws CodecException {
        if (in != null) {
            return in.has(member) ? codec.read(in, member) : null;
        }
        V optional = get.apply(value);
        return optional == null ? null : write(member, codec, optional);
    }

    private <V> V write(String member, MemberCodec<V> codec, V written) {
        object.add(member, written == null ? JsonNull.INSTANCE : codec.write(written));
        return written;
    }

    /** A part whose members are members of this object. */
    public <V> V inline(RecordCodec<V> part, Function<? super T, ? extends V> get) throws CodecException {
        return part.pass(in != null ? new Fields<>(in) : new Fields<>(object, get.apply(value)));
    }

    /** Rejects a value that was read. */
    public void require(boolean valid, String member, String rule) throws CodecException {
        if (in != null && !valid) {
            throw in.bad(member, rule);
        }
    }

    /** The object that is read, null while writing. */
    @Nullable
    FieldReader in() {
        return in;
    }

    /** The record that is written, null while reading. */
    @Nullable
    T value() {
        return value;
    }
}
